package storetest

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
)

// testLists compares lists and facets with a count by hand, for random events and
// filters, before the days are packed, after, and after more changes.
func testLists(t *testing.T, w *world) {
	r := rand.New(rand.NewPCG(1, 7))
	l := lists{w: w, r: r}
	for range 250 {
		l.add(t)
	}
	l.compare(t, "as they came")
	for range 2 {
		must(t, w.store.SumEventDays(w.ctx, w.org, w.now))
	}
	l.compare(t, "packed")
	for range 60 {
		l.add(t)
		l.report(t)
	}
	l.compare(t, "changed after")
	must(t, w.store.SumEventDays(w.ctx, w.org, w.now))
	l.compare(t, "packed again")
}

type lists struct {
	w   *world
	r   *rand.Rand
	all []register.Attempt // in the order of their ids
}

func oneOf[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// add records an event of the last days.
func (l *lists) add(t *testing.T) {
	t.Helper()
	e := l.w.event()
	e.At = l.w.now.Add(-time.Duration(l.r.IntN(5*24*3600)) * time.Second)
	id, err := ident.NewID(ident.PrefixEvent, e.At, random{l.r})
	must(t, err)
	e.ID = id
	e.Destination, e.Department = oneOf(l.r, "chatgpt", "chatgpt", "claude", "rare"), oneOf(l.r, "", "dep_1", "dep_2")
	e.Class, e.Channel = oneOf(l.r, policy.Unapproved, policy.Tolerated), oneOf(l.r, policy.Typed, policy.Paste)
	e.Decision.Action, e.Decision.Severity = oneOf(l.r, policy.Warn, policy.Block), oneOf(l.r, policy.SeverityLow, policy.SeverityHigh)
	e.Types = typesFound(l.r)
	l.w.write(t, func(tx register.Tx) error {
		must(t, insert(tx, e))
		return tx.Count(e, "", 1)
	})
	l.all = append(l.all, register.Attempt{Event: e})
	slices.SortFunc(l.all, func(a, b register.Attempt) int { return cmpText(b.Event.ID, a.Event.ID) })
	if l.r.IntN(3) > 0 {
		l.report(t)
	}
}

// typesFound are some types, or none.
func typesFound(r *rand.Rand) (list []register.TypeCount) {
	for _, name := range []string{"person_name", "bsn", "hospital"} {
		if r.IntN(3) == 0 {
			list = append(list, register.TypeCount{Type: name, Count: 1, Distinct: 1})
		}
	}
	return list
}

// hasType reports whether one of the types was found; none stands for all.
func hasType(wanted []string, found []register.TypeCount) bool {
	return len(wanted) == 0 || slices.ContainsFunc(found, func(one register.TypeCount) bool { return slices.Contains(wanted, one.Type) })
}

func countTypes(f *casework.Facets, found []register.TypeCount) {
	if f.Counts["type"] == nil {
		f.Counts["type"] = map[string]int64{}
	}
	for _, one := range found {
		f.Counts["type"][one.Type]++
	}
}

func cmpText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

type random struct{ *rand.Rand }

func (r random) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r.IntN(256))
	}
	return len(p), nil
}

// report adds an outcome to one of the events, or another one.
func (l *lists) report(t *testing.T) {
	t.Helper()
	a := &l.all[l.r.IntN(len(l.all))]
	o := register.Outcome{EventID: a.Event.ID, Rev: 1, Result: oneOf(l.r, register.Sent, register.BlockedSend), Egress: register.EgressNone, ReceivedAt: l.w.now}
	before := register.Result("")
	if a.Outcome != nil {
		o.Rev, before = a.Outcome.Rev+1, a.Outcome.Result
	}
	a.Outcome = &o
	l.w.write(t, func(tx register.Tx) error {
		must(t, tx.InsertOutcome(o))
		must(t, tx.Count(a.Event, before, -1))
		return tx.Count(a.Event, o.Result, 1)
	})
}

