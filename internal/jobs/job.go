package jobs

import (
	"context"
	"time"
)

// CatchUp says what happens to runs that were missed while nothing ran.
type CatchUp int

const (
	// Once makes one run up for all that were missed.
	Once CatchUp = iota
	// Each makes up every missed run, oldest first, each with its own Due.
	Each
)

// Job is one kind of periodic work. Every organisation has it.
type Job struct {
	// Name is the key of the job in the store and in metrics; it never changes.
	Name     string
	Schedule Schedule
	CatchUp  CatchUp
	// Timeout ends a run that hangs; zero is DefaultTimeout.
	Timeout time.Duration
	// Work does one run. An error plans the same run again, later each time. Writes
	// under ctx fail when the lease was lost, so that a run that was given up by
	// the fleet changes nothing any more. The work must bear to be repeated, or do
	// all it does in one write under Run.Last.
	Work func(ctx context.Context, r Run) error
}

// DefaultTimeout of a run.
const DefaultTimeout = 10 * time.Minute

// Run is one run of a job for one organisation.
type Run struct {
	OrgID string
	// Due is when the run was planned for; it is the same in every attempt and names
	// the period that a report is about.
	Due time.Time
	// Location is the organisation's clock.
	Location *time.Location

	claim Claim
	last  *bool
}

// Last is a context whose first write to the store also completes the run: effect
// and completion are one commit, so that the effect happens exactly once. Writes
// under the context that come after it fail.
func (r Run) Last(ctx context.Context) context.Context {
	*r.last = true
	return WithGuard(ctx, Guard{Claim: r.claim, Completes: true})
}

// Claim is a lease on one run.
type Claim struct {
	OrgID, Name string
	// Holder is the process that has the lease, Fence the token that it got with
	// it: each lease has a greater one.
	Holder string
	Fence  int64
	// Due is the run, Next the one after it.
	Due, Next time.Time
	// At is when the lease was taken, by the clock of the holder.
	At time.Time
}

// Guard is what a write of a running job must pass, in the same commit.
type Guard struct {
	Claim
	// Completes says that this write completes the run.
	Completes bool
}

type guardKey struct{}

// WithGuard is a context whose writes must pass the guard.
func WithGuard(ctx context.Context, g Guard) context.Context {
	return context.WithValue(ctx, guardKey{}, g)
}

// GuardOf is the guard that writes under ctx must pass; false when there is none.
// Every store asks for it in every write.
func GuardOf(ctx context.Context) (Guard, bool) {
	g, ok := ctx.Value(guardKey{}).(Guard)
	return g, ok
}
