package sqlstore

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"testing"
	"time"

	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/storetest"
)

const (
	listedEvents    = 1_000_000
	listedIncidents = 200_000
)

// BenchmarkLists measures lists, filters and facets over a million events and the
// incidents of them, over thirteen weeks; the bar is a p95 of 100 ms.
func BenchmarkLists(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := Open(b.Context(), b.TempDir(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		lists(b, s, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)", "printf('%010d', i)")
	})
	b.Run("postgres", func(b *testing.B) {
		lists(b, databases(b)(b).Open(b).(*Store), "WITH n(i) AS (SELECT generate_series(0, %d - 1))", "lpad(i::text, 10, '0')")
	})
}

// firstListed is when the first listed event happened.
var firstListed = time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC)

// fill adds the rows past the store. Ids go up with time, a few seconds apart.
func fill(b *testing.B, s *Store, org, series, digits string) {
	b.Helper()
	run := func(query string, args ...any) {
		b.Helper()
		if err := s.do(b.Context(), org, func(t *batch) error { t.wrote = true; return t.exec(query, args...) }); err != nil {
			b.Fatal(err)
		}
	}
	var device string
	if err := s.row(b.Context(), org, "SELECT MIN(id) FROM devices WHERE org_id = $1", []any{org}, &device); err != nil {
		b.Fatal(err)
	}
	const step = 13 * 7 * 86_400_000 / listedEvents
	first := firstListed.UnixMilli()
	// The id holds the day as the ULID of its midnight would, and counts on from there.
	days := "CASE"
	for day := range 92 {
		days += fmt.Sprintf(" WHEN %d * i / 86400000 = %d THEN '%s'", step, day, firstID("", firstListed.AddDate(0, 0, day))[:10])
	}
	id := days + " END || '000000' || " + digits
	destination := "CASE WHEN i % 10 < 7 THEN 'chatgpt' WHEN i % 10 < 9 THEN 'claude' WHEN i % 1000 = 9 THEN 'rare' ELSE 'gemini' END"
	action := "CASE i % 4 WHEN 0 THEN 'warn' WHEN 1 THEN 'redact' WHEN 2 THEN 'block' ELSE 'coach' END"
	body := `'{"org_id":"x","id":"x","at":"2026-11-23T09:00:00Z","destination_id":"chatgpt","destination_class":"unapproved","channel":"typed","subject":"Reiger-7KQ2M","decision":{"action":"warn","shadow":"allow"},"types":[{"type":"bsn","group":"identity","count":1,"distinct":1}],"subjects_min":1,"subjects_max":1,"features":{"n":1}}'`
	at := fmt.Sprintf("%d + %d * i", first, step)
	run(fmt.Sprintf(series, listedEvents) + " INSERT INTO events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id) SELECT '" +
		org + "', 'evt_' || " + id + ", 'd', 'r', '" + device + "', '', " + at + ", " + destination + ", 'unapproved', " + action + ", i % 5, 's', 1, '{}', " + body + ", 'typed', '' FROM n")
	run(`INSERT INTO event_counts (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n)
		SELECT org_id, at - at % 86400000, destination_id, destination_class, action, channel, severity, department_id, '', COUNT(*) FROM events WHERE org_id = $1 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8`, org)
	incident := `'{"id":"x","number":"2026-0001","incident_kind":"privacy","state":"closed","severity":"low","action_taken":"warn","destination_class":"unapproved","occurred_from":"2026-11-23T09:00:00Z","occurred_to":"2026-11-23T09:00:00Z","detected_at":"2026-11-23T09:00:00Z"}'`
	run(fmt.Sprintf(series, listedIncidents) + " INSERT INTO incidents (org_id, id, year, number, state, awaiting, needs_review, severity, subject, destination_id, destination_class, conversation, detected_at, last_event_at, events, rev, body, kind) SELECT '" +
		org + "', 'inc_" + firstID("", firstListed)[:10] + "000000' || " + digits + ", 2026, i + 1, CASE WHEN i % 500 = 0 THEN 'detected' ELSE 'closed' END, 0, 0, i % 5, 's', " + destination + ", 'unapproved', '', " +
		fmt.Sprint(first) + " + i, " + fmt.Sprint(first) + " + i, 1, 1, " + incident + ", 'privacy' FROM n")
}

func lists(b *testing.B, s *Store, series, digits string) {
	org := storetest.SetUpWriters(b, s)
	fill(b, s, org, series, digits)
	last := firstListed.AddDate(0, 0, 13*7)
	week := casework.EventFilter{From: last.Add(-10*24*time.Hour - 7*time.Hour), To: last.Add(-2 * time.Hour), Limit: 50}
	for _, q := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"events, newest", events(s, org, casework.EventFilter{Limit: 50})},
		{"events, common filter", events(s, org, casework.EventFilter{Destinations: []string{"claude"}, Actions: []string{"warn"}, Limit: 50})},
		{"events, rare filter", events(s, org, casework.EventFilter{Destinations: []string{"rare"}, Limit: 50})},
		{"events, none match", events(s, org, casework.EventFilter{Destinations: []string{"rare"}, Actions: []string{"justify"}, Limit: 50})},
		{"events, ten days", events(s, org, week)},
		{"facets, all", facets(s, org, casework.EventFilter{})},
		{"facets, ten days and edges", facets(s, org, week)},
		{"incidents, open", func(ctx context.Context) error {
			_, err := s.IncidentPage(ctx, org, casework.Filter{States: []string{"detected"}, Limit: 50})
			return err
		}},
		{"incident facets", func(ctx context.Context) error {
			_, err := s.IncidentFacets(ctx, org, casework.Filter{})
			return err
		}},
	} {
		b.Run(q.name, func(b *testing.B) {
			var took []time.Duration
			for range 40 {
				start := time.Now()
				if err := q.run(b.Context()); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func events(s *Store, org string, f casework.EventFilter) func(context.Context) error {
	return func(ctx context.Context) error { _, err := s.EventPage(ctx, org, f); return err }
}

func facets(s *Store, org string, f casework.EventFilter) func(context.Context) error {
	return func(ctx context.Context) error { _, err := s.EventFacets(ctx, org, f); return err }
}
