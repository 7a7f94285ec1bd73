package pass

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// NoPerson marks a finding that belongs to no person cluster.
const NoPerson = -1

// Finding is one detected item. It never holds the value itself.
type Finding struct {
	Type rule.Type
	// Span is in bytes of the original text.
	Span text.Span
	// Score is the calibrated probability that the span is what Type says and
	// concerns a private, real person, or is a live secret; 0 to 1.
	Score float64
	// Rule is the id of the rule that made the finding.
	Rule string
	// Evidence tells what the finding rests on.
	Evidence Evidence
	// Ref is shared by equal values of one type in one text; counts from 1.
	Ref int
	// Person is the index of the cluster in Result.Persons, or NoPerson.
	Person int
}

// Confidence is the coarse level that policies speak of.
type Confidence uint8

// The levels start at calibrated scores of 0.65, 0.80 and 0.92.
const (
	ConfidenceNone Confidence = iota
	Low
	Medium
	High
)

// Confidence of the finding's score.
func (f Finding) Confidence() Confidence {
	switch {
	case f.Score >= 0.92:
		return High
	case f.Score >= 0.80:
		return Medium
	case f.Score >= 0.65:
		return Low
	}
	return ConfidenceNone
}

// Role is what a person is in the text.
type Role uint8

// The roles. RoleUnknown is a person about whom the text says nothing more.
const (
	RoleUnknown Role = iota
	RolePatient
	RoleRelative
	RoleColleague
	RoleProfessional
)

// Person is a cluster of findings about one data subject.
type Person struct {
	Role Role
	// Private is false for public, historical, fictional and placeholder persons
	// and for institutions.
	Private bool
	// Narrowing counts distinct facts that single out a person without naming
	// them: small place, function or family role, exact age or date.
	Narrowing int
}

// Range is an estimate with both ends included.
type Range struct {
	Min, Max int
}

// Result is what one scan found. Findings are sorted by position and disjoint.
type Result struct {
	Findings []Finding
	Persons  []Person
	// Subjects estimates the number of data subjects.
	Subjects Range
}
