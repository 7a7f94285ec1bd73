package check

// BIG tells whether eleven digits look like a BIG number: the second digit is 9
// and the last two are a known profession code (article 3 Wet BIG).
func BIG(d []byte) bool {
	if len(d) != 11 || !digits(d) {
		return false
	}
	switch string(d[9:]) {
	case "01", "02", "03", "04", "16", "17", "18", "25", "30", "31", "81", "82", "83", "84", "85", "86", "87", "88", "89", "90", "91", "92", "93", "94", "95", "96", "97", "98", "99":
		return d[1] == '9'
	}
	return false
}

// AGB tells whether eight digits start with a care type of the AGB register that
// is in use.
func AGB(d []byte) bool {
	if len(d) != 8 || !digits(d) {
		return false
	}
	switch t := int(d[0]-'0')*10 + int(d[1]-'0'); {
	case t >= 1 && t <= 8, t >= 11 && t <= 13, t == 17, t >= 19 && t <= 30, t >= 35 && t <= 57, t >= 60 && t <= 79, t >= 84 && t <= 98:
		return true
	}
	return false
}
