package console

import (
	"net/http"
	"strings"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

type userView struct {
	ID           string          `json:"id"`
	Name         string          `json:"name"`
	Email        *string         `json:"email"`
	Locale       string          `json:"locale"`
	State        ident.UserState `json:"state"`
	Federated    bool            `json:"federated"` // signs in by the identity provider
	CreatedAt    string          `json:"created_at"`
	LastSignInAt *string         `json:"last_sign_in_at"`
	Rev          int64           `json:"rev"`
}

func viewUser(u ident.User) userView {
	return userView{
		ID: u.ID, Name: u.Name, Email: orNil(u.Email), Locale: u.Locale, State: u.State, Federated: u.Federated,
		CreatedAt: stamp(u.CreatedAt), LastSignInAt: when(u.LastSignInAt), Rev: u.Rev,
	}
}

// users lists a page of users.
func (a *API) users(k call) (reply, error) {
	if err := onlyQuery(k, "cursor", "limit"); err != nil {
		return reply{}, err
	}
	after, limit, err := a.Cursors.Page(k.Context, k.who.OrgID)
	if err != nil {
		return reply{}, err
	}
	users, err := a.People.Users(k.Request.Context(), k.who, after, limit)
	if err != nil {
		return reply{}, err
	}
	views, last := []userView{}, ""
	for _, u := range users {
		views, last = append(views, viewUser(u)), u.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(users) == limit, last, k.who.OrgID)}}, nil
}

// userByID shows one user.
func (a *API) userByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	u, err := a.People.User(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewUser(u), rev: u.Rev}, err
}

type newUserView struct {
	User  userView      `json:"user"`
	Roles []bindingView `json:"roles"`
	*invitationView
}

type invitationView struct {
	// Link is shown once.
	Link      *string `json:"link,omitempty"`
	ExpiresAt string  `json:"expires_at"`
}

// addUser adds a user with roles, and shows the link of the invitation once.
func (a *API) addUser(k call) (reply, error) {
	k.body.Require("email", "name", "roles")
	u := ident.User{Email: k.body.String("email", ident.MaxEmail), Name: k.body.String("name", 4*ident.MaxName), Locale: k.body.OneOf("locale", ident.Languages...)}
	var roles []ident.Binding
	for _, o := range k.body.Objects("roles", 1, 20) {
		o.Only("role", "department_id", "expires_at")
		roles = append(roles, readBinding(o))
		if err := o.Err(); err != nil {
			return reply{}, err
		}
	}
	k.body.Only("email", "name", "locale", "roles")
	if strings.TrimSpace(u.Email) == "" && k.body.Has("email") {
		k.body.Fail("email", "required")
	}
	if strings.TrimSpace(u.Name) == "" && k.body.Has("name") {
		k.body.Fail("name", "required")
	}
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	ctx := k.Request.Context()
	if u.Locale == "" {
		u.Locale = k.user.Locale
	}
	n, err := a.People.NewUser(ctx, k.who, u, roles)
	if err != nil {
		return reply{}, err
	}
	token, link, err := a.Sessions.AddInvited(ctx, k.who, n)
	if err != nil {
		return reply{}, err
	}
	v := newUserView{User: viewUser(n.User)}
	if v.Roles, err = a.viewBindings(k, n.Bindings); err != nil {
		return reply{}, err
	}
	repeat := v
	v.invitationView, repeat.invitationView = a.viewInvitation(token, link)
	return reply{status: http.StatusCreated, body: v, repeat: repeat, rev: n.User.Rev}, nil
}

