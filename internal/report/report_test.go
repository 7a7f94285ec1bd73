package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/register"
	"dijkwacht/internal/render"
	"dijkwacht/internal/report"
)

var update = flag.Bool("update", false, "write the golden files")

// make a report on the rows of r, some days after the week.
func makeReport(t *testing.T, r report.Register, name string) report.Report {
	t.Helper()
	loc := amsterdam(t)
	week, err := report.ParseWeek(name)
	if err != nil {
		t.Fatal(err)
	}
	_, end := week.Bounds(loc)
	head := report.Head{
		Organisation: "Zorggroep De Linde & Zn. <test>", Week: week, Location: loc, Revision: 1, GeneratedAt: end.Add(7 * time.Hour),
		DestinationNames: map[string]string{"chatgpt": "ChatGPT", "claude": "Claude", "eigen": "LindeChat"},
	}
	return build(t, r, head)
}

// build makes the report of the head on the rows of r.
func build(t *testing.T, r report.Register, head report.Head) report.Report {
	t.Helper()
	made, err := report.Make(head, read(t, r, head.Week, head.Location), read(t, r, head.Week.Before(), head.Location))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func read(t *testing.T, r report.Register, week report.Week, loc *time.Location) report.Rows {
	t.Helper()
	rows, err := report.Read(context.Background(), r, "org", week, loc)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// fullHead is the head of a report on W47 with all that can be known.
func fullHead(t *testing.T) report.Head {
	t.Helper()
	loc := amsterdam(t)
	week := report.Week{Year: 2026, Number: 47}
	_, end := week.Bounds(loc)
	head := report.Head{
		Organisation: "Zorggroep De Linde & Zn. <test>", Week: week, Location: loc, Revision: 2, GeneratedAt: end.Add(7 * time.Hour),
		DestinationNames: map[string]string{"chatgpt": "ChatGPT", "claude": "Claude", "eigen": "LindeChat"},
		Units:            hospital, Partition: report.Divide(hospital, report.DefaultCell),
		Coverage: report.Coverage{
			Devices: &report.DeviceCounts{Enrolled: 120, Active: 110, Silent: 4, Outdated: new(7)}, Observed: new(int64(4700)), Inspected: new(int64(4210)), Uninspected: new(int64(12)), OpenMinutes: new(35),
		},
		Expiring:   []report.Expiring{{ID: "exc-opleiding", Until: end.AddDate(0, 0, 6)}},
		Checkpoint: &report.Checkpoint{Seq: 48211, Hash: "9f2c41aa07be1d33", SignedAt: end.Add(6 * time.Hour), KeyID: "k1"},
		Revised:    []string{"2026-W45"}, Console: "https://dijkwacht.example",
	}
	past := week
	for i := range 12 {
		past = past.Before()
		head.Past = append(head.Past, report.Past{Totals: report.Totals{Week: past.String(), Inspected: 4000, Hits: 90 + i%4*5, Held: 80, Left: 9}, Cells: []report.CellTotals{{Units: []string{"seh"}, Hits: 40 + i%4*5, Held: 36, Left: 4}}})
	}
	return head
}

func TestReportsLookAsAgreed(t *testing.T) {
	busy, idle := makeReport(t, sample(), "2026-W47"), makeReport(t, &shelf{}, "2026-W47")
	quiet := makeReport(t, &shelf{counters: []register.Counter{{Hour: time.Date(2026, 11, 17, 9, 0, 0, 0, time.UTC), Name: "inspected", N: 1204}}}, "2026-W47")
	full := build(t, sample(), fullHead(t))
	ward := fullHead(t)
	ward.Scope = "seh"
	for name, made := range map[string]report.Report{
		"busy": busy, "idle": idle, "quiet": quiet, "full": full, "board": full.For(report.Board), "council": full.For(report.WorksCouncil),
		"ward": build(t, sample(), ward).For(report.WardManagers),
	} {
		for _, language := range []string{"nl", "en"} {
			t.Run(name+"."+language, func(t *testing.T) {
				document, err := made.Document(language)
				if err != nil {
					t.Fatal(err)
				}
				var b bytes.Buffer
				if err := render.HTML(&b, document); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+language+".html", b.Bytes())
				b.Reset()
				if err := render.MailHTML(&b, document); err != nil {
					t.Fatal(err)
				}
				golden(t, name+"."+language+".mail.html", b.Bytes())
				golden(t, name+"."+language+".txt", []byte(render.Text(document)))
			})
		}
		t.Run(name+".json", func(t *testing.T) {
			raw, err := json.MarshalIndent(made, "", "  ")
			if err != nil {
				t.Fatal(err)
			}
			golden(t, name+".json", append(raw, '\n'))
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs; look at it and run the test with -update (-want +got):\n%s", path, diff)
	}
}

func TestTheFunnelAddsUp(t *testing.T) {
	f := makeReport(t, sample(), "2026-W47").Funnel
	if asked := f.Logged + f.Coached + f.Warned + f.Justified + f.Redacted + f.Blocked; asked != f.Hits {
		t.Errorf("actions add up to %d, hits are %d", asked, f.Hits)
	}
	o := f.Then
	if then := o.Edited + o.SafeRewrite + o.Redirected + o.Stopped + o.Passed + o.Overridden + o.BreakGlass + o.Unknown; then != f.Hits {
		t.Errorf("outcomes add up to %d, hits are %d", then, f.Hits)
	}
}

func TestAReportHoldsExactlyTheEventsOfItsWeek(t *testing.T) {
	loc := amsterdam(t)
	for _, name := range []string{"2026-W13", "2026-W43", "2026-W53", "2027-W01"} {
		t.Run(name, func(t *testing.T) {
			week, err := report.ParseWeek(name)
			if err != nil {
				t.Fatal(err)
			}
			from, to := week.Bounds(loc)
			s := &shelf{}
			for id, at := range map[string]time.Time{
				"before": from.Add(-time.Millisecond), "first": from, "last": to.Add(-time.Millisecond), "after": to,
			} {
				s.many(1, at, id, 0, 0, register.BlockedSend, register.EgressNone)
			}
			var ids []string
			for _, c := range makeReport(t, s, name).ByDestination {
				ids = append(ids, c.ID)
			}
			if diff := cmp.Diff([]string{"first", "last"}, ids); diff != "" {
				t.Errorf("events (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheCountersOfAWeekAreThoseOfItsHoursOnLocalClocks(t *testing.T) {
	loc := amsterdam(t)
	for name, hours := range map[string]int{"2026-W13": 167, "2026-W43": 169, "2026-W53": 168, "2027-W12": 167} {
		week, err := report.ParseWeek(name)
		if err != nil {
			t.Fatal(err)
		}
		from, to := week.Bounds(loc)
		s := &shelf{}
		for hour := from.UTC().Add(-3 * time.Hour); hour.Before(to.Add(3 * time.Hour)); hour = hour.Add(time.Hour) {
			s.counters = append(s.counters, register.Counter{Hour: hour, Name: "inspected", N: 1})
		}
		if got := makeReport(t, s, name).Funnel.Inspected; got != hours {
			t.Errorf("%s counts %d hours, want %d", name, got, hours)
		}
	}
}

func TestAReportNamesNoPerson(t *testing.T) {
	made := makeReport(t, sample(), "2026-W47")
	raw, err := json.Marshal(made)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), "Reiger") {
		t.Error("a pseudonym is in the report")
	}
}

func TestAWeekThatIsNotOverSaysSo(t *testing.T) {
	loc := amsterdam(t)
	week, err := report.ParseWeek("2026-W47")
	if err != nil {
		t.Fatal(err)
	}
	from, to := week.Bounds(loc)
	for _, c := range []struct {
		at      time.Time
		partial bool
	}{{from, true}, {to.Add(-time.Second), true}, {to, false}} {
		rows := read(t, &shelf{}, week, loc)
		made, err := report.Make(report.Head{Week: week, Location: loc, GeneratedAt: c.at}, rows, rows)
		if err != nil {
			t.Fatal(err)
		}
		if made.Partial != c.partial {
			t.Errorf("at %s partial is %t", c.at, made.Partial)
		}
	}
}

func TestAReportOfRowsThatCannotBeReadIsNoReport(t *testing.T) {
	broken := errors.New("disk")
	rows := read(t, &shelf{}, report.Week{Year: 2026, Number: 47}, time.UTC)
	bad := rows
	bad.Attempts = func(yield func(report.Attempt, error) bool) { yield(report.Attempt{}, broken) }
	head := report.Head{Week: report.Week{Year: 2026, Number: 47}, Location: time.UTC}
	if _, err := report.Make(head, bad, rows); !errors.Is(err, broken) {
		t.Errorf("this week: %v", err)
	}
	if _, err := report.Make(head, rows, bad); !errors.Is(err, broken) {
		t.Errorf("the week before: %v", err)
	}
	bad = rows
	bad.Counters = iter.Seq2[register.Counter, error](func(yield func(register.Counter, error) bool) { yield(register.Counter{}, broken) })
	if _, err := report.Make(head, bad, rows); !errors.Is(err, broken) {
		t.Errorf("counters: %v", err)
	}
}
