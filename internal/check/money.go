package check

// Luhn is the check of payment cards (ISO/IEC 7812-1, annex B).
func Luhn(d []byte) bool {
	if len(d) < 2 || !digits(d) || uniform(d) {
		return false
	}
	sum := 0
	for i, c := range d {
		v := int(c - '0')
		if (len(d)-i)%2 == 0 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
	}
	return sum%10 == 0
}

// Card is Luhn for 13 to 19 digits in a range that card schemes issue from.
func Card(d []byte) bool {
	return len(d) >= 13 && len(d) <= 19 && issued(d) && Luhn(d)
}

// issued tells whether card schemes issue numbers that start like d and are as long.
func issued(d []byte) bool {
	two := int(d[0]-'0')*10 + int(d[1]-'0')
	switch {
	case d[0] == '4':
		return len(d) == 13 || len(d) == 16 || len(d) == 19
	case two >= 51 && two <= 55, two >= 22 && two <= 27:
		return len(d) == 16
	case two == 34 || two == 37:
		return len(d) == 15
	case two == 30 || two == 36 || two == 38 || two == 39:
		return len(d) >= 14
	case two == 60 || two == 62 || two == 64 || two == 65 || two == 35 || two == 81:
		return len(d) >= 16
	case two == 50 || two >= 56 && two <= 69:
		return len(d) >= 12
	}
	return false
}

// mod97 is ISO 7064 mod 97-10 over letters (A = 10) and digits, given in parts.
func mod97(parts ...[]byte) int {
	m := 0
	for _, p := range parts {
		for _, c := range p {
			switch {
			case c >= '0' && c <= '9':
				m = (m*10 + int(c-'0')) % 97
			case c >= 'A' && c <= 'Z':
				m = (m*100 + int(c-'A') + 10) % 97
			case c >= 'a' && c <= 'z':
				m = (m*100 + int(c-'a') + 10) % 97
			default:
				return -1
			}
		}
	}
	return m
}

// ibanLengths by country, from the SWIFT registry of IBAN formats (ISO 13616).
const ibanLengths = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MR27MT31MU30NL18NO15PK24PL28PS29PT25QA29RO24RS22SA24SC31SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20"

// IBANLength is the length of the IBANs of a country, or 0. Case does not count.
func IBANLength(a, b byte) int {
	a, b = a&^0x20, b&^0x20
	for i := 0; i < len(ibanLengths); i += 4 {
		if ibanLengths[i] == a && ibanLengths[i+1] == b {
			return int(ibanLengths[i+2]-'0')*10 + int(ibanLengths[i+3]-'0')
		}
	}
	return 0
}

// IBAN checks length and check digits (ISO 13616, mod 97 = 1).
func IBAN(s []byte) bool {
	return len(s) > 4 && len(s) == IBANLength(s[0], s[1]) && mod97(s[4:], s[:4]) == 1
}

// VAT checks a Dutch VAT number: NL, nine digits, B, two digits. The nine pass the
// elfproef (before 2020) or the whole passes mod 97 (since).
func VAT(s []byte) bool {
	if len(s) != 14 || s[0]&^0x20 != 'N' || s[1]&^0x20 != 'L' || s[11]&^0x20 != 'B' || !digits(s[2:11]) || !digits(s[12:]) {
		return false
	}
	return BSN(s[2:11]) || mod97(s) == 1
}