// filter is a random one.
func (l *lists) filter() (f casework.EventFilter) {
	some := func(values ...string) []string {
		if l.r.IntN(3) > 0 {
			return nil
		}
		return []string{oneOf(l.r, values...)}
	}
	f.Destinations, f.Departments = some("chatgpt", "claude", "rare", "none"), some("dep_1", "dep_2")
	f.Classes, f.Channels = some("unapproved", "tolerated"), some("typed", "paste")
	f.Actions, f.Severities, f.Outcomes = some("warn", "block"), some("low", "high"), some("sent", "blocked")
	f.Types = append(some("bsn", "hospital"), some("person_name", "iban")...)
	if l.r.IntN(4) == 0 {
		f.Within = []string{"dep_1"}
	}
	at := func() time.Time {
		return l.w.now.Add(-time.Duration(l.r.IntN(6*24*3600)) * time.Second).Truncate(oneOf(l.r, time.Millisecond, time.Hour, 24*time.Hour))
	}
	if l.r.IntN(2) == 0 {
		f.From = at()
	}
	if l.r.IntN(2) == 0 {
		f.To = at()
	}
	return f
}

// passes is the filter by hand.
func passes(f casework.EventFilter, a register.Attempt) bool {
	has := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	e, outcome := a.Event, ""
	if a.Outcome != nil {
		outcome = string(a.Outcome.Result)
	}
	return has(f.Destinations, e.Destination) && has(f.Departments, e.Department) && has(f.Classes, e.Class.String()) && has(f.Channels, e.Channel.String()) &&
		has(f.Actions, e.Decision.Action.String()) && has(f.Severities, e.Decision.Severity.String()) && has(f.Outcomes, outcome) && hasType(f.Types, e.Types) &&
		(f.Within == nil || slices.Contains(f.Within, e.Department)) && !e.At.Before(f.From) && (f.To.IsZero() || e.At.Before(f.To))
}

func (l *lists) compare(t *testing.T, state string) {
	t.Helper()
	for range 40 {
		f := l.filter()
		l.comparePages(t, state, f)
		want := casework.Facets{}
		for _, a := range l.all {
			if passes(f, a) {
				e, outcome := a.Event, ""
				if a.Outcome != nil {
					outcome = string(a.Outcome.Result)
				}
				want.Add(1, []string{"destination_id", "destination_class", "action", "channel", "severity", "department_id", "outcome"},
					[]string{e.Destination, e.Class.String(), e.Decision.Action.String(), e.Channel.String(), e.Decision.Severity.String(), e.Department, outcome})
				countTypes(&want, e.Types)
			}
		}
		got, err := l.w.store.EventFacets(l.w.ctx, l.w.org, f)
		must(t, err)
		for _, f := range []casework.Facets{want, got} {
			maps.DeleteFunc(f.Counts, func(_ string, values map[string]int64) bool { return len(values) == 0 })
		}
		if diff := cmp.Diff(want, got); diff != "" && want.Total+got.Total > 0 {
			t.Fatalf("%s, %+v:\n%s", state, f, diff)
		}
	}
}

// comparePages reads the whole list, a page at a time.
func (l *lists) comparePages(t *testing.T, state string, f casework.EventFilter) {
	t.Helper()
	var want, got []string
	for _, a := range l.all {
		if passes(f, a) {
			want = append(want, a.Event.ID)
		}
	}
	f.Limit = oneOf(l.r, 7, 50)
	for {
		page, err := l.w.store.EventPage(l.w.ctx, l.w.org, f)
		must(t, err)
		for _, a := range page {
			got = append(got, a.Event.ID)
		}
		if len(page) < f.Limit || len(got) > len(want) {
			break
		}
		f.Before = got[len(got)-1]
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s, %+v:\n%s", state, f, diff)
	}
}

