package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
)

// countedColumns are the facets of events e with their last outcome o.
const countedColumns = "e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, ''), e.types"

// maxDays bounds the days that one call of SumEventDays looks at.
const maxDays = 400

// SumEventDays packs the counts of the days (UTC) that are over at the given time and
// are not packed, so that facets over them are quick, and forgets counts of nothing.
// It changes nothing that they say.
func (s *Store) SumEventDays(ctx context.Context, org string, now time.Time) error {
	var days []int64
	err := s.query(ctx, org, `SELECT day FROM event_counts c WHERE org_id = $1 AND day < $2
		AND NOT EXISTS (SELECT 1 FROM event_days d WHERE d.org_id = c.org_id AND d.day = c.day) GROUP BY day ORDER BY day DESC LIMIT $3`,
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
	var sums []eventSum
	query, args := eventQuery(org, casework.EventFilter{From: instant(day), To: instant(day + dayMillis)}, "(e.at - CAST($4 AS BIGINT)) / 3600000, "+countedColumns+", COUNT(*)")
	err := s.query(ctx, org, query+" GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1", append(args, day), func(rows *sql.Rows) error {
		one, err := scanSum(rows)
		sums = append(sums, one)
		return err
	})
	if err != nil {
		return err
	}
	hours, whole := encodeSums(sums), encodeSums(wholeDay(sums))
	err = s.do(ctx, org, func(b *batch) error {
		var counted []eventSum
		err := b.each("SELECT 0, "+facetColumns+", outcome, '', n FROM event_counts WHERE org_id = $1 AND day = $2 AND n <> 0", []any{org, day}, func(rows *sql.Rows) error {
			one, err := scanSum(rows)
			counted = append(counted, one)
			return err
		})
		if err != nil {
			return err
		}
		if !bytes.Equal(encodeSums(wholeDay(counted)), encodeSums(wholeDay(withoutTypes(sums)))) {
			return errChanging
		}
		return b.exec("INSERT INTO event_days (org_id, day, whole, hours) VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, day) DO UPDATE SET whole = excluded.whole, hours = excluded.hours",
			org, day, whole, hours)
	})
	if errors.Is(err, errChanging) {
		return nil
	}
	return err
}

// withoutTypes are the sums as the counters of the day know them.
func withoutTypes(sums []eventSum) []eventSum {
	list := slices.Clone(sums)
	for i := range list {
		list[i].values[placeOfTypes] = ""
	}
	return list
}

func scanSum(rows *sql.Rows) (s eventSum, err error) {
	v := &s.values
	var severity int
	err = rows.Scan(&s.hour, &v[0], &v[1], &v[2], &v[3], &severity, &v[5], &v[6], &v[7], &s.n)
	v[4] = policy.Severity(severity).String()
	return s, err
}

// wholeDay adds the hours up, in the order of the values.
func wholeDay(sums []eventSum) []eventSum {
	of := map[[sumColumns]string]int64{}
	for _, s := range sums {
		of[s.values] += s.n
	}
	list := make([]eventSum, 0, len(of))
	for values, n := range of {
		list = append(list, eventSum{values: values, n: n})
	}
	slices.SortFunc(list, func(a, b eventSum) int { return slices.CompareFunc(a.values[:], b.values[:], cmp.Compare[string]) })
	return list
}
