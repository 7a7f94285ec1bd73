package check

// Func checks the bare characters of an item.
type Func func([]byte) bool

var byName = map[string]Func{
	"bsn":              BSN,
	"education_number": EducationNumber,
	"luhn":             Luhn,
	"card":             Card,
	"iban":             IBAN,
	"vat":              VAT,
	"document":         DocumentDigit,
	"big":              BIG,
	"agb":              AGB,
	"mod97":            func(s []byte) bool { return mod97(s) == 1 },
}

// ByName finds a check by the name that rules use.
func ByName(name string) (Func, bool) {
	f, ok := byName[name]
	return f, ok
}
