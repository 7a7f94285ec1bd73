package main

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
)

// listed is the register of three attempts on three days.
func listed(t *testing.T) string {
	return seeded(t, "2026-11-16T09:00:00+01:00", "2026-11-17T09:00:00+01:00", "2026-11-18T09:00:00+01:00")
}

func list(t *testing.T, dir string, args ...string) ran {
	t.Helper()
	return call(t, "", append([]string{"register", "list", "--data", dir}, args...)...)
}

func TestAListInEveryForm(t *testing.T) {
	dir := listed(t)
	lines := strings.Split(strings.TrimSpace(list(t, dir, "--jsonl").out), "\n")
	if len(lines) != 6 || !strings.Contains(lines[0], `"kind":"event"`) || !strings.Contains(lines[5], `"kind":"incident"`) {
		t.Errorf("got %d lines: %s", len(lines), lines)
	}
	var document struct {
		Events    []struct{ ID, Kind string }
		Incidents []struct{ ID, Kind, Number string }
	}
	if err := json.Unmarshal([]byte(list(t, dir, "--format", "json").out), &document); err != nil || len(document.Events) != 3 || len(document.Incidents) != 3 || document.Incidents[0].Number != "2026-0001" {
		t.Errorf("got %+v, %v", document, err)
	}
	if got := list(t, dir, "--format", "json", "--since", "2026-12-01").out; got != "{}\n" {
		t.Errorf("got %q", got)
	}
	for what, columns := range map[string]int{"incidents": len(incidentColumns), "events": len(eventColumns)} {
		rows, err := csv.NewReader(strings.NewReader(list(t, dir, "--format", "csv", "--what", what).out)).ReadAll()
		if err != nil || len(rows) != 4 || len(rows[0]) != columns {
			t.Errorf("%s: got %v, %v", what, rows, err)
		}
		table := list(t, dir, "--what", what)
		if table.code != exitFine || strings.Count(table.out, "\n") != 4 || !strings.Contains(table.out, "chatgpt") {
			t.Errorf("%s: got %+v", what, table)
		}
	}
}

func TestAListHasTheFiltersOfTheConsole(t *testing.T) {
	dir := listed(t)
	for _, tt := range []struct {
		args string
		want int
	}{
		{"--since 2026-11-17", 2}, {"--until 2026-11-17", 1}, {"--since 2026-11-17 --until 2026-11-18", 1}, {"--since 2026-11-17T09:00:00+01:00", 2}, {"--since 150h", 2}, {"--since 200h", 3}, {"--limit 2", 2},
		{"--destination chatgpt", 3}, {"--destination claude", 0}, {"--destination claude --destination chatgpt", 3}, {"--class unapproved", 3}, {"--class approved,tolerated", 0},
		{"--state prevented", 3}, {"--state detected,triaged", 0}, {"--kind privacy", 3}, {"--kind secret", 0}, {"--ap not_applicable", 3}, {"--ap none", 0}, {"--subjects not_applicable", 3},
		{"--source device", 3}, {"--source manual", 0}, {"--assignee -", 3}, {"--assignee usr_1", 0}, {"--awaiting", 0}, {"--running", 0}, {"--severity very_high", 0}, {"--department -", 3}, {"--department dep_1", 0},
		{"--what events --action block", 3}, {"--what events --action warn", 0}, {"--what events --outcome blocked", 3}, {"--what events --outcome -", 0}, {"--what events --channel typed,paste,drop,voice,autosave,file", 3}, {"--what events --incident inc_1", 0},
	} {
		got := list(t, dir, append(strings.Fields(tt.args), "--format", "csv")...)
		if rows := strings.Count(got.out, "\n") - 1; got.code != exitFine || rows != tt.want {
			t.Errorf("%s: got %d rows, want %d (%s)", tt.args, rows, tt.want, got.err)
		}
	}
	review := list(t, dir, "--needs-review", "--format", "csv")
	if review.code != exitFine {
		t.Errorf("got %+v", review)
	}
}

func TestAListThatIsAskedWronglySaysWhatIsWrong(t *testing.T) {
	dir := listed(t)
	for args, says := range map[string]string{
		"--format xml": "--format must be", "--jsonl --format csv": "say different things", "--what people": "--what must be", "--what all --format csv": "one kind of line", "--state Jansen": "--state must be of: detected",
		"--state closed --what events": "--state selects incidents", "--action block": "--action selects events", "--running --jsonl": "--running selects incidents", "--since Jansen": "--since wants", "--until Jansen": "--until wants",
		"--since 2026-11-17 --until 2026-11-16": "later than", "--limit=-1": "--limit wants", "--subject Reiger-7KQ2M": "unknown flag", "--severity hartfalen": "--severity must be",
	} {
		list(t, dir, strings.Fields(args)...).fails(t, says)
	}
}
