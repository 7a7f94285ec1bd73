package apdraft

import (
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Legal is who answers for the organisation towards the authority. The authority
// asks for it by name.
type Legal struct {
	LegalName string  `json:"legal_name"`
	KVK       string  `json:"kvk"`
	Sector    string  `json:"sector"`
	Reporter  Contact `json:"reporter"`
	DPO       Contact `json:"dpo"`
	Rev       int64   `json:"rev"`
}

// Contact is a person or desk that the authority may ring.
type Contact struct {
	Name         string `json:"name"`
	Function     string `json:"function"`
	Phone        string `json:"phone"`
	Email        string `json:"email"`
	Registration string `json:"registration_no"`
}

// Sent is a notification that was sent.
type Sent struct {
	Kind      string
	Reference string
	At        time.Time
}

// Input is what a draft is made from.
type Input struct {
	Incident register.Incident
	Legal    Legal
	// OrgName is the name of the organisation where Legal has none.
	OrgName     string
	Destination policy.Destination
	// Safe says that what left was the safe version alone.
	Safe bool
	Sent []Sent
	// Place is the zone of the organisation's wall clock.
	Place *time.Location
}

// Organisation is the name that answers for the incident.
func (in Input) Organisation() string { return or(in.Legal.LegalName, in.OrgName) }

// Records estimates the number of records: the findings of the most telling event.
func (in Input) records() int {
	n := 0
	for _, t := range in.Incident.Types {
		if t.Group != "context" {
			n += t.Distinct
		}
	}
	return n
}
