package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
)

// eventFacets are the facets of events, in the order of the columns.
var eventFacets = [sumColumns]string{"destination_id", "destination_class", "action", "channel", "severity", "department_id", "outcome", "type"}

// The places of the facets that are not plain values.
const placeOfDepartment, placeOfTypes = 5, 7

const facetColumns = "destination_id, destination_class, action, channel, severity, department_id"

// EventFacets implements casework.Store. Days that are packed come from their sums; of
// the days at both ends whole hours do, and what is left is counted one by one.
func (s *Store) EventFacets(ctx context.Context, org string, f casework.EventFilter) (casework.Facets, error) {
	c := counting{s: s, ctx: ctx, org: org, f: f, filter: filterOf(f)}
	for i := range c.counts {
		c.counts[i] = map[string]int64{}
	}
	err := c.count()
	return c.facets(), err
}

// filterOf is the filter as packed sums take it.
func filterOf(f casework.EventFilter) (sums sumFilter) {
	for i, list := range [...][]string{f.Destinations, f.Classes, f.Actions, f.Channels, f.Severities, f.Departments, f.Outcomes} {
		if len(list) > 0 {
			sums[i] = func(v string) bool { return slices.Contains(list, v) }
		}
	}
	if f.Within != nil {
		asked := sums[placeOfDepartment]
		sums[placeOfDepartment] = func(d string) bool { return slices.Contains(f.Within, d) && (asked == nil || asked(d)) }
	}
	if len(f.Types) > 0 {
		wanted := setOfTypes(f.Types)
		sums[placeOfTypes] = func(v string) bool {
			set, ok := readTypeSet(v)
			return ok && set&wanted != 0
		}
	}
	return sums
}

// counting adds up facets.
type counting struct {
	s      *Store
	ctx    context.Context
	org    string
	f      casework.EventFilter
	filter sumFilter
	counts [sumColumns]map[string]int64
	total  int64
}

func (c *counting) facets() casework.Facets {
	facets := casework.Facets{Total: c.total, Counts: map[string]map[string]int64{}}
	byType := map[string]int64{}
	for value, n := range c.counts[placeOfTypes] {
		if set, ok := readTypeSet(value); ok {
			set.add(byType, n)
		}
	}
	c.counts[placeOfTypes] = byType
	for i, name := range eventFacets {
		for value, n := range c.counts[i] {
			if n == 0 {
				delete(c.counts[i], value)
			}
		}
		facets.Counts[name] = c.counts[i]
	}
	return facets
}

func (c *counting) add(values *[sumColumns]string, n int64) {
	c.total += n
	for i, v := range values {
		c.counts[i][v] += n
	}
}

const hourMillis = int64(time.Hour / time.Millisecond)

// floor and ceil are the nearest multiples of a step.
func floor(at, step int64) int64 { return at - at%step }

func ceil(at, step int64) int64 { return floor(at+step-1, step) }

// endOfTime is after all days, and so that arithmetic with it holds.
const endOfTime = math.MaxInt64/2 - (math.MaxInt64/2)%dayMillis

// period is that of the filter, in milliseconds.
func period(f casework.EventFilter) (from, to int64) {
	from, to = millis(f.From), endOfTime
	if !f.To.IsZero() {
		to = millis(f.To)
	}
	return from, max(from, to)
}

func (c *counting) count() error {
	if c.f.Incident != "" {
		return c.events(c.f)
	}
	from, to := period(c.f)
	first, last := ceil(from, dayMillis), floor(to, dayMillis)
	if first > last {
		return c.part(from, to)
	}
	var errs []error
	if from < first {
		errs = append(errs, c.part(from, first))
	}
	if first < last {
		errs = append(errs, c.days(first, last))
	}
	if last < to {
		errs = append(errs, c.part(last, to))
	}
	return errors.Join(errs...)
}

// days counts those in [first, last).
func (c *counting) days(first, last int64) error {
	var packed []int64
	err := c.s.query(c.ctx, c.org, "SELECT day, whole FROM event_days WHERE org_id = $1 AND day >= $2 AND day < $3 ORDER BY day", []any{c.org, first, last}, func(rows *sql.Rows) error {
		var day int64
		var sums sql.RawBytes
		if err := rows.Scan(&day, &sums); err != nil {
			return err
		}
		packed = append(packed, day)
		return c.sums(sums, 0, hoursOfDay)
	})
	if err != nil {
		return err
	}
	for _, left := range leftOf(packed, first, last) {
		if len(c.f.Types) > 0 {
			err = errors.Join(err, c.between(left.from, left.to))
		} else {
			err = errors.Join(err, c.rows(left), c.types(left))
		}
	}
	return err
}

// span is a period [from, to).
type span struct{ from, to int64 }

