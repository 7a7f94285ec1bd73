package sqlstore

import (
	"context"
	"database/sql"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// RunningClocks implements casework.Store.
func (s *Store) RunningClocks(ctx context.Context, org string, within []string, limit int) ([]register.Incident, error) {
	query, w := incidentQuery(org, casework.Filter{Running: true, Within: within}, "body")
	query += " ORDER BY deadline_at, id LIMIT " + w.arg(limit)
	return jsonRows[register.Incident](ctx, s, org, query, w.args)
}

// EventDays implements casework.Store.
func (s *Store) EventDays(ctx context.Context, org string, from, to time.Time, within []string) (days []casework.Day, err error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.add("day >= ", millis(from))
	w.add("day < ", millis(to))
	w.within("department_id", within)
	query := "SELECT day, SUM(n), SUM(CASE WHEN outcome IN ('sent', 'break_glass') THEN n ELSE 0 END) FROM event_counts WHERE " + w.text() + " GROUP BY day ORDER BY day"
	err = s.query(ctx, org, query, w.args, func(rows *sql.Rows) error {
		var start int64
		var d casework.Day
		if err := rows.Scan(&start, &d.Attempts, &d.Sent); err != nil {
			return err
		}
		d.Start = instant(start)
		days = append(days, d)
		return nil
	})
	return days, err
}
