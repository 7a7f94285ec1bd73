package storetest

import (
	"context"
	"crypto/rand"
	"sync/atomic"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// Speed records attempts; SetUpWriters comes first.
func Speed(b *testing.B, s Store) {
	desk := register.New(s, time.Now, rand.Reader)
	Hurry(b, func() error {
		request, err := ident.NewID("", time.Now(), rand.Reader)
		if err == nil {
			_, err = desk.Record(context.Background(), attempt(request))
		}
		return err
	})
}

// Hurry does the work b.N times with 32 workers at once, and reports how often a
// second it was done.
func Hurry(b *testing.B, work func() error) {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	failed := make(chan error, writers)
	b.ResetTimer()
	for range writers {
		go func() {
			var err error
			for err == nil && left.Add(-1) >= 0 {
				err = work()
			}
			failed <- err
		}()
	}
	for range writers {
		if err := <-failed; err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// Attempt is an event that has all its ids.
func Attempt() register.Event {
	id := func(prefix string) string {
		id, err := ident.NewID(prefix, time.Now(), rand.Reader)
		if err != nil {
			panic(err)
		}
		return id
	}
	e := attempt(id(""))
	e.ID, e.IncidentID = id(ident.PrefixEvent), id(ident.PrefixIncident)
	return e
}
