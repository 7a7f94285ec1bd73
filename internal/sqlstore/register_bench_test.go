package sqlstore

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/storetest"
)

const (
	listedEvents    = 1_000_000
	listedIncidents = 200_000
	listedWeeks     = 13
)

// BenchmarkLists measures lists, filters and facets over a million events of
// thirteen weeks and the incidents of them, beside a look-up by key in the same
// database; the bar is a p95 of 100 ms.
func BenchmarkLists(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := Open(b.Context(), b.TempDir(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		org := storetest.SetUpWriters(b, s)
		fill(b, s, org, "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < %d - 1)", "printf('%010d', i)")
		lists(b, s, org, "SQLite")
	})
	b.Run("postgres", func(b *testing.B) {
		database := databases(b)(b)
		s := database.Open(b).(*Store)
		org := storetest.SetUpWriters(b, s)
		fill(b, s, org, "WITH n(i) AS (SELECT generate_series(0, %d - 1)::bigint)", "lpad(i::text, 10, '0')")
		if err := database.Exec("ANALYZE"); err != nil { // what PostgreSQL does by itself after a minute
			b.Fatal(err)
		}
		lists(b, s, org, "PostgreSQL")
	})
}

// firstListed is when the first listed event happened.
var firstListed = time.Date(2026, 8, 24, 0, 0, 0, 0, time.UTC)

// pick is SQL for one of the values, of which the first come most often: the places
// are those of a number below 1000 that differs by the salt.
func pick(salt int, values ...string) string {
	s := "CASE"
	left := 1000
	for i, v := range values {
		if i == len(values)-1 {
			return s + " ELSE '" + v + "' END"
		}
		left -= left * 2 / 5
		s += fmt.Sprintf(" WHEN (i * 7919 + i / %d) %% 1000 >= %d THEN '%s'", salt, left, v)
	}
	return s
}

// numbered makes so many of a name.
func numbered(prefix string, n int) (list []string) {
	for i := range n {
		list = append(list, prefix+strconv.Itoa(i))
	}
	return list
}

