package report_test

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// shelf is a register in memory.
type shelf struct {
	attempts  []register.Attempt
	incidents []register.Incident
	counters  []register.Counter
}

func within[T any](rows []T, at func(T) time.Time, from, to time.Time) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if t := at(row); !t.Before(from) && t.Before(to) && !yield(row, nil) {
				return
			}
		}
	}
}

func (s *shelf) Attempts(_ context.Context, _ string, from, to time.Time) iter.Seq2[register.Attempt, error] {
	return within(s.attempts, func(a register.Attempt) time.Time { return a.Event.At }, from, to)
}

func (s *shelf) Incidents(_ context.Context, _ string, from, to time.Time) iter.Seq2[register.Incident, error] {
	return within(s.incidents, func(i register.Incident) time.Time { return i.DetectedAt }, from, to)
}

func (s *shelf) Counters(_ context.Context, _ string, from, to time.Time) iter.Seq2[register.Counter, error] {
	return within(s.counters, func(c register.Counter) time.Time { return c.Hour }, from, to)
}

// many adds n attempts alike, one a minute from the given time.
func (s *shelf) many(n int, at time.Time, destination string, class policy.Class, action policy.Action, result register.Result, egress register.Egress, types ...string) {
	for i := range n {
		attempt := register.Attempt{Event: register.Event{
			At: at.Add(time.Duration(i) * time.Minute), Destination: destination, Class: class, Channel: policy.Channel(i % 2),
			Subject: "Reiger-7KQ2M", Decision: register.Decision{Action: action}, PolicyVersion: 3,
		}}
		for _, name := range types {
			attempt.Event.Types = append(attempt.Event.Types, register.TypeCount{Type: name, Group: groups[name], Count: 1, Distinct: 1})
		}
		if result != "" {
			attempt.Outcome = &register.Outcome{Result: result, Egress: egress}
		}
		s.attempts = append(s.attempts, attempt)
	}
}

var groups = map[string]string{
	"bsn": "identity", "person_name": "identity", "email": "contact", "iban": "financial", "diagnosis": "health",
	"secret_password": "secret", "hospital": "context",
}

// sample holds a busy week W47 of 2026 and the week before it.
func sample() *shelf {
	s := &shelf{}
	monday := time.Date(2026, time.November, 16, 8, 0, 0, 0, time.UTC)
	before := monday.AddDate(0, 0, -7)
	s.many(71, monday, "chatgpt", policy.Unapproved, policy.Block, register.BlockedSend, register.EgressNone, "bsn", "person_name", "diagnosis")
	s.many(38, monday, "chatgpt", policy.Unapproved, policy.Redact, register.RedactedAndSent, register.EgressNone, "person_name", "diagnosis")
	s.many(12, monday, "claude", policy.Unapproved, policy.Warn, register.EditedAndSent, register.EgressNone, "person_name", "email", "hospital")
	s.many(7, monday, "claude", policy.Unapproved, policy.Warn, register.Sent, register.EgressFull, "person_name")
	s.many(3, monday, "", policy.ClassUnknown, policy.Justify, register.Cancelled, register.EgressNone, "iban")
	s.many(2, monday, "<img src=x>", policy.Unapproved, policy.Block, register.BreakGlass, register.EgressFull, "bsn")
	s.many(4, monday, "eigen", policy.Approved, policy.Coach, register.Sent, register.EgressFull, "person_name")
	s.many(1, monday, "claude", policy.Unapproved, policy.Block, "", "", "secret_password")
	s.many(2, monday, "claude", policy.Unapproved, policy.Log, register.Sent, register.EgressFull, "email")
	s.many(1, monday, "chatgpt", policy.Unapproved, policy.Redact, register.Redirected, register.EgressNone, "diagnosis")
	s.many(80, before, "chatgpt", policy.Unapproved, policy.Block, register.BlockedSend, register.EgressNone, "bsn")
	s.many(9, before, "claude", policy.Unapproved, policy.Warn, register.Sent, register.EgressFull, "person_name")
	for i, state := range []register.State{register.Prevented, register.Prevented, register.Detected, register.Detected, register.Detected} {
		s.incidents = append(s.incidents, register.Incident{DetectedAt: monday, State: state, Awaiting: i == 4, Review: i < 4})
	}
	s.counters = []register.Counter{
		{Hour: before, Name: "inspected", N: 3987},
		{Hour: monday, Name: "inspected", N: 4200}, {Hour: monday, Name: "inspected", N: 10}, {Hour: monday, Name: "action.block", N: 74},
	}
	return s
}
