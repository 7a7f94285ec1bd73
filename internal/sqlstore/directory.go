package sqlstore

import (
	"context"
	"database/sql"
	"strconv"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/provision"
)

var _ provision.Store = (*Store)(nil)

// personColumns are those of users u and what a directory says of them, d; a user of
// whom none said anything is there by the mail address, but for an owner by hand: the
// way in when the provider is in wrong hands is not the provider's.
const (
	personColumns = `u.org_id, u.id, COALESCE(d.user_name, u.email), COALESCE(d.external_id, ''), COALESCE(d.display, u.name), COALESCE(d.formatted, ''),
		COALESCE(d.given_name, ''), COALESCE(d.family_name, ''), COALESCE(d.mail, u.email), u.locale, u.disabled_at, COALESCE(d.created_at, u.created_at), COALESCE(d.changed_at, u.created_at)`
	personTables = ` FROM users u LEFT JOIN directory_users d ON d.org_id = u.org_id AND d.user_id = u.id WHERE u.org_id = $1 AND ` + isPerson
	isPerson     = `(d.user_id IS NOT NULL OR u.email <> '' AND NOT EXISTS (SELECT 1 FROM role_bindings r WHERE r.org_id = u.org_id AND r.user_id = u.id AND r.role = 'owner' AND r.origin = ''))`
	personFilter = ` AND ($2 = '' OR u.id = $2) AND ($3 = '' OR COALESCE(d.name_key, u.email) = $3) AND ($4 = '' OR d.external_id = $4) AND ($5 = '' OR u.email = $5)`
)

func scanPerson(rows *sql.Rows) (p provision.Person, err error) {
	var disabled, created, changed int64
	err = rows.Scan(&p.OrgID, &p.ID, &p.UserName, &p.ExternalID, &p.Display, &p.Formatted, &p.Given, &p.Family, &p.Mail, &p.Locale, &disabled, &created, &changed)
	p.Active, p.CreatedAt, p.ChangedAt = disabled == 0, instant(created), instant(changed)
	return p, err
}

// DirectoryPeople implements provision.Store.
func (s *Store) DirectoryPeople(ctx context.Context, org string, f provision.PersonFilter, offset, limit int) (list []provision.Person, total int, err error) {
	args := []any{org, f.ID, f.UserName, f.ExternalID, f.Address}
	if err := s.row(ctx, org, "SELECT COUNT(*)"+personTables+personFilter, args, &total); err != nil {
		return nil, 0, err
	}
	err = s.query(ctx, org, "SELECT "+personColumns+personTables+personFilter+" ORDER BY u.id LIMIT "+strconv.Itoa(limit)+" OFFSET "+strconv.Itoa(offset), args, func(rows *sql.Rows) error {
		p, err := scanPerson(rows)
		list = append(list, p)
		return err
	})
	return list, total, err
}

// AddDirectoryPerson implements provision.Store.
func (s *Store) AddDirectoryPerson(ctx context.Context, p provision.Person, entry chain.Draft) error {
	return s.do(ctx, p.OrgID, func(b *batch) error {
		disabled := int64(0)
		if !p.Active {
			disabled = millis(entry.At)
		}
		if err := b.nameIsFree(p); err != nil {
			return err
		}
		n, err := b.changed("INSERT INTO users (org_id, id, email, name, locale, created_at, disabled_at, rev) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT DO NOTHING",
			p.OrgID, p.ID, p.Address(), p.Name(), p.Locale, millis(p.CreatedAt), disabled)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
		if err := b.keepPerson(p); err != nil {
			return err
		}
		return b.appendEntry(p.OrgID, entry)
	})
}

// nameIsFree refuses a user name that somebody else has, also one that no directory
// has sent, by the address.
func (b *batch) nameIsFree(p provision.Person) error {
	var others int64
	err := b.one("SELECT COUNT(*)"+personTables+" AND u.id <> $2 AND COALESCE(d.name_key, u.email) = $3", []any{p.OrgID, p.ID, provision.Fold(p.UserName)}, &others)
	if err == nil && others > 0 {
		err = fault.E(fault.Conflict)
	}
	return err
}

