package sqlstore

import (
	"strconv"
	"strings"
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

func floorDay(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(24 * time.Hour)
}

// eventWhere adds the conditions on the facets of a filter that counters have too; those
// on types come from where.types.
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
	if len(names) > 0 {
		// The numbers are ours, never text of a request.
		w.clauses = append(w.clauses, column+" IN ("+strings.Join(append([]string{"-1"}, levels(names)...), ", ")+")")
	}
}

// levels are the stored numbers of severities; names that are none are left out.
func levels(names []string) (list []string) {
	for _, name := range names {
		var s policy.Severity
		if s.UnmarshalText([]byte(name)) == nil {
			list = append(list, strconv.Itoa(int(s)))
		}
	}
	return list
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
	eventRowWhere(&w, f)
	if f.Incident != "" {
		n := w.arg(f.Incident)
		w.clauses = append(w.clauses, `e.id IN (SELECT x.id FROM events x WHERE x.org_id = $1 AND x.incident_id = `+n+`
			AND NOT EXISTS (SELECT 1 FROM groupings g WHERE g.org_id = x.org_id AND g.event_id = x.id)
			UNION ALL SELECT g.event_id FROM groupings g WHERE g.org_id = $1 AND g.incident_id = `+n+")")
	}
	join := outcomeWithin(w.bounds("e.id", f))
	if len(f.Outcomes) > 0 {
		join = inner(join)
	}
	if strings.Contains(columns, browserOf) {
		join = joinDevice + join
	}
	return "SELECT " + columns + " FROM events e " + join + " WHERE " + w.text(), w.args
}

// inner leaves out the rows that a left join keeps without a match.
func inner(join string) string { return strings.TrimPrefix(join, "LEFT ") }

// bounds adds the period of a filter and where the page before ended, as conditions on
// the id of an event, and returns them without the column.
func (w *where) bounds(column string, f casework.EventFilter) (bounds []string) {
	if !f.From.IsZero() {
		bounds = append(bounds, " >= "+w.arg(firstID("evt_", f.From)))
	}
	if !f.To.IsZero() {
		bounds = append(bounds, " < "+w.arg(firstID("evt_", f.To)))
	}
	if f.Before != "" {
		bounds = append(bounds, " < "+w.arg(f.Before))
	}
	for _, b := range bounds {
		w.clauses = append(w.clauses, column+b)
	}
	return bounds
}

// firstID is below every id made at t or later.
func firstID(prefix string, t time.Time) string {
	var id ulid.ULID
	_ = id.SetTime(ulid.Timestamp(t)) // times of the API are in range
	return prefix + id.String()
}
