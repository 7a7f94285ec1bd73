package feedback

import (
	"hash/fnv"
	"slices"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Verdict is what the sender says of a finding.
type Verdict string

// The verdicts.
const (
	FalsePositive Verdict = "false_positive"
	Missed        Verdict = "missed"
	WrongType     Verdict = "wrong_type"
)

// Kind is why a finding is no violation.
type Kind string

// The kinds: an invented person, the sender's own data, public information, other.
const (
	Invented Kind = "fictief"
	Own      Kind = "eigen"
	Public   Kind = "openbaar"
	Other    Kind = "anders"
)

// The lists that the API accepts.
var (
	Verdicts = []string{string(FalsePositive), string(Missed), string(WrongType)}
	Kinds    = []string{string(Invented), string(Own), string(Public), string(Other)}
)

// Feedback is what one sender said of one finding, in the newest revision.
type Feedback struct {
	OrgID      string `json:"-"`
	DecisionID string `json:"decision_id"`
	// FindingID is that of the answer, such as "f3"; "" when something was missed.
	FindingID string  `json:"finding_id"`
	Verdict   Verdict `json:"verdict"`
	Kind      Kind    `json:"kind,omitempty"`
	// Type is the type of the finding, "" when the client did not say.
	Type string `json:"type,omitempty"`
	// EventID and IncidentID are "" for a text in which nothing was found.
	EventID    string `json:"event_id,omitempty"`
	IncidentID string `json:"incident_id,omitempty"`
	DeviceID   string `json:"device_id"`
	Subject    string `json:"subject"`
	// Rules are those of the policy that counted in the decision.
	Rules []string  `json:"rules,omitempty"`
	At    time.Time `json:"at"`
	Rev   int64     `json:"rev"`
}

// same reports whether the sender says again what was said before.
func (f Feedback) same(g Feedback) bool {
	return f.Verdict == g.Verdict && f.Kind == g.Kind && f.Type == g.Type
}

// countingRules are the rules of a decision that were enforced.
func countingRules(d register.Decision) []string {
	var ids []string
	for _, r := range d.Rules {
		if r.Mode == policy.Enforce && r.ExceptedBy == "" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Proposal is what the feedback on an incident comes to: a state that a person can
// take over or leave.
type Proposal struct {
	To string `json:"to"`
	// Kinds counts the claims by kind.
	Kinds map[Kind]int `json:"kinds"`
	// Overrides counts the events that were sent in spite of the decision for a reason
	// by which nothing leaked.
	Overrides map[policy.Reason]int `json:"overrides"`
	// Claims is the number of findings that senders call wrong, Events that of the
	// events that are spoken of; the incident may have more.
	Claims int `json:"claims"`
	Events int `json:"events"`
	// Review is set when a person has to look: at all of high severity, at a sample
	// of the others.
	Review bool `json:"needs_review"`
}

// claimSample is the percentage of claims below high severity that are looked at.
const claimSample = 10

// innocent are the reasons to send by which nothing leaked.
var innocent = []policy.Reason{policy.Fictief, policy.EigenGegevens, policy.Openbaar, policy.KloptNiet}

// Propose sums up what the senders of an incident say, in feedback and as reasons to
// send all the same; nil when nobody calls it wrong.
func Propose(i register.Incident, list []Feedback, attempts []register.Attempt) *Proposal {
	p := Proposal{To: "false_positive", Kinds: map[Kind]int{}, Overrides: map[policy.Reason]int{}}
	var events []string
	for _, a := range attempts {
		if o := a.Outcome; o != nil && o.OverrideReason != nil && slices.Contains(innocent, *o.OverrideReason) {
			p.Overrides[*o.OverrideReason]++
			events = append(events, a.Event.ID)
		}
	}
	for _, f := range list {
		if f.Verdict != FalsePositive {
			continue
		}
		p.Claims++
		p.Kinds[f.Kind]++
		if !slices.Contains(events, f.EventID) {
			events = append(events, f.EventID)
		}
	}
	if p.Claims == 0 && len(p.Overrides) == 0 {
		return nil
	}
	p.Events = len(events)
	p.Review = i.Severity >= policy.SeverityHigh || sampled(i.ID)
	return &p
}

// sampled picks claimSample percent of the incidents, always the same ones.
func sampled(id string) bool {
	h := fnv.New32a()
	h.Write([]byte("claim/" + id))
	return h.Sum32()%100 < claimSample
}
