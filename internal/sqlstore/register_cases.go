package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// ChangeCases implements casework.Store.
func (s *Store) ChangeCases(ctx context.Context, org string, change func(casework.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

var _ casework.Tx = tx{}

// jsonRows reads a list of stored JSON values.
func jsonRows[T any](ctx context.Context, s *Store, org, query string, args []any) ([]T, error) {
	list := []T{}
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
		list = append(list, *new(T))
		return decode(body, &list[len(list)-1])
	})
	return list, err
}

func scanBody[T any](rows *sql.Rows) (v T, err error) {
	var body string
	if err := rows.Scan(&body); err != nil {
		return v, err
	}
	return v, decode(body, &v)
}

func incidentQuery(org string, f casework.Filter, columns string) (string, *where) {
	w := &where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.in("state", f.States)
	w.in("kind", f.Kinds)
	w.in("ap", f.APs)
	w.in("subjects_state", f.Told)
	w.inSeverities("severity", f.Severities)
	w.in("destination_id", f.Destinations)
	w.in("destination_class", f.Classes)
	w.in("department_id", f.Departments)
	w.within("department_id", f.Within)
	w.in("source", f.Sources)
	w.in("assignee", f.Assignees)
	if f.Review != nil {
		w.add("needs_review = ", flag(*f.Review))
	}
	if f.Awaiting != nil {
		w.add("awaiting = ", flag(*f.Awaiting))
	}
	if f.Running {
		w.clauses = append(w.clauses, "deadline_at > 0 AND ap IN ('', 'none', 'drafting') AND state IN ('detected', 'triaged', 'confirmed_leak', 'assessed')")
	}
	w.types("types", f.Types)
	incidentBounds(w, f)
	return "SELECT " + columns + " FROM incidents WHERE " + w.text(), w
}

// incidentBounds adds the period and where the page before ended.
func incidentBounds(w *where, f casework.Filter) {
	if !f.From.IsZero() {
		w.add("id >= ", firstID("inc_", f.From))
	}
	if !f.To.IsZero() {
		w.add("id < ", firstID("inc_", f.To))
	}
	if f.Before != "" {
		w.add("id < ", f.Before)
	}
}

// Decision implements casework.Store.
func (s *Store) Decision(ctx context.Context, org, decision string) (register.Attempt, error) {
	return only(ctx, s, org, "SELECT e.body, o.body FROM decisions d JOIN events e ON e.org_id = d.org_id AND e.id = d.event_id "+lastOutcome+
		" WHERE d.org_id = $1 AND d.id = $2", []any{org, decision}, scanAttempt)
}

var attemptsOf = "SELECT a.event, a.outcome FROM (" + eventsOf("e.body AS event, o.body AS outcome") + ") a ORDER BY a.id"

// IncidentAttempts implements casework.Store.
func (s *Store) IncidentAttempts(ctx context.Context, org, incident string) ([]register.Attempt, error) {
	list := []register.Attempt{}
	err := s.query(ctx, org, attemptsOf, []any{org, incident}, func(rows *sql.Rows) error {
		a, err := scanAttempt(rows)
		list = append(list, a)
		return err
	})
	return list, err
}

// Attempts implements casework.Tx.
func (t tx) Attempts(incident string) ([]register.Attempt, error) {
	list := []register.Attempt{}
	err := t.b.each(attemptsOf, []any{t.org, incident}, func(rows *sql.Rows) error {
		a, err := scanAttempt(rows)
		list = append(list, a)
		return err
	})
	return list, err
}

// ActsOn implements casework.Store.
func (s *Store) ActsOn(ctx context.Context, org, object string, limit int) ([]chain.Record, error) {
	return s.entries(ctx, org, "e.org_id = $1 AND e.object = $2 AND "+isAct+" ORDER BY e.seq LIMIT $3", []any{org, object, limit})
}

// IncidentOf implements register.Tx.
func (t tx) IncidentOf(e register.Event) (string, error) {
	id := e.IncidentID
	err := t.b.each("SELECT incident_id FROM groupings WHERE org_id = $1 AND event_id = $2", []any{t.org, e.ID}, func(rows *sql.Rows) error { return rows.Scan(&id) })
	return id, err
}

// Moved implements casework.Store.
func (s *Store) Moved(ctx context.Context, org string, events []string) (map[string]string, error) {
	moved := map[string]string{}
	if len(events) == 0 {
		return moved, nil
	}
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.in("event_id", events)
	err := s.query(ctx, org, "SELECT event_id, incident_id FROM groupings WHERE "+w.text(), w.args, func(rows *sql.Rows) error {
		var event, incident string
		err := rows.Scan(&event, &incident)
		moved[event] = incident
		return err
	})
	return moved, err
}

// Regroup implements casework.Tx.
func (t tx) Regroup(event, incident string) (casework.Grouping, error) {
	g := casework.Grouping{EventID: event, IncidentID: incident, Rev: 1}
	err := t.b.each("SELECT rev + 1 FROM groupings WHERE org_id = $1 AND event_id = $2", []any{t.org, event}, func(rows *sql.Rows) error { return rows.Scan(&g.Rev) })
	if err != nil {
		return g, err
	}
	body, err := json.Marshal(g)
	if err != nil {
		return g, err
	}
	return g, t.b.exec(`INSERT INTO groupings (org_id, event_id, incident_id, rev, body) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (org_id, event_id) DO UPDATE SET incident_id = excluded.incident_id, rev = excluded.rev, body = excluded.body`,
		t.org, event, incident, g.Rev, string(body))
}

