package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"github.com/oklog/ulid/v2"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// EventPage implements casework.Store. Where the filter leaves events out, the
// counters say in which hours there is something to find, so that the time goes by
// what is found and not by what is passed over.
func (s *Store) EventPage(ctx context.Context, org string, f casework.EventFilter) ([]register.Attempt, error) {
	list := []register.Attempt{}
	add := func(rows *sql.Rows) error {
		a, err := scanAttempt(rows)
		list = append(list, a)
		return err
	}
	if f.Incident != "" || !narrow(f) {
		query, args := eventQuery(org, f, "e.body, o.body")
		w := where{args: args}
		query += " ORDER BY e.id DESC LIMIT " + w.arg(f.Limit)
		return list, s.query(ctx, org, query, w.args, add)
	}
	w := hourWalk{s: s, ctx: ctx, org: org, f: f, filter: filterOf(f), batch: firstDays}
	if err := w.begin(); err != nil {
		return nil, err
	}
	for len(list) < f.Limit {
		spans, err := w.next(f.Limit - len(list))
		if err != nil {
			return nil, err
		}
		if len(spans) == 0 {
			break
		}
		query, args := s.eventsIn(org, f, spans, f.Limit-len(list))
		if err := s.query(ctx, org, query, args, add); err != nil {
			return nil, err
		}
	}
	return slices.Clip(list), nil
}

// eventsIn finds the newest events of the filter within the spans, with their last
// outcomes. Cross joins are made in the order in which they stand, where it matters.
func (s *Store) eventsIn(org string, f casework.EventFilter, spans []span, limit int) (string, []any) {
	if s.dialect.scope != "" {
		return eventsLateral(org, f, spans, limit)
	}
	w := where{args: []any{org}}
	id := func(at int64) any { return firstID("evt_", instant(at)) }
	query := "WITH h(lo, hi) AS (" + w.spans(spans, "TEXT", id) + "), found(id) AS (SELECT e.id FROM h CROSS JOIN "
	events, others := "events e", f
	others.Outcomes = nil
	w.clauses = []string{"e.org_id = $1", "e.id >= h.lo", "e.id < h.hi"}
	if len(f.Outcomes) > 0 {
		w.clauses = append(w.clauses, "o.org_id = $1", "o.event_id = e.id", "o.rev = (SELECT MAX(rev) FROM outcomes WHERE org_id = $1 AND event_id = o.event_id)")
		events = "events e CROSS JOIN outcomes o"
		if len(f.Outcomes) == 1 || !narrow(others) { // of one outcome there are fewer than of all events
			w.clauses = append(w.clauses, "o.event_id >= h.lo", "o.event_id < h.hi")
			events = "outcomes o CROSS JOIN events e"
		}
	}
	query += events
	eventWhere(&w, f, "e.", "o.outcome")
	eventRowWhere(&w, f)
	w.bounds("e.id", f)
	query += " WHERE " + w.text() + " ORDER BY e.id DESC LIMIT " + w.arg(limit) + ")"
	return query + " SELECT e.body, o.body FROM found CROSS JOIN events e " + lastOutcome + " WHERE e.org_id = $1 AND e.id = found.id ORDER BY e.id DESC", w.args
}

