package coverage

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestVersionsAreOrderedByTheirNumbers(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"0.1.0", "0.1", 0}, {"0.10.0", "0.9.9", 1}, {"1", "1.0.1", -1}, {"", "0.0.1", -1}} {
		if got := compareVersions(tt.a, tt.b); got != tt.want {
			t.Errorf("%q and %q: got %d", tt.a, tt.b, got)
		}
	}
}

func TestTheDocumentNamesTheOldestExtension(t *testing.T) {
	text, err := os.ReadFile("../../docs/deploy/versions.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), "| this release | "+MinExtension+" |") {
		t.Errorf("docs/deploy/versions.md does not say %s", MinExtension)
	}
}

func TestADeviceIsJudgedByItsLastWord(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	good := Heartbeat{At: now, ExtensionVersion: "0.1.0", PolicyVersion: 3, Sites: []Site{{Observed: 3, Inspected: 3, Canary: CanaryOK}}}
	with := func(change func(*Heartbeat)) *Heartbeat {
		h := good
		change(&h)
		return &h
	}
	for name, tt := range map[string]struct {
		d    Device
		want Assessment
	}{
		"all well":               {Device{Last: &good}, Assessment{Guarded, []Reason{}}},
		"never reported":         {Device{EnrolledAt: now}, Assessment{Unknown, []Reason{NeverReported}}},
		"never, and long ago":    {Device{EnrolledAt: now.Add(-100 * time.Hour)}, Assessment{Silent, []Reason{NeverReported, SilentThreeDays}}},
		"silent since a weekend": {Device{Last: with(func(h *Heartbeat) { h.At = now.Add(-63 * time.Hour) })}, Assessment{Guarded, []Reason{}}},
		"silent for longer":      {Device{Last: with(func(h *Heartbeat) { h.At = now.Add(-73 * time.Hour) })}, Assessment{Silent, []Reason{SilentThreeDays}}},
		"an old policy":          {Device{Last: with(func(h *Heartbeat) { h.PolicyVersion = 2 })}, Assessment{Partly, []Reason{PolicyOutdated}}},
		"another version":        {Device{Last: with(func(h *Heartbeat) { h.ExtensionVersion = "0.2.0" })}, Assessment{Partly, []Reason{ExtensionOutdated}}},
		"a self-test that fails": {Device{Last: with(func(h *Heartbeat) { h.Sites = []Site{{Canary: CanaryFail}} })}, Assessment{Partly, []Reason{SiteNotGuarded}}},
		"sent without a look":    {Device{Last: with(func(h *Heartbeat) { h.Uninspected = 1; h.ClockSkew = -time.Hour })}, Assessment{Partly, []Reason{SentUninspected, ClockWrong}}},
	} {
		if diff := cmp.Diff(tt.want, tt.d.assess(3, "0.1.0", now)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestSeveralProfilesOnOneWorkstationAreOne(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 11, 23, h, 0, 0, 0, time.UTC) }
	fleet := []Device{{ID: "a", Workstation: "ws-1", EnrolledAt: at(1)}, {ID: "b", EnrolledAt: at(1)}, {ID: "c", Workstation: "ws-1", EnrolledAt: at(2)}, {ID: "d", EnrolledAt: at(1)}}
	var ids []string
	for _, d := range machines(fleet) {
		ids = append(ids, d.ID)
	}
	if diff := cmp.Diff([]string{"c", "b", "d"}, ids); diff != "" {
		t.Error(diff)
	}
}

func TestAGapIsLessThanNinetyNinePercent(t *testing.T) {
	for _, tt := range []struct {
		c    SiteCount
		want GapReason
	}{
		{SiteCount{}, ""}, {SiteCount{Observed: 100, Inspected: 99}, ""}, {SiteCount{Observed: 100, Inspected: 98}, GapRatio},
		{SiteCount{Observed: 1, Inspected: 1, CanaryOK: 98, CanaryFailed: 2}, GapCanary}, {SiteCount{CanaryOK: 99, CanaryFailed: 1}, ""},
	} {
		if got := tt.c.gap(); got != tt.want {
			t.Errorf("%+v: got %q", tt.c, got)
		}
	}
}
