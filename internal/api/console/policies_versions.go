package console

import (
	"net/http"
	"strconv"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/publish"
)

type versionView struct {
	Version     int           `json:"version"`
	Digest      string        `json:"digest"`
	Author      string        `json:"author"`
	Reason      *string       `json:"reason"`
	ActivatedAt string        `json:"activated_at"`
	Base        *int          `json:"base"`
	RollbackOf  *int          `json:"rollback_of"`
	ApprovalID  *string       `json:"approval_id"`
	Changes     []diff.Change `json:"changes"`
	// Document is of one version alone.
	Document string `json:"document,omitempty"`
	Tests    string `json:"tests,omitempty"`
}

func viewVersion(v publish.Version) versionView {
	orNone := func(n int) *int {
		if n == 0 {
			return nil
		}
		return &n
	}
	view := versionView{
		Version: v.Version, Digest: v.Digest, Author: v.Author, Reason: orNil(v.Reason), ActivatedAt: stamp(v.ActivatedAt),
		Base: orNone(v.Base), RollbackOf: orNone(v.RollbackOf), ApprovalID: orNil(v.ApprovalID), Changes: v.Changes,
	}
	if view.Changes == nil {
		view.Changes = []diff.Change{}
	}
	return view
}

// versions lists a page, newest first.
func (a *API) versions(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err == nil {
		err = onlyQuery(k, "limit", "cursor")
	}
	if err != nil {
		return reply{}, err
	}
	binding := append(queryBinding(k), id)
	from, limit, err := a.Cursors.Page(k.Context, binding...)
	if err != nil {
		return reply{}, err
	}
	before, _ := strconv.Atoi(from) // a cursor of ours, or none
	found, err := a.Desk.Versions(k.Request.Context(), k.who, id, before, limit)
	if err != nil {
		return reply{}, err
	}
	views, last := []versionView{}, ""
	for _, v := range found {
		views, last = append(views, viewVersion(v)), strconv.Itoa(v.Version)
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == limit, last, binding...)}}, nil
}

// numberOf is the number of a version in the path.
func numberOf(k call, name string) (int, error) {
	n, err := strconv.Atoi(k.Param(name))
	if err != nil || n < 1 {
		return 0, fault.E(fault.NotFound)
	}
	return n, nil
}

func (a *API) version(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	number, err := numberOf(k, "version")
	if err != nil {
		return reply{}, err
	}
	v, err := a.Desk.Version(k.Request.Context(), k.who, id, number)
	if err != nil {
		return reply{}, err
	}
	view := viewVersion(v)
	view.Document, view.Tests = v.Source, v.Tests
	return reply{status: http.StatusOK, body: view, rev: int64(v.Version)}, nil
}

// compareVersions says in sentences what changes from one version to another.
func (a *API) compareVersions(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	before, err := numberOf(k, "version")
	if err != nil {
		return reply{}, err
	}
	after, err := numberOf(k, "other")
	if err != nil {
		return reply{}, err
	}
	changes, err := a.Desk.Compare(k.Request.Context(), k.who, id, before, after)
	return reply{status: http.StatusOK, body: list{Items: changes}}, err
}
