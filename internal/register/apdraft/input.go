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
	// Address is that of the organisation, in one line.
	Address string  `json:"address"`
	Hosting Hosting `json:"hosting"`
	Rev     int64   `json:"rev"`
}

// Hosting says who runs the machine of the service, and where.
type Hosting struct {
	// Self says that the organisation runs it itself, so that there is no processor.
	Self bool `json:"self"`
	// Processor, Address and Agreement are who runs it otherwise, and under which
	// agreement (GDPR article 28).
	Processor string `json:"processor"`
	Address   string `json:"address"`
	Agreement string `json:"agreement"`
	// Place is where the machine stands.
	Place string `json:"place"`
}

// Known reports whether it is said who runs the machine.
func (h Hosting) Known() bool { return h.Self || h.Processor != "" }

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
