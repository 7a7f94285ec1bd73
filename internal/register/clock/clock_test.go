package clock_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"dijkwacht/internal/register/clock"
	"dijkwacht/rules"
)

func profile(t *testing.T, name string) clock.Profile {
	t.Helper()
	document, err := rules.FS.ReadFile("legal/" + name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := clock.Parse(document)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func amsterdam(t *testing.T, s string) time.Time {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestTheTermIsCountedInHoursThatPass(t *testing.T) {
	for name, tt := range map[string]struct {
		aware, deadline string
		moved           int
	}{
		"over the end of summer time":   {"2026-10-23 16:30", "2026-10-26 15:30", -1},
		"over the start of summer time": {"2027-03-26 16:30", "2027-03-29 17:30", 1},
		"in an ordinary week":           {"2026-11-23 09:00", "2026-11-26 09:00", 0},
		"over a leap day":               {"2028-02-28 12:00", "2028-03-02 12:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			aware := amsterdam(t, tt.aware)
			v := profile(t, "avg.yaml").At(aware)
			if got, want := v.Deadline(aware), amsterdam(t, tt.deadline); !got.Equal(want) {
				t.Errorf("got %s, want %s", got.In(want.Location()), want)
			}
			if got := v.Note(aware, aware.Location()); got != tt.moved {
				t.Errorf("the clock moved %d, want %d", got, tt.moved)
			}
		})
	}
}

func TestTheProposedLawGivesNinetySixHours(t *testing.T) {
	aware := amsterdam(t, "2026-11-23 09:00")
	if got := profile(t, "proposed.yaml").At(aware).Deadline(aware); !got.Equal(aware.Add(96 * time.Hour)) {
		t.Errorf("got %s", got)
	}
}

func TestTheVersionInForceAtAwarenessCounts(t *testing.T) {
	p := profile(t, "avg.yaml")
	next := p.Versions[0]
	next.Version, next.NotifyWithin, next.From = "later", 96, amsterdam(t, "2027-01-01 00:00")
	p.Versions = append(p.Versions, next)
	for aware, want := range map[string]int{"2017-01-01 00:00": 72, "2026-12-31 23:59": 72, "2027-01-01 00:00": 96} {
		if got := p.At(amsterdam(t, aware)).NotifyWithin; got != want {
			t.Errorf("aware %s: %d hours, want %d", aware, got, want)
		}
	}
}

func TestAlertsComeAtTheirHours(t *testing.T) {
	aware := amsterdam(t, "2026-10-23 16:30") // over the end of summer time
	v := profile(t, "avg.yaml").At(aware)
	for after, want := range map[time.Duration]int{0: 0, 24*time.Hour - 1: 0, 24 * time.Hour: 24, 47 * time.Hour: 24, 48 * time.Hour: 48, 60 * time.Hour: 60, 68 * time.Hour: 68, 71 * time.Hour: 71, 500 * time.Hour: 71} {
		if got := v.Due(aware, aware.Add(after)); got != want {
			t.Errorf("after %s: alert of %d, want %d", after, got, want)
		}
	}
	if got := v.Next(aware, 48); !got.Equal(aware.Add(60 * time.Hour)) {
		t.Errorf("after 48 comes %s", got)
	}
	if got := v.Next(aware, 71); !got.IsZero() {
		t.Errorf("after the last comes %s", got)
	}
	if got := v.PresumedAt(aware); !got.Equal(aware.Add(24 * time.Hour)) {
		t.Errorf("presumed at %s", got)
	}
}

func TestAProfileThatMakesNoSenseIsRefused(t *testing.T) {
	good, err := rules.FS.ReadFile("legal/avg.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"an unknown member":        {"notify_within", "notify_wthin"},
		"no term":                  {"notify_within: 72", "notify_within: 0"},
		"alerts after the term":    {"71]", "72]"},
		"alerts out of order":      {"[24, 48", "[48, 24"},
		"another kind":             {"LegalProfile", "Policy"},
		"another threshold":        {"threshold: risk", "threshold: none"},
		"a version without a name": {"version: avg-2018", "version: \"\""},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := clock.Parse([]byte(strings.Replace(string(good), change[0], change[1], 1))); err == nil {
				t.Error("it was accepted")
			}
		})
	}
}
