package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/rights"
)

var _ rights.Store = (*Store)(nil)

// OwnAttempts implements rights.Store.
func (s *Store) OwnAttempts(ctx context.Context, from rights.Sender, since time.Time, limit int) ([]register.Attempt, error) {
	w := where{clauses: []string{"e.org_id = $1", "e.device_id = $2"}, args: []any{from.OrgID, from.DeviceID}}
	w.in("e.subject", append([]string{""}, from.Subjects...))
	w.add("e.at >= ", millis(since))
	query := "SELECT e.body, o.body FROM events e " + lastOutcome + " WHERE " + w.text() + " ORDER BY e.at DESC, e.id DESC LIMIT " + w.arg(limit)
	var list []register.Attempt
	err := s.query(ctx, from.OrgID, query, w.args, func(rows *sql.Rows) error {
		a, err := scanAttempt(rows)
		list = append(list, a)
		return err
	})
	return list, err
}

// AddRequest implements rights.Store.
func (s *Store) AddRequest(ctx context.Context, r rights.Request, entry chain.Draft) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return s.do(ctx, r.OrgID, func(b *batch) error {
		if err := b.exec("INSERT INTO rights_requests (org_id, id, device_id, subject, state, due_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
			r.OrgID, r.ID, r.DeviceID, r.Subject, string(r.State), millis(r.DueAt), r.Rev, string(body)); err != nil {
			return err
		}
		return b.appendEntry(r.OrgID, entry)
	})
}

// Request implements rights.Store.
func (s *Store) Request(ctx context.Context, org, id string) (rights.Request, error) {
	r := rights.Request{OrgID: org}
	var body string
	if err := s.row(ctx, org, "SELECT body FROM rights_requests WHERE org_id = $1 AND id = $2", []any{org, id}, &body); err != nil {
		return r, err
	}
	return r, decode(body, &r)
}

// SaveRequest implements rights.Store.
func (s *Store) SaveRequest(ctx context.Context, r rights.Request, entry chain.Draft) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return s.revise(ctx, r.OrgID, entry, "UPDATE rights_requests SET state = $1, rev = $2, body = $3 WHERE org_id = $4 AND id = $5 AND rev = $6",
		string(r.State), r.Rev, string(body), r.OrgID, r.ID, r.Rev-1)
}

// Requests implements rights.Store.
func (s *Store) Requests(ctx context.Context, org string, state rights.State, limit int) ([]rights.Request, error) {
	return bodies(ctx, s, org, "SELECT body FROM rights_requests WHERE org_id = $1 AND state = $2 ORDER BY due_at, id LIMIT $3",
		[]any{org, string(state), limit}, func(r *rights.Request) { r.OrgID = org })
}

// OwnRequests implements rights.Store.
func (s *Store) OwnRequests(ctx context.Context, from rights.Sender) ([]rights.Request, error) {
	w := ofSender(from.OrgID, from.DeviceID, from.Subjects)
	return bodies(ctx, s, from.OrgID, "SELECT body FROM rights_requests WHERE "+w.text()+" ORDER BY id", w.args,
		func(r *rights.Request) { r.OrgID = from.OrgID })
}
