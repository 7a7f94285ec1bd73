package weekly

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/report"
)

// Effect is whether the texts that people see help, over the whole organisation.
type Effect struct {
	From  time.Time    `json:"from"`
	To    time.Time    `json:"to"`
	Texts []TextEffect `json:"texts"`
	// Trials are the messages of which two texts are tried beside each other.
	Trials []TrialEffect `json:"trials"`
	// After is how many persons were warned again after their first, second and third
	// warning, as the newest weekly report has it; empty without one.
	After []report.Repeat `json:"after"`
	// AfterWeek is the week of that report, "" without one.
	AfterWeek string `json:"after_week"`
}

// TextEffect is what people did when they saw a text. What nobody knows is Shown less
// the rest.
type TextEffect struct {
	Message    string `json:"message_id"`
	Shown      int    `json:"shown"`
	Edited     int    `json:"edited"`
	Redacted   int    `json:"redacted"`
	Redirected int    `json:"redirected"`
	Stopped    int    `json:"stopped"`
	Sent       int    `json:"sent"`
	// Wrong are the decisions of which the sender said that the finding is wrong.
	Wrong int `json:"wrong"`
}

// Effect counts the messages in [to - weeks, to) by the text of the rule that decided;
// messageOf has the text of each rule. A rule that is not in it any more counts for
// none. Since has each message of which two texts are tried, with the version of the
// policy from which on. Returns fault.PermissionDenied.
func (s *Service) Effect(ctx context.Context, p ident.Principal, weeks int, messageOf map[string]string, since map[string]int) (Effect, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return Effect{}, err
	}
	to := s.Now()
	e := Effect{From: to.AddDate(0, 0, -7*weeks), To: to, Texts: []TextEffect{}, After: []report.Repeat{}}
	texts, trials := map[string]*TextEffect{}, newTrials(since)
	of := func(rules []string) *TextEffect {
		message := ""
		if len(rules) > 0 {
			message = messageOf[rules[0]]
		}
		if message != "" && texts[message] == nil {
			texts[message] = &TextEffect{Message: message}
		}
		return texts[message]
	}
	for a, err := range s.Store.ReportAttempts(ctx, p.OrgID, e.From, to) {
		if err != nil {
			return Effect{}, err
		}
		if t := of(a.Rules); t != nil && report.AskedToLook(a.Action) {
			t.add(a.Result)
			trials.add(a)
		}
	}
	said, err := s.Store.FeedbackBetween(ctx, p.OrgID, e.From, to)
	if err != nil {
		return Effect{}, err
	}
	seen := map[string]bool{}
	for _, f := range said {
		if t := of(f.Rules); t != nil && f.Verdict == feedback.FalsePositive && !seen[f.DecisionID] {
			seen[f.DecisionID] = true
			t.Wrong++
		}
	}
	for _, t := range texts {
		e.Texts = append(e.Texts, *t)
	}
	slices.SortFunc(e.Texts, func(a, b TextEffect) int {
		return cmp.Or(cmp.Compare(b.Shown, a.Shown), cmp.Compare(a.Message, b.Message))
	})
	e.Trials = trials.effects()
	return e, s.repeats(ctx, p.OrgID, &e)
}

func (t *TextEffect) add(r register.Result) {
	t.Shown++
	switch r {
	case register.EditedAndSent:
		t.Edited++
	case register.RedactedAndSent:
		t.Redacted++
	case register.Redirected:
		t.Redirected++
	case register.Cancelled, register.BlockedSend:
		t.Stopped++
	case register.Sent, register.BreakGlass:
		t.Sent++
	}
}

// repeats takes what the newest report says of warnings that come again.
func (s *Service) repeats(ctx context.Context, org string, e *Effect) error {
	week, err := s.newest(ctx, org)
	if err != nil {
		return err
	}
	r, err := s.kept(ctx, org, week.String(), 0)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return nil
	}
	if err == nil && r.Coaching != nil {
		e.After, e.AfterWeek = r.Coaching.After, r.ISOWeek
	}
	return err
}
