package register

import (
	"encoding/json"
	"time"

	"dijkwacht/internal/policy"
)

// Event is one inspected attempt with a hit. It is metadata only and never changes.
type Event struct {
	OrgID      string    `json:"org_id"`
	ID         string    `json:"id"`
	DecisionID string    `json:"decision_id"`
	RequestID  string    `json:"request_id"`
	DeviceID   string    `json:"device_id"`
	IncidentID string    `json:"incident_id,omitempty"` // "" when the attempt was authorised
	At         time.Time `json:"at"`

	Destination string         `json:"destination_id"`
	Class       policy.Class   `json:"destination_class"`
	Channel     policy.Channel `json:"channel"`
	// Subject is the pseudonym of the user, or the device id when no user is known.
	Subject        string `json:"subject"`
	IdentitySource string `json:"identity_source"`
	// Department is where the device belongs, "" for the whole organisation.
	Department string `json:"department_id,omitempty"`
	// Conversation is a keyed hash, or "" when the client gave none.
	Conversation string `json:"conversation,omitempty"`

	Decision Decision    `json:"decision"`
	Types    []TypeCount `json:"types"`
	// SubjectsMin and SubjectsMax estimate the number of data subjects.
	SubjectsMin int `json:"subjects_min"`
	SubjectsMax int `json:"subjects_max"`
	// Features is the vector that the policy saw; see policy.Features.
	Features      json.RawMessage `json:"features"`
	PolicyVersion int             `json:"policy_version"`
	RulesVersion  string          `json:"rules_version"`
	// Sandbox: seen before the legal gate was passed. It changes no duty.
	Sandbox bool `json:"sandbox,omitempty"`
}

// Decision is the part of the policy's answer that is kept.
type Decision struct {
	Action   policy.Action   `json:"action"`
	Shadow   policy.Action   `json:"shadow"`
	Severity policy.Severity `json:"severity,omitempty"`
	Rules    []RuleHit       `json:"matched_rules"`
	Offers   []policy.Offer  `json:"offers"`
	Override Override        `json:"override"`
}

// RuleHit is a rule that matched.
type RuleHit struct {
	ID      string        `json:"id"`
	Action  policy.Action `json:"action"`
	Mode    policy.Mode   `json:"mode"`
	Message string        `json:"message_id"`
	// ExceptedBy is the exception that took the match away, or "".
	ExceptedBy string `json:"excepted_by,omitempty"`
}

// Override says whether the user may send the original, and for which reasons.
type Override struct {
	Allowed      bool            `json:"allowed"`
	Reasons      []policy.Reason `json:"reasons"`
	BudgetPerDay int             `json:"budget_per_day,omitempty"`
	// Remaining is how many overrides the user has left today (UTC); nil without a
	// budget. When it is 0 the override is not allowed.
	Remaining *int `json:"remaining_today,omitempty"`
}

// TypeCount is how many findings and distinct values of a type there were, at
// least at low confidence.
type TypeCount struct {
	Type     string `json:"type"`
	Group    string `json:"group"`
	Count    int    `json:"count"`
	Distinct int    `json:"distinct"`
}

// Recordable reports whether an attempt belongs in the register: the policy acted,
// or would have acted in shadow towards a destination that is not approved.
func Recordable(d Decision, class policy.Class) bool {
	return d.Action >= policy.Log || d.Shadow >= policy.Log && class != policy.Approved
}
