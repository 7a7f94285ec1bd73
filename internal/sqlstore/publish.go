package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/publish"
)

var _ publish.Store = (*Store)(nil)

// ChangePolicies implements publish.Store.
func (s *Store) ChangePolicies(ctx context.Context, org string, change func(publish.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

const versionColumns = "org_id, version, subject, digest, source, activated_at, note"

func scanVersion(rows *sql.Rows) (v publish.Version, err error) {
	var at int64
	var note string
	if err := rows.Scan(&v.OrgID, &v.Version, &v.Subject, &v.Digest, &v.Source, &at, &note); err != nil {
		return v, err
	}
	v.ActivatedAt = instant(at)
	return v, decode(note, &v.Note)
}

// Newest implements publish.Store.
func (s *Store) Newest(ctx context.Context, org string) (int, error) {
	number := 0
	err := s.row(ctx, org, "SELECT version FROM policy_versions WHERE org_id = $1 ORDER BY version DESC LIMIT 1", []any{org}, &number)
	return number, err
}

// InForce implements publish.Store.
func (s *Store) InForce(ctx context.Context, org string) ([]publish.Version, error) {
	return all(ctx, s, org, "SELECT "+versionColumns+` FROM policy_versions WHERE org_id = $1 AND version IN
		(SELECT MAX(version) FROM policy_versions WHERE org_id = $1 GROUP BY subject) ORDER BY version`, []any{org}, scanVersion)
}

// Version implements publish.Store.
func (s *Store) Version(ctx context.Context, org string, number int) (publish.Version, error) {
	return only(ctx, s, org, "SELECT "+versionColumns+" FROM policy_versions WHERE org_id = $1 AND version = $2", []any{org, number}, scanVersion)
}

// Versions implements publish.Store.
func (s *Store) Versions(ctx context.Context, org, subject string, before, limit int) ([]publish.Version, error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	w.add("subject = ", subject)
	if before > 0 {
		w.add("version < ", before)
	}
	return all(ctx, s, org, "SELECT "+versionColumns+" FROM policy_versions WHERE "+w.text()+" ORDER BY version DESC LIMIT "+w.arg(limit), w.args, scanVersion)
}

const policyColumns = "org_id, id, department_id, draft, tests, rev, changed_by, changed_at, scheduled"

func scanPolicy(rows *sql.Rows) (p publish.Policy, err error) {
	var at int64
	var scheduled string
	if err := rows.Scan(&p.OrgID, &p.ID, &p.DepartmentID, &p.Draft, &p.Tests, &p.Rev, &p.ChangedBy, &at, &scheduled); err != nil {
		return p, err
	}
	p.ChangedAt = instant(at)
	if scheduled != "" {
		p.Scheduled = &publish.Scheduled{}
		err = decode(scheduled, p.Scheduled)
	}
	return p, err
}

// Policies implements publish.Store.
func (s *Store) Policies(ctx context.Context, org string) ([]publish.Policy, error) {
	return all(ctx, s, org, "SELECT "+policyColumns+" FROM policies WHERE org_id = $1 ORDER BY CASE department_id WHEN '' THEN 0 ELSE 1 END, id", []any{org}, scanPolicy)
}

const onePolicy = "SELECT " + policyColumns + " FROM policies WHERE org_id = $1 AND id = $2"

// Policy implements publish.Store.
func (s *Store) Policy(ctx context.Context, org, id string) (publish.Policy, error) {
	return only(ctx, s, org, onePolicy, []any{org, id}, scanPolicy)
}

// DuePolicies implements publish.Store.
func (s *Store) DuePolicies(ctx context.Context, org string, now time.Time) ([]string, error) {
	return all(ctx, s, org, "SELECT id FROM policies WHERE org_id = $1 AND due_at > 0 AND due_at <= $2 ORDER BY due_at, id", []any{org, millis(now)},
		func(rows *sql.Rows) (string, error) {
			var id string
			err := rows.Scan(&id)
			return id, err
		})
}

// all reads the rows that a query finds.
func all[T any](ctx context.Context, s *Store, org, query string, args []any, scan func(*sql.Rows) (T, error)) (list []T, err error) {
	err = s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		v, err := scan(rows)
		list = append(list, v)
		return err
	})
	return list, err
}

// first reads one row within a commit; fault.NotFound when there is none.
func first[T any](b *batch, query string, args []any, scan func(*sql.Rows) (T, error)) (v T, err error) {
	found := false
	err = b.each(query, args, func(rows *sql.Rows) (err error) {
		found = true
		v, err = scan(rows)
		return err
	})
	if err == nil && !found {
		err = fault.E(fault.NotFound)
	}
	return v, err
}

// Policy implements publish.Tx.
func (t tx) Policy(id string) (publish.Policy, error) {
	return first(t.b, onePolicy, []any{t.org, id}, scanPolicy)
}

// PolicyOf implements publish.Tx.
func (t tx) PolicyOf(department string) (publish.Policy, error) {
	return first(t.b, "SELECT "+policyColumns+" FROM policies WHERE org_id = $1 AND department_id = $2", []any{t.org, department}, scanPolicy)
}

// SavePolicy implements publish.Tx.
func (t tx) SavePolicy(p publish.Policy) error {
	due, scheduled := int64(0), []byte{}
	if p.Scheduled != nil {
		var err error
		if scheduled, err = json.Marshal(p.Scheduled); err != nil {
			return err
		}
		due = millis(p.Scheduled.At)
	}
	if p.Rev == 1 {
		n, err := t.b.changed(`INSERT INTO policies (org_id, id, department_id, draft, tests, rev, changed_by, changed_at, due_at, scheduled)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`,
			t.org, p.ID, p.DepartmentID, p.Draft, p.Tests, p.Rev, p.ChangedBy, millis(p.ChangedAt), due, string(scheduled))
		if err == nil && n == 0 {
			err = fault.E(fault.Conflict)
		}
		return err
	}
	n, err := t.b.changed(`UPDATE policies SET draft = $1, tests = $2, rev = $3, changed_by = $4, changed_at = $5, due_at = $6, scheduled = $7
		WHERE org_id = $8 AND id = $9 AND rev = $10`,
		p.Draft, p.Tests, p.Rev, p.ChangedBy, millis(p.ChangedAt), due, string(scheduled), t.org, p.ID, p.Rev-1)
	if err == nil && n == 0 {
		err = fault.E(fault.PreconditionFailed)
	}
	return err
}

// NewestOf implements publish.Tx.
func (t tx) NewestOf(subject string) (publish.Version, error) {
	return first(t.b, "SELECT "+versionColumns+" FROM policy_versions WHERE org_id = $1 AND subject = $2 ORDER BY version DESC LIMIT 1", []any{t.org, subject}, scanVersion)
}

// VersionCount implements publish.Tx.
func (t tx) VersionCount() (n int, err error) {
	err = t.b.one("SELECT COALESCE(MAX(version), 0) FROM policy_versions WHERE org_id = $1", []any{t.org}, &n)
	return n, err
}

// AddVersion implements publish.Tx.
func (t tx) AddVersion(v publish.Version) error {
	note, err := json.Marshal(v.Note)
	if err != nil {
		return err
	}
	return t.b.exec("INSERT INTO policy_versions ("+versionColumns+") VALUES ($1, $2, $3, $4, $5, $6, $7)",
		t.org, v.Version, v.Subject, v.Digest, v.Source, millis(v.ActivatedAt), string(note))
}
