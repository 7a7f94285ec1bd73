package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/inquiry"
)

var _ inquiry.Store = (*Store)(nil)

var sendersOf = "SELECT DISTINCT a.device, a.subject FROM (" + eventsOf("e.device_id AS device, e.subject AS subject") + ") a ORDER BY a.device, a.subject"

// Senders implements inquiry.Store.
func (s *Store) Senders(ctx context.Context, org, incident string) ([]inquiry.Sender, error) {
	if _, err := s.Incident(ctx, org, incident); err != nil {
		return nil, err
	}
	var list []inquiry.Sender
	err := s.query(ctx, org, sendersOf, []any{org, incident}, func(rows *sql.Rows) error {
		var one inquiry.Sender
		err := rows.Scan(&one.DeviceID, &one.Subject)
		list = append(list, one)
		return err
	})
	return list, err
}

// AddQuestion implements inquiry.Store.
func (s *Store) AddQuestion(ctx context.Context, q inquiry.Question, entry chain.Draft) error {
	body, err := json.Marshal(q)
	if err != nil {
		return err
	}
	return s.do(ctx, q.OrgID, func(b *batch) error {
		n, err := b.changed(`INSERT INTO questions (org_id, id, incident_id, device_id, subject, question, asked_at, rev, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
			q.OrgID, q.ID, q.IncidentID, q.DeviceID, q.Subject, string(q.Name), millis(q.AskedAt), q.Rev, string(body))
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(q.OrgID, entry)
	})
}

// Question implements inquiry.Store.
func (s *Store) Question(ctx context.Context, org, id string) (inquiry.Question, error) {
	q := inquiry.Question{OrgID: org}
	var body string
	if err := s.row(ctx, org, "SELECT body FROM questions WHERE org_id = $1 AND id = $2", []any{org, id}, &body); err != nil {
		return q, err
	}
	return q, decode(body, &q)
}

// AnswerQuestion implements inquiry.Store.
func (s *Store) AnswerQuestion(ctx context.Context, q inquiry.Question, entry chain.Draft) error {
	body, err := json.Marshal(q)
	if err != nil {
		return err
	}
	return s.revise(ctx, q.OrgID, entry, "UPDATE questions SET rev = $1, body = $2 WHERE org_id = $3 AND id = $4 AND rev = $5",
		q.Rev, string(body), q.OrgID, q.ID, q.Rev-1)
}

// revise replaces a revision and appends the entry; fault.Conflict when another one
// is on record.
func (s *Store) revise(ctx context.Context, org string, entry chain.Draft, update string, args ...any) error {
	return s.do(ctx, org, func(b *batch) error {
		n, err := b.changed(update, args...)
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// QuestionsAbout implements inquiry.Store.
func (s *Store) QuestionsAbout(ctx context.Context, org, incident string) ([]inquiry.Question, error) {
	return bodies(ctx, s, org, "SELECT body FROM questions WHERE org_id = $1 AND incident_id = $2 ORDER BY asked_at, id", []any{org, incident},
		func(q *inquiry.Question) { q.OrgID = org })
}

// QuestionsTo implements inquiry.Store.
func (s *Store) QuestionsTo(ctx context.Context, org, device string, subjects []string, since time.Time) ([]inquiry.Question, error) {
	w := ofSender(org, device, subjects)
	w.add("asked_at >= ", millis(since))
	return bodies(ctx, s, org, "SELECT body FROM questions WHERE "+w.text()+" ORDER BY asked_at, id", w.args,
		func(q *inquiry.Question) { q.OrgID = org })
}

// ofSender is the condition that a row is of one of the subjects on the device; no
// subject is nobody.
func ofSender(org, device string, subjects []string) where {
	w := where{clauses: []string{"org_id = $1", "device_id = $2"}, args: []any{org, device}}
	w.in("subject", append([]string{""}, subjects...))
	return w
}