func (b *batch) keepPerson(p provision.Person) error {
	return b.exec(`INSERT INTO directory_users (org_id, user_id, user_name, name_key, external_id, given_name, family_name, formatted, display, mail, created_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (org_id, user_id) DO UPDATE SET user_name = excluded.user_name, name_key = excluded.name_key, external_id = excluded.external_id,
		given_name = excluded.given_name, family_name = excluded.family_name, formatted = excluded.formatted, display = excluded.display, mail = excluded.mail, changed_at = excluded.changed_at`,
		p.OrgID, p.ID, p.UserName, provision.Fold(p.UserName), p.ExternalID, p.Given, p.Family, p.Formatted, p.Display, p.Mail, millis(p.CreatedAt), millis(p.ChangedAt))
}

// ChangeDirectoryPerson implements provision.Store.
func (s *Store) ChangeDirectoryPerson(ctx context.Context, org, id string, change func(provision.Standing) (provision.PersonChange, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		now, err := b.directoryStanding(org, id)
		if err != nil {
			return err
		}
		c, err := change(now)
		if err != nil || c.Entry.Action == "" {
			return err
		}
		if err := b.changeUser(org, id, c.UserChange); err != nil {
			return err
		}
		switch {
		case c.Closed:
			err = b.closePerson(org, id)
		case c.Person != nil:
			err = b.renamePerson(*c.Person)
		}
		if err != nil {
			return err
		}
		return b.appendEntry(org, c.Entry)
	})
}

// renamePerson keeps what the directory says now, and gives the account its address.
func (b *batch) renamePerson(p provision.Person) error {
	if err := b.nameIsFree(p); err != nil {
		return err
	}
	if err := b.addressIsFree(p); err != nil {
		return err
	}
	if err := b.exec("UPDATE users SET email = $1 WHERE org_id = $2 AND id = $3", p.Address(), p.OrgID, p.ID); err != nil {
		return err
	}
	return b.keepPerson(p)
}

// addressIsFree refuses an address that another user has, of whatever organisation.
func (b *batch) addressIsFree(p provision.Person) error {
	taken, err := b.addressTaken(p.OrgID, p.ID, p.Address())
	if err == nil && taken {
		err = fault.E(fault.Conflict)
	}
	return err
}

// closePerson takes everything away by which the account could be used or found.
func (b *batch) closePerson(org, id string) error {
	for _, statement := range []string{
		"DELETE FROM directory_members WHERE org_id = $1 AND user_id = $2",
		"DELETE FROM directory_users WHERE org_id = $1 AND user_id = $2",
		"DELETE FROM sso_people WHERE org_id = $1 AND user_id = $2",
		"DELETE FROM passkeys WHERE org_id = $1 AND user_id = $2",
		"UPDATE users SET email = '', password = '', code_secret = '', sso = 0 WHERE org_id = $1 AND id = $2",
	} {
		if err := b.exec(statement, org, id); err != nil {
			return err
		}
	}
	return nil
}

// directoryStanding is a person among the others; fault.NotFound for one whose account
// was closed.
func (b *batch) directoryStanding(org, id string) (now provision.Standing, err error) {
	err = b.each("SELECT "+personColumns+personTables+" AND u.id = $2", []any{org, id}, func(rows *sql.Rows) error {
		now.Person, err = scanPerson(rows)
		return err
	})
	if err == nil && now.Person.ID == "" {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return now, err
	}
	if now.Standing, err = b.standing(org, id); err != nil {
		return now, err
	}
	err = b.each("SELECT "+groupColumns+` FROM directory_groups g JOIN directory_members m ON m.org_id = g.org_id AND m.group_id = g.id
		WHERE g.org_id = $1 AND m.user_id = $2 ORDER BY g.id`, []any{org, id}, func(rows *sql.Rows) error {
		g, err := scanGroup(rows)
		now.Groups = append(now.Groups, g)
		return err
	})
	return now, err
}

// DirectoryMembers implements provision.Store.
func (s *Store) DirectoryMembers(ctx context.Context, org string) (list []string, err error) {
	err = s.query(ctx, org, `SELECT user_id FROM directory_members WHERE org_id = $1
		UNION SELECT user_id FROM role_bindings WHERE org_id = $1 AND origin = '`+ident.OriginDirectory+"' ORDER BY user_id",
		[]any{org}, func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			list = append(list, id)
			return err
		})
	return list, err
}
