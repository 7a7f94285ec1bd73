package jobs

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/fault"
)

// ErrLost says that a lease is no longer the caller's: another process took the
// run over, or it is complete.
var ErrLost = errors.New("the lease on the job is lost")

// Row is a job of an organisation on record.
type Row struct {
	OrgID, Name string
	Schedule    string // Key of the schedule that NextRun comes from
	NextRun     time.Time
	// NotBefore puts off a run that failed; zero: not.
	NotBefore time.Time
	// Holder has the lease until LeaseUntil; "" for none.
	Holder     string
	LeaseUntil time.Time
	Fence      int64
	// Attempts counts the failures of the run in a row, Failure is the last of them.
	Attempts int
	Failure  fault.Code
	// LastRun is when the last complete run began, LastDue what it was planned for.
	LastRun, LastDue time.Time
}

// Claimable reports whether the run can be taken at now.
func (r Row) Claimable(now time.Time) bool {
	return !r.NextRun.After(now) && !r.NotBefore.After(now) && (r.Holder == "" || !r.LeaseUntil.After(now))
}

// Store keeps the rows. All times are those of the callers' clocks, which may
// differ: who holds a lease is decided by the fence alone. Failures of the store
// itself are fault.StoreUnavailable.
//
// Every other write to the same store, under a context with a Guard, checks in its
// own commit that the guard's claim still holds, and fails with ErrLost when not;
// when the guard Completes, that commit also does what CompleteJob does. Such a write
// for another organisation than the claim's fails with ErrLost too.
type Store interface {
	// PlanJob adds the job with its first run. When it is there with another schedule
	// and its run is still to come and in nobody's hands, the run moves to next.
	PlanJob(ctx context.Context, org, name, schedule string, now, next time.Time) error
	// Jobs lists the jobs of an organisation by name.
	Jobs(ctx context.Context, org string) ([]Row, error)
	// ClaimJob takes the lease of a job that is Claimable at now, under a new fence,
	// and returns the row as it is then. Returns fault.NotFound when it is not
	// Claimable; of several callers at once one gets it.
	ClaimJob(ctx context.Context, org, name, holder string, now, until time.Time) (Row, error)
	// RenewJob keeps the lease until then. Returns ErrLost.
	RenewJob(ctx context.Context, c Claim, until time.Time) error
	// CompleteJob moves the job to c.Next and gives the lease back. Returns ErrLost.
	CompleteJob(ctx context.Context, c Claim) error
	// ReleaseJob gives the lease back with the run still to do, not before the given
	// time. A failure that is not "" counts as one more attempt. Returns ErrLost.
	ReleaseJob(ctx context.Context, c Claim, notBefore time.Time, failure fault.Code) error
}
