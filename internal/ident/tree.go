package ident

import (
	"cmp"
	"slices"

	"dijkwacht/internal/fault"
)

// MaxDepth is how deep departments may nest, MaxDepartments how many an
// organisation may have.
const (
	MaxDepth       = 8
	MaxDepartments = 5000
)

// Tree is all departments of one organisation.
type Tree struct {
	byID     map[string]Department
	children map[string][]string
}

// NewTree is a tree of the departments, which are those of a store: checked before
// they were written.
func NewTree(list []Department) *Tree {
	t := &Tree{byID: map[string]Department{}, children: map[string][]string{}}
	for _, d := range list {
		t.byID[d.ID] = d
		t.children[d.ParentID] = append(t.children[d.ParentID], d.ID)
	}
	return t
}

// Department finds one by its id.
func (t *Tree) Department(id string) (Department, bool) {
	d, ok := t.byID[id]
	return d, ok
}

// Path is the department and those above it, from the bottom up; empty for one
// that is not there.
func (t *Tree) Path(id string) (path []string) {
	for d, ok := t.byID[id]; ok && len(path) < MaxDepth; d, ok = t.byID[d.ParentID] {
		path = append(path, d.ID)
	}
	return path
}

// People counts those of the department and of all below it.
func (t *Tree) People(id string) int {
	n := t.byID[id].ActivePeople
	for _, child := range t.children[id] {
		n += t.People(child)
	}
	return n
}

// Ordered lists the departments, each before those below it, by name.
func (t *Tree) Ordered() []Department {
	var list []Department
	var walk func(parent string)
	walk = func(parent string) {
		ids := slices.Clone(t.children[parent])
		slices.SortFunc(ids, func(a, b string) int {
			return cmp.Or(cmp.Compare(t.byID[a].Name, t.byID[b].Name), cmp.Compare(a, b))
		})
		for _, id := range ids {
			list = append(list, t.byID[id])
			walk(id)
		}
	}
	walk("")
	return list
}

// Check reports whether the department may be added to the tree, or take the place
// of the one with its id: its parent is there, it is not below itself, its code is
// its own, and the tree does not get too deep or too large. Returns
// fault.RequestInvalid.
func (t *Tree) Check(d Department) error {
	_, known := t.byID[d.ID]
	if !known && len(t.byID) >= MaxDepartments {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "", Code: "range"})
	}
	for _, other := range t.byID {
		if d.Code != "" && other.Code == d.Code && other.ID != d.ID {
			return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/code", Code: "taken"})
		}
	}
	above := t.Path(d.ParentID)
	if d.ParentID != "" && len(above) == 0 {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/parent_id", Code: "enum"})
	}
	if slices.Contains(above, d.ID) || len(above)+t.height(d.ID) > MaxDepth {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/parent_id", Code: "range"})
	}
	return nil
}

// height counts the levels from the department down, itself included.
func (t *Tree) height(id string) int {
	deepest := 0
	for _, child := range t.children[id] {
		deepest = max(deepest, t.height(child))
	}
	return deepest + 1
}
