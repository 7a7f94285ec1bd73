package severity

import (
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// Name is how much of a name the text held.
type Name int

// First names and doubtful ones are partial.
const (
	NoName Name = iota
	PartialName
	FullName
)

// Facts are the kinds of facts that left, about whom, and where to.
type Facts struct {
	Types rule.TypeSet
	Name  Name
	// Narrowing counts facts of one person that single out without a name: a small
	// place, a function or family role, an exact age or date.
	Narrowing int
	// Care says that the text shows that the people are in care, whatever it says of
	// their health.
	Care bool
	// Redacted says that what left was the safe version.
	Redacted bool
	Class    policy.Class
	// Subjects is the highest estimate of how many people.
	Subjects int
}

func (f Facts) has(types ...rule.Type) bool { return slices.ContainsFunc(types, f.Types.Has) }

func (f Facts) group(g rule.Group) bool { return f.Types&rule.SetOfGroup(g) != 0 }

func (f Facts) health() bool { return f.group(rule.GroupHealth) }

// Propose computes the score of the facts.
func Propose(f Facts) Score {
	dpc, ei, cb := f.dpc(), f.ei(), f.cb()
	factors := Factors{DPC: dpc.Value, EI: ei.Value, Circumstances: Circumstances{Confidentiality: cb.Value}}
	return scored(factors, f, []Reason{dpc, ei, cb})
}

// Judge is the score of factors that a person filled in, about the same facts.
func Judge(factors Factors, f Facts, unintelligible bool) Score {
	s := scored(factors, f, []Reason{{"dpc", factors.DPC, "human"}, {"ei", factors.EI, "human"}, {"cb", factors.Circumstances.sum(), "human"}})
	if unintelligible {
		s.Flags = append(s.Flags, Unintelligible)
	}
	return s
}

func scored(factors Factors, f Facts, reasons []Reason) Score {
	s := Score{Factors: factors, SE: factors.SE(), Level: factors.Level(), Reasons: reasons}
	s.Advice = advise(s.Level, f, factors.EI)
	if f.Subjects > 100 {
		s.Flags = append(s.Flags, Over100)
	}
	return s
}

// dpc is the data processing context: the highest class counts.
func (f Facts) dpc() Reason {
	is := func(v float64, code string) Reason { return Reason{"dpc", v, code} }
	switch {
	case f.health():
		return is(4, "health")
	case f.has(rule.IBAN, rule.CreditCard):
		return is(3, "financial")
	case f.has(rule.PatientNumber):
		return is(3, "patient_number")
	case f.Care:
		return is(3, "care_context")
	case f.has(rule.BSN):
		return is(2, "bsn")
	case f.group(rule.GroupSecret):
		return is(2, "credential")
	}
	return is(1, "simple")
}

// ei is the ease of identification.
func (f Facts) ei() Reason {
	is := func(v float64, code string) Reason { return Reason{"ei", v, code} }
	if f.Redacted {
		return is(0.25, "redacted")
	}
	home := f.has(rule.Address)
	switch {
	case f.has(rule.BSN):
		return is(1, "bsn")
	case f.has(rule.Passport, rule.IDCard, rule.DrivingLicence):
		return is(1, "identity_document")
	case f.Name == FullName && f.has(rule.DateOfBirth):
		return is(1, "name_birth_date")
	case f.Name == FullName && home:
		return is(1, "name_address")
	case f.Name == FullName && f.has(rule.IBAN):
		return is(1, "name_iban")
	case f.group(rule.GroupSecret):
		return is(1, "credential")
	case f.has(rule.Postcode) && f.has(rule.DateOfBirth), home && f.has(rule.DateOfBirth):
		return is(0.75, "postcode_birth_date")
	case f.has(rule.PatientNumber, rule.InsuranceNumber):
		return is(0.75, "patient_number")
	case f.Name == FullName && f.has(rule.City):
		return is(0.75, "name_place")
	case f.has(rule.Email, rule.Phone, rule.IBAN, rule.CreditCard, rule.LicencePlate) || home:
		return is(0.75, "reachable")
	case f.Name == FullName:
		return is(0.5, "name")
	case f.quasi() >= 2:
		return is(0.5, "two_quasi")
	}
	return is(0.25, "little")
}

// quasi counts quasi-identifiers: types that say it by themselves, or what the
// detector counted for one person.
func (f Facts) quasi() int {
	n := 0
	for _, t := range []rule.Type{rule.Postcode, rule.City, rule.DateOfBirth} {
		if f.Types.Has(t) {
			n++
		}
	}
	return max(n, f.Narrowing)
}

// cb is who may have got it: with an unknown account the terms of consumers hold,
// which allow training, review by people and share links.
func (f Facts) cb() Reason {
	is := func(v float64, code string) Reason { return Reason{"cb", v, code} }
	switch {
	case f.Class == policy.Approved:
		return is(0, "own_tenant")
	case f.Redacted:
		return is(0.25, "redacted")
	case f.Class == policy.Tolerated:
		return is(0.25, "known_recipient")
	}
	return is(0.5, "unknown_recipients")
}
