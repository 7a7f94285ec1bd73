package sqlstore

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/reveal"
)

var _ reveal.Store = (*Store)(nil)

// ChangeReveals implements reveal.Store.
func (s *Store) ChangeReveals(ctx context.Context, org string, change func(reveal.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

// AddReveal implements reveal.Tx.
func (t tx) AddReveal(r reveal.Reveal, proof approval.Proof) error {
	if !proof.Covers(approval.Reveal, r.IncidentID) {
		return fault.E(fault.ApprovalRequired)
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	return t.b.exec("INSERT INTO reveals (org_id, id, incident_id, subject, purpose, at, expires_at, box, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
		t.org, r.ID, r.IncidentID, r.Subject, string(r.Purpose), millis(r.At), millis(r.ExpiresAt), r.Box, r.Rev, string(body))
}

// SaveReveal implements reveal.Tx.
func (t tx) SaveReveal(r reveal.Reveal) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	n, err := t.b.changed("UPDATE reveals SET rev = $1, body = $2 WHERE org_id = $3 AND id = $4 AND rev = $5", r.Rev, string(body), t.org, r.ID, r.Rev-1)
	if err == nil && n == 0 {
		err = fault.E(fault.Conflict)
	}
	return err
}

// Reveal implements reveal.Store.
func (s *Store) Reveal(ctx context.Context, org, id string) (reveal.Reveal, error) {
	r := reveal.Reveal{OrgID: org}
	var body string
	var box string
	if err := s.row(ctx, org, "SELECT body, box FROM reveals WHERE org_id = $1 AND id = $2", []any{org, id}, &body, &box); err != nil {
		return r, err
	}
	r.Box = box
	return r, decode(body, &r)
}

// RevealsBetween implements reveal.Store.
func (s *Store) RevealsBetween(ctx context.Context, org string, from, to time.Time) ([]reveal.Reveal, error) {
	return bodies(ctx, s, org, "SELECT body FROM reveals WHERE org_id = $1 AND at >= $2 AND at < $3 ORDER BY at, id",
		[]any{org, millis(from), millis(to)}, func(r *reveal.Reveal) { r.OrgID = org })
}

// RevealsOf implements reveal.Store.
func (s *Store) RevealsOf(ctx context.Context, org, device string, subjects []string) ([]reveal.Reveal, error) {
	// Of an incident whose events were erased, the pseudonym alone says whose it was.
	w := where{clauses: []string{"r.org_id = $1", `(EXISTS (SELECT 1 FROM events e LEFT JOIN groupings g ON g.org_id = e.org_id AND g.event_id = e.id
		WHERE e.org_id = r.org_id AND e.device_id = $2 AND e.subject = r.subject AND COALESCE(g.incident_id, e.incident_id) = r.incident_id)
		OR EXISTS (SELECT 1 FROM erasures x WHERE x.org_id = r.org_id AND x.object = r.incident_id))`}, args: []any{org, device}}
	w.in("r.subject", append([]string{""}, subjects...))
	return bodies(ctx, s, org, "SELECT r.body FROM reveals r WHERE "+w.text()+" ORDER BY r.at, r.id", w.args,
		func(r *reveal.Reveal) { r.OrgID = org })
}

// ForgetBoxes implements reveal.Store.
func (s *Store) ForgetBoxes(ctx context.Context, org string, now time.Time) (int64, error) {
	var forgotten int64
	err := s.do(ctx, org, func(b *batch) (err error) {
		forgotten, err = b.changed("UPDATE reveals SET box = '' WHERE org_id = $1 AND box <> '' AND expires_at <= $2", org, millis(now))
		return err
	})
	if err != nil {
		return 0, err
	}
	return forgotten, nil
}
