package report

import (
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Attempt is what a report needs of an event with its last outcome. Subject is a
// pseudonym: it is counted and never shown.
type Attempt struct {
	At                  time.Time
	Destination         string
	Class               policy.Class
	Channel             string
	Department, Subject string
	Action              policy.Action
	PolicyVersion       int
	Types               []register.TypeCount
	// Rules are the enforced ones that matched.
	Rules []string
	// Result is ResultUnknown and Egress EgressUnknown without an outcome.
	Result register.Result
	Egress register.Egress
	// Reason of an override, "" for none.
	Reason string
	// DecidedMS is how long the user took, 0 when not known.
	DecidedMS int64
}

// CountingRules are the rules of a decision that were enforced.
func CountingRules(hits []register.RuleHit) []string {
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
	n := Attempt{
		At: e.At, Destination: e.Destination, Class: e.Class, Channel: e.Channel.String(), Department: e.Department, Subject: e.Subject,
		Action: e.Decision.Action, PolicyVersion: e.PolicyVersion, Types: e.Types, Rules: CountingRules(e.Decision.Rules),
		Result: register.ResultUnknown, Egress: register.EgressUnknown,
	}
	if o := a.Outcome; o != nil {
		n.Result, n.Egress, n.DecidedMS = o.Result, o.Egress, o.DecidedMS
		if o.OverrideReason != nil {
			n.Reason = o.OverrideReason.String()
		}
	}
	return n
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
	// Version of a policy.
	Version int
}
