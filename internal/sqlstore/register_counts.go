package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/oklog/ulid/v2"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// countRow is a change of a counter of events.
type countRow struct {
	key countKey
	n   int
}

type countKey struct {
	day                                 int64
	destination, class, action, channel string
	severity                            int
	department, outcome                 string
}

const dayMillis = int64(24 * time.Hour / time.Millisecond)

// Count implements register.Tx.
func (t tx) Count(e register.Event, outcome register.Result, n int) error {
	at := millis(e.At)
	t.b.wrote = true
	t.b.link.counts = append(t.b.link.counts, countRow{countKey{
		at - at%dayMillis, e.Destination, e.Class.String(), e.Decision.Action.String(), e.Channel.String(), int(e.Decision.Severity), e.Department, string(outcome),
	}, n})
	return nil
}

// writeCounts writes the counters that wait, each once.
func (b *batch) writeCounts() error {
	if len(b.link.counts) == 0 {
		return nil
	}
	sums := map[countKey]int{}
	var order []countKey
	for _, c := range b.link.counts {
		if _, seen := sums[c.key]; !seen {
			order = append(order, c.key)
		}
		sums[c.key] += c.n
	}
	var rows [][]any
	for _, k := range order {
		if n := sums[k]; n != 0 {
			rows = append(rows, []any{b.org, k.day, k.destination, k.class, k.action, k.channel, k.severity, k.department, k.outcome, n})
		}
	}
	b.link.counts = nil
	return b.merge("INSERT INTO event_counts (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n)", rows,
		" ON CONFLICT (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome) DO UPDATE SET n = event_counts.n + excluded.n")
}

// eventFacets are the facets of events, in the order of the columns.
var eventFacets = []string{"destination_id", "destination_class", "action", "channel", "severity", "department_id", "outcome"}

const facetColumns = "destination_id, destination_class, action, channel, severity, department_id"

// EventFacets implements casework.Store. Whole days come from the counters; the
// parts of days at both ends are counted one by one.
func (s *Store) EventFacets(ctx context.Context, org string, f casework.EventFilter) (casework.Facets, error) {
	var facets casework.Facets
	facets.Add(0, eventFacets, make([]string, len(eventFacets)))
	if f.Incident != "" {
		return facets, s.countEvents(ctx, org, f, &facets)
	}
	first, last := ceilDay(f.From), floorDay(f.To)
	if !f.To.IsZero() && !first.Before(last) {
		return facets, s.countEvents(ctx, org, f, &facets)
	}
	head, tail := f, f
	head.To, tail.From = first, last
	if err := s.countDays(ctx, org, f, first, last, &facets); err != nil {
		return facets, err
	}
	var errs []error
	if !first.Equal(f.From) {
		errs = append(errs, s.countEvents(ctx, org, head, &facets))
	}
	if !last.Equal(f.To) {
		errs = append(errs, s.countEvents(ctx, org, tail, &facets))
	}
	return facets, errors.Join(errs...)
}

func floorDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(24 * time.Hour)
}

func ceilDay(t time.Time) time.Time {
	if d := floorDay(t); !d.Equal(t) {
		return d.Add(24 * time.Hour)
	}
	return t
}

// countDays adds the counters of the days in [first, last); zero is no bound.
func (s *Store) countDays(ctx context.Context, org string, f casework.EventFilter, first, last time.Time, into *casework.Facets) error {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	eventWhere(&w, f, "", "outcome")
	if !first.IsZero() {
		w.add("day >= ", millis(first))
	}
	if !last.IsZero() {
		w.add("day < ", millis(last))
	}
	return s.facets(ctx, org, "SELECT "+facetColumns+", outcome, SUM(n) FROM event_counts WHERE "+w.text()+" GROUP BY "+facetColumns+", outcome", w.args, into)
}

