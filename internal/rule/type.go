package rule

import "errors"

// Type is the kind of item that a finding is about. The names are canonical:
// API, policies, register and corpus use the same ones.
type Type uint8

// The canonical types, by group.
const (
	TypeNone Type = iota

	PersonName
	DateOfBirth
	Age
	BSN
	PatientNumber
	InsuranceNumber
	AGBCode
	BIGNumber
	UZINumber
	Passport
	IDCard
	DrivingLicence
	LicencePlate
	Other

	Address
	Postcode
	City
	Phone
	Email
	URL
	IPAddress

	IBAN
	CreditCard
	VATNumber
	KVKNumber

	Diagnosis
	Medication
	LabValue
	Treatment
	MentalHealth

	SecretAPIKey
	SecretPassword
	SecretPrivateKey

	Date
	Organisation
	Hospital

	typeEnd
)

// TypeCount is one more than the highest Type, for arrays indexed by type.
const TypeCount = int(typeEnd)

// Group is the family of a type that policies and reports speak of.
type Group uint8

// The groups. GroupContext alone is never enough for an action.
const (
	GroupNone Group = iota
	GroupIdentity
	GroupContact
	GroupFinancial
	GroupHealth
	GroupSecret
	GroupContext

	groupEnd
)

// GroupCount is one more than the highest Group, for arrays indexed by group.
const GroupCount = int(groupEnd)

var groupNames = [GroupCount]string{"", "identity", "contact", "financial", "health", "secret", "context"}

var types = [TypeCount]struct {
	name  string
	group Group
}{
	PersonName:      {"person_name", GroupIdentity},
	DateOfBirth:     {"date_of_birth", GroupIdentity},
	Age:             {"age", GroupIdentity},
	BSN:             {"bsn", GroupIdentity},
	PatientNumber:   {"patient_number", GroupIdentity},
	InsuranceNumber: {"insurance_number", GroupIdentity},
	AGBCode:         {"agb_code", GroupIdentity},
	BIGNumber:       {"big_number", GroupIdentity},
	UZINumber:       {"uzi_number", GroupIdentity},
	Passport:        {"passport", GroupIdentity},
	IDCard:          {"id_card", GroupIdentity},
	DrivingLicence:  {"driving_licence", GroupIdentity},
	LicencePlate:    {"licence_plate", GroupIdentity},
	Other:           {"other", GroupIdentity},

	Address:   {"address", GroupContact},
	Postcode:  {"postcode", GroupContact},
	City:      {"city", GroupContact},
	Phone:     {"phone", GroupContact},
	Email:     {"email", GroupContact},
	URL:       {"url", GroupContact},
	IPAddress: {"ip_address", GroupContact},

	IBAN:       {"iban", GroupFinancial},
	CreditCard: {"credit_card", GroupFinancial},
	VATNumber:  {"vat_number", GroupFinancial},
	KVKNumber:  {"kvk_number", GroupFinancial},

	Diagnosis:    {"diagnosis", GroupHealth},
	Medication:   {"medication", GroupHealth},
	LabValue:     {"lab_value", GroupHealth},
	Treatment:    {"treatment", GroupHealth},
	MentalHealth: {"mental_health", GroupHealth},

	SecretAPIKey:     {"secret_api_key", GroupSecret},
	SecretPassword:   {"secret_password", GroupSecret},
	SecretPrivateKey: {"secret_private_key", GroupSecret},

	Date:         {"date", GroupContext},
	Organisation: {"organisation", GroupContext},
	Hospital:     {"hospital", GroupContext},
}

// String is the canonical name, such as "person_name".
func (t Type) String() string { return types[t].name }

// Group is the family that the type belongs to.
func (t Type) Group() Group { return types[t].group }

// MarshalText writes the canonical name.
func (t Type) MarshalText() ([]byte, error) { return []byte(types[t].name), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (t *Type) UnmarshalText(b []byte) error {
	parsed, ok := ParseType(string(b))
	if !ok {
		return errors.New("unknown type")
	}
	*t = parsed
	return nil
}

// ParseType looks up a canonical name.
func ParseType(name string) (Type, bool) {
	for t := TypeNone + 1; t < typeEnd; t++ {
		if types[t].name == name {
			return t, true
		}
	}
	return TypeNone, false
}

// Types lists all types in canonical order.
func Types() []Type {
	all := make([]Type, 0, TypeCount-1)
	for t := TypeNone + 1; t < typeEnd; t++ {
		all = append(all, t)
	}
	return all
}

// String is the canonical name, such as "health".
func (g Group) String() string { return groupNames[g] }

// MarshalText writes the canonical name.
func (g Group) MarshalText() ([]byte, error) { return []byte(groupNames[g]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (g *Group) UnmarshalText(b []byte) error {
	parsed, ok := ParseGroup(string(b))
	if !ok {
		return errors.New("unknown group")
	}
	*g = parsed
	return nil
}

// ParseGroup looks up a canonical name.
func ParseGroup(name string) (Group, bool) {
	for g := GroupNone + 1; g < groupEnd; g++ {
		if groupNames[g] == name {
			return g, true
		}
	}
	return GroupNone, false
}
