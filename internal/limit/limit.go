package limit

import (
	"context"
	"time"
)

// Rate allows Quota units in each Window, evenly: as much as Quota at once after a
// pause, then one unit each Window/Quota (the generic cell rate algorithm, ITU-T
// I.371, with a burst tolerance of one window). The zero Rate has no limit.
type Rate struct {
	Quota  int
	Window time.Duration
}

// Unlimited reports whether r has no limit.
func (r Rate) Unlimited() bool { return r.Quota <= 0 || r.Window <= 0 }

// Interval is the time between two units at the steady rate.
func (r Rate) Interval() time.Duration { return r.Window / time.Duration(r.Quota) }

// Share is the part of r that one of n replicas may give out by itself: at least
// one unit a window.
func (r Rate) Share(n int) Rate {
	if r.Unlimited() || n <= 1 {
		return r
	}
	return Rate{Quota: max(r.Quota/n, 1), Window: r.Window}
}

// Claim asks for one unit.
type Claim struct {
	// Name of the limit, from the program: "inspect_device". It is in headers.
	Name string
	// Key is whose limit it is: an id that the service made, or a keyed hash.
	// A name, a mail address or a text never is a key.
	Key  string
	Rate Rate
}

// State is what is left of one limit after a claim.
type State struct {
	Remaining int
	// Reset is the time until the whole quota is there again.
	Reset time.Duration
}

// Result is the answer to claims that were made together.
type Result struct {
	Allowed bool
	// RetryAfter is when the same claims could be granted, 0 when they were.
	RetryAfter time.Duration
	// States are those of the claims, in their order.
	States []State
}

// Limiter grants claims. It is safe for concurrent use.
type Limiter interface {
	// Take grants all claims or none. Limits of organisations are apart; org is
	// "" while the organisation is not known. It always answers: without the
	// shared state it grants its own replica's share of each rate.
	Take(ctx context.Context, org string, claims ...Claim) Result
}