// during is the filter for another period.
func during(f casework.EventFilter, s span) casework.EventFilter {
	f.From, f.To = instant(s.from), time.Time{}
	if s.to != endOfTime {
		f.To = instant(s.to)
	}
	return f
}

// leftOf lists what the days, in order, leave of [first, last).
func leftOf(days []int64, first, last int64) (left []span) {
	for _, day := range append(days, last) {
		if first < day {
			left = append(left, span{first, day})
		}
		first = day + dayMillis
	}
	return left
}

// rows counts days that are not packed, all but their types.
func (c *counting) rows(days span) error {
	w := where{clauses: []string{"c.org_id = $1", "c.day >= $2", "c.day < $3"}, args: []any{c.org, days.from, days.to}}
	eventWhere(&w, c.f, "c.", "c.outcome")
	query := "SELECT " + facetColumns + ", outcome, '', CAST(SUM(n) AS BIGINT) FROM event_counts c WHERE " + w.text() + " GROUP BY " + facetColumns + ", outcome"
	return c.read(query, w.args)
}

// types counts the types of such days, for a filter without types.
func (c *counting) types(days span) error {
	w := where{clauses: []string{"e.org_id = $1"}, args: []any{c.org}}
	eventWhere(&w, c.f, "e.", "o.outcome")
	join := outcomeWithin(w.bounds("e.id", during(c.f, days)))
	if len(c.f.Outcomes) == 0 {
		join = ""
	}
	return c.s.query(c.ctx, c.org, "SELECT e.types, COUNT(*) FROM events e "+join+" WHERE "+w.text()+" GROUP BY e.types", w.args, func(rows *sql.Rows) error {
		var set string
		var n int64
		err := rows.Scan(&set, &n)
		c.counts[placeOfTypes][set] += n
		return err
	})
}

// spans is SQL for the values of the spans.
func (w *where) spans(spans []span, kind string, value func(at int64) any) string {
	rows := make([]string, len(spans))
	for i, s := range spans {
		rows[i] = "(CAST(" + w.arg(value(s.from)) + " AS " + kind + "), CAST(" + w.arg(value(s.to)) + " AS " + kind + "))"
	}
	return "VALUES " + strings.Join(rows, ", ")
}

// part counts [from, to) of one day.
func (c *counting) part(from, to int64) error {
	if from >= to {
		return nil
	}
	day := floor(from, dayMillis)
	packed := false
	first, last := ceil(from, hourMillis), floor(to, hourMillis)
	err := c.s.query(c.ctx, c.org, "SELECT hours FROM event_days WHERE org_id = $1 AND day = $2", []any{c.org, day}, func(rows *sql.Rows) error {
		var sums sql.RawBytes
		if err := rows.Scan(&sums); err != nil {
			return err
		}
		packed = true
		return c.sums(sums, int((first-day)/hourMillis), int((last-day)/hourMillis))
	})
	switch {
	case err != nil:
		return err
	case !packed || first > last:
		return c.between(from, to)
	}
	return errors.Join(c.between(from, first), c.between(last, to))
}

const hoursOfDay = 24

// sums adds packed sums of the hours in [first, last); those of a whole day are in
// its first.
func (c *counting) sums(b []byte, first, last int) error {
	p, err := unpackSums(b)
	if err != nil {
		return err
	}
	var counts [sumColumns][]int64
	for i, values := range p.values {
		counts[i] = make([]int64, len(values))
	}
	err = p.each(c.filter, func(hour int, places *[sumColumns]int, n int64) {
		if hour >= first && hour < last {
			c.total += n
			for i, place := range places {
				counts[i][place] += n
			}
		}
	})
	for i, values := range p.values {
		for place, n := range counts[i] {
			if n != 0 {
				c.counts[i][values[place]] += n
			}
		}
	}
	return err
}

// between counts the events in [from, to), one by one.
func (c *counting) between(from, to int64) error {
	if from >= to {
		return nil
	}
	return c.events(during(c.f, span{from, to}))
}

func (c *counting) events(f casework.EventFilter) error {
	query, args := eventQuery(c.org, f, countedColumns+", 1") // to group them takes the database longer
	return c.read(query, args)
}

// read adds rows of the facets with a number.
func (c *counting) read(query string, args []any) error {
	return c.s.query(c.ctx, c.org, query, args, func(rows *sql.Rows) error {
		var v [sumColumns]string
		var severity int
		var n int64
		if err := rows.Scan(&v[0], &v[1], &v[2], &v[3], &severity, &v[5], &v[6], &v[7], &n); err != nil {
			return err
		}
		v[4] = policy.Severity(severity).String()
		c.add(&v, n)
		return nil
	})
}

// narrow reports whether the filter leaves events of its period out.
func narrow(f casework.EventFilter) bool {
	sums := filterOf(f)
	return slices.ContainsFunc(sums[:], func(passes func(string) bool) bool { return passes != nil })
}