// eventsLateral is eventsIn for PostgreSQL: a lateral query is planned for one span, and
// as well without statistics of the tables, which a new database does not have.
func eventsLateral(org string, f casework.EventFilter, spans []span, limit int) (string, []any) {
	w := where{clauses: []string{"e.org_id = $1", "e.id >= h.lo", "e.id < h.hi"}, args: []any{org}}
	values := w.spans(spans, "TEXT", func(at int64) any { return firstID("evt_", instant(at)) })
	eventWhere(&w, f, "e.", "o.outcome")
	eventRowWhere(&w, f)
	w.bounds("e.id", f)
	others := f
	others.Outcomes = nil
	join := "LEFT JOIN LATERAL (SELECT outcome, body FROM outcomes WHERE org_id = $1 AND event_id = e.id ORDER BY rev DESC LIMIT 1) o ON TRUE"
	if !narrow(others) { // of the outcomes asked for there are fewer than of the events
		join = inner(outcomeWithin([]string{" >= h.lo", " < h.hi"}))
	}
	n := w.arg(limit)
	return "SELECT found.event, found.outcome FROM (" + values + ") h(lo, hi) CROSS JOIN LATERAL (SELECT e.id, e.body AS event, o.body AS outcome FROM events e " +
		join + " WHERE " + w.text() + " ORDER BY e.id DESC LIMIT " + n + ") found ORDER BY found.id DESC LIMIT " + n, w.args
}

// hourWalk goes back in time over the hours in which the filter finds something.
type hourWalk struct {
	s      *Store
	ctx    context.Context
	org    string
	f      casework.EventFilter
	filter sumFilter
	// days are left to look at, newest first; packed ones have no count yet.
	days []walkDay
	// batch is how many packed days are looked at next.
	batch int
	// spans are found and were not handed out yet.
	spans []countedSpan
}

type walkDay struct {
	day, n int64
	packed bool
}

type countedSpan struct {
	span
	n int64
}

// firstDays is how many packed days are looked at first; each next time it is some
// times as many.
const (
	firstDays = 4
	moreDays  = 4
)

// begin lists the days of the period.
func (w *hourWalk) begin() error {
	from, to := period(w.f)
	if w.f.Before != "" {
		if id, err := ulid.ParseStrict(w.f.Before[min(len("evt_"), len(w.f.Before)):]); err == nil {
			to = min(to, int64(id.Time())+1)
		}
	}
	first, last := floor(from, dayMillis), ceil(to, dayMillis)
	var packed []int64
	err := w.s.query(w.ctx, w.org, "SELECT day FROM event_days WHERE org_id = $1 AND day >= $2 AND day < $3 AND layout = "+layoutNow+" ORDER BY day", []any{w.org, first, last}, func(rows *sql.Rows) error {
		var day int64
		err := rows.Scan(&day)
		packed = append(packed, day)
		return err
	})
	if err != nil {
		return err
	}
	for _, day := range packed {
		w.days = append(w.days, walkDay{day: day, packed: true})
	}
	if err := w.rows(leftOf(packed, first, last)); err != nil {
		return err
	}
	slices.SortFunc(w.days, func(a, b walkDay) int { return int((b.day - a.day) / dayMillis) })
	return nil
}