// testIncidentLists compares lists and facets of incidents with a count by hand.
func testIncidentLists(t *testing.T, w *world) {
	r := rand.New(rand.NewPCG(3, 1))
	var all []register.Incident
	for n := range 150 {
		i := w.incident(n + 1)
		i.DetectedAt = w.now.Add(-time.Duration(r.IntN(72*3600)) * time.Second)
		id, err := ident.NewID(ident.PrefixIncident, i.DetectedAt, random{r})
		must(t, err)
		i.ID = id
		i.State, i.Severity, i.Department = oneOf(r, lifecycle.Detected, lifecycle.Triaged, lifecycle.Closed), oneOf(r, policy.SeverityLow, policy.SeverityHigh), oneOf(r, "", "dep_1", "dep_2")
		i.Destination, i.Class, i.Review, i.Assignee = oneOf(r, "chatgpt", "claude"), oneOf(r, policy.Unapproved, policy.Tolerated), r.IntN(2) == 0, oneOf(r, "", "", "usr_1")
		i.Types = typesFound(r)
		if r.IntN(3) == 0 {
			i.DeadlineAt = w.now
		}
		w.write(t, func(tx register.Tx) error { return tx.SaveIncident(i) })
		if r.IntN(4) == 0 { // and it moves on
			i.State, i.Rev, i.Types = lifecycle.Closed, 2, typesFound(r)
			w.write(t, func(tx register.Tx) error { return tx.SaveIncident(i) })
		}
		all = append(all, i)
	}
	slices.SortFunc(all, func(a, b register.Incident) int { return cmpText(b.ID, a.ID) })
	for range 100 {
		some := func(values ...string) []string {
			if r.IntN(3) > 0 {
				return nil
			}
			return []string{oneOf(r, values...)}
		}
		f := casework.Filter{States: some("detected", "closed"), Severities: some("low", "high", "medium"), Departments: some("dep_1"), Destinations: some("claude"),
			Classes: some("tolerated"), Assignees: some("", "usr_1"), Types: append(some("bsn"), some("hospital", "iban")...), Running: r.IntN(4) == 0, Limit: oneOf(r, 3, 10, 200)}
		if r.IntN(3) == 0 {
			f.Review = new(bool)
		}
		if r.IntN(3) == 0 {
			f.Within = []string{"dep_2"}
		}
		for _, at := range []*time.Time{&f.From, &f.To} {
			if r.IntN(3) == 0 {
				*at = w.now.Add(-time.Duration(r.IntN(72)) * time.Hour)
			}
		}
		matches := func(i register.Incident) bool {
			has := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
			return has(f.States, string(i.State)) && has(f.Severities, i.Severity.String()) && has(f.Departments, i.Department) && has(f.Destinations, i.Destination) &&
				has(f.Classes, i.Class.String()) && has(f.Assignees, i.Assignee) && hasType(f.Types, i.Types) && (!f.Running || !i.DeadlineAt.IsZero() && i.State != lifecycle.Closed) &&
				(f.Review == nil || *f.Review == i.Review) && !i.DetectedAt.Before(f.From) && (f.To.IsZero() || i.DetectedAt.Before(f.To)) && (f.Within == nil || slices.Contains(f.Within, i.Department))
		}
		var want, got []string
		counted := casework.Facets{Counts: map[string]map[string]int64{}}
		countTypes(&counted, nil)
		for _, i := range all {
			if matches(i) {
				want = append(want, i.ID)
				countTypes(&counted, i.Types)
			}
		}
		facets, err := w.store.IncidentFacets(w.ctx, w.org, f)
		must(t, err)
		if facets.Total != int64(len(want)) {
			t.Errorf("%+v: the facets have %d, want %d", f, facets.Total, len(want))
		}
		if diff := cmp.Diff(counted.Counts["type"], facets.Counts["type"]); diff != "" {
			t.Errorf("%+v: types: %s", f, diff)
		}
		for {
			page, err := w.store.IncidentPage(w.ctx, w.org, f)
			must(t, err)
			for _, i := range page {
				got = append(got, i.ID)
			}
			if len(page) < f.Limit {
				break
			}
			f.Before = got[len(got)-1]
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(fmt.Sprintf("%+v:\n", f) + diff)
		}
	}
}