// countEvents adds the events of the filter, one by one.
func (s *Store) countEvents(ctx context.Context, org string, f casework.EventFilter, into *casework.Facets) error {
	query, args := eventQuery(org, f, "e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, ''), COUNT(*)")
	return s.facets(ctx, org, query+" GROUP BY 1, 2, 3, 4, 5, 6, 7", args, into)
}

func (s *Store) facets(ctx context.Context, org, query string, args []any, into *casework.Facets) error {
	return s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		v := make([]string, len(eventFacets))
		var severity int
		var n int64
		if err := rows.Scan(&v[0], &v[1], &v[2], &v[3], &severity, &v[5], &v[6], &n); err != nil {
			return err
		}
		v[4] = policy.Severity(severity).String()
		if n != 0 {
			into.Add(n, eventFacets, v)
		}
		return nil
	})
}

// eventWhere adds the conditions on the facets of a filter.
func eventWhere(w *where, f casework.EventFilter, prefix, outcome string) {
	w.in(prefix+"destination_id", f.Destinations)
	w.in(prefix+"destination_class", f.Classes)
	w.in(prefix+"action", f.Actions)
	w.in(prefix+"channel", f.Channels)
	w.inSeverities(prefix+"severity", f.Severities)
	w.in(prefix+"department_id", f.Departments)
	w.within(prefix+"department_id", f.Within)
	w.in(outcome, f.Outcomes)
}

// inSeverities is in for severities, which are stored as numbers.
func (w *where) inSeverities(column string, names []string) {
	var levels []string
	for _, name := range names {
		var s policy.Severity
		if s.UnmarshalText([]byte(name)) == nil {
			levels = append(levels, strconv.Itoa(int(s)))
		}
	}
	if len(names) > 0 {
		// The numbers are ours, never text of a request.
		w.clauses = append(w.clauses, column+" IN (-1"+joined(levels)+")")
	}
}

func joined(levels []string) (s string) {
	for _, l := range levels {
		s += ", " + l
	}
	return s
}

// within bounds the departments to those that may be seen; nil is all, an empty
// list none.
func (w *where) within(column string, departments []string) {
	if departments == nil {
		return
	}
	if len(departments) == 0 {
		w.clauses = append(w.clauses, "1 = 0")
		return
	}
	w.in(column, departments)
}

// eventQuery finds events of the filter. Their ids tell the time, so that one index
// serves order, page and period.
func eventQuery(org string, f casework.EventFilter, columns string) (string, []any) {
	w := where{clauses: []string{"e.org_id = $1"}, args: []any{org}}
	eventWhere(&w, f, "e.", "o.outcome")
	if f.Incident != "" {
		w.add("e.incident_id = ", f.Incident)
	}
	if !f.From.IsZero() {
		w.add("e.id >= ", firstID("evt_", f.From))
	}
	if !f.To.IsZero() {
		w.add("e.id < ", firstID("evt_", f.To))
	}
	if f.Before != "" {
		w.add("e.id < ", f.Before)
	}
	join := lastOutcome
	if len(f.Outcomes) > 0 {
		join = "J" + join[len("LEFT J"):]
	}
	return "SELECT " + columns + " FROM events e " + join + " WHERE " + w.text(), w.args
}

// firstID is below every id made at t or later.
func firstID(prefix string, t time.Time) string {
	var id ulid.ULID
	_ = id.SetTime(ulid.Timestamp(t)) // times of the API are in range
	return prefix + id.String()
}

// EventPage implements casework.Store.
func (s *Store) EventPage(ctx context.Context, org string, f casework.EventFilter) ([]register.Attempt, error) {
	query, args := eventQuery(org, f, "e.body, o.body")
	w := where{args: args}
	query += " ORDER BY e.id DESC LIMIT " + w.arg(f.Limit)
	list := []register.Attempt{}
	err := s.query(ctx, org, query, w.args, func(rows *sql.Rows) error {
		a, err := scanAttempt(rows)
		list = append(list, a)
		return err
	})
	return slices.Clip(list), err
}
