package register

import (
	"fmt"
	"slices"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/lifecycle"
)

// State is where an incident stands; see package lifecycle.
type State = lifecycle.State

// The states that the system sets.
const (
	Detected  = lifecycle.Detected
	Prevented = lifecycle.Prevented
)

// Kind tells breaches of personal data from leaked credentials, which are a
// security incident of their own.
type Kind string

// The kinds.
const (
	KindPrivacy Kind = "privacy"
	KindSecret  Kind = "secret"
)

// Incident is a case in the register. It groups events of one working session and
// is a projection of the chain.
type Incident struct {
	OrgID  string `json:"org_id"`
	ID     string `json:"id"`
	Number Number `json:"number"`
	Kind   Kind   `json:"incident_kind"`
	State  State  `json:"state"`
	// Awaiting is set while an event has no outcome yet and is younger than
	// OutcomeWait; until then the incident is in no queue.
	Awaiting bool `json:"awaiting_outcome"`
	// Row is the row of the classification that counts; 0 while awaiting.
	Row Row `json:"classification"`
	// Review is set when a person has to look: always or as part of the sample.
	Review bool `json:"needs_review"`
	// Severity is the level that counts; see Counts.
	Severity policy.Severity `json:"severity"`
	// Outcome is that of the newest event that has one, "" before.
	Outcome Result        `json:"outcome,omitempty"`
	Egress  Egress        `json:"egress_evidence"`
	Action  policy.Action `json:"action_taken"` // strictest of the events

	Destination    string       `json:"destination_id"`
	Class          policy.Class `json:"destination_class"`
	Subject        string       `json:"subject"`
	IdentitySource string       `json:"identity_source"`
	Conversation   string       `json:"conversation,omitempty"`

	OccurredFrom time.Time `json:"occurred_from"`
	OccurredTo   time.Time `json:"occurred_to"`
	DetectedAt   time.Time `json:"detected_at"`
	// Events counts the grouped events, at most MaxEvents.
	Events        int         `json:"events"`
	Types         []TypeCount `json:"types"` // highest count of any one event
	Rules         []string    `json:"rules"`
	SubjectsMin   int         `json:"subjects_min"`
	SubjectsMax   int         `json:"subjects_max"`
	PolicyVersion int         `json:"policy_version"`
	// Sandbox: opened before the legal gate was passed. Its clocks run all the same.
	Sandbox bool  `json:"sandbox,omitempty"`
	Rev     int64 `json:"rev"`
	Dossier
}

// Number is the number of a case in its year, such as 2026-0143.
type Number struct {
	Year, Seq int
}

// String is the printed form.
func (n Number) String() string { return fmt.Sprintf("%d-%04d", n.Year, n.Seq) }

// MarshalText writes the printed form.
func (n Number) MarshalText() ([]byte, error) { return []byte(n.String()), nil }

// UnmarshalText reads the printed form.
func (n *Number) UnmarshalText(b []byte) error {
	if _, err := fmt.Sscanf(string(b), "%d-%d", &n.Year, &n.Seq); err != nil {
		return fmt.Errorf("malformed incident number")
	}
	return nil
}

// Grouping: events of one subject, destination and conversation join the incident
// whose last event is at most GroupWithin old, up to MaxEvents.
const (
	GroupWithin = 30 * time.Minute
	MaxEvents   = 200
	// OutcomeWait is how long an event may be without outcome before its egress
	// counts as unknown.
	OutcomeWait = 10 * time.Minute
)

// open starts an incident with its first event.
func open(id string, number Number, e Event) Incident {
	i := Incident{
		OrgID: e.OrgID, ID: id, Number: number, State: Detected, Kind: KindSecret,
		Destination: e.Destination, Class: e.Class, Subject: e.Subject,
		IdentitySource: e.IdentitySource, Conversation: e.Conversation,
		OccurredFrom: e.At, OccurredTo: e.At, DetectedAt: e.At,
		PolicyVersion: e.PolicyVersion, Sandbox: e.Sandbox, Egress: EgressUnknown, Dossier: Dossier{Department: e.Department},
	}
	return i.join(e)
}

// join adds a fresh event, whose outcome is not known yet.
func (i Incident) join(e Event) Incident {
	i.Events++
	i.Rev++
	i.OccurredTo = later(i.OccurredTo, e.At)
	i.OccurredFrom = earlier(i.OccurredFrom, e.At)
	i.Action = max(i.Action, e.Decision.Action)
	i.SubjectsMin = max(i.SubjectsMin, e.SubjectsMin)
	i.SubjectsMax = max(i.SubjectsMax, e.SubjectsMax)
	i.Types = mergeTypes(i.Types, e.Types)
	for _, r := range e.Decision.Rules {
		if !slices.Contains(i.Rules, r.ID) {
			i.Rules = append(i.Rules, r.ID)
		}
	}
	if kindOf(e.Types) == KindPrivacy {
		i.Kind = KindPrivacy
	}
	i.Severity = max(i.Severity, RowUnknown.severity(e.Decision.Severity))
	return i.await()
}

// kindOf is KindSecret when nothing but secrets was found.
func kindOf(types []TypeCount) Kind {
	secret := false
	for _, t := range types {
		switch t.Group {
		case "secret":
			secret = true
		case "context":
		default:
			return KindPrivacy
		}
	}
	if secret {
		return KindSecret
	}
	return KindPrivacy
}

func mergeTypes(list, more []TypeCount) []TypeCount {
	list = slices.Clone(list)
	for _, m := range more {
		i := slices.IndexFunc(list, func(t TypeCount) bool { return t.Type == m.Type })
		if i < 0 {
			list = append(list, m)
			continue
		}
		list[i].Count = max(list[i].Count, m.Count)
		list[i].Distinct = max(list[i].Distinct, m.Distinct)
	}
	return list
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
