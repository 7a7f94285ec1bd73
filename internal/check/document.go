package check

// mrzSum is the check of ICAO 9303: weights 7, 3, 1 over digits, letters from
// A = 10 and < = 0. It is -1 for other characters.
func mrzSum(s []byte) int {
	sum := 0
	for i, c := range s {
		v := 0
		switch {
		case c >= '0' && c <= '9':
			v = int(c - '0')
		case c >= 'A' && c <= 'Z':
			v = int(c-'A') + 10
		case c != '<':
			return -1
		}
		sum += v * [3]int{7, 3, 1}[i%3]
	}
	return sum % 10
}

// MRZField tells whether the digit after the field is its check digit.
func MRZField(field []byte, digit byte) bool {
	return digit >= '0' && digit <= '9' && mrzSum(field) == int(digit-'0')
}

// DocumentForm is the form of a Dutch passport or identity card number: two
// letters, six letters or digits, a digit; no letter O.
func DocumentForm(s []byte) bool {
	if len(s) != 9 {
		return false
	}
	for i, c := range s {
		letter, digit := c >= 'A' && c <= 'Z' && c != 'O', c >= '0' && c <= '9'
		if i < 2 && !letter || i == 8 && !digit || !letter && !digit {
			return false
		}
	}
	return true
}

// DocumentDigit tells whether the last digit is the ICAO check of the eight
// characters before it.
func DocumentDigit(s []byte) bool { return DocumentForm(s) && MRZField(s[:8], s[8]) }

// plateForms are the series of Dutch licence plates (RDW), X a letter.
var plateForms = [...]string{
	"XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99",
	"XX999X", "X999XX", "XXX99X", "X99XXX", "9XX999", "999XX9",
}

// PlateGroups are the lengths of the groups of each form, in the same order.
var plateGroups = [...][3]int{
	{2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 2, 2}, {2, 3, 1}, {1, 3, 2},
	{2, 3, 1}, {1, 3, 2}, {3, 2, 1}, {1, 2, 3}, {1, 2, 3}, {3, 2, 1},
}

// Plate tells whether six upper case letters and digits form a licence plate, and
// how it is grouped by hyphens.
func Plate(s []byte) (groups [3]int, ok bool) {
	if len(s) != 6 {
		return groups, false
	}
	for f, form := range plateForms {
		if plateFits(s, form) {
			return plateGroups[f], true
		}
	}
	return groups, false
}

func plateFits(s []byte, form string) bool {
	for i, c := range s {
		if letter := c >= 'A' && c <= 'Z'; letter != (form[i] == 'X') || !letter && (c < '0' || c > '9') {
			return false
		}
		if i > 0 && s[i-1] == 'S' && (c == 'S' || c == 'A' || c == 'D') {
			return false
		}
	}
	return true
}
