package check

// weighted is the sum of nine digits by the weights 9 to 2 and -1.
func weighted(d []byte) (sum int, ok bool) {
	if len(d) != 9 || !digits(d) {
		return 0, false
	}
	for i, c := range d[:8] {
		sum += int(c-'0') * (9 - i)
	}
	return sum - int(d[8]-'0'), true
}

// BSN is the elfproef of the citizen service number (Besluit burgerservicenummer,
// article 2): nine digits, or eight when a leading zero was dropped. RSIN follows
// the same rule.
func BSN(d []byte) bool {
	if len(d) == 8 {
		var nine [9]byte
		nine[0] = '0'
		copy(nine[1:], d)
		d = nine[:]
	}
	sum, ok := weighted(d)
	return ok && sum%11 == 0 && !uniform(d)
}

// EducationNumber is the check of the onderwijsnummer: nine digits that start
// with 10, the elfproef's sum leaving 5.
func EducationNumber(d []byte) bool {
	sum, ok := weighted(d)
	return ok && d[0] == '1' && d[1] == '0' && sum%11 == 5
}

func digits(d []byte) bool {
	for _, c := range d {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(d) > 0
}

// uniform tells whether all digits are the same.
func uniform(d []byte) bool {
	for _, c := range d[1:] {
		if c != d[0] {
			return false
		}
	}
	return true
}
