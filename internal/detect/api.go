package detect

import "dijkwacht/internal/detect/pass"

// What a scan gives. The types are those of package pass, so that recognisers can
// write them.
type (
	Finding    = pass.Finding
	Evidence   = pass.Evidence
	Confidence = pass.Confidence
	Person     = pass.Person
	Role       = pass.Role
	Range      = pass.Range
	Result     = pass.Result
	LeftAlone  = pass.LeftAlone
	Reason     = pass.Reason
)

// NoPerson marks a finding that belongs to no person cluster.
const NoPerson = pass.NoPerson

// The levels of confidence.
const (
	ConfidenceNone = pass.ConfidenceNone
	Low            = pass.Low
	Medium         = pass.Medium
	High           = pass.High
)

// The roles of persons.
const (
	RoleUnknown      = pass.RoleUnknown
	RolePatient      = pass.RolePatient
	RoleRelative     = pass.RoleRelative
	RoleColleague    = pass.RoleColleague
	RoleProfessional = pass.RoleProfessional
)

// The kinds of evidence.
const (
	ByShape      = pass.ByShape
	ByChecksum   = pass.ByChecksum
	ByLabel      = pass.ByLabel
	ByNear       = pass.ByNear
	ByColumn     = pass.ByColumn
	ByList       = pass.ByList
	ByModel      = pass.ByModel
	ByRepetition = pass.ByRepetition
	ByDecoding   = pass.ByDecoding
)

// The reasons why something is no finding.
const (
	NoCue      = pass.NoCue
	NoChecksum = pass.NoChecksum
	CueAgainst = pass.CueAgainst
	OtherLabel = pass.OtherLabel
	TooWeak    = pass.TooWeak
)
