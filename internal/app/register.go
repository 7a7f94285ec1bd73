package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"dijkwacht/internal/jobs"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/clock"
	"dijkwacht/rules"
)

// How often the fleet looks at the clocks of incidents, and closes what provably
// did not leave.
const (
	clockEvery = time.Minute
	closeEvery = 5 * time.Minute
)

// wireCases builds the desk of the people who work on incidents.
func (a *App) wireCases() error {
	document, err := rules.FS.ReadFile("legal/avg.yaml")
	if err != nil {
		return err
	}
	law, err := clock.Parse(document)
	if err != nil {
		return fmt.Errorf("load legal profile: %w", err)
	}
	a.cases = casework.New(casework.Deps{
		Store: a.store, Gate: a.gate, Approvals: a.approvals, Law: law, Clean: a.isClean, Now: a.opts.Now, Random: rand.Reader, Destination: a.destination,
	})
	a.wireRetention()
	return nil
}

// destination is an AI service as the organisation knows it; only the id is known
// of one that is in no catalogue.
func (a *App) destination(_ context.Context, org, id string) policy.Destination {
	if d, known := a.policies.Whole(org).Catalogue.ByID(id); known {
		return d
	}
	return policy.Destination{ID: id}
}

// caseJobs are the periodic work on incidents, and on what is kept of them.
func (a *App) caseJobs() []jobs.Job {
	return append(a.retentionJobs(), []jobs.Job{
		{Name: "register.clock", Schedule: jobs.Every(clockEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.cases.Tick(ctx, r.OrgID)
		}},
		{Name: "register.close", Schedule: jobs.Every(closeEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.cases.CloseSettled(ctx, r.OrgID)
		}},
	}...)
}