// fill adds the rows past the store: twelve destinations, forty departments, and
// what else events differ by. Ids go up with time, some seconds apart.
func fill(b *testing.B, s *Store, org, series, digits string) {
	b.Helper()
	run := func(query string, args ...any) {
		b.Helper()
		if err := s.do(b.Context(), org, func(t *batch) error { t.ctx = b.Context(); t.wrote = true; return t.exec(query, args...) }); err != nil {
			b.Fatal(err)
		}
	}
	device := "'listed_' || ((i / 3 + i / 89) % 200)"
	run(fmt.Sprintf(series, 200)+" INSERT INTO devices (org_id, id, enrolment_key_id, key_x, key_y, browser, browser_version, os, extension_version, user_groups, enrolled_at) SELECT $1, 'listed_' || i, (SELECT MIN(id) FROM enrolment_keys WHERE org_id = $1), 'k' || i, 'y', "+
		"CASE WHEN i % 50 = 0 THEN 'opera' WHEN i % 9 = 0 THEN 'firefox' WHEN i % 3 = 0 THEN 'chrome' ELSE 'edge' END, '', '', '', '[]', 1 FROM n", org)
	const step = listedWeeks * 7 * 86_400_000 / listedEvents
	first := firstListed.UnixMilli()
	// The id holds the hour as its ULID would, and counts on from there.
	at := fmt.Sprintf("(%d + %d * i)", first, step)
	if s.dialect.scope == "" {
		run("PRAGMA cache_size = -500000") // of the writer, to fill it in time
	}
	run("CREATE TEMP TABLE listed_hours (hour BIGINT PRIMARY KEY, prefix TEXT NOT NULL)")
	for hour := range listedWeeks*7*24 + 1 {
		t := firstListed.Add(time.Duration(hour) * time.Hour)
		run("INSERT INTO listed_hours (hour, prefix) VALUES ($1, $2)", t.UnixMilli(), firstID("", t)[:10])
	}
	destination := pick(3, append([]string{"chatgpt", "copilot", "gemini", "claude"}, numbered("site", 8)...)...)
	department := "'dep_' || ((i * 31 + i / 977) % 40)"
	action, channel, severity := pick(11, "coach", "warn", "redact", "block", "log"), pick(13, "typed", "paste", "drop"), "(i / 7 + i / 911) % 5"
	// Sets of one to three of twelve types, a hundred and more in all.
	types := "(CAST(1 AS BIGINT) << CAST(i / 3 % 12 AS INTEGER)) | (CAST(1 AS BIGINT) << CAST(i / 41 % 7 AS INTEGER)) | (CAST(1 AS BIGINT) << CAST(i / 97 % 4 AS INTEGER))"
	// One to three of nine rules.
	rules := "'|regel-' || (i / 5 % 4) || '|' || CASE WHEN i % 3 = 0 THEN 'regel-' || (4 + i / 11 % 3) || '|' ELSE '' END || CASE WHEN i % 1000 = 77 THEN 'regel-8|' ELSE '' END"
	body := `'{"org_id":"x","id":"x","at":"2026-11-23T09:00:00Z","destination_id":"chatgpt","destination_class":"unapproved","channel":"typed","subject":"Reiger-7KQ2M","decision":{"action":"warn","shadow":"allow"},"types":[{"type":"bsn","group":"identity","count":1,"distinct":1}],"subjects_min":1,"subjects_max":1,"features":{"n":1}}'`
	// A few at a time: a statement has some seconds.
	const piece = listedEvents / 10
	for k := range listedEvents / piece {
		from := fmt.Sprintf(" SELECT '%s', 'evt_' || h.prefix || '000000' || %s, 'd' || i, 'r', %s, 'inc_' || i / 5, %s, %s, CASE WHEN i %% 10 = 9 THEN 'tolerated' ELSE 'unapproved' END, %s, %s, 's' || i %% 5000, 1, '{}', %s, %s, %s, %s, %s FROM (SELECT i + %d AS i FROM n) n JOIN listed_hours h ON h.hour = %s - %s %% 3600000",
			org, digits, device, at, destination, action, severity, body, channel, department, types, rules, k*piece, at, at)
		run(insertFrom(series, piece, "events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id, types, rules)", from))
		run(fmt.Sprintf(`INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body)
			SELECT org_id, id, 1, at, CASE action WHEN 'block' THEN 'blocked' WHEN 'redact' THEN 'redacted_and_sent' WHEN 'coach' THEN 'sent' WHEN 'log' THEN 'sent'
				ELSE CASE WHEN at / 1000 %% 2 = 0 THEN 'cancelled' WHEN at / 1000 %% 3 = 0 THEN 'sent' ELSE 'edited_and_sent' END END, 'none', '{"event_id":"x"}'
			FROM events WHERE org_id = $1 AND at >= %d AND at < %d AND at / 1000 %% 20 <> 0`, first+int64(k)*piece*step, first+int64(k+1)*piece*step), org)
	}
	query, args := eventQuery(org, casework.EventFilter{}, "e.org_id, e.at - e.at % 86400000, e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, ''), COUNT(*)")
	run("INSERT INTO event_counts (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n) "+query+" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9", args...)
	incident := `'{"id":"x","number":"2026-0001","incident_kind":"privacy","state":"closed","severity":"low","action_taken":"warn","destination_class":"unapproved","occurred_from":"2026-11-23T09:00:00Z","occurred_to":"2026-11-23T09:00:00Z","detected_at":"2026-11-23T09:00:00Z"}'`
	state := "CASE WHEN i % 500 = 0 THEN 'detected' WHEN i % 90 = 0 THEN 'triaged' WHEN i % 70 = 0 THEN 'assessed' ELSE 'closed' END"
	const apart = listedWeeks * 7 * 86_400_000 / listedIncidents
	detected := fmt.Sprintf("(%d + %d * i)", first, apart)
	row := fmt.Sprintf(`SELECT '%s' AS org_id, 'inc_' || h.prefix || '000000' || %s AS id, 2026 AS year, i + 1 AS number, %s AS state, 0 AS awaiting, 0 AS needs_review, %s AS severity, 's' AS subject,
		%s AS destination_id, 'unapproved' AS destination_class, '' AS conversation, %s AS detected_at, %s AS last_event_at, 5 AS events, 1 AS rev, %s AS body, 'privacy' AS kind,
		'system' AS source, %s AS department_id, '' AS ap, '' AS subjects_state, '' AS assignee, 0 AS deadline_at, %s AS types FROM n JOIN listed_hours h ON h.hour = %s - %s %% 3600000`,
		org, digits, state, severity, destination, detected, detected, incident, department, types, detected, detected)
	run(insertFrom(series, listedIncidents, `incidents (org_id, id, year, number, state, awaiting, needs_review, severity, subject, destination_id, destination_class, conversation, detected_at, last_event_at,
		events, rev, body, kind, source, department_id, ap, subjects_state, assignee, deadline_at, types, facets)`, " SELECT r.*, "+facetsColumn+" FROM ("+row+") r"))
	run("DROP TABLE listed_hours")
	yesterday := firstListed.AddDate(0, 0, listedWeeks*7-1)
	if err := errors.Join(s.SumEventDays(b.Context(), org, yesterday), s.SumIncidents(b.Context(), org, yesterday)); err != nil {
		b.Fatal(err)
	}
	// What somebody changed since is counted one by one.
	run("UPDATE incidents SET facets = 'triaged' || substr(facets, 7) WHERE org_id = $1 AND number % 20011 = 7 AND state = 'closed'", org)
}

