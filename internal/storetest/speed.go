package storetest

import (
	"context"
	"crypto/rand"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// rounds is how often the two measured things take turns.
const rounds = 5

// Speed records attempts, in turns with bare, which writes only the row of an event.
// It reports how many of each a second 32 workers get acknowledged, and the ratio.
// A machine is never quiet for long: the median turn counts. SetUpWriters comes
// first.
func Speed(b *testing.B, s Store, bare func(register.Event) error) {
	desk := register.New(s, time.Now, rand.Reader)
	var events, rows []float64
	b.ResetTimer()
	for range rounds {
		events = append(events, rate(b, func() error {
			request, err := ident.NewID("", time.Now(), rand.Reader)
			if err == nil {
				_, err = desk.Record(context.Background(), attempt(request))
			}
			return err
		}))
		rows = append(rows, rate(b, func() error { return bare(wholeAttempt()) }))
	}
	b.ReportMetric(median(events), "events/s")
	b.ReportMetric(median(rows), "bare/s")
	b.ReportMetric(median(events)/median(rows), "ratio")
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}

// rate does the work b.N times with 32 workers at once, and returns how often a
// second it was done.
func rate(b *testing.B, work func() error) float64 {
	b.Helper()
	var left atomic.Int64
	left.Store(int64(b.N))
	failed := make(chan error, writers)
	start := time.Now()
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
	return float64(b.N) / time.Since(start).Seconds()
}

// wholeAttempt is an event that has all its ids.
func wholeAttempt() register.Event {
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
