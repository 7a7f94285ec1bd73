package console

import (
	"net/http"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

type departmentView struct {
	ID       string  `json:"id"`
	ParentID *string `json:"parent_id"`
	Code     *string `json:"code"`
	Name     string  `json:"name"`
	// ActivePeople work in the department itself, People in it and all below it.
	ActivePeople int   `json:"active_people"`
	People       int   `json:"people"`
	Rev          int64 `json:"rev"`
}

func viewDepartment(d ident.Department, t *ident.Tree) departmentView {
	return departmentView{
		ID: d.ID, ParentID: orNil(d.ParentID), Code: orNil(d.Code), Name: d.Name, ActivePeople: d.ActivePeople, People: t.People(d.ID), Rev: d.Rev,
	}
}

// departments shows the whole tree, each department before those below it.
func (a *API) departments(k call) (reply, error) {
	tree, err := a.People.Departments(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []departmentView{}
	for _, d := range tree.Ordered() {
		views = append(views, viewDepartment(d, tree))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

// department shows one department.
func (a *API) department(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixDepartment)
	if err != nil {
		return reply{}, err
	}
	return a.showDepartment(k, http.StatusOK, id)
}

func (a *API) showDepartment(k call, status int, id string) (reply, error) {
	tree, err := a.People.Departments(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	d, ok := tree.Department(id)
	if !ok {
		return reply{}, fault.E(fault.NotFound)
	}
	return reply{status: status, body: viewDepartment(d, tree), rev: d.Rev}, nil
}

// addDepartment adds a department to the tree.
func (a *API) addDepartment(k call) (reply, error) {
	k.body.Require("name", "active_people")
	change, err := readDepartment(k)
	if err != nil {
		return reply{}, err
	}
	var d ident.Department
	change(&d)
	if d, err = a.People.AddDepartment(k.Request.Context(), k.who, d); err != nil {
		return reply{}, err
	}
	return a.showDepartment(k, http.StatusCreated, d.ID)
}

// changeDepartment changes the members that were sent.
func (a *API) changeDepartment(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixDepartment)
	if err != nil {
		return reply{}, err
	}
	change, err := readDepartment(k)
	if err != nil {
		return reply{}, err
	}
	if _, err := a.People.UpdateDepartment(k.Request.Context(), k.who, id, rev, change); err != nil {
		return reply{}, err
	}
	return a.showDepartment(k, http.StatusOK, id)
}

// readDepartment reads the members that are there; a parent or code of null takes
// it away.
func readDepartment(k call) (func(*ident.Department), error) {
	text := func(name string, max int) string {
		if k.body.Null(name) {
			return ""
		}
		return k.body.String(name, max)
	}
	name, people := k.body.String("name", 4*ident.MaxName), k.body.Int("active_people", 0, ident.MaxPeople)
	code, parent := text("code", 4*ident.MaxCode), text("parent_id", 64)
	k.body.Only("name", "active_people", "code", "parent_id")
	if parent != "" && !ident.IsID(ident.PrefixDepartment, parent) {
		k.body.Fail("parent_id", "format")
	}
	return func(d *ident.Department) {
		if k.body.Has("name") {
			d.Name = name
		}
		if k.body.Has("active_people") {
			d.ActivePeople = int(people)
		}
		if k.body.Has("code") {
			d.Code = code
		}
		if k.body.Has("parent_id") {
			d.ParentID = parent
		}
	}, k.body.Err()
}

// removeDepartment takes a department out of the tree.
func (a *API) removeDepartment(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixDepartment)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.People.RemoveDepartment(k.Request.Context(), k.who, id, rev)
}

type importView struct {
	DryRun    bool                  `json:"dry_run"`
	Added     int                   `json:"added"`
	Updated   int                   `json:"updated"`
	Unchanged int                   `json:"unchanged"`
	Problems  []ident.ImportProblem `json:"problems"`
}

// importDepartments reads a CSV file; a file with problems changes nothing, and
// the answer says where they are.
func (a *API) importDepartments(k call) (reply, error) {
	dry := k.Query("dry_run")
	if dry != "" && dry != "true" && dry != "false" {
		return reply{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?dry_run", Code: "enum"})
	}
	report, err := a.People.Import(k.Request.Context(), k.who, k.raw, dry == "true")
	if err != nil {
		return reply{}, err
	}
	v := importView{DryRun: dry == "true", Added: report.Added, Updated: report.Updated, Unchanged: report.Unchanged, Problems: report.Problems}
	if v.Problems == nil {
		v.Problems = []ident.ImportProblem{}
	}
	return reply{status: http.StatusOK, body: v}, nil
}
