package sqlstore

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/provision"
)

const (
	groupColumns = "g.org_id, g.id, g.name, g.external_id, g.created_at, g.changed_at"
	groupTables  = ` FROM directory_groups g WHERE g.org_id = $1 AND ($2 = '' OR g.id = $2) AND ($3 = '' OR g.name_key = $3) AND ($4 = '' OR g.external_id = $4)
		AND ($5 = '' OR EXISTS (SELECT 1 FROM directory_members m WHERE m.org_id = g.org_id AND m.group_id = g.id AND m.user_id = $5))`
	memberQuery = "SELECT user_id FROM directory_members WHERE org_id = $1 AND group_id = $2 ORDER BY user_id"
)

func scanGroup(rows *sql.Rows) (g provision.Group, err error) {
	var created, changed int64
	err = rows.Scan(&g.OrgID, &g.ID, &g.Name, &g.ExternalID, &created, &changed)
	g.CreatedAt, g.ChangedAt = instant(created), instant(changed)
	return g, err
}

// DirectoryGroups implements provision.Store.
func (s *Store) DirectoryGroups(ctx context.Context, org string, f provision.GroupFilter, offset, limit int) (list []provision.Group, total int, err error) {
	args := []any{org, f.ID, f.Name, f.ExternalID, f.Member}
	if err := s.row(ctx, org, "SELECT COUNT(*)"+groupTables, args, &total); err != nil {
		return nil, 0, err
	}
	err = s.query(ctx, org, "SELECT "+groupColumns+groupTables+" ORDER BY g.id LIMIT "+strconv.Itoa(limit)+" OFFSET "+strconv.Itoa(offset), args, func(rows *sql.Rows) error {
		g, err := scanGroup(rows)
		list = append(list, g)
		return err
	})
	return list, total, err
}

// DirectoryGroup implements provision.Store.
func (s *Store) DirectoryGroup(ctx context.Context, org, id string) (provision.Group, error) {
	g, err := only(ctx, s, org, "SELECT "+groupColumns+" FROM directory_groups g WHERE g.org_id = $1 AND g.id = $2", []any{org, id}, scanGroup)
	if err != nil {
		return provision.Group{}, err
	}
	err = s.query(ctx, org, memberQuery, []any{org, id}, func(rows *sql.Rows) error {
		var user string
		err := rows.Scan(&user)
		g.Members = append(g.Members, user)
		return err
	})
	return g, err
}

// AddDirectoryGroup implements provision.Store.
func (s *Store) AddDirectoryGroup(ctx context.Context, g provision.Group, roles provision.Roles, entry chain.Draft) error {
	return s.do(ctx, g.OrgID, func(b *batch) error {
		n, err := b.changed("INSERT INTO directory_groups (org_id, id, name, name_key, external_id, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
			g.OrgID, g.ID, g.Name, provision.Fold(g.Name), g.ExternalID, millis(g.CreatedAt), millis(g.ChangedAt))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.Conflict)
		}
		if err := b.addMembers(g.OrgID, g.ID, g.Members); err != nil {
			return err
		}
		if err := b.appendEntry(g.OrgID, entry); err != nil {
			return err
		}
		return b.assignRoles(g.OrgID, g.Members, roles)
	})
}

// addMembers adds users to a group. Who was added by hand is one of the directory from
// then on, whatever role comes by hand later. Returns fault.RequestInvalid for one who
// is not there, or is in it.
func (b *batch) addMembers(org, group string, users []string) error {
	for _, id := range users {
		n, err := b.changed(`INSERT INTO directory_members (org_id, group_id, user_id) SELECT u.org_id, $2, u.id FROM users u
			LEFT JOIN directory_users d ON d.org_id = u.org_id AND d.user_id = u.id
			WHERE u.org_id = $1 AND u.id = $3 AND `+isPerson+` ON CONFLICT DO NOTHING`, org, group, id)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/members", Code: "unknown"})
		}
		if err := b.exec(`INSERT INTO directory_users (org_id, user_id, user_name, name_key, external_id, given_name, family_name, formatted, display, mail, created_at, changed_at)
			SELECT u.org_id, u.id, u.email, u.email, '', '', '', '', u.name, u.email, u.created_at, u.created_at FROM users u WHERE u.org_id = $1 AND u.id = $2 ON CONFLICT DO NOTHING`,
			org, id); err != nil {
			return err
		}
	}
	return nil
}

// assignRoles writes what roles makes of each of the users.
func (b *batch) assignRoles(org string, users []string, roles provision.Roles) error {
	if roles == nil {
		return nil
	}
	for _, id := range users {
		now, err := b.directoryStanding(org, id)
		if err != nil {
			return err
		}
		c, err := roles(now)
		if err != nil {
			return err
		}
		if c.Entry.Action == "" {
			continue
		}
		if err := b.changeUser(org, id, c); err != nil {
			return err
		}
		if err := b.appendEntry(org, c.Entry); err != nil {
			return err
		}
	}
	return nil
}

// ChangeDirectoryGroup implements provision.Store.
func (s *Store) ChangeDirectoryGroup(ctx context.Context, org, id string, change func(provision.Group) (provision.GroupChange, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		was, err := b.directoryGroup(org, id)
		if err != nil {
			return err
		}
		c, err := change(was)
		if err != nil || c.Entry.Action == "" {
			return err
		}
		if err := b.changeGroup(org, id, c); err != nil {
			return err
		}
		if err := b.appendEntry(org, c.Entry); err != nil {
			return err
		}
		asked := slices.Concat(c.Add, c.Remove)
		if c.Group.Name != was.Name || c.Group.ExternalID != was.ExternalID {
			asked = slices.Concat(was.Members, c.Add)
		}
		return b.assignRoles(org, asked, c.Roles)
	})
}

func (b *batch) directoryGroup(org, id string) (g provision.Group, err error) {
	err = b.each("SELECT "+groupColumns+" FROM directory_groups g WHERE g.org_id = $1 AND g.id = $2", []any{org, id}, func(rows *sql.Rows) error {
		g, err = scanGroup(rows)
		return err
	})
	if err == nil && g.ID == "" {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return g, err
	}
	err = b.each(memberQuery, []any{org, id}, func(rows *sql.Rows) error {
		var user string
		err := rows.Scan(&user)
		g.Members = append(g.Members, user)
		return err
	})
	return g, err
}

func (b *batch) changeGroup(org, id string, c provision.GroupChange) error {
	for _, user := range c.Remove {
		if err := b.exec("DELETE FROM directory_members WHERE org_id = $1 AND group_id = $2 AND user_id = $3", org, id, user); err != nil {
			return err
		}
	}
	if c.Gone {
		return b.exec("DELETE FROM directory_groups WHERE org_id = $1 AND id = $2", org, id)
	}
	if err := b.addMembers(org, id, c.Add); err != nil {
		return err
	}
	var others int64
	err := b.one("SELECT COUNT(*) FROM directory_groups WHERE org_id = $1 AND id <> $2 AND name_key = $3", []any{org, id, provision.Fold(c.Group.Name)}, &others)
	if err == nil && others > 0 {
		err = fault.E(fault.Conflict)
	}
	if err != nil {
		return err
	}
	return b.exec("UPDATE directory_groups SET name = $1, name_key = $2, external_id = $3, changed_at = $4 WHERE org_id = $5 AND id = $6",
		c.Group.Name, provision.Fold(c.Group.Name), c.Group.ExternalID, millis(c.Group.ChangedAt), org, id)
}
