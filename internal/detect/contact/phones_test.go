package contact_test

import (
	"testing"

	"dijkwacht/internal/detect/contact"
)

func TestDigitsAreTelephoneNumbersByTheNumberingPlan(t *testing.T) {
	for _, c := range []struct {
		name, digits string
		plus, phone  bool
	}{
		{"a mobile number", "0612345678", false, true},
		{"a number of Amsterdam", "0201234567", false, true},
		{"an area of four digits", "0294123456", false, true},
		{"a country code and a zero too many", "310612345678", true, true},
		{"two zeros for the plus", "0031612345678", false, true},
		{"a foreign number", "4915112345678", true, true},
		{"no area code", "0991234567", false, false},
		{"a mobile number that is not given out, behind a label", "0600000000", false, true},
		{"too few digits", "06123", false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := contact.PhoneKindOf([]byte(c.digits), c.plus) != contact.PhoneNone; got != c.phone {
				t.Errorf("a telephone number: %v, want %v", got, c.phone)
			}
		})
	}
}
