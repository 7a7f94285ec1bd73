package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/fault"
)

// attempt works on a run that is claimed, keeps the lease meanwhile, and settles
// with the store.
func (r *Runner) attempt(stop, work context.Context, j Job, t Tenant, c Claim, failures int) {
	began := r.Now()
	ctx, cancel := context.WithTimeout(work, cmp.Or(j.Timeout, DefaultTimeout))
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		r.keep(ctx, cancel, c)
	}()
	last := false
	run := Run{OrgID: t.OrgID, Due: c.Due, Location: t.Location, claim: c, last: &last}
	err := guarded(func() error { return j.Work(WithGuard(ctx, Guard{Claim: c}), run) })
	cancel()
	<-beating
	result, err := r.settle(stop, c, last, failures, err)
	r.Observe(Attempt{Job: j.Name, OrgID: t.OrgID, Due: c.Due, Result: result, Took: r.Now().Sub(began), Err: err})
}

// guarded turns a panic into an error. The panic's value is not kept, it could hold
// anything.
func guarded(work func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fault.Wrap(fault.Internal, fmt.Errorf("panic of type %T in a job", v))
		}
	}()
	return work()
}

// keep renews the lease until ctx ends, and ends it when the lease is lost. While
// the store cannot be reached it goes on trying: the fence decides in the end.
func (r *Runner) keep(ctx context.Context, cancel context.CancelFunc, c Claim) {
	tick := time.NewTicker(r.Lease / 3)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if errors.Is(r.Store.RenewJob(ctx, c, r.Now().Add(r.Lease)), ErrLost) {
				cancel()
				return
			}
		}
	}
}

// settleTime bounds the last word of an attempt with the store.
const settleTime = 5 * time.Second

// settle tells the store how the work ended. The second result is what went wrong.
func (r *Runner) settle(stop context.Context, c Claim, last bool, failures int, err error) (Result, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(stop), settleTime)
	defer cancel()
	if err == nil {
		switch err = r.Store.CompleteJob(ctx, c); {
		case err == nil || last && errors.Is(err, ErrLost):
			return Done, nil
		case errors.Is(err, ErrLost):
			return Lost, err
		}
		return Failed, err // the lease runs out and another attempt comes
	}
	result, notBefore, failure := Failed, r.Now().Add(Backoff(failures+1)), fault.From(err).Code
	if stop.Err() != nil {
		result, notBefore, failure = Stopped, time.Time{}, ""
	}
	if errors.Is(r.Store.ReleaseJob(ctx, c, notBefore, failure), ErrLost) {
		return Lost, err
	}
	return result, err
}

// Backoff is how long a run waits after it failed so many times in a row: 15
// seconds, doubled each time up to a quarter of an hour.
func Backoff(failures int) time.Duration {
	const first, most = 15 * time.Second, 15 * time.Minute
	if failures > 6 {
		return most
	}
	return min(first<<max(failures-1, 0), most)
}
