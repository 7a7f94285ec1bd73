package console

import (
	"net/http"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// bindings lists a page of role bindings, of one user when ?principal= says so.
func (a *API) bindings(k call) (reply, error) {
	if err := onlyQuery(k, "principal", "cursor", "limit"); err != nil {
		return reply{}, err
	}
	user := k.Query("principal")
	if user != "" && !ident.IsID(ident.PrefixUser, user) {
		return reply{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?principal", Code: "format"})
	}
	after, limit, err := a.Cursors.Page(k.Context, k.who.OrgID, user)
	if err != nil {
		return reply{}, err
	}
	found, err := a.People.Bindings(k.Request.Context(), k.who, user, after, limit)
	if err != nil {
		return reply{}, err
	}
	views, err := a.viewBindings(k, found)
	if err != nil {
		return reply{}, err
	}
	last := ""
	if len(found) > 0 {
		last = found[len(found)-1].ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == limit, last, k.who.OrgID, user)}}, nil
}

// bindingByID shows one binding.
func (a *API) bindingByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixBinding)
	if err != nil {
		return reply{}, err
	}
	b, err := a.People.Binding(k.Request.Context(), k.who, id)
	return a.bindingReply(k, http.StatusOK, b, err)
}

// addBinding gives a user a role.
func (a *API) addBinding(k call) (reply, error) {
	k.body.Require("principal")
	user := k.body.String("principal", 64)
	role := readBinding(k.body)
	k.body.Only("principal", "role", "department_id", "expires_at")
	if k.body.Has("principal") && !ident.IsID(ident.PrefixUser, user) {
		k.body.Fail("principal", "format")
	}
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	b, err := a.People.Bind(k.Request.Context(), k.who, user, role)
	return a.bindingReply(k, http.StatusCreated, b, err)
}

// changeBinding gives a binding another end.
func (a *API) changeBinding(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixBinding)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("expires_at")
	var b ident.Binding
	if !k.body.Null("expires_at") {
		b.ExpiresAt = k.body.Time("expires_at")
	}
	k.body.Only("expires_at")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	changed, err := a.People.Prolong(k.Request.Context(), k.who, id, rev, b.ExpiresAt)
	return a.bindingReply(k, http.StatusOK, changed, err)
}

// removeBinding takes a role away.
func (a *API) removeBinding(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixBinding)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.People.Unbind(k.Request.Context(), k.who, id, rev)
}