// insertFrom fills a table from a series, in the order that the engine wants.
func insertFrom(series string, n int, into, from string) string {
	return fmt.Sprintf(series, n) + " INSERT INTO " + into + from
}

func lists(b *testing.B, s *Store, org, engine string) {
	last := firstListed.AddDate(0, 0, listedWeeks*7)
	middle := firstListed.AddDate(0, 0, 45)
	deep := firstID("evt_", middle)
	event := func(f casework.EventFilter) func(context.Context) error {
		f.Limit = 50
		return func(ctx context.Context) error { _, err := s.EventPage(ctx, org, f); return err }
	}
	facet := func(f casework.EventFilter) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.EventFacets(ctx, org, f); return err }
	}
	incident := func(f casework.Filter) func(context.Context) error {
		f.Limit = 50
		return func(ctx context.Context) error { _, err := s.IncidentPage(ctx, org, f); return err }
	}
	incidentFacet := func(f casework.Filter) func(context.Context) error {
		return func(ctx context.Context) error { _, err := s.IncidentFacets(ctx, org, f); return err }
	}
	one := func(v string) []string { return []string{v} }
	days := casework.EventFilter{From: last.Add(-10*24*time.Hour - 7*time.Hour - 20*time.Minute), To: last.Add(-2*time.Hour - 10*time.Minute)}
	inDay := casework.EventFilter{From: middle.Add(8*time.Hour + 20*time.Minute), To: middle.Add(17*time.Hour + 40*time.Minute)}
	today := casework.EventFilter{From: last.Add(-10 * time.Hour), To: last}
	for _, q := range []struct {
		name string
		run  func(context.Context) error
	}{
		{"baseline: one row by key", func(ctx context.Context) error {
			var rev int64
			return s.row(ctx, org, "SELECT rev FROM incidents WHERE org_id = $1 AND year = 2026 AND number = 7777", []any{org}, &rev)
		}},
		{"events", event(casework.EventFilter{})},
		{"events, destination", event(casework.EventFilter{Destinations: one("claude")})},
		{"events, rare destination", event(casework.EventFilter{Destinations: one("site7")})},
		{"events, class", event(casework.EventFilter{Classes: one("tolerated")})},
		{"events, action", event(casework.EventFilter{Actions: one("log")})},
		{"events, channel", event(casework.EventFilter{Channels: one("drop")})},
		{"events, outcome", event(casework.EventFilter{Outcomes: one("edited_and_sent")})},
		{"events, severity", event(casework.EventFilter{Severities: one("very_high")})},
		{"events, department", event(casework.EventFilter{Departments: one("dep_7")})},
		{"events, within departments", event(casework.EventFilter{Within: []string{"dep_7", "dep_8"}})},
		{"events, six filters", event(casework.EventFilter{Destinations: one("site3"), Actions: one("block"), Channels: one("drop"), Severities: one("high"), Departments: one("dep_7"), Outcomes: one("blocked")})},
		{"events, rare outcome", event(casework.EventFilter{Destinations: one("site5"), Outcomes: one("edited_and_sent")})},
		{"events, type", event(casework.EventFilter{Types: one("bsn")})},
		{"events, rare type", event(casework.EventFilter{Types: one("driving_licence")})},
		{"events, type and destination", event(casework.EventFilter{Types: one("phone"), Destinations: one("site7")})},
		{"events, rule", event(casework.EventFilter{Rules: one("regel-2")})},
		{"events, rare rule", event(casework.EventFilter{Rules: one("regel-8")})},
		{"events, rare rule and browser", event(casework.EventFilter{Rules: one("regel-8"), Browsers: one("opera")})},
		{"events, browser", event(casework.EventFilter{Browsers: one("firefox")})},
		{"events, rare browser, outcome", event(casework.EventFilter{Browsers: one("opera"), Outcomes: one("edited_and_sent")})},
		{"events, none match", event(casework.EventFilter{Channels: one("voice")})},
		{"events, deep cursor", event(casework.EventFilter{Before: deep})},
		{"events, deep cursor and filter", event(casework.EventFilter{Before: deep, Departments: one("dep_7"), Channels: one("drop")})},
		{"facets", facet(casework.EventFilter{})},
		{"facets, destination", facet(casework.EventFilter{Destinations: one("claude")})},
		{"facets, type", facet(casework.EventFilter{Types: one("bsn")})},
		{"facets, types and channel", facet(casework.EventFilter{Types: []string{"phone", "bsn"}, Channels: one("drop")})},
		{"facets, rule", facet(casework.EventFilter{Rules: one("regel-2")})},
		{"facets, rules and browser", facet(casework.EventFilter{Rules: []string{"regel-2", "regel-8"}, Browsers: one("firefox")})},
		{"facets, browser", facet(casework.EventFilter{Browsers: one("edge")})},
		{"facets, six filters", facet(casework.EventFilter{Destinations: one("site3"), Actions: one("block"), Channels: one("drop"), Severities: one("high"), Departments: one("dep_7"), Outcomes: one("blocked")})},
		{"facets, ten days and edges", facet(days)},
		{"facets, inside a day", facet(inDay)},
		{"facets, inside a day, filter", facet(casework.EventFilter{From: inDay.From, To: inDay.To, Outcomes: one("sent"), Actions: one("warn")})},
		{"facets, inside today", facet(today)},
		{"incidents", incident(casework.Filter{})},
		{"incidents, open", incident(casework.Filter{States: one("detected")})},
		{"incidents, department and severity", incident(casework.Filter{Departments: one("dep_7"), Severities: one("very_high")})},
		{"incidents, type", incident(casework.Filter{Types: one("bsn")})},
		{"incidents, rare type, open", incident(casework.Filter{Types: one("driving_licence"), States: one("detected")})},
		{"incidents, none match", incident(casework.Filter{Assignees: one("usr_1")})},
		{"incident facets", incidentFacet(casework.Filter{})},
		{"incident facets, type", incidentFacet(casework.Filter{Types: one("bsn")})},
		{"incident facets, type and open", incidentFacet(casework.Filter{Types: one("bsn"), States: one("detected")})},
		{"incident facets, ten days", incidentFacet(casework.Filter{From: days.From, To: days.To})},
		{"incident facets, open", incidentFacet(casework.Filter{States: one("detected")})},
	} {
		var took []time.Duration
		for range 40 {
			start := time.Now()
			if err := q.run(b.Context()); err != nil {
				b.Fatalf("%s: %v", q.name, err)
			}
			took = append(took, time.Since(start))
		}
		slices.Sort(took)
		millis := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
		fmt.Printf("%-11s%-34s p50 %8.2f ms   p95 %8.2f ms\n", engine, q.name, millis(took[len(took)/2]), millis(took[len(took)*95/100]))
	}
}
