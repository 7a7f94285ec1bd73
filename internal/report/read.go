package report

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/register"
)

// Register is the part of the breach register that a report reads. Each method
// yields the rows of an organisation in [from, to), oldest first.
type Register interface {
	Attempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Attempt, error]
	Incidents(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Incident, error]
	Counters(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Counter, error]
}

// Read gives the rows of a week. They are read when Make walks through them.
func Read(ctx context.Context, r Register, org string, week Week, loc *time.Location) Rows {
	from, to := week.Bounds(loc)
	from, to = from.UTC(), to.UTC()
	return Rows{
		Attempts:  r.Attempts(ctx, org, from, to),
		Incidents: r.Incidents(ctx, org, from, to),
		Counters:  r.Counters(ctx, org, from, to),
	}
}
