package score

import (
	"fmt"
	"slices"
)

// families are the kinds of type that may answer for one another when spans are
// matched by family. They only count: policies speak of rule.Group.
var families = map[string][]string{
	"person":  {"person_name"},
	"place":   {"address", "postcode", "city"},
	"time":    {"date", "date_of_birth", "age"},
	"contact": {"phone", "email", "url", "ip_address"},
	"number": {"bsn", "patient_number", "insurance_number", "agb_code", "big_number", "uzi_number",
		"passport", "id_card", "driving_licence", "licence_plate", "vat_number", "kvk_number"},
	"money":       {"iban", "credit_card"},
	"institution": {"organisation", "hospital"},
	"medical":     {"diagnosis", "medication", "lab_value", "treatment", "mental_health"},
	"secret":      {"secret_api_key", "secret_password", "secret_private_key"},
	"other":       {"other"},
}

var identityFamilies = []string{"person", "place", "contact", "number", "money"}

var familyOf = func() map[string]string {
	of := map[string]string{}
	for family, types := range families {
		for _, t := range types {
			of[t] = family
		}
	}
	return of
}()

// Types is a set of type names; the empty set stands for all types.
type Types map[string]bool

// Named makes a set from names of types and families. "identity" stands for
// person, place, contact, number, money and date_of_birth.
func Named(names ...string) (Types, error) {
	set := Types{}
	for _, name := range names {
		switch members, isFamily := families[name]; {
		case name == "identity":
			for _, family := range identityFamilies {
				set.add(families[family]...)
			}
			set.add("date_of_birth")
		case isFamily:
			set.add(members...)
		case familyOf[name] != "":
			set.add(name)
		default:
			return nil, fmt.Errorf("name types: %q is no type or family", name)
		}
	}
	return set, nil
}

func (t Types) add(names ...string) {
	for _, name := range names {
		t[name] = true
	}
}

func (t Types) has(name string) bool { return len(t) == 0 || t[name] }

func (t Types) hasAny(names []string) bool { return slices.ContainsFunc(names, t.has) }

// Match says which predictions may answer for a gold span.
type Match string

// The ways to match: whatever it was called, the same family, the same type.
const (
	MatchAny    Match = "any"
	MatchFamily Match = "group"
	MatchType   Match = "type"
)

func (m Match) compatible(predicted, gold string) bool {
	if m == MatchAny || predicted == gold {
		return true
	}
	return m == MatchFamily && familyName(predicted) == familyName(gold)
}

func familyName(t string) string {
	if family, ok := familyOf[t]; ok {
		return family
	}
	return "other"
}
