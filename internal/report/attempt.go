package report

import (
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Attempt is what a report needs of an event with its last outcome. Subject is a
// pseudonym: it is counted and never shown.
type Attempt struct {
	At      time.Time
	Subject string
	// DecidedMS is how long the user took, 0 when not known.
	DecidedMS int64
	// Kind is what it has in common with others; it may be shared, and nobody changes it.
	*Kind
}

// Kind is what is the same of many attempts.
type Kind struct {
	Destination   string
	Class         policy.Class
	Channel       string
	Department    string
	Action        policy.Action
	PolicyVersion int
	Marks
	// Result is ResultUnknown and Egress EgressUnknown without an outcome.
	Result register.Result
	Egress register.Egress
	// Reason of an override, "" for none.
	Reason string
}

// Marks are what an attempt counts under that is a list.
type Marks struct {
	// Categories of data, each once.
	Categories []string `json:"categories,omitempty"`
	// Rules are the enforced ones that matched.
	Rules []string `json:"rules,omitempty"`
	// Text is the id of the text that was shown, where two were tried beside each other.
	Text string `json:"text,omitempty"`
}

// MarksOf are those of an event.
func MarksOf(e register.Event) Marks {
	return Marks{categoriesOf(e.Types), countingRules(e.Decision.Rules), triedText(e.Decision.Rules)}
}

// triedText is the text of the rule that decided, "" for one that was not tried beside
// another.
func triedText(hits []register.RuleHit) string {
	for _, r := range hits {
		if r.Mode == policy.Enforce && r.ExceptedBy == "" {
			if _, _, tried := policy.MessageShown(r.Message); tried {
				return r.Message
			}
			return ""
		}
	}
	return ""
}

// countingRules are the rules of a decision that were enforced.
func countingRules(hits []register.RuleHit) []string {
	var ids []string
	for _, r := range hits {
		if r.Mode == policy.Enforce && r.ExceptedBy == "" {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// AttemptOf is what a report needs of an attempt.
func AttemptOf(a register.Attempt) Attempt {
	e := a.Event
	n := Attempt{At: e.At, Subject: e.Subject, Kind: KindOf(e)}
	if o := a.Outcome; o != nil {
		n.Result, n.Egress, n.DecidedMS = o.Result, o.Egress, o.DecidedMS
		if o.OverrideReason != nil {
			n.Reason = o.OverrideReason.String()
		}
	}
	return n
}

// KindOf is the kind of an event without an outcome.
func KindOf(e register.Event) *Kind {
	return &Kind{
		Destination: e.Destination, Class: e.Class, Channel: e.Channel.String(), Department: e.Department,
		Action: e.Decision.Action, PolicyVersion: e.PolicyVersion, Marks: MarksOf(e),
		Result: register.ResultUnknown, Egress: register.EgressUnknown,
	}
}

// Warned is when a person was asked to look at a message: a hit with coach or more.
type Warned struct {
	Subject string
	At      time.Time
}

// Act is an entry of the chain by a person or by the service.
type Act struct {
	At                   time.Time
	Action, Object, Role string
	// Outcome is one of those in package ident.
	Outcome string
	// To is the state that an incident was moved to, DetectedAt when it was detected.
	To         string
	DetectedAt time.Time
	// Purpose of a reveal.
	Purpose string
	// Version of a policy; Effect is what the change does to what may be sent
	// (EffectLoosens and so on), "" when that is not known.
	Version int
	Effect  string
	// Approval is the id of the one that was used up, "" for none; Approvers are the
	// roles of who gave it, on the entry that says so.
	Approval, Approvers string
}

// The effects of a change of the policy, as package diff names them. A change with
// both loosens.
const (
	EffectNeutral  = "neutral"
	EffectTightens = "tightens"
	EffectLoosens  = "loosens"
)
