package sqlstore

import (
	"context"
	"database/sql"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

const organisationColumns = "id, name, created_at, language, time_zone, council_approves, council_waits, rev"

func scanOrganisation(rows *sql.Rows) (o ident.Organisation, err error) {
	var created, council, waits int64
	err = rows.Scan(&o.ID, &o.Name, &created, &o.Language, &o.TimeZone, &council, &waits, &o.Rev)
	o.CreatedAt, o.CouncilApproves, o.CouncilWaits = instant(created), council != 0, waits != 0
	return o, err
}

// Organisation implements ident.PeopleStore.
func (s *Store) Organisation(ctx context.Context, org string) (ident.Organisation, error) {
	return only(ctx, s, org, "SELECT "+organisationColumns+" FROM organisations WHERE id = $1", []any{org}, scanOrganisation)
}

// UpdateOrganisation implements ident.PeopleStore.
func (s *Store) UpdateOrganisation(ctx context.Context, org string, change func(ident.Organisation) (ident.Organisation, chain.Draft, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		var o ident.Organisation
		err := b.each("SELECT "+organisationColumns+" FROM organisations WHERE id = $1", []any{org}, func(rows *sql.Rows) (err error) {
			o, err = scanOrganisation(rows)
			return err
		})
		if err == nil && o.ID == "" {
			err = fault.E(fault.NotFound)
		}
		if err != nil {
			return err
		}
		after, entry, err := change(o)
		if err != nil {
			return err
		}
		if err := b.exec("UPDATE organisations SET name = $1, language = $2, time_zone = $3, council_approves = $4, council_waits = $5, rev = $6 WHERE id = $7",
			after.Name, after.Language, after.TimeZone, number(after.CouncilApproves), number(after.CouncilWaits), after.Rev, org); err != nil {
			return err
		}
		return b.appendEntry(org, entry)
	})
}

// number is the stored form of a boolean.
func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

const (
	departmentsQuery = "SELECT org_id, id, parent_id, code, name, active_people, rev FROM departments WHERE org_id = $1 ORDER BY id"
	departmentBound  = "SELECT COUNT(*) FROM role_bindings WHERE org_id = $1 AND department_id = $2"
)

func scanDepartment(rows *sql.Rows) (d ident.Department, err error) {
	err = rows.Scan(&d.OrgID, &d.ID, &d.ParentID, &d.Code, &d.Name, &d.ActivePeople, &d.Rev)
	return d, err
}

// Departments implements ident.PeopleStore.
func (s *Store) Departments(ctx context.Context, org string) (list []ident.Department, err error) {
	err = s.query(ctx, org, departmentsQuery, []any{org}, func(rows *sql.Rows) error {
		d, err := scanDepartment(rows)
		list = append(list, d)
		return err
	})
	return list, err
}

// ChangeDepartments implements ident.PeopleStore.
func (s *Store) ChangeDepartments(ctx context.Context, org string, change func(*ident.Tree) (ident.DepartmentChange, error)) error {
	return s.do(ctx, org, func(b *batch) error {
		var list []ident.Department
		err := b.each(departmentsQuery, []any{org}, func(rows *sql.Rows) error {
			d, err := scanDepartment(rows)
			list = append(list, d)
			return err
		})
		if err != nil {
			return err
		}
		c, err := change(ident.NewTree(list))
		if err != nil {
			return err
		}
		if err := b.changeDepartments(org, c); err != nil {
			return err
		}
		return b.appendEntry(org, c.Entry)
	})
}

func (b *batch) changeDepartments(org string, c ident.DepartmentChange) error {
	for _, id := range c.Remove {
		var bound int
		if err := b.one(departmentBound, []any{org, id}, &bound); err != nil {
			return err
		}
		if bound > 0 {
			return fault.E(fault.Conflict)
		}
		if err := b.exec("DELETE FROM departments WHERE org_id = $1 AND id = $2", org, id); err != nil {
			return err
		}
	}
	for _, d := range c.Update {
		if err := b.exec("UPDATE departments SET parent_id = $1, code = $2, name = $3, active_people = $4, rev = $5 WHERE org_id = $6 AND id = $7",
			d.ParentID, d.Code, d.Name, d.ActivePeople, d.Rev, org, d.ID); err != nil {
			return err
		}
	}
	rows := make([][]any, len(c.Add))
	for i, d := range c.Add {
		rows[i] = []any{org, d.ID, d.ParentID, d.Code, d.Name, d.ActivePeople, d.Rev}
	}
	return b.insert("INSERT INTO departments (org_id, id, parent_id, code, name, active_people, rev)", rows)
}
