package report

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
)

// Register is the part of the breach register that a report reads. Each sequence
// holds the rows of an organisation in [from, to), in any order.
type Register interface {
	// ReportAttempts yields the events with their last outcomes.
	ReportAttempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[Attempt, error]
	// ReportWarned yields when whom the policy asked to look.
	ReportWarned(ctx context.Context, org string, from, to time.Time) iter.Seq2[Warned, error]
	// ReportIncidents yields those detected in the time, those that are open now, and
	// those whose term ended in it, as they stand now.
	ReportIncidents(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Incident, error]
	// ReportActs yields what people and the command line did, and of approvals that an
	// act rests on also when they were used before.
	ReportActs(ctx context.Context, org string, from, to time.Time) iter.Seq2[Act, error]
	Counters(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Counter, error]
	FeedbackBetween(ctx context.Context, org string, from, to time.Time) ([]feedback.Feedback, error)
}

// Rows are what the register holds about one week. A sequence ends at its first
// error.
type Rows struct {
	// Attempts with a hit, by the time of the event, with their last outcome.
	Attempts iter.Seq2[Attempt, error]
	// Warned are those of the four weeks before.
	Warned iter.Seq2[Warned, error]
	// Incidents that were detected in the week or are open, as they stand now.
	Incidents iter.Seq2[register.Incident, error]
	Acts      iter.Seq2[Act, error]
	Counters  iter.Seq2[register.Counter, error]
	Feedback  []feedback.Feedback
}

// lookBack is how long before the week a warning still counts for repeats.
const lookBack = 28

// Read gives the rows of a week. Sequences are read when Make walks through them.
func Read(ctx context.Context, r Register, org string, week Week, loc *time.Location) (Rows, error) {
	from, to := week.Bounds(loc)
	from, to = from.UTC(), to.UTC()
	said, err := r.FeedbackBetween(ctx, org, from, to)
	return Rows{
		Attempts:  r.ReportAttempts(ctx, org, from, to),
		Warned:    r.ReportWarned(ctx, org, from.AddDate(0, 0, -lookBack), from),
		Incidents: r.ReportIncidents(ctx, org, from, to),
		Acts:      r.ReportActs(ctx, org, from, to),
		Counters:  r.Counters(ctx, org, from, to),
		Feedback:  said,
	}, err
}

// AskedToLook reports whether the action shows the user something.
func AskedToLook(a policy.Action) bool { return a >= policy.Coach }
