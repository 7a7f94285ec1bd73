package sqlstore

import (
	"context"
	"database/sql"
	"strconv"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var _ ident.PeopleStore = (*Store)(nil)

// AppendEntry implements ident.EntryStore.
func (s *Store) AppendEntry(ctx context.Context, org string, entry chain.Draft) error {
	return s.do(ctx, org, func(b *batch) error { return b.appendEntry(org, entry) })
}

const userColumns = "org_id, id, email, name, locale, password <> '' OR sso = 1, disabled_at, created_at, last_sign_in_at, sso = 1, rev"

// scanUser reads userColumns and whatever else follows.
func scanUser(rows *sql.Rows, more ...any) (u ident.User, err error) {
	var active bool
	var disabled, created, signedIn int64
	into := append([]any{&u.OrgID, &u.ID, &u.Email, &u.Name, &u.Locale, &active, &disabled, &created, &signedIn, &u.Federated, &u.Rev}, more...)
	if err := rows.Scan(into...); err != nil {
		return u, err
	}
	u.State, u.CreatedAt, u.LastSignInAt = stateOf(active, disabled), instant(created), instant(signedIn)
	return u, nil
}

func stateOf(password bool, disabled int64) ident.UserState {
	switch {
	case disabled > 0:
		return ident.UserDisabled
	case password:
		return ident.UserActive
	}
	return ident.UserInvited
}

// Users implements ident.PeopleStore.
func (s *Store) Users(ctx context.Context, org, after string, limit int) (list []ident.User, err error) {
	err = s.query(ctx, org, "SELECT "+userColumns+" FROM users WHERE org_id = $1 AND id > $2 ORDER BY id LIMIT "+strconv.Itoa(limit),
		[]any{org, after}, func(rows *sql.Rows) error {
			u, err := scanUser(rows)
			list = append(list, u)
			return err
		})
	return list, err
}

// User implements ident.PeopleStore.
func (s *Store) User(ctx context.Context, org, id string) (ident.User, error) {
	return only(ctx, s, org, "SELECT "+userColumns+" FROM users WHERE org_id = $1 AND id = $2", []any{org, id},
		func(rows *sql.Rows) (ident.User, error) { return scanUser(rows) })
}

const bindingColumns = "org_id, id, user_id, role, department_id, origin, expires_at, created_at, rev"

func scanBinding(rows *sql.Rows) (b ident.RoleBinding, err error) {
	var expires, created int64
	err = rows.Scan(&b.OrgID, &b.ID, &b.UserID, &b.Role, &b.DepartmentID, &b.Origin, &expires, &created, &b.Rev)
	b.ExpiresAt, b.CreatedAt = instant(expires), instant(created)
	return b, err
}

// Bindings implements ident.PeopleStore.
func (s *Store) Bindings(ctx context.Context, org, user, after string, limit int) (list []ident.RoleBinding, err error) {
	err = s.query(ctx, org, "SELECT "+bindingColumns+" FROM role_bindings WHERE org_id = $1 AND id > $2 AND ($3 = '' OR user_id = $3) ORDER BY id LIMIT "+strconv.Itoa(limit),
		[]any{org, after, user}, func(rows *sql.Rows) error {
			b, err := scanBinding(rows)
			list = append(list, b)
			return err
		})
	return list, err
}

// Binding implements ident.PeopleStore.
func (s *Store) Binding(ctx context.Context, org, id string) (ident.RoleBinding, error) {
	return only(ctx, s, org, "SELECT "+bindingColumns+" FROM role_bindings WHERE org_id = $1 AND id = $2", []any{org, id}, scanBinding)
}

// AddUser implements ident.PeopleStore.
func (s *Store) AddUser(ctx context.Context, u ident.User, bindings []ident.RoleBinding, entry chain.Draft) error {
	return s.do(ctx, u.OrgID, func(b *batch) error { return b.addUser(u, bindings, entry) })
}

func (b *batch) addUser(u ident.User, bindings []ident.RoleBinding, entry chain.Draft) error {
	n, err := b.changed("INSERT INTO users (org_id, id, email, name, locale, created_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
		u.OrgID, u.ID, u.Email, u.Name, u.Locale, millis(u.CreatedAt), u.Rev)
	if err != nil {
		return err
	}
	if n == 0 {
		return errTaken()
	}
	if err := b.addBindings(bindings); err != nil {
		return err
	}
	return b.appendEntry(u.OrgID, entry)
}

// errTaken says that another user has the address.
func errTaken() error {
	return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/email", Code: "taken"})
}

func (b *batch) addBindings(list []ident.RoleBinding) error {
	for _, r := range list {
		if err := b.checkDepartment(r.OrgID, r.DepartmentID); err != nil {
			return err
		}
		n, err := b.changed(`INSERT INTO role_bindings (org_id, id, user_id, role, department_id, origin, expires_at, created_at, rev)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
			r.OrgID, r.ID, r.UserID, string(r.Role), r.DepartmentID, r.Origin, millis(r.ExpiresAt), millis(r.CreatedAt), r.Rev)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
	}
	return nil
}

func (b *batch) checkDepartment(org, id string) error {
	if id == "" {
		return nil
	}
	var rev int64
	return b.one("SELECT rev FROM departments WHERE org_id = $1 AND id = $2", []any{org, id}, &rev)
}

// ChangeUser implements ident.PeopleStore.
func (s *Store) ChangeUser(ctx context.Context, org, id string, change func(ident.Standing) (ident.UserChange, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		now, err := b.standing(org, id)
		if err != nil {
			return err
		}
		c, err := change(now)
		if err != nil {
			return err
		}
		if err := b.changeUser(org, id, c); err != nil {
			return err
		}
		return b.appendEntry(org, c.Entry)
	})
}

func (b *batch) standing(org, id string) (now ident.Standing, err error) {
	err = b.each("SELECT "+userColumns+" FROM users WHERE org_id = $1 AND id = $2", []any{org, id}, func(rows *sql.Rows) error {
		now.User, err = scanUser(rows)
		return err
	})
	if err == nil && now.User.ID == "" {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return now, err
	}
	err = b.each("SELECT "+bindingColumns+" FROM role_bindings WHERE org_id = $1 AND user_id = $2 ORDER BY id", []any{org, id}, func(rows *sql.Rows) error {
		r, err := scanBinding(rows)
		now.Bindings = append(now.Bindings, r)
		return err
	})
	if err != nil {
		return now, err
	}
	return now, b.one(`SELECT COUNT(DISTINCT u.id) FROM users u JOIN role_bindings r ON r.org_id = u.org_id AND r.user_id = u.id
		WHERE u.org_id = $1 AND u.id <> $2 AND u.password <> '' AND u.disabled_at = 0 AND r.role = 'owner' AND r.origin = '' AND r.expires_at = 0`,
		[]any{org, id}, &now.OtherOwners)
}

func (b *batch) changeUser(org, id string, c ident.UserChange) error {
	if u := c.User; u != nil {
		disabled := int64(0)
		if u.State == ident.UserDisabled {
			disabled = millis(c.Entry.At)
		}
		if err := b.exec("UPDATE users SET name = $1, locale = $2, disabled_at = $3, rev = $4 WHERE org_id = $5 AND id = $6",
			u.Name, u.Locale, disabled, u.Rev, org, id); err != nil {
			return err
		}
		if disabled > 0 {
			if err := b.exec("DELETE FROM one_time_links WHERE org_id = $1 AND user_id = $2", org, id); err != nil {
				return err
			}
		}
	}
	for _, r := range c.Update {
		if err := b.exec("UPDATE role_bindings SET expires_at = $1, rev = $2 WHERE org_id = $3 AND id = $4", millis(r.ExpiresAt), r.Rev, org, r.ID); err != nil {
			return err
		}
	}
	for _, binding := range c.Remove {
		if err := b.exec("DELETE FROM role_bindings WHERE org_id = $1 AND id = $2", org, binding); err != nil {
			return err
		}
	}
	// One that is to be added may take the place of one that goes.
	if err := b.addBindings(c.Add); err != nil {
		return err
	}
	if c.EndSessions {
		return b.exec("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2", org, id)
	}
	return nil
}