// rows adds the days in the spans that are not packed and have something, as far as
// counters know: they do not know types.
func (w *hourWalk) rows(spans []span) error {
	for _, days := range spans {
		q := where{clauses: []string{"c.org_id = $1", "c.day >= $2", "c.day < $3"}, args: []any{w.org, days.from, days.to}}
		eventWhere(&q, w.f, "c.", "c.outcome")
		query := "SELECT c.day, CAST(SUM(c.n) AS BIGINT) FROM event_counts c WHERE " + q.text() + " GROUP BY c.day HAVING SUM(c.n) > 0"
		err := w.s.query(w.ctx, w.org, query, q.args, func(rows *sql.Rows) error {
			var d walkDay
			err := rows.Scan(&d.day, &d.n)
			w.days = append(w.days, d)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// next is where the next so many events are, newest first; none: there are no more.
// At the ends of the period there may be fewer.
func (w *hourWalk) next(want int) ([]span, error) {
	var found []span
	n := int64(0)
	for n < int64(want) {
		if len(w.spans) == 0 {
			if len(w.days) == 0 {
				break
			}
			if err := w.more(int64(want) - n); err != nil {
				return nil, err
			}
			continue
		}
		one := w.spans[0]
		w.spans = w.spans[1:]
		n += one.n
		if last := len(found) - 1; last >= 0 && found[last].from == one.to {
			found[last].from = one.from
		} else {
			found = append(found, one.span)
		}
	}
	return found, nil
}

// more looks at the next days until enough is found in them, or a batch of them was
// looked at.
func (w *hourWalk) more(want int64) error {
	if !w.days[0].packed {
		d := w.days[0]
		w.days = w.days[1:]
		w.spans = append(w.spans, countedSpan{span{d.day, d.day + dayMillis}, d.n})
		return nil
	}
	taken := slices.IndexFunc(w.days, func(d walkDay) bool { return !d.packed })
	if taken < 0 {
		taken = len(w.days)
	}
	taken = min(taken, w.batch)
	w.batch *= moreDays
	matching, seen, err := w.matching(w.days[:taken], want)
	if err != nil {
		return err
	}
	w.days = w.days[seen:]
	return w.hours(matching)
}

// matching lists the days in which the filter finds something, until there is
// enough, and says at how many it looked. A day that has lost its piece meanwhile
// counts as one.
func (w *hourWalk) matching(days []walkDay, want int64) (list []any, seen int, err error) {
	n, empty := int64(0), map[int64]bool{}
	err = w.s.query(w.ctx, w.org, "SELECT day, whole FROM event_days WHERE org_id = $1 AND day >= $2 AND day <= $3 AND layout = "+layoutNow+" ORDER BY day DESC",
		[]any{w.org, days[len(days)-1].day, days[0].day}, func(rows *sql.Rows) error {
			var day int64
			var sums sql.RawBytes
			if err := rows.Scan(&day, &sums); err != nil {
				return err
			}
			p, err := unpackSums(sumColumns, sums)
			if err != nil {
				return err
			}
			found, err := p.find(w.filter)
			n += p.total(found)
			empty[day] = len(found) == 0
			if seen = 1 + slices.IndexFunc(days, func(d walkDay) bool { return d.day == day }); err == nil && n >= want {
				err = errStop
			}
			return err
		})
	if err == nil {
		seen = len(days)
	} else if !errors.Is(err, errStop) {
		return nil, 0, err
	}
	for _, d := range days[:seen] {
		if !empty[d.day] {
			list = append(list, d.day)
		}
	}
	return list, seen, nil
}

// hours adds the hours of the days in which the filter finds something.
func (w *hourWalk) hours(days []any) error {
	if len(days) == 0 {
		return nil
	}
	q := where{clauses: []string{"org_id = $1"}, args: []any{w.org}}
	places := ""
	for i, day := range days {
		if i > 0 {
			places += ", "
		}
		places += q.arg(day)
	}
	found := map[int64][hoursOfDay]int64{}
	err := w.s.query(w.ctx, w.org, "SELECT day, hours FROM event_days WHERE "+q.text()+" AND layout = "+layoutNow+" AND day IN ("+places+")", q.args, func(rows *sql.Rows) error {
		var day int64
		var sums sql.RawBytes
		if err := rows.Scan(&day, &sums); err != nil {
			return err
		}
		p, err := unpackSums(sumColumns, sums)
		if err != nil {
			return err
		}
		passing, err := p.find(w.filter)
		if err != nil {
			return err
		}
		found[day], err = p.byHour(passing)
		return err
	})
	if err != nil {
		return err
	}
	for _, one := range days {
		w.add(one.(int64), found)
	}
	return nil
}

// add hands the hours of a day out, newest first; the whole day where it is not
// packed any more.
func (w *hourWalk) add(day int64, found map[int64][hoursOfDay]int64) {
	hours, packed := found[day]
	if !packed {
		w.spans = append(w.spans, countedSpan{span: span{day, day + dayMillis}})
		return
	}
	for h := int64(23); h >= 0; h-- {
		if hours[h] > 0 {
			w.spans = append(w.spans, countedSpan{span{day + h*hourMillis, day + (h+1)*hourMillis}, hours[h]})
		}
	}
}
