package register_test

import (
	"slices"
	"testing"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

func TestTheTallyKeepsWhatCouldNotBeWritten(t *testing.T) {
	d := newDesk(t)
	tally := register.NewTally(d.store, func() time.Time { return d.now })
	tally.Count(d.org, "chatgpt", policy.Unapproved, "inspected", "action.allow")
	tally.Count("org_nobody", "chatgpt", policy.Unapproved, "inspected")
	if err := tally.Flush(t.Context()); err == nil {
		t.Error("an organisation that does not exist was accepted")
	}
	tally.Count(d.org, "chatgpt", policy.Unapproved, "inspected")
	_ = tally.Flush(t.Context())
	var names []string
	for c, err := range d.store.Counters(t.Context(), d.org, d.now.Truncate(time.Hour), d.now.Add(time.Hour)) {
		d.must(err)
		names = append(names, c.Name)
		if c.Name == "inspected" && c.N != 2 {
			t.Errorf("inspected %d times instead of 2", c.N)
		}
	}
	if !slices.Equal(names, []string{"action.allow", "inspected"}) {
		t.Errorf("got %v", names)
	}
}