// InsertNote implements casework.Tx.
func (t tx) InsertNote(n casework.Note) error {
	return t.insertOf("INSERT INTO notes (org_id, id, incident_id, rev, body) VALUES ($1, $2, $3, 1, $4)", n.ID, n.IncidentID, n)
}

// InsertNotification implements casework.Tx.
func (t tx) InsertNotification(n casework.Notification) error {
	return t.insertOf("INSERT INTO notifications (org_id, id, incident_id, rev, body) VALUES ($1, $2, $3, 1, $4)", n.ID, n.IncidentID, n)
}

func (t tx) insertOf(query, id, incident string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return t.b.exec(query, t.org, id, incident, string(body))
}

// Notes implements casework.Store.
func (s *Store) Notes(ctx context.Context, org, incident string) ([]casework.Note, error) {
	return jsonRows[casework.Note](ctx, s, org, "SELECT body FROM notes WHERE org_id = $1 AND incident_id = $2 ORDER BY id", []any{org, incident})
}

// Notifications implements casework.Store.
func (s *Store) Notifications(ctx context.Context, org, incident string) ([]casework.Notification, error) {
	return jsonRows[casework.Notification](ctx, s, org, "SELECT body FROM notifications WHERE org_id = $1 AND incident_id = $2 ORDER BY id", []any{org, incident})
}

const alertsOf = "SELECT body FROM alerts WHERE org_id = $1 AND incident_id = $2 ORDER BY hours"

// Alerts implements casework.Store.
func (s *Store) Alerts(ctx context.Context, org, incident string) ([]casework.Alert, error) {
	return jsonRows[casework.Alert](ctx, s, org, alertsOf, []any{org, incident})
}

// AlertsOf implements casework.Tx.
func (t tx) AlertsOf(incident string) ([]casework.Alert, error) {
	var list []casework.Alert
	err := t.b.each(alertsOf, []any{t.org, incident}, func(rows *sql.Rows) error {
		a, err := scanBody[casework.Alert](rows)
		list = append(list, a)
		return err
	})
	return list, err
}

// SaveAlert implements casework.Tx.
func (t tx) SaveAlert(a casework.Alert) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return t.b.exec(`INSERT INTO alerts (org_id, id, incident_id, hours, repeat_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (org_id, id) DO UPDATE SET repeat_at = excluded.repeat_at, rev = excluded.rev, body = excluded.body`,
		t.org, a.ID, a.IncidentID, a.Hours, millis(a.RepeatAt), a.Rev, string(body))
}

// Legal implements casework.Store.
func (s *Store) Legal(ctx context.Context, org string) (casework.Legal, error) {
	l, err := only(ctx, s, org, "SELECT body FROM legal_settings WHERE org_id = $1", []any{org}, scanBody[casework.Legal])
	if fault.From(err).Code == fault.NotFound && err != nil {
		return casework.Legal{}, nil
	}
	return l, err
}

// SaveLegal implements casework.Tx.
func (t tx) SaveLegal(l casework.Legal) error {
	body, err := json.Marshal(l)
	if err != nil {
		return err
	}
	n, err := t.b.changed(`INSERT INTO legal_settings (org_id, rev, body) VALUES ($1, $2, $3)
		ON CONFLICT (org_id) DO UPDATE SET rev = excluded.rev, body = excluded.body WHERE legal_settings.rev = excluded.rev - 1`, t.org, l.Rev, string(body))
	if err == nil && n == 0 {
		err = fault.E(fault.PreconditionFailed)
	}
	return err
}

// Assignable implements casework.Tx.
func (t tx) Assignable(user string) (bool, error) {
	found := false
	err := t.b.each("SELECT 1 FROM users WHERE org_id = $1 AND id = $2 AND disabled_at = 0", []any{t.org, user}, func(*sql.Rows) error { found = true; return nil })
	return found, err
}

// DueTicks implements casework.Store.
func (s *Store) DueTicks(ctx context.Context, org string, now time.Time, limit int) ([]string, error) {
	return s.ids(ctx, org, `SELECT id FROM incidents WHERE org_id = $1 AND tick_at > 0 AND tick_at <= $2
		UNION SELECT incident_id FROM alerts WHERE org_id = $1 AND repeat_at > 0 AND repeat_at <= $2 ORDER BY 1 LIMIT $3`, org, millis(now), limit)
}

// Presumable implements casework.Store.
func (s *Store) Presumable(ctx context.Context, org string, detected time.Time, limit int) ([]string, error) {
	return s.ids(ctx, org, `SELECT id FROM incidents WHERE org_id = $1 AND state = 'detected' AND severity >= 3 AND awaiting = 0 AND deadline_at = 0
		AND detected_at <= $2 ORDER BY detected_at LIMIT $3`, org, millis(detected), limit)
}

// Closable implements casework.Store.
func (s *Store) Closable(ctx context.Context, org string, before time.Time, limit int) ([]string, error) {
	return s.ids(ctx, org, `SELECT id FROM incidents WHERE org_id = $1 AND state = 'prevented' AND needs_review = 0 AND awaiting = 0 AND touched = 0
		AND last_event_at < $2 ORDER BY last_event_at LIMIT $3`, org, millis(before), limit)
}

func (s *Store) ids(ctx context.Context, org, query string, args ...any) ([]string, error) {
	var ids []string
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
