//go:build unix

package sqlstore

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/report"
	"dijkwacht/internal/storetest"
)

// BenchmarkReport makes the report on a week with a million events, each with an
// outcome; the bar is five seconds.
func BenchmarkReport(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := Open(b.Context(), b.TempDir(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		reports(b, s, "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)", "printf('%010d', i)")
	})
	b.Run("postgres", func(b *testing.B) {
		reports(b, databases(b)(b).Open(b).(*Store), "WITH n(i) AS (SELECT generate_series(%d, %d))", "lpad(i::text, 10, '0')")
	})
}

func reports(b *testing.B, s *Store, series, digits string) {
	const events = 1_000_000
	org := storetest.SetUpWriters(b, s)
	week := report.Week{Year: 2026, Number: 47}
	from, to := week.Bounds(time.UTC)
	fillWeek(b, s, org, series, digits, from, events)
	head := report.Head{Week: week, Location: time.UTC, GeneratedAt: to, Revision: 1}
	used := cpuTime(b)
	for b.Loop() {
		this, err := report.Read(b.Context(), s, org, week, time.UTC)
		if err != nil {
			b.Fatal(err)
		}
		before, err := report.Read(b.Context(), s, org, week.Before(), time.UTC)
		if err != nil {
			b.Fatal(err)
		}
		r, err := report.Make(head, this, before)
		if err != nil || r.Funnel.Hits != events || r.Rules[0].Hits != events || r.ByCategory[0].Count != events {
			b.Fatalf("%+v, %v", r.Funnel, err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/million-events")
	b.ReportMetric((cpuTime(b)-used).Seconds()/float64(b.N), "cpu-s/million-events")
}

// fillWeek adds the rows past the store, as it would write them.
func fillWeek(b testing.TB, s *Store, org, series, digits string, from time.Time, events int64) {
	b.Helper()
	run := func(query string) {
		b.Helper()
		if err := s.do(b.Context(), org, func(t *batch) error { t.wrote = true; return t.exec(query) }); err != nil {
			b.Fatal(err)
		}
	}
	var device string
	if err := s.row(b.Context(), org, "SELECT MIN(id) FROM devices WHERE org_id = $1", []any{org}, &device); err != nil {
		b.Fatal(err)
	}
	at := fmt.Sprintf("(%d + %d * i)", from.UnixMilli(), 7*86_400_000/events)
	id := "'evt_'" + ulidTime(at) + " || '000000' || " + digits
	action := "CASE i % 4 WHEN 0 THEN 'warn' WHEN 1 THEN 'redact' WHEN 2 THEN 'block' ELSE 'coach' END"
	subject := "'Reiger-' || (i % 2000)"
	body := `'{"org_id":"x","id":"x","at":"2026-11-23T09:00:00Z","destination_id":"chatgpt","destination_class":"unapproved","channel":"typed","subject":"' || ` + subject +
		` || '","identity_source":"oidc","decision":{"action":"' || ` + action + ` || '","shadow":"allow","severity":"high","matched_rules":[{"id":"bsn-openbaar","action":"warn","mode":"enforce","message_id":"bsn-stop"}],"offers":["safe_rewrite"],"override":{"allowed":true,"reasons":["fictief"]}},"types":[{"type":"bsn","group":"identity","count":1,"distinct":1},{"type":"diagnosis","group":"health","count":2,"distinct":2}],"subjects_min":1,"subjects_max":1,"features":{"n":1,"m":[1,2,3],"text":"` + fmt.Sprintf("%0300d", 7) + `"},"policy_version":3,"rules_version":"1.0"}'`
	const piece = 10_000 // what a server of the database writes well within the time of a transaction
	for first := int64(0); first < events; first += piece {
		rows := fmt.Sprintf(series, first, min(first+piece, events)-1)
		run(rows + " INSERT INTO events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id, marks) SELECT '" +
			org + "', " + id + ", 'd', 'r', '" + device + "', '', " + at + ", 'chatgpt', 'unapproved', " + action + ", i % 5, " + subject + ", 3, '{}', " + body + `, 'typed', '', '{"categories":["bsn","health"],"rules":["bsn-openbaar"]}' FROM n`)
		run(rows + " INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body, reason, decided_ms) SELECT '" + org + "', " + id + ", 1, " + at +
			`, 'cancelled', 'none', '{"event_id":"' || ` + id + ` || '","rev":1,"outcome":"cancelled","egress_evidence":"none","shown_ms":900,"decided_ms":' || (1000 + i % 9000) || ',"at":"2026-11-23T09:00:00Z","received_at":"2026-11-23T09:00:00Z"}', '', 1000 + i % 9000 FROM n`)
	}
}

// ulidTime is SQL for the ten characters with which a ULID of that time begins.
func ulidTime(at string) string {
	var characters strings.Builder
	for shift := 45; shift >= 0; shift -= 5 {
		fmt.Fprintf(&characters, " || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', CAST(%s / %d %% 32 AS INTEGER) + 1, 1)", at, int64(1)<<shift)
	}
	return characters.String()
}
