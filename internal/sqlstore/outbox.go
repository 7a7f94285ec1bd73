package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/webhook"
)

var _ outbox.Store = (*Store)(nil)

// addMessages adds those whose key is not there yet.
func (b *batch) addMessages(org string, list []outbox.Message) error {
	for _, m := range list {
		err := b.exec(`INSERT INTO outbox (org_id, id, once_key, kind, target, about, state, created_at, due_at, attempts, settled_at, answer, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT (org_id, once_key) DO NOTHING`,
			org, m.ID, m.Key, string(m.Kind), m.Target, m.About, string(m.State), millis(m.CreatedAt), millis(m.DueAt), m.Attempts, millis(m.SettledAt), m.Answer, string(m.Body))
		if err != nil {
			return err
		}
	}
	return nil
}

// AddMessages implements outbox.Store.
func (s *Store) AddMessages(ctx context.Context, org string, list []outbox.Message) error {
	return s.do(ctx, org, func(b *batch) error { return b.addMessages(org, list) })
}

const messageColumns = "id, once_key, kind, target, about, state, created_at, due_at, attempts, settled_at, answer, body"

func scanMessage(org string, rows *sql.Rows) (outbox.Message, error) {
	m := outbox.Message{OrgID: org}
	var created, due, settled int64
	var body string
	err := rows.Scan(&m.ID, &m.Key, &m.Kind, &m.Target, &m.About, &m.State, &created, &due, &m.Attempts, &settled, &m.Answer, &body)
	m.CreatedAt, m.DueAt, m.SettledAt, m.Body = instant(created), instant(due), instant(settled), json.RawMessage(body)
	return m, err
}

func (s *Store) messages(ctx context.Context, org, where string, args ...any) ([]outbox.Message, error) {
	var list []outbox.Message
	err := s.query(ctx, org, "SELECT "+messageColumns+" FROM outbox WHERE org_id = $1 AND "+where, append([]any{org}, args...), func(rows *sql.Rows) error {
		m, err := scanMessage(org, rows)
		list = append(list, m)
		return err
	})
	return list, err
}

// DueMessages implements outbox.Store.
func (s *Store) DueMessages(ctx context.Context, org string, now time.Time, limit int) ([]outbox.Message, error) {
	return s.messages(ctx, org, "state = 'waiting' AND due_at <= $2 ORDER BY due_at, once_key LIMIT $3", millis(now), limit)
}

// MessagesTo implements outbox.Store.
func (s *Store) MessagesTo(ctx context.Context, org, target, before string, limit int) ([]outbox.Message, error) {
	return s.messages(ctx, org, "($2 = '' OR target = $2) AND ($3 = '' OR id < $3) ORDER BY id DESC LIMIT $4", target, before, limit)
}

// Message implements outbox.Store.
func (s *Store) Message(ctx context.Context, org, id string) (outbox.Message, error) {
	return only(ctx, s, org, "SELECT "+messageColumns+" FROM outbox WHERE org_id = $1 AND id = $2", []any{org, id}, func(rows *sql.Rows) (outbox.Message, error) {
		return scanMessage(org, rows)
	})
}

// SettleMessage implements outbox.Store. A letter that was delivered is not kept: its
// outcome is.
func (s *Store) SettleMessage(ctx context.Context, m outbox.Message) error {
	body := string(m.Body)
	if m.Kind == outbox.Mail && m.State != outbox.Waiting {
		body = "{}"
	}
	return s.do(ctx, m.OrgID, func(b *batch) error {
		n, err := b.changed("UPDATE outbox SET state = $1, created_at = $2, due_at = $3, attempts = $4, settled_at = $5, answer = $6, body = $7 WHERE org_id = $8 AND id = $9",
			string(m.State), millis(m.CreatedAt), millis(m.DueAt), m.Attempts, millis(m.SettledAt), m.Answer, body, m.OrgID, m.ID)
		if err == nil && n == 0 {
			err = fault.E(fault.NotFound)
		}
		return err
	})
}

// ForgetMessages implements outbox.Store.
func (s *Store) ForgetMessages(ctx context.Context, org string, before time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("DELETE FROM outbox WHERE org_id = $1 AND settled_at > 0 AND settled_at < $2", org, millis(before))
	})
}

// Position implements outbox.Store.
func (s *Store) Position(ctx context.Context, org string) (int64, error) {
	var seq int64
	return seq, s.row(ctx, org, "SELECT seq FROM outbox_position WHERE org_id = $1", []any{org}, &seq)
}

// Follow implements outbox.Store.
func (s *Store) Follow(ctx context.Context, org string, from, to int64, list []outbox.Message) error {
	return s.do(ctx, org, func(b *batch) error {
		query, args := "UPDATE outbox_position SET seq = $1 WHERE org_id = $2 AND seq = $3", []any{to, org, from}
		if from < 0 {
			query, args = "INSERT INTO outbox_position (seq, org_id) VALUES ($1, $2) ON CONFLICT (org_id) DO NOTHING", []any{to, org}
		}
		n, err := b.changed(query, args...)
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		if err != nil {
			return err
		}
		return b.addMessages(org, list)
	})
}

// Notable implements outbox.Store.
func (s *Store) Notable(ctx context.Context, org string, after int64, actions []string, limit int) ([]chain.Record, error) {
	args := []any{org, after}
	var marks []string
	for _, a := range actions {
		args = append(args, a)
		marks = append(marks, "$"+strconv.Itoa(len(args)))
	}
	args = append(args, limit)
	return s.entries(ctx, org, "e.org_id = $1 AND e.seq > $2 AND e.action IN ("+strings.Join(marks, ", ")+") ORDER BY e.seq LIMIT $"+strconv.Itoa(len(args)), args)
}

// Webhooks implements webhook.HookStore.
func (s *Store) Webhooks(ctx context.Context, org string) ([]webhook.Webhook, error) {
	return bodies(ctx, s, org, "SELECT body FROM webhooks WHERE org_id = $1 ORDER BY id", []any{org}, func(w *webhook.Webhook) { w.OrgID = org })
}

// Webhook implements webhook.Store.
func (s *Store) Webhook(ctx context.Context, org, id string) (webhook.Webhook, error) {
	w := webhook.Webhook{}
	var body string
	if err := s.row(ctx, org, "SELECT body FROM webhooks WHERE org_id = $1 AND id = $2", []any{org, id}, &body); err != nil {
		return w, err
	}
	err := decode(body, &w)
	w.OrgID = org
	return w, err
}

// SaveWebhook implements webhook.HookStore.
func (s *Store) SaveWebhook(ctx context.Context, w webhook.Webhook, entry chain.Draft) error {
	return s.saveRevision(ctx, w.OrgID, "webhooks", w.ID, w.Rev, w, entry)
}

// RemoveWebhook implements webhook.HookStore.
func (s *Store) RemoveWebhook(ctx context.Context, org, id string, rev int64, entry chain.Draft) error {
	return s.removeRevision(ctx, org, "webhooks", id, rev, entry)
}
