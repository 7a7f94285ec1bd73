package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
)

var _ feedback.Store = (*Store)(nil)

// ChangeFeedback implements feedback.Store.
func (s *Store) ChangeFeedback(ctx context.Context, org string, change func(feedback.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

// Feedback implements feedback.Tx.
func (t tx) Feedback(decision, finding string) (feedback.Feedback, error) {
	f := feedback.Feedback{OrgID: t.org}
	var body string
	err := t.b.one("SELECT body FROM feedback WHERE org_id = $1 AND decision_id = $2 AND finding_id = $3", []any{t.org, decision, finding}, &body)
	if err != nil {
		return f, err
	}
	return f, decode(body, &f)
}

// SaveFeedback implements feedback.Tx.
func (t tx) SaveFeedback(f feedback.Feedback) error {
	body, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return t.b.exec(`INSERT INTO feedback (org_id, decision_id, finding_id, event_id, incident_id, device_id, subject, verdict, at, rev, body)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
		ON CONFLICT (org_id, decision_id, finding_id) DO UPDATE SET verdict = excluded.verdict, at = excluded.at, rev = excluded.rev, body = excluded.body`,
		t.org, f.DecisionID, f.FindingID, f.EventID, f.IncidentID, f.DeviceID, f.Subject, string(f.Verdict), millis(f.At), f.Rev, string(body))
}

var feedbackOn = "SELECT f.body FROM (" + eventsOf("e.decision_id AS decision") + ") a JOIN feedback f ON f.org_id = $1 AND f.decision_id = a.decision ORDER BY f.at, f.decision_id, f.finding_id"

// FeedbackOn implements feedback.Store.
func (s *Store) FeedbackOn(ctx context.Context, org, incident string) ([]feedback.Feedback, error) {
	return bodies(ctx, s, org, feedbackOn, []any{org, incident}, func(f *feedback.Feedback) { f.OrgID = org })
}

// FeedbackBetween implements feedback.Store.
func (s *Store) FeedbackBetween(ctx context.Context, org string, from, to time.Time) ([]feedback.Feedback, error) {
	return bodies(ctx, s, org, "SELECT body FROM feedback WHERE org_id = $1 AND at >= $2 AND at < $3 ORDER BY at, decision_id, finding_id",
		[]any{org, millis(from), millis(to)}, func(f *feedback.Feedback) { f.OrgID = org })
}

// Incident finds an incident by its id.
func (s *Store) Incident(ctx context.Context, org, id string) (register.Incident, error) {
	var i register.Incident
	var body string
	if err := s.row(ctx, org, "SELECT body FROM incidents WHERE org_id = $1 AND id = $2", []any{org, id}, &body); err != nil {
		return i, err
	}
	return i, decode(body, &i)
}

// bodies reads rows of one column that holds a body, and completes each.
func bodies[T any](ctx context.Context, s *Store, org, query string, args []any, complete func(*T)) ([]T, error) {
	var list []T
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
		var one T
		if err := decode(body, &one); err != nil {
			return err
		}
		complete(&one)
		list = append(list, one)
		return nil
	})
	return list, err
}
