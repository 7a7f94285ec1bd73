package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
)

// The facets of events e with their last outcome o in one word, and of counts c of
// events, which know nothing of the last facets: columns apart would each cost as much
// as the whole row.
const (
	facetsOfEvent  = "e.destination_id" + and + "e.destination_class" + and + "e.action" + and + "e.channel" + and + "e.severity" + and + "e.department_id" + and + "COALESCE(o.outcome, '')" + and + uncountedFacets
	facetsOfCounts = "c.destination_id" + and + "c.destination_class" + and + "c.action" + and + "c.channel" + and + "c.severity" + and + "c.department_id" + and + "c.outcome"
	// uncountedFacets are those last ones.
	uncountedFacets = "e.types" + and + "e.rules" + and + browserOf
)

// layoutNow is how this release packs days. Another release may run beside it during
// an update: days that it packs count as not packed.
const layoutNow = "1"

// maxDays bounds the days that one call of SumEventDays looks at.
const maxDays = 400

// SumEventDays packs the counts of the days (UTC) that are over at the given time and
// are not packed, so that facets over them are quick, and forgets counts of nothing.
// It changes nothing that they say.
func (s *Store) SumEventDays(ctx context.Context, org string, now time.Time) error {
	var days []int64
	err := s.query(ctx, org, `SELECT day FROM event_counts c WHERE org_id = $1 AND day < $2
		AND NOT EXISTS (SELECT 1 FROM event_days d WHERE d.org_id = c.org_id AND d.day = c.day AND d.layout = `+layoutNow+`) GROUP BY day ORDER BY day DESC LIMIT $3`,
		[]any{org, millis(floorDay(now)), maxDays}, func(rows *sql.Rows) error {
			var day int64
			err := rows.Scan(&day)
			days = append(days, day)
			return err
		})
	var failed []error
	for _, day := range days {
		failed = append(failed, s.sumDay(ctx, org, day))
	}
	failed = append(failed, s.do(ctx, org, func(b *batch) error {
		return b.exec("DELETE FROM incident_counts WHERE org_id = $1 AND n = 0", org)
	}))
	return errors.Join(append(failed, err)...)
}

// errChanging says that the counts of a day changed while they were packed: the next
// run sees to them.
var errChanging = errors.New("the counts of the day changed")

// sumDay packs one day. The events are counted outside of the commit, which would
// take too long; inside it the counts must say the same.
func (s *Store) sumDay(ctx context.Context, org string, day int64) error {
	if day == 0 { // no event is that old
		return nil
	}
	var sums []sum
	query, args := eventQuery(org, casework.EventFilter{From: instant(day), To: instant(day + dayMillis)}, "(e.at - CAST($4 AS BIGINT)) / 3600000, "+facetsOfEvent+", COUNT(*)")
	err := s.query(ctx, org, query+" GROUP BY 1, 2 ORDER BY 1, 2", append(args, day), func(rows *sql.Rows) error {
		var one sum
		var facets string
		err := rows.Scan(&one.hour, &facets, &one.n)
		if err == nil {
			one.values, err = eventValues(facets, 0)
		}
		sums = append(sums, one)
		return err
	})
	if err != nil {
		return err
	}
	hours, whole := encodeSums(sumColumns, sums), encodeSums(sumColumns, wholeDay(sums))
	err = s.do(ctx, org, func(b *batch) error {
		var counted []sum
		err := b.each("SELECT "+facetsOfCounts+", c.n FROM event_counts c WHERE c.org_id = $1 AND c.day = $2 AND c.n <> 0", []any{org, day}, func(rows *sql.Rows) error {
			var one sum
			var facets string
			err := rows.Scan(&facets, &one.n)
			if err == nil {
				one.values, err = eventValues(facets, 0)
			}
			counted = append(counted, one)
			return err
		})
		if err != nil {
			return err
		}
		if !bytes.Equal(encodeSums(sumColumns, wholeDay(counted)), encodeSums(sumColumns, wholeDay(asCounted(sums)))) {
			return errChanging
		}
		return b.exec("INSERT INTO event_days (org_id, day, whole, hours, layout) VALUES ($1, $2, $3, $4, "+layoutNow+") ON CONFLICT (org_id, day) DO UPDATE SET whole = excluded.whole, hours = excluded.hours, layout = excluded.layout",
			org, day, whole, hours)
	})
	if errors.Is(err, errChanging) {
		return nil
	}
	return err
}

// asCounted are the sums as the counters of the day know them.
func asCounted(sums []sum) []sum {
	list := make([]sum, len(sums))
	for i, s := range sums {
		known := make([]string, sumColumns)
		copy(known, s.values[:firstUncounted])
		list[i] = sum{values: known, n: s.n}
	}
	return list
}

// eventValues are the values of facets in one word, of which the first stands in a
// column; the columns before it, and those that the word does not have, are "".
func eventValues(facets string, first int) ([]string, error) {
	values := make([]string, first, sumColumns)
	values = append(values, strings.Split(facets, separator)...)
	if len(values) > sumColumns {
		return nil, errDamaged
	}
	values = append(values, make([]string, sumColumns-len(values))...)
	if stored := values[placeOfSeverity]; stored != "" {
		severity, err := strconv.Atoi(stored)
		if err != nil {
			return nil, errDamaged
		}
		values[placeOfSeverity] = policy.Severity(severity).String()
	}
	return values, nil
}

// wholeDay adds the hours up, in the order of the values.
func wholeDay(sums []sum) []sum {
	of := map[string]int{}
	var list []sum
	for _, s := range sums {
		key := strings.Join(s.values, separator)
		at, seen := of[key]
		if !seen {
			at, of[key] = len(list), len(list)
			list = append(list, sum{values: s.values})
		}
		list[at].n += s.n
	}
	slices.SortFunc(list, func(a, b sum) int { return slices.Compare(a.values, b.values) })
	return list
}
