package console

import (
	"net/http"

	"dijkwacht/internal/savedview"
)

type savedViewView struct {
	ID      string   `json:"id"`
	Page    string   `json:"page"`
	Name    string   `json:"name"`
	Query   string   `json:"query"`
	Columns []string `json:"columns"`
	Shared  bool     `json:"shared"`
	Pinned  bool     `json:"pinned"`
	// Own says that the person may change it.
	Own bool `json:"own"`
}

func (k call) viewOf(v savedview.View) savedViewView {
	return savedViewView{v.ID, v.Page, v.Name, v.Query, orEmpty(v.Columns), v.Shared, v.Pinned, v.OwnerID == k.who.UserID}
}

func (k call) savedView(status int, v savedview.View, err error) (reply, error) {
	return reply{status: status, body: k.viewOf(v), rev: v.Rev}, err
}

// views lists the person's own views and those that others share.
func (a *API) views(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	found, err := a.Views.List(k.Request.Context(), k.who)
	views := []savedViewView{}
	for _, v := range found {
		views = append(views, k.viewOf(v))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, err
}

// readView lays the members that were sent over a view.
func readView(k call) (func(*savedview.View), error) {
	page, name, query := k.body.OneOf("page", savedview.Pages...), k.body.String("name", 4*savedview.MaxName), k.body.String("query", 4*savedview.MaxQuery)
	columns := k.body.Strings("columns", savedview.MaxColumns, entryName.MatchString)
	shared, pinned := k.body.Bool("shared"), k.body.Bool("pinned")
	k.body.Only("page", "name", "query", "columns", "shared", "pinned")
	return func(v *savedview.View) {
		for member, set := range map[string]func(){
			"page": func() { v.Page = page }, "name": func() { v.Name = name }, "query": func() { v.Query = query },
			"columns": func() { v.Columns = columns }, "shared": func() { v.Shared = shared }, "pinned": func() { v.Pinned = pinned },
		} {
			if k.body.Has(member) {
				set()
			}
		}
	}, k.body.Err()
}

func (a *API) addView(k call) (reply, error) {
	k.body.Require("page", "name", "query")
	lay, err := readView(k)
	if err != nil {
		return reply{}, err
	}
	var v savedview.View
	lay(&v)
	v, err = a.Views.Add(k.Request.Context(), k.who, v)
	return k.savedView(http.StatusCreated, v, err)
}

func (a *API) viewByID(k call) (reply, error) {
	id, err := idOf(k, savedview.PrefixView)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Views.Get(k.Request.Context(), k.who, id)
	return k.savedView(http.StatusOK, v, err)
}

func (a *API) changeView(k call, rev int64) (reply, error) {
	id, err := idOf(k, savedview.PrefixView)
	if err != nil {
		return reply{}, err
	}
	lay, err := readView(k)
	if err != nil {
		return reply{}, err
	}
	v, err := a.Views.Change(k.Request.Context(), k.who, id, rev, lay)
	return k.savedView(http.StatusOK, v, err)
}

func (a *API) removeView(k call, rev int64) (reply, error) {
	id, err := idOf(k, savedview.PrefixView)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Views.Remove(k.Request.Context(), k.who, id, rev)
}
