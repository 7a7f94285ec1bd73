package report_test

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/report"
)

// shelf is a register in memory.
type shelf struct {
	attempts  []register.Attempt
	incidents []register.Incident
	counters  []register.Counter
	acts      []report.Act
	feedback  []feedback.Feedback
	// rule and department of the attempts that many adds next.
	rule, department string
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

func (s *shelf) ReportAttempts(_ context.Context, _ string, from, to time.Time) iter.Seq2[report.Attempt, error] {
	return func(yield func(report.Attempt, error) bool) {
		for a := range within(s.attempts, func(a register.Attempt) time.Time { return a.Event.At }, from, to) {
			if !yield(report.AttemptOf(a), nil) {
				return
			}
		}
	}
}

func (s *shelf) ReportWarned(_ context.Context, _ string, from, to time.Time) iter.Seq2[report.Warned, error] {
	return func(yield func(report.Warned, error) bool) {
		for a := range within(s.attempts, func(a register.Attempt) time.Time { return a.Event.At }, from, to) {
			if report.AskedToLook(a.Event.Decision.Action) && !yield(report.Warned{Subject: a.Event.Subject, At: a.Event.At}, nil) {
				return
			}
		}
	}
}

func (s *shelf) ReportIncidents(_ context.Context, _ string, _, _ time.Time) iter.Seq2[register.Incident, error] {
	return func(yield func(register.Incident, error) bool) {
		for _, i := range s.incidents {
			if !yield(i, nil) {
				return
			}
		}
	}
}

func (s *shelf) ReportActs(_ context.Context, _ string, from, to time.Time) iter.Seq2[report.Act, error] {
	return within(s.acts, func(a report.Act) time.Time { return a.At }, from, to)
}

func (s *shelf) FeedbackBetween(_ context.Context, _ string, from, to time.Time) ([]feedback.Feedback, error) {
	return slices.DeleteFunc(slices.Clone(s.feedback), func(f feedback.Feedback) bool { return f.At.Before(from) || !f.At.Before(to) }), nil
}

func (s *shelf) Counters(_ context.Context, _ string, from, to time.Time) iter.Seq2[register.Counter, error] {
	return within(s.counters, func(c register.Counter) time.Time { return c.Hour }, from, to)
}

// many adds n attempts alike, one a minute from the given time.
func (s *shelf) many(n int, at time.Time, destination string, class policy.Class, action policy.Action, result register.Result, egress register.Egress, types ...string) {
	for i := range n {
		attempt := register.Attempt{Event: register.Event{
			At: at.Add(time.Duration(i) * time.Minute), Destination: destination, Class: class, Channel: policy.Channel(i % 2),
			Subject: fmt.Sprintf("Reiger-7KQ%02d", i%40), Decision: register.Decision{Action: action}, PolicyVersion: 3, Department: s.department,
		}}
		if s.rule != "" {
			attempt.Event.Decision.Rules = []register.RuleHit{{ID: s.rule, Action: action, Mode: policy.Enforce}}
		}
		for _, name := range types {
			attempt.Event.Types = append(attempt.Event.Types, register.TypeCount{Type: name, Group: groups[name], Count: 1, Distinct: 1})
		}
		if result != "" {
			attempt.Outcome = &register.Outcome{Result: result, Egress: egress, DecidedMS: int64(2000 + 100*i)}
			if result == register.Sent && action >= policy.Warn {
				attempt.Outcome.OverrideReason = new(policy.Reason(i % 3))
			}
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
	s.rule, s.department = "bsn-openbaar", "seh"
	s.many(71, monday, "chatgpt", policy.Unapproved, policy.Block, register.BlockedSend, register.EgressNone, "bsn", "person_name", "diagnosis")
	s.many(38, monday, "chatgpt", policy.Unapproved, policy.Redact, register.RedactedAndSent, register.EgressNone, "person_name", "diagnosis")
	s.rule, s.department = "persoon-plus-feit", "ic"
	s.many(12, monday, "claude", policy.Unapproved, policy.Warn, register.EditedAndSent, register.EgressNone, "person_name", "email", "hospital")
	s.many(7, monday, "claude", policy.Unapproved, policy.Warn, register.Sent, register.EgressFull, "person_name")
	s.rule, s.department = "", ""
	s.many(3, monday, "", policy.ClassUnknown, policy.Justify, register.Cancelled, register.EgressNone, "iban")
	s.many(2, monday, "<img src=x>", policy.Unapproved, policy.Block, register.BreakGlass, register.EgressFull, "bsn")
	s.many(4, monday, "eigen", policy.Approved, policy.Coach, register.Sent, register.EgressFull, "person_name")
	s.many(1, monday, "claude", policy.Unapproved, policy.Block, "", "", "secret_password")
	s.many(2, monday, "claude", policy.Unapproved, policy.Log, register.Sent, register.EgressFull, "email")
	s.many(1, monday, "chatgpt", policy.Unapproved, policy.Redact, register.Redirected, register.EgressNone, "diagnosis")
	s.many(80, before, "chatgpt", policy.Unapproved, policy.Block, register.BlockedSend, register.EgressNone, "bsn")
	s.many(9, before, "claude", policy.Unapproved, policy.Warn, register.Sent, register.EgressFull, "person_name")
	s.cases(monday)
	s.counters = []register.Counter{
		{Hour: before, Name: "inspected", N: 3987},
		{Hour: monday, Name: "inspected", N: 4200}, {Hour: monday, Name: "inspected", N: 10}, {Hour: monday, Name: "action.block", N: 74},
	}
	return s
}

// cases adds incidents in every state, acts and feedback.
func (s *shelf) cases(monday time.Time) {
	add := func(i register.Incident) {
		i.ID = fmt.Sprintf("inc_%d", len(s.incidents))
		i.Number = register.Number{Year: 2026, Seq: 140 + len(s.incidents)}
		if i.DetectedAt.IsZero() {
			i.DetectedAt = monday.Add(time.Hour)
		}
		s.incidents = append(s.incidents, i)
	}
	for range 2 {
		add(register.Incident{State: register.Prevented})
	}
	add(register.Incident{State: register.Prevented, Review: true})
	add(register.Incident{State: register.Detected, Review: true})
	add(register.Incident{State: register.Detected, Awaiting: true})
	old := register.Incident{State: lifecycle.Triaged, DetectedAt: monday.AddDate(0, 0, -12)}
	old.FirstViewedAt = monday.AddDate(0, 0, -11)
	add(old)
	leak := register.Incident{State: lifecycle.Assessed, Row: register.RowSentAnyway}
	leak.AP, leak.AwareAt, leak.DeadlineAt = lifecycle.APSubmittedInitial, monday, monday.Add(72*time.Hour)
	leak.NotifiedAt, leak.FirstViewedAt = monday.Add(80*time.Hour), monday.Add(3*time.Hour)
	leak.LateReason = "Het FG-postvak was vol."
	add(leak)
	wrong := register.Incident{State: lifecycle.Closed, Row: register.RowSentAnyway}
	wrong.ReasonCode, wrong.Touched, wrong.FirstViewedAt = "fictief", true, monday.Add(4*time.Hour)
	add(wrong)
	s.acts = []report.Act{
		{At: monday.Add(5 * time.Hour), Action: "incident.moved", To: "triaged", DetectedAt: monday.Add(time.Hour)},
		{At: monday.Add(6 * time.Hour), Action: "incident.moved", To: "closed", DetectedAt: monday.Add(time.Hour)},
		{At: monday.Add(7 * time.Hour), Action: "policy.published", Role: "fg", Version: 3, Outcome: ident.OutcomeDone, Effect: report.EffectLoosens, Approval: "apr_1"},
		{At: monday.Add(7 * time.Hour), Action: "approval.spent", Object: "apr_1", Role: "fg", Outcome: ident.OutcomeDone, Approvers: "ciso"},
		{At: monday.Add(31 * time.Hour), Action: "destination.changed", Role: "ciso", Outcome: ident.OutcomeDone, Effect: report.EffectTightens},
		{At: monday.Add(8 * time.Hour), Action: "reveal.requested", Role: "fg", Outcome: ident.OutcomeDone},
		{At: monday.Add(9 * time.Hour), Action: "reveal.done", Role: "operator", Purpose: "facts_for_ap"},
		{At: monday.Add(9 * time.Hour), Action: "user.created", Role: "analyst", Outcome: ident.OutcomeDenied},
	}
	for i := range 25 {
		s.feedback = append(s.feedback, feedback.Feedback{
			DecisionID: fmt.Sprint("dec_", i), Verdict: feedback.FalsePositive, Rules: []string{"bsn-openbaar"}, IncidentID: fmt.Sprintf("inc_%d", 3+i%5), At: monday.Add(time.Hour),
		})
	}
}
