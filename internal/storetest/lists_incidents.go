package storetest

import (
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

// testIncidentLists compares lists and facets of incidents with a count by hand, before
// they are packed, after, and after more changes.
func testIncidentLists(t *testing.T, w *world) {
	l := incidentLists{w: w, r: rand.New(rand.NewPCG(3, 1))}
	for range 150 {
		l.add(t)
	}
	l.compare(t, "as they came")
	must(t, w.store.SumIncidents(w.ctx, w.org, w.now))
	l.compare(t, "packed")
	for range 5 {
		l.add(t)
		l.change(t)
	}
	l.compare(t, "changed after")
	must(t, w.store.SumIncidents(w.ctx, w.org, w.now))
	l.compare(t, "packed again")
	must(t, w.store.SumIncidents(w.ctx, w.org, w.now.AddDate(1, 0, 0)))
	l.add(t)
	l.compare(t, "packed long after")
}

type incidentLists struct {
	w   *world
	r   *rand.Rand
	all []register.Incident // in the order of their ids
}

func (l *incidentLists) save(t *testing.T, i register.Incident) {
	t.Helper()
	l.w.write(t, func(tx register.Tx) error { return tx.SaveIncident(i) })
}

// add records an incident of the last days.
func (l *incidentLists) add(t *testing.T) {
	t.Helper()
	r := l.r
	i := l.w.incident(len(l.all) + 1)
	i.DetectedAt = l.w.now.Add(-time.Duration(r.IntN(72*3600)) * time.Second)
	id, err := ident.NewID(ident.PrefixIncident, i.DetectedAt, random{r})
	must(t, err)
	i.ID = id
	i.State, i.Severity, i.Department = oneOf(r, lifecycle.Detected, lifecycle.Triaged, lifecycle.Closed), oneOf(r, policy.SeverityLow, policy.SeverityHigh), oneOf(r, "", "dep_1", "dep_2")
	i.Destination, i.Class, i.Review, i.Assignee = oneOf(r, "chatgpt", "claude"), oneOf(r, policy.Unapproved, policy.Tolerated), r.IntN(2) == 0, oneOf(r, "", "", "usr_1")
	i.Types = typesFound(r)
	if r.IntN(3) == 0 {
		i.DeadlineAt = l.w.now
	}
	l.save(t, i)
	l.all = append(l.all, i)
	if r.IntN(4) == 0 {
		l.change(t)
	}
	slices.SortFunc(l.all, func(a, b register.Incident) int { return cmpText(b.ID, a.ID) })
}

// change moves one of the incidents on, or finds something else in it.
func (l *incidentLists) change(t *testing.T) {
	t.Helper()
	i := &l.all[l.r.IntN(len(l.all))]
	i.Rev++
	if i.Types = typesFound(l.r); l.r.IntN(2) == 0 {
		i.State = lifecycle.Closed
	}
	l.save(t, *i)
}

// filter is a random one.
func (l *incidentLists) filter() casework.Filter {
	r := l.r
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
			*at = l.w.now.Add(-time.Duration(r.IntN(72)) * time.Hour)
		}
	}
	return f
}

// incidentPasses is the filter by hand.
func incidentPasses(f casework.Filter, i register.Incident) bool {
	has := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	return has(f.States, string(i.State)) && has(f.Severities, i.Severity.String()) && has(f.Departments, i.Department) && has(f.Destinations, i.Destination) &&
		has(f.Classes, i.Class.String()) && has(f.Assignees, i.Assignee) && hasType(f.Types, i.Types) && (!f.Running || !i.DeadlineAt.IsZero() && i.State != lifecycle.Closed) &&
		(f.Review == nil || *f.Review == i.Review) && !i.DetectedAt.Before(f.From) && (f.To.IsZero() || i.DetectedAt.Before(f.To)) && (f.Within == nil || slices.Contains(f.Within, i.Department))
}

// countedFacets are those that the test counts by hand beside types.
var countedFacets = []string{"state", "severity", "destination_id", "destination_class", "department_id", "assigned", "needs_review"}

func (l *incidentLists) compare(t *testing.T, state string) {
	t.Helper()
	yesNo := map[bool]string{true: "yes", false: "no"}
	for range 50 {
		f := l.filter()
		l.comparePages(t, state, f)
		var want casework.Facets
		want.Add(0, countedFacets, make([]string, len(countedFacets)))
		countTypes(&want, nil)
		for _, i := range l.all {
			if incidentPasses(f, i) {
				want.Add(1, countedFacets, []string{string(i.State), i.Severity.String(), i.Destination, i.Class.String(), i.Department, yesNo[i.Assignee != ""], yesNo[i.Review]})
				countTypes(&want, i.Types)
			}
		}
		got, err := l.w.store.IncidentFacets(l.w.ctx, l.w.org, f)
		must(t, err)
		maps.DeleteFunc(got.Counts, func(name string, _ map[string]int64) bool { return want.Counts[name] == nil })
		for _, values := range want.Counts {
			maps.DeleteFunc(values, func(_ string, n int64) bool { return n == 0 })
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s, %+v:\n%s", state, f, diff)
		}
	}
}

// comparePages reads the whole list, a page at a time.
func (l *incidentLists) comparePages(t *testing.T, state string, f casework.Filter) {
	t.Helper()
	var want, got []string
	for _, i := range l.all {
		if incidentPasses(f, i) {
			want = append(want, i.ID)
		}
	}
	for {
		page, err := l.w.store.IncidentPage(l.w.ctx, l.w.org, f)
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
		t.Fatalf("%s, %+v:\n%s", state, f, diff)
	}
}
