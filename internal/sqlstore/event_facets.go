package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/register/casework"
)

// eventFacets are the facets of events, in the order of the columns.
var eventFacets = [sumColumns]string{"destination_id", "destination_class", "action", "channel", "severity", "department_id", "outcome", "type", "rule", "browser"}

// sumColumns is how many facets an event has.
const sumColumns = 10

// The places of the facets that are not plain values, and of the first that the
// counters of a day do not know.
const placeOfSeverity, placeOfDepartment, placeOfTypes, placeOfRules, firstUncounted = 4, 5, 7, 8, 7

// sets are how the values of facets are read that are sets.
var sets = map[int]func(counts map[string]int64, value string, n int64){placeOfTypes: addTypes, placeOfRules: addRules}

// EventFacets implements casework.Store. Days that are packed come from their sums; of
// the days at both ends whole hours do, and what is left is counted one by one.
func (s *Store) EventFacets(ctx context.Context, org string, f casework.EventFilter) (casework.Facets, error) {
	c := counting{s: s, ctx: ctx, org: org, f: f, filter: filterOf(f), counts: newCounts(sumColumns)}
	err := c.count()
	return c.facets(), err
}

// filterOf is the filter as packed sums take it.
func filterOf(f casework.EventFilter) sumFilter {
	sums := make(sumFilter, sumColumns)
	for i, list := range [sumColumns][]string{f.Destinations, f.Classes, f.Actions, f.Channels, f.Severities, f.Departments, f.Outcomes, nil, nil, f.Browsers} {
		if len(list) > 0 {
			sums[i] = func(v string) bool { return slices.Contains(list, v) }
		}
	}
	if f.Within != nil {
		asked := sums[placeOfDepartment]
		sums[placeOfDepartment] = func(d string) bool { return slices.Contains(f.Within, d) && (asked == nil || asked(d)) }
	}
	sums[placeOfTypes] = testOfTypes(f.Types)
	if len(f.Rules) > 0 {
		sums[placeOfRules] = func(v string) bool {
			return slices.ContainsFunc(f.Rules, func(id string) bool { return strings.Contains(v, ruleBar+id+ruleBar) })
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
	counts []map[string]int64
	total  int64
}

// newCounts are empty counts of so many columns.
func newCounts(columns int) []map[string]int64 {
	counts := make([]map[string]int64, columns)
	for i := range counts {
		counts[i] = map[string]int64{}
	}
	return counts
}

func (c *counting) facets() casework.Facets {
	facets := casework.Facets{Total: c.total, Counts: map[string]map[string]int64{}}
	for i, name := range eventFacets {
		counts := c.counts[i]
		if add := sets[i]; add != nil {
			counts = map[string]int64{}
			for value, n := range c.counts[i] {
				add(counts, value, n)
			}
		}
		maps.DeleteFunc(counts, func(_ string, n int64) bool { return n == 0 })
		facets.Counts[name] = counts
	}
	return facets
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
	err := c.s.query(c.ctx, c.org, "SELECT day, whole FROM event_days WHERE org_id = $1 AND day >= $2 AND day < $3 AND layout = "+layoutNow+" ORDER BY day", []any{c.org, first, last}, func(rows *sql.Rows) error {
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
		if byRow(c.f) {
			err = errors.Join(err, c.between(left.from, left.to))
		} else {
			err = errors.Join(err, c.rows(left), c.uncounted(left))
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

// byRow reports whether the filter asks for what the counters of a day do not know.
func byRow(f casework.EventFilter) bool { return len(f.Types)+len(f.Rules)+len(f.Browsers) > 0 }

// rows counts days that are not packed, as far as counters know.
func (c *counting) rows(days span) error {
	w := where{clauses: []string{"c.org_id = $1", "c.day >= $2", "c.day < $3"}, args: []any{c.org, days.from, days.to}}
	eventWhere(&w, c.f, "c.", "c.outcome")
	n, err := c.read("SELECT "+facetsOfCounts+", c.n FROM event_counts c WHERE "+w.text(), w.args, 0, firstUncounted)
	c.total += n
	return err
}

// uncounted counts the rest of such days, for a filter that asks for nothing of it.
func (c *counting) uncounted(days span) error {
	w := where{clauses: []string{"e.org_id = $1"}, args: []any{c.org}}
	eventWhere(&w, c.f, "e.", "o.outcome")
	join := outcomeWithin(w.bounds("e.id", during(c.f, days)))
	if len(c.f.Outcomes) == 0 {
		join = ""
	}
	_, err := c.read("SELECT "+uncountedFacets+", 1 FROM events e "+joinDevice+join+" WHERE "+w.text(), w.args, firstUncounted, sumColumns)
	return err
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
	err := c.s.query(c.ctx, c.org, "SELECT hours FROM event_days WHERE org_id = $1 AND day = $2 AND layout = "+layoutNow, []any{c.org, day}, func(rows *sql.Rows) error {
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
	p, err := unpackSums(sumColumns, b)
	if err != nil {
		return err
	}
	found, err := p.find(c.filter)
	if err != nil {
		return err
	}
	if first > 0 || last < hoursOfDay {
		found = p.inHours(found, first, last)
	}
	c.total += p.total(found)
	return p.count(found, c.counts)
}

// between counts the events in [from, to), one by one.
func (c *counting) between(from, to int64) error {
	if from >= to {
		return nil
	}
	return c.events(during(c.f, span{from, to}))
}

func (c *counting) events(f casework.EventFilter) error {
	// Rules are held against what is read: a search in a set misleads the planner.
	f.Rules = nil
	query, args := eventQuery(c.org, f, facetsOfEvent+", 1")
	n, err := c.read(query, args, 0, sumColumns)
	c.total += n
	return err
}

// read adds rows of facets in one word with a number, in the columns from the first
// up to the last, and returns the sum of the numbers. Rows that are read from the first
// column on pass the filter or are left out. To group them takes a database longer.
func (c *counting) read(query string, args []any, first, last int) (total int64, err error) {
	alike := map[string]int64{}
	err = c.s.query(c.ctx, c.org, query, args, func(rows *sql.Rows) error {
		var facets sql.RawBytes
		var n int64
		if err := rows.Scan(&facets, &n); err != nil {
			return err
		}
		alike[string(facets)] += n
		return nil
	})
	if err != nil {
		return 0, err
	}
	for facets, n := range alike {
		values, err := eventValues(facets, first)
		if err != nil {
			return 0, storeError(err)
		}
		if first == 0 && !c.filter.passes(values[:last]) {
			continue
		}
		total += n
		for i := first; i < last; i++ {
			c.counts[i][values[i]] += n
		}
	}
	return total, nil
}

// narrow reports whether the filter leaves events of its period out.
func narrow(f casework.EventFilter) bool {
	return slices.ContainsFunc(filterOf(f), func(passes func(string) bool) bool { return passes != nil })
}