// inviteUser makes another link for a user who has no password yet.
func (a *API) inviteUser(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	token, l, err := a.Sessions.Invite(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	shown, repeat := a.viewInvitation(token, l)
	return reply{status: http.StatusOK, body: shown, repeat: repeat}, nil
}

// viewInvitation shows a link; repeat is the same answer without it.
func (a *API) viewInvitation(token string, l auth.Link) (shown, repeat *invitationView) {
	link := auth.LinkURL(a.PublicURL, token)
	return &invitationView{Link: &link, ExpiresAt: stamp(l.ExpiresAt)}, &invitationView{ExpiresAt: stamp(l.ExpiresAt)}
}

// changeUser changes name and language of a user.
func (a *API) changeUser(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	change, err := readUserChange(k)
	if err != nil {
		return reply{}, err
	}
	u, err := a.People.UpdateUser(k.Request.Context(), k.who, id, rev, change)
	return reply{status: http.StatusOK, body: viewUser(u), rev: u.Rev}, err
}

func readUserChange(k call) (func(*ident.User), error) {
	name, locale := k.body.String("name", 4*ident.MaxName), k.body.OneOf("locale", ident.Languages...)
	k.body.Only("name", "locale")
	if k.body.Has("name") && strings.TrimSpace(name) == "" {
		k.body.Fail("name", "required")
	}
	return func(u *ident.User) {
		if k.body.Has("name") {
			u.Name = name
		}
		if k.body.Has("locale") {
			u.Locale = locale
		}
	}, k.body.Err()
}

// disableUser ends the access of a user at once.
func (a *API) disableUser(k call) (reply, error) { return a.setDisabled(k, true) }

// enableUser restores the access of a user.
func (a *API) enableUser(k call) (reply, error) { return a.setDisabled(k, false) }

func (a *API) setDisabled(k call, disabled bool) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	u, err := a.People.SetDisabled(k.Request.Context(), k.who, id, disabled)
	return reply{status: http.StatusOK, body: viewUser(u), rev: u.Rev}, err
}

// signOutUser ends all sessions of a user.
func (a *API) signOutUser(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: struct{}{}}, a.Sessions.SignOutEverywhere(k.Request.Context(), k.who, id)
}

type bindingView struct {
	ID        string `json:"id"`
	Principal string `json:"principal"`
	roleView
	// Origin says by what the person has the role, Groups which groups of the provider
	// give it.
	Origin    string   `json:"origin"`
	Groups    []string `json:"groups"`
	CreatedAt string   `json:"created_at"`
	Rev       int64    `json:"rev"`
}

// origins are those of bindings in words of the API.
var origins = map[string]string{ident.OriginHand: "hand", ident.OriginSSO: "sign_in", ident.OriginDirectory: "scim"}

// viewBindings shows bindings with the groups that give their roles.
func (a *API) viewBindings(k call, list []ident.RoleBinding) ([]bindingView, error) {
	groups, err := a.People.Groups(k.Request.Context(), k.who)
	if err != nil {
		return nil, err
	}
	views := []bindingView{}
	for _, b := range list {
		views = append(views, bindingView{
			ID: b.ID, Principal: b.UserID, Origin: origins[b.Origin], Groups: append([]string{}, groups(b)...), CreatedAt: stamp(b.CreatedAt), Rev: b.Rev,
			roleView: roleView{Role: b.Role, Department: orNil(b.DepartmentID), ExpiresAt: when(b.ExpiresAt)},
		})
	}
	return views, nil
}

// bindingReply shows one binding, unless there is a failure.
func (a *API) bindingReply(k call, status int, b ident.RoleBinding, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	views, err := a.viewBindings(k, []ident.RoleBinding{b})
	if err != nil {
		return reply{}, err
	}
	return reply{status: status, body: views[0], rev: b.Rev}, nil
}

// readBinding reads a role; a department or end of null is none.
func readBinding(o wire.Object) (b ident.Binding) {
	o.Require("role")
	names := make([]string, len(ident.Roles))
	for i, r := range ident.Roles {
		names[i] = string(r)
	}
	b.Role = ident.Role(o.OneOf("role", names...))
	if !o.Null("department_id") {
		b.DepartmentID = o.String("department_id", 64)
		if b.DepartmentID != "" && !ident.IsID(ident.PrefixDepartment, b.DepartmentID) {
			o.Fail("department_id", "format")
		}
	}
	if !o.Null("expires_at") {
		b.ExpiresAt = o.Time("expires_at")
	}
	return b
}
