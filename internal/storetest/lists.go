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
)

// testLists compares lists and facets with a count by hand, for random events and
// filters, before the days are packed, after, and after more changes.
func testLists(t *testing.T, w *world) {
	r := rand.New(rand.NewPCG(1, 7))
	l := lists{w: w, r: r, browsers: map[string]string{}}
	for _, browser := range []string{"chrome", "edge", "firefox"} {
		l.enrol(t, browser)
	}
	l.compareBrowsers(t)
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
	// devices are in use, with their browsers.
	devices  []string
	browsers map[string]string
}

// enrol adds a device of the browser.
func (l *lists) enrol(t *testing.T, browser string) {
	t.Helper()
	id := l.w.id(ident.PrefixDevice)
	_, err := l.w.store.Enrol(l.w.ctx, l.w.addKey(t, l.w.org).Hash, ident.Device{ID: id, PublicKey: ident.PublicKey{X: id, Y: "y"}, EnrolledAt: l.w.now, Client: ident.Client{Browser: browser}}, l.w.entry("device.enrolled", id))
	must(t, err)
	l.devices, l.browsers[id] = append(l.devices, id), browser
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
	e.Types, e.Decision.Rules, e.DeviceID = typesFound(l.r), rulesHit(l.r), oneOf(l.r, l.devices...)
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

// compareBrowsers asks which browsers are in use, as devices come and one is revoked.
func (l *lists) compareBrowsers(t *testing.T) {
	t.Helper()
	w := l.w
	check := func(devices int, want ...string) {
		t.Helper()
		got, err := w.store.Browsers(w.ctx, w.org, devices)
		must(t, err)
		if !slices.Equal(got, want) {
			t.Errorf("in use on %d devices: %v, want %v", devices, got, want)
		}
	}
	check(1, "chrome", "edge", "firefox")
	check(2)
	l.enrol(t, "edge")
	check(2, "edge")
	id := l.devices[len(l.devices)-1]
	must(t, w.store.RevokeDevice(w.ctx, w.org, id, w.now, w.entry("device.revoked", id)))
	check(2)
}

// rulesHit are some rules, or none. Their ids have what LIKE reads in a way of its own.
func rulesHit(r *rand.Rand) (list []register.RuleHit) {
	for _, id := range []string{"bsn_1", "bsn-1", "bsn", "zorg.alles"} {
		if r.IntN(3) == 0 {
			list = append(list, register.RuleHit{ID: id, Action: policy.Warn, Mode: oneOf(r, policy.Enforce, policy.Shadow)})
		}
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list
}

// hasRule reports whether one of the rules matched; none stands for all.
func hasRule(wanted []string, hits []register.RuleHit) bool {
	return len(wanted) == 0 || slices.ContainsFunc(hits, func(h register.RuleHit) bool { return slices.Contains(wanted, h.ID) })
}

func countRules(f *casework.Facets, hits []register.RuleHit) {
	if f.Counts["rule"] == nil {
		f.Counts["rule"] = map[string]int64{}
	}
	for _, h := range hits {
		f.Counts["rule"][h.ID]++
	}
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
	f.Rules, f.Browsers = append(some("bsn_1", "zorg.alles", "none"), some("bsn", "bsn-1")...), some("chrome", "edge", "opera")
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
func (l *lists) passes(f casework.EventFilter, a register.Attempt) bool {
	has := func(list []string, v string) bool { return len(list) == 0 || slices.Contains(list, v) }
	e, outcome := a.Event, ""
	if a.Outcome != nil {
		outcome = string(a.Outcome.Result)
	}
	return has(f.Destinations, e.Destination) && has(f.Departments, e.Department) && has(f.Classes, e.Class.String()) && has(f.Channels, e.Channel.String()) &&
		has(f.Actions, e.Decision.Action.String()) && has(f.Severities, e.Decision.Severity.String()) && has(f.Outcomes, outcome) && hasType(f.Types, e.Types) && hasRule(f.Rules, e.Decision.Rules) && has(f.Browsers, l.browsers[e.DeviceID]) &&
		(f.Within == nil || slices.Contains(f.Within, e.Department)) && !e.At.Before(f.From) && (f.To.IsZero() || e.At.Before(f.To))
}

func (l *lists) compare(t *testing.T, state string) {
	t.Helper()
	for range 40 {
		f := l.filter()
		l.comparePages(t, state, f)
		want := casework.Facets{}
		for _, a := range l.all {
			if l.passes(f, a) {
				e, outcome := a.Event, ""
				if a.Outcome != nil {
					outcome = string(a.Outcome.Result)
				}
				want.Add(1, []string{"destination_id", "destination_class", "action", "channel", "severity", "department_id", "outcome", "browser"},
					[]string{e.Destination, e.Class.String(), e.Decision.Action.String(), e.Channel.String(), e.Decision.Severity.String(), e.Department, outcome, l.browsers[e.DeviceID]})
				countTypes(&want, e.Types)
				countRules(&want, e.Decision.Rules)
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
		if l.passes(f, a) {
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
