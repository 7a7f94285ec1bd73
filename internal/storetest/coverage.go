package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

func (w *world) heartbeat(device, id string) coverage.Heartbeat {
	return coverage.Heartbeat{
		OrgID: w.org, DeviceID: device, ID: id, At: w.now, ExtensionVersion: "0.1.0", PolicyVersion: 3,
		Sites: []coverage.Site{
			{Destination: "chatgpt", AdapterVersion: "1.2", Observed: 10, Inspected: 9, Failed: 1, Canary: coverage.CanaryOK},
			{Destination: "chatgpt", AdapterVersion: "1.2", Observed: 1, Inspected: 1, Canary: coverage.CanaryFail},
			{Destination: "claude", AdapterVersion: "2", Observed: 4, Inspected: 4},
		},
		Queue: 2, Uninspected: 3, Errors: []coverage.Error{{Code: "inspect.timeout", Count: 1}}, ClockSkew: time.Second,
	}
}

// testCoverage tries what devices report, and what is made of it.
func testCoverage(t *testing.T, w *world) {
	first := w.heartbeat(w.device, w.id(""))
	must(t, w.store.Beat(w.ctx, first))
	t.Run("a heartbeat is the last word of its device, and counts once", func(t *testing.T) {
		must(t, w.store.Beat(w.ctx, first))
		second := w.heartbeat(w.device, "")
		second.Queue = 0
		must(t, w.store.Beat(w.ctx, second))
		fleet, err := w.store.Fleet(w.ctx, w.org)
		must(t, err)
		second.ID = ""
		if len(fleet) != 1 || fleet[0].Last == nil {
			t.Fatalf("got %+v", fleet)
		}
		if diff := cmp.Diff(second, *fleet[0].Last); diff != "" {
			t.Error(diff)
		}
		counts, err := w.store.SiteCounts(w.ctx, w.org, w.now.Truncate(time.Hour), w.now.Add(time.Hour))
		must(t, err)
		want := []coverage.SiteCount{
			{Uninspected: 6},
			{Destination: "chatgpt", AdapterVersion: "1.2", Observed: 22, Inspected: 20, Failed: 2, CanaryOK: 2, CanaryFailed: 2},
			{Destination: "claude", AdapterVersion: "2", Observed: 8, Inspected: 8},
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a device that is not there has no heartbeat", func(t *testing.T) {
		wantFault(t, w.store.Beat(w.ctx, w.heartbeat("dev_none", "")), fault.NotFound)
		other, _ := w.addOrganisation(t)
		h := w.heartbeat(w.device, "")
		h.OrgID = other
		wantFault(t, w.store.Beat(w.ctx, h), fault.NotFound)
	})
	testOpenMinutes(t, w)
	testWorkstations(t, w)
	testGaps(t, w)
	testExpected(t, w)
	testReleases(t, w)
	t.Run("old counts are forgotten", func(t *testing.T) {
		must(t, w.store.ForgetCounts(w.ctx, w.org, w.now.Add(time.Hour)))
		counts, err := w.store.SiteCounts(w.ctx, w.org, time.UnixMilli(0), w.now.Add(time.Hour))
		must(t, err)
		if len(counts) != 0 {
			t.Errorf("got %v", counts)
		}
	})
	w.verify(t, w.org)
}

// testOpenMinutes counts the minutes in which messages passed unseen: those of two
// heartbeats that overlap count once.
func testOpenMinutes(t *testing.T, w *world) {
	begin := w.now.Add(24 * time.Hour).Truncate(time.Hour)
	beat := func(minute, uninspected int) {
		h := w.heartbeat(w.device, "")
		h.At, h.Uninspected = begin.Add(time.Duration(minute)*time.Minute), uninspected
		must(t, w.store.Beat(w.ctx, h))
	}
	beat(50, 0)
	beat(55, 0) // nothing since 50
	beat(65, 2) // since 55, over the hour
	beat(66, 1) // since 65, which counts once
	for hours, want := range map[int]int{1: 5, 2: 5 + 7} {
		got, err := w.store.OpenMinutes(w.ctx, w.org, begin, begin.Add(time.Duration(hours)*time.Hour))
		must(t, err)
		if got != want {
			t.Errorf("%d minutes in %d hours, want %d", got, hours, want)
		}
	}
	counts, err := w.store.SiteCounts(w.ctx, w.org, begin, begin.Add(2*time.Hour))
	must(t, err)
	if counts[0].Uninspected != 3 {
		t.Errorf("%d messages passed unseen, want 3", counts[0].Uninspected)
	}
}

func testWorkstations(t *testing.T, w *world) {
	t.Run("devices know their workstation, and leave service as replaced", func(t *testing.T) {
		key := w.addKey(t, w.org)
		d, err := w.store.Enrol(w.ctx, auth.HashEnrolmentKey(key.ID), ident.Device{ID: w.id(ident.PrefixDevice), Workstation: "ws-seh-01", EnrolledAt: w.now}, w.entry("device.enrolled", "dev"))
		must(t, err)
		fleet, err := w.store.Fleet(w.ctx, w.org)
		must(t, err)
		if len(fleet) != 2 || fleet[1].Workstation != "ws-seh-01" || fleet[1].Last != nil {
			t.Errorf("got %+v", fleet)
		}
		draft := func(id string) (chain.Draft, error) { return w.entry("device.replaced", id), nil }
		must(t, w.store.EndDevices(w.ctx, w.org, []string{d.ID, "dev_none"}, w.now, draft))
		must(t, w.store.EndDevices(w.ctx, w.org, []string{d.ID}, w.now, draft))
		if fleet, err = w.store.Fleet(w.ctx, w.org); err != nil || len(fleet) != 1 {
			t.Errorf("got %d, %v", len(fleet), err)
		}
		wantFault(t, w.store.Beat(w.ctx, w.heartbeat(d.ID, "")), fault.NotFound)
	})
}

func testGaps(t *testing.T, w *world) {
	t.Run("one gap at a time is open on a site, and closes once", func(t *testing.T) {
		g := coverage.Gap{OrgID: w.org, ID: w.id(coverage.PrefixGap), Destination: "chatgpt", Reason: coverage.GapRatio, Observed: 10, Inspected: 9, OpenedAt: w.now, Rev: 1}
		must(t, w.store.SaveGap(w.ctx, g, w.entry("coverage.gap_opened", g.ID)))
		again := g
		again.ID = w.id(coverage.PrefixGap)
		wantFault(t, w.store.SaveGap(w.ctx, again, w.entry("coverage.gap_opened", again.ID)), fault.Conflict)
		g.ClosedAt, g.Rev = w.now.Add(time.Minute), 2
		must(t, w.store.SaveGap(w.ctx, g, w.entry("coverage.gap_closed", g.ID)))
		wantFault(t, w.store.SaveGap(w.ctx, g, w.entry("coverage.gap_closed", g.ID)), fault.Conflict)
		must(t, w.store.SaveGap(w.ctx, again, w.entry("coverage.gap_opened", again.ID)))
		gaps, err := w.store.Gaps(w.ctx, w.org, w.now)
		must(t, err)
		if diff := cmp.Diff([]coverage.Gap{again, g}, gaps); diff != "" {
			t.Error(diff)
		}
		if gaps, err = w.store.Gaps(w.ctx, w.org, w.now.Add(time.Hour)); err != nil || len(gaps) != 1 {
			t.Errorf("got %v, %v", gaps, err)
		}
	})
	t.Run("a switch is found until its end, also when that comes early", func(t *testing.T) {
		s := coverage.Switch{OrgID: w.org, ID: w.id(coverage.PrefixSwitch), Destination: "claude", From: w.now, Until: w.now.Add(time.Hour), Rev: 1}
		save := func() error {
			return w.store.ChangeSwitches(w.ctx, w.org, func(tx coverage.Tx) error {
				return errors.Join(tx.SaveSwitch(s), tx.Append(w.entry("site.switched_off", s.ID)))
			})
		}
		must(t, save())
		wantFault(t, save(), fault.Conflict)
		got, err := w.store.Switch(w.ctx, w.org, s.ID)
		must(t, err)
		if diff := cmp.Diff(s, got); diff != "" {
			t.Error(diff)
		}
		s.Until, s.EndedBy, s.Rev = w.now.Add(time.Minute), "usr_1", 2
		must(t, save())
		for _, at := range []time.Duration{0, time.Minute} {
			list, err := w.store.Switches(w.ctx, w.org, w.now.Add(at))
			must(t, err)
			if (len(list) == 1) != (at == 0) {
				t.Errorf("after %s there are %v", at, list)
			}
		}
	})
}

func testExpected(t *testing.T, w *world) {
	t.Run("the list of workstations is replaced as a whole", func(t *testing.T) {
		set := func(want int, list ...coverage.Expected) error {
			return w.store.SetExpected(w.ctx, w.org, func(old []coverage.Expected) ([]coverage.Expected, chain.Draft, error) {
				if len(old) != want {
					t.Errorf("there were %v", old)
				}
				return list, w.entry("expected_devices.imported", "expected"), nil
			})
		}
		one, two := coverage.Expected{Workstation: "ws-1", AddedAt: w.now}, coverage.Expected{Workstation: "ws-2", DepartmentID: "dep_1", AddedAt: w.now}
		must(t, set(0, two, one))
		must(t, set(2, two))
		list, err := w.store.Expected(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff([]coverage.Expected{two}, list); diff != "" {
			t.Error(diff)
		}
	})
}

func testReleases(t *testing.T, w *world) {
	t.Run("releases are replaced by the next revision alone", func(t *testing.T) {
		r := coverage.Releases{OrgID: w.org, Version: "0.1.0", Rings: []coverage.Ring{{Group: "pilot", Version: "0.2.0"}}, Rev: 1}
		must(t, w.store.SaveReleases(w.ctx, r, w.entry("extension_release.set", w.org)))
		wantFault(t, w.store.SaveReleases(w.ctx, r, w.entry("extension_release.set", w.org)), fault.PreconditionFailed)
		r.Rev, r.Previous = 2, "0.0.9"
		must(t, w.store.SaveReleases(w.ctx, r, w.entry("extension_release.set", w.org)))
		got, err := w.store.Releases(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(r, got); diff != "" {
			t.Error(diff)
		}
	})
}
