package ident

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dijkwacht/internal/fault"
)

// Departments is the tree of the organisation. Everybody with a role may see it:
// names of departments are in every filter and report.
func (s *People) Departments(ctx context.Context, p Principal) (*Tree, error) {
	if err := s.hold(p, SelfManage); err != nil && p.Require(PeopleRead) != nil {
		return nil, err
	}
	list, err := s.store.Departments(ctx, p.OrgID)
	return NewTree(list), err
}

// AddDepartment adds one to the tree. Returns fault.PermissionDenied and
// fault.RequestInvalid.
func (s *People) AddDepartment(ctx context.Context, p Principal, d Department) (Department, error) {
	const action = "department.created"
	if err := s.gate.Check(ctx, p, action, "", p.Require(DepartmentsManage)); err != nil {
		return Department{}, err
	}
	id, err := NewID(PrefixDepartment, s.now(), s.random)
	if err != nil {
		return Department{}, err
	}
	d.OrgID, d.ID, d.Rev = p.OrgID, id, 1
	if err := d.check(); err != nil {
		return Department{}, err
	}
	entry, err := p.Draft(action, id, 1, OutcomeDone, d.detail(), s.now())
	if err != nil {
		return Department{}, err
	}
	err = s.store.ChangeDepartments(ctx, p.OrgID, func(t *Tree) (DepartmentChange, error) {
		return DepartmentChange{Add: []Department{d}, Entry: entry}, t.Check(d)
	})
	return d, err
}

// UpdateDepartment changes one; rev is the revision that the caller saw. Returns
// fault.PermissionDenied, fault.NotFound, fault.PreconditionFailed and
// fault.RequestInvalid.
func (s *People) UpdateDepartment(ctx context.Context, p Principal, id string, rev int64, change func(*Department)) (Department, error) {
	const action = "department.updated"
	var after Department
	err := s.changeDepartment(ctx, p, action, id, rev, func(t *Tree, d Department) (DepartmentChange, error) {
		after = d
		change(&after)
		after.Rev++
		if err := after.check(); err != nil {
			return DepartmentChange{}, err
		}
		entry, err := p.Draft(action, id, after.Rev, OutcomeDone, after.detail(), s.now())
		if err != nil {
			return DepartmentChange{}, err
		}
		return DepartmentChange{Update: []Department{after}, Entry: entry}, t.Check(after)
	})
	return after, err
}

// RemoveDepartment takes one out of the tree. Returns fault.Conflict while it has
// departments below it or roles bound to it, and the faults of UpdateDepartment.
func (s *People) RemoveDepartment(ctx context.Context, p Principal, id string, rev int64) error {
	const action = "department.removed"
	return s.changeDepartment(ctx, p, action, id, rev, func(t *Tree, d Department) (DepartmentChange, error) {
		if len(t.children[id]) > 0 {
			return DepartmentChange{}, fault.E(fault.Conflict)
		}
		entry, err := p.Draft(action, id, d.Rev+1, OutcomeDone, nil, s.now())
		return DepartmentChange{Remove: []string{id}, Entry: entry}, err
	})
}

func (s *People) changeDepartment(ctx context.Context, p Principal, action, id string, rev int64, change func(*Tree, Department) (DepartmentChange, error)) error {
	if err := s.gate.Check(ctx, p, action, id, p.Require(DepartmentsManage)); err != nil {
		return err
	}
	return s.store.ChangeDepartments(ctx, p.OrgID, func(t *Tree) (DepartmentChange, error) {
		d, ok := t.Department(id)
		if !ok {
			return DepartmentChange{}, fault.E(fault.NotFound)
		}
		if d.Rev != rev {
			return DepartmentChange{}, fault.E(fault.PreconditionFailed)
		}
		return change(t, d)
	})
}

// MaxPeople is the largest number of people that a department may have.
const MaxPeople = 1_000_000

// check reports what is wrong with a department by itself, by member of the API.
func (d *Department) check() error {
	var fields []fault.Field
	if d.Name = CleanName(d.Name, MaxName); d.Name == "" {
		fields = append(fields, fault.Field{Pointer: "/name", Code: "format"})
	}
	if code := CleanName(d.Code, MaxCode); code == "" && d.Code != "" {
		fields = append(fields, fault.Field{Pointer: "/code", Code: "format"})
	} else {
		d.Code = code
	}
	if d.ActivePeople < 0 || d.ActivePeople > MaxPeople {
		fields = append(fields, fault.Field{Pointer: "/active_people", Code: "range"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// detail is what the chain keeps of a department.
func (d Department) detail() any {
	return map[string]any{"parent_id": d.ParentID, "active_people": d.ActivePeople}
}

// Import reads departments from a CSV file and adds or changes those it names; the
// others stay as they are. A file with problems changes nothing, and neither does a
// dry run. Returns fault.PermissionDenied.
func (s *People) Import(ctx context.Context, p Principal, file []byte, dryRun bool) (ImportReport, error) {
	const action = "departments.imported"
	if err := s.gate.Check(ctx, p, action, p.OrgID, p.Require(DepartmentsManage)); err != nil {
		return ImportReport{}, err
	}
	rows, problems := readDepartments(file)
	var report ImportReport
	plan := func(t *Tree) (DepartmentChange, error) {
		report = ImportReport{Problems: slices.Clone(problems)}
		return s.planImport(p.OrgID, t, rows, &report)
	}
	if dryRun || len(problems) > 0 {
		tree, err := s.store.Departments(ctx, p.OrgID)
		if err == nil {
			_, err = plan(NewTree(tree))
		}
		return report, err
	}
	err := s.store.ChangeDepartments(ctx, p.OrgID, func(t *Tree) (DepartmentChange, error) {
		change, err := plan(t)
		if err != nil || len(report.Problems) > 0 {
			return DepartmentChange{}, cmp.Or(err, errProblems)
		}
		change.Entry, err = p.Draft(action, p.OrgID, 0, OutcomeDone, map[string]any{"added": report.Added, "updated": report.Updated}, s.now())
		return change, err
	})
	if errors.Is(err, errProblems) {
		err = nil
	}
	return report, err
}
