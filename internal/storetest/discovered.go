package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

func testDestinationUse(t *testing.T, w *world) {
	hour := w.now.UTC().Truncate(time.Hour)
	count := func(ago time.Duration, destination, name string, n int64) register.Counter {
		return register.Counter{Hour: hour.Add(-ago), Destination: destination, Name: name, N: n}
	}
	const day = 24 * time.Hour
	must(t, w.store.AddTallies(w.ctx, w.org, []register.Counter{
		count(0, "chatgpt", "inspected", 2), count(8*day, "chatgpt", "inspected", 3), count(0, "chatgpt", "action.block", 9),
		count(10*day, "claude", "inspected", 4), count(100*day, "gemini", "inspected", 50),
	}, nil))
	want := []publish.DestinationUse{
		{ID: "chatgpt", Inspected: 5, LastWeek: 2, LastHour: hour},
		{ID: "claude", Inspected: 4, LastHour: hour.Add(-10 * day)},
	}
	got, err := w.store.DestinationUse(w.ctx, w.org, hour.Add(-91*day), hour.Add(-7*day))
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	other, _ := w.addOrganisation(t)
	if got, err := w.store.DestinationUse(w.ctx, other, hour.Add(-91*day), hour); err != nil || len(got) != 0 {
		t.Errorf("another organisation sees %v, %v", got, err)
	}
}
