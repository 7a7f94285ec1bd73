package breakglass

import (
	"time"

	"dijkwacht/internal/policy"
)

// Life is how long a grant works.
const Life = 15 * time.Minute

// PrefixGrant begins the id of a grant.
const PrefixGrant = "brg_"

// Reason is why the glass was broken.
type Reason string

// The reasons: care that cannot wait, a calamity, the approved service is down.
const (
	UrgentCare  Reason = "spoedzorg"
	Calamity    Reason = "calamiteit"
	ServiceDown Reason = "dienst_uitgevallen"
)

// Reasons lists all, as the API accepts them.
var Reasons = []string{string(UrgentCare), string(Calamity), string(ServiceDown)}

// Grant lets one user of one device send to one destination.
type Grant struct {
	OrgID       string       `json:"-"`
	ID          string       `json:"id"`
	DeviceID    string       `json:"device_id"`
	Subject     string       `json:"subject"`
	Destination string       `json:"destination_id"`
	Class       policy.Class `json:"destination_class"`
	Reason      Reason       `json:"reason"`
	// Text is the sender's explanation, which was inspected; "" for none.
	Text       string    `json:"text,omitempty"`
	EventID    string    `json:"event_id"`
	IncidentID string    `json:"incident_id,omitempty"`
	At         time.Time `json:"at"`
	ExpiresAt  time.Time `json:"expires_at"`
}

// Covers reports whether the grant works at the moment for what the policy decided:
// every rule that would hold the message must offer the way out.
func (g Grant) Covers(p *policy.Policy, d *policy.Decision, now time.Time) bool {
	return g.ID != "" && now.Before(g.ExpiresAt) && Offered(p, d)
}

// Offered reports whether every rule that would hold the message offers to break
// the glass. What one rule offers cannot open what another one holds.
func Offered(p *policy.Policy, d *policy.Decision) bool {
	held := false
	for _, m := range d.Rules {
		if !m.Counts() || m.Action < policy.Warn {
			continue
		}
		r := p.Rule(m.ID)
		if r == nil || !offers(r) {
			return false
		}
		held = true
	}
	return held
}

// OfferedAnywhere reports whether any enforced rule of the policy offers it.
func OfferedAnywhere(p *policy.Policy) bool {
	for i := range p.Rules {
		if p.Rules[i].Mode == policy.Enforce && offers(&p.Rules[i]) {
			return true
		}
	}
	return false
}

func offers(r *policy.Rule) bool {
	for _, o := range r.Then.Offers {
		if o == policy.BreakGlass {
			return true
		}
	}
	return false
}
