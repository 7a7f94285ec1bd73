package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
)

// ChangeApprovals implements approval.Store.
func (s *Store) ChangeApprovals(ctx context.Context, org string, change func(approval.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

const oneApproval = "SELECT body FROM approvals WHERE org_id = $1 AND id = $2"

// Approval implements approval.Tx.
func (t tx) Approval(id string) (approval.Approval, error) {
	return t.approval(oneApproval, t.org, id)
}

// LiveApproval implements approval.Tx.
func (t tx) LiveApproval(kind approval.Kind, object string) (approval.Approval, error) {
	return t.approval("SELECT body FROM approvals WHERE org_id = $1 AND kind = $2 AND object = $3 AND state IN ('open', 'approved')", t.org, string(kind), object)
}

func (t tx) approval(query string, args ...any) (approval.Approval, error) {
	var body string
	if err := t.b.one(query, args, &body); err != nil {
		return approval.Approval{}, err
	}
	return decodeApproval(t.org, body)
}

func decodeApproval(org, body string) (approval.Approval, error) {
	a := approval.Approval{OrgID: org}
	return a, decode(body, &a)
}

// SaveApproval implements approval.Tx.
func (t tx) SaveApproval(a approval.Approval) error {
	body, err := json.Marshal(a)
	if err != nil {
		return err
	}
	if a.Rev == 1 {
		n, err := t.b.changed(`INSERT INTO approvals (org_id, id, kind, object, state, asked_at, expires_at, rev, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
			t.org, a.ID, string(a.Kind), a.Object, string(a.State), millis(a.Asked.At), millis(a.ExpiresAt), a.Rev, string(body))
		if err == nil && n == 0 {
			err = fault.E(fault.ApprovalOpen)
		}
		return err
	}
	n, err := t.b.changed("UPDATE approvals SET state = $1, expires_at = $2, rev = $3, body = $4 WHERE org_id = $5 AND id = $6 AND rev = $7",
		string(a.State), millis(a.ExpiresAt), a.Rev, string(body), t.org, a.ID, a.Rev-1)
	if err == nil && n == 0 {
		err = fault.E(fault.ApprovalClosed)
	}
	return err
}

// Approval implements approval.Store.
func (s *Store) Approval(ctx context.Context, org, id string) (approval.Approval, error) {
	var body string
	if err := s.row(ctx, org, oneApproval, []any{org, id}, &body); err != nil {
		return approval.Approval{}, err
	}
	return decodeApproval(org, body)
}

// Approvals implements approval.Store.
func (s *Store) Approvals(ctx context.Context, org string, f approval.Filter) ([]approval.Approval, error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.in("kind", texts(f.Kinds))
	w.in("state", texts(f.States))
	if f.Before != "" {
		w.add("id < ", f.Before)
	}
	query := "SELECT body FROM approvals WHERE " + w.text() + " ORDER BY id DESC LIMIT " + w.arg(f.Limit)
	var list []approval.Approval
	err := s.query(ctx, org, query, w.args, func(rows *sql.Rows) error {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
		a, err := decodeApproval(org, body)
		list = append(list, a)
		return err
	})
	return list, err
}

// OverdueApprovals implements approval.Store.
func (s *Store) OverdueApprovals(ctx context.Context, org string, now time.Time, limit int) ([]string, error) {
	var ids []string
	err := s.query(ctx, org, `SELECT id FROM approvals WHERE org_id = $1 AND state IN ('open', 'approved') AND expires_at <= $2
		ORDER BY expires_at, id LIMIT $3`, []any{org, millis(now), limit}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// where collects the conditions of a query with its arguments.
type where struct {
	clauses []string
	args    []any
}

// arg adds an argument and returns its placeholder.
func (w *where) arg(v any) string {
	w.args = append(w.args, v)
	return "$" + strconv.Itoa(len(w.args))
}

// add adds a condition that ends in one argument.
func (w *where) add(condition string, v any) {
	w.clauses = append(w.clauses, condition+w.arg(v))
}

// in adds the condition that the column is one of the values; none stands for all.
func (w *where) in(column string, values []string) {
	if len(values) == 0 {
		return
	}
	marks := make([]string, len(values))
	for i, v := range values {
		marks[i] = w.arg(v)
	}
	w.clauses = append(w.clauses, column+" IN ("+strings.Join(marks, ", ")+")")
}

func (w *where) text() string { return strings.Join(w.clauses, " AND ") }

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
