package storetest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/retention"
)

// longAgo is an attempt that is past its term, in policy: it has no incident.
func longAgo() (register.Event, error) {
	at := time.Now().UTC().Truncate(time.Millisecond).Add(-15 * weekLong)
	request, err := ident.NewID("", at, rand.Reader)
	if err != nil {
		return register.Event{}, err
	}
	e := attempt(request)
	e.At, e.Class, e.Decision.Action = at, policy.Approved, policy.Log
	return e, nil
}

// forgets adds attempts that are past their term and deletes them, until something
// fails.
func forgets(s Store, desk *register.Service) error {
	for {
		for range 20 {
			e, err := longAgo()
			if err == nil {
				_, err = desk.Record(context.Background(), e)
			}
			if err != nil {
				return err
			}
		}
		piece := retention.Piece{Part: retention.PartEvents, Limits: retention.Settings{}.Limits(time.Now())}
		if _, err := s.Forget(context.Background(), writerOrg, piece); err != nil {
			return err
		}
	}
}

// forgotten ends what a purge that was killed began, and expects that nothing is
// half gone.
func forgotten(t *testing.T, s Store) {
	t.Helper()
	service := retention.New(retention.Deps{Store: s, Gate: ident.NewGate(s, time.Now), Now: time.Now, Random: rand.Reader})
	_, err := service.Purge(t.Context(), ident.Service(writerOrg, "retention"), false)
	must(t, err)
	n := int64(0)
	for a, err := range s.Attempts(t.Context(), writerOrg, time.UnixMilli(1), time.Now().Add(time.Hour)) {
		must(t, err)
		if n++; a.Event.Class == policy.Approved {
			t.Errorf("event %s is past its term", a.Event.ID)
		}
	}
	facets, err := s.EventFacets(t.Context(), writerOrg, casework.EventFilter{})
	must(t, err)
	if facets.Total != n {
		t.Errorf("the facets count %d events, the register has %d", facets.Total, n)
	}
	report, err := register.New(s, time.Now, rand.Reader).Verify(t.Context(), writerOrg)
	must(t, err)
	if report.Purged == 0 {
		t.Error("nothing was purged: the test says little")
	}
}
