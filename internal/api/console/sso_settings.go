package console

import (
	"net/http"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
)

type ssoView struct {
	Enabled      bool      `json:"enabled"`
	Ready        bool      `json:"ready"`
	Label        string    `json:"label"`
	Issuer       *string   `json:"issuer"`
	ClientID     *string   `json:"client_id"`
	SecretSet    bool      `json:"secret_set"`
	Scopes       []string  `json:"scopes"`
	GroupsClaim  string    `json:"groups_claim"`
	AddressClaim string    `json:"address_claim"`
	Domains      []string  `json:"domains"`
	Factor       *string   `json:"factor"`
	ACR          []string  `json:"acr"`
	Roles        []ssoRole `json:"roles"`
	// The addresses to give the provider.
	RedirectURI    string  `json:"redirect_uri"`
	SignedOutURI   string  `json:"signed_out_uri"`
	BackChannelURI string  `json:"backchannel_logout_uri"`
	ChangedAt      *string `json:"changed_at"`
	Rev            int64   `json:"rev"`
}

type ssoRole struct {
	Group      string     `json:"group"`
	Role       ident.Role `json:"role"`
	Department *string    `json:"department_id"`
}

// ssoReply has one more than the revision as its tag: settings that nobody made have
// one too.
func (a *API) ssoReply(v sso.Settings, err error) (reply, error) {
	view := ssoView{
		Enabled: v.Enabled, Ready: v.Ready(), Label: v.Label, Issuer: orNil(v.Issuer), ClientID: orNil(v.ClientID), SecretSet: v.Secret != "",
		Scopes: append([]string{}, v.Scopes...), GroupsClaim: v.GroupsClaim, AddressClaim: v.AddressClaim, Domains: append([]string{}, v.Domains...),
		Factor: orNil(string(v.Factor)), ACR: append([]string{}, v.ACR...), Roles: []ssoRole{},
		RedirectURI: a.PublicURL + sso.CallbackPath, SignedOutURI: a.PublicURL + signInPage, BackChannelURI: a.PublicURL + sso.BackChannelPath,
		ChangedAt: when(v.ChangedAt), Rev: v.Rev,
	}
	for _, m := range v.Roles {
		view.Roles = append(view.Roles, ssoRole{m.Group, m.Role, orNil(m.DepartmentID)})
	}
	return reply{status: http.StatusOK, body: view, rev: v.Rev + 1}, err
}

func (a *API) ssoSettings(k call) (reply, error) {
	return a.ssoReply(a.SSO.Settings(k.Request.Context(), k.who))
}

// changeSSO changes the connection; the client secret is written and never shown.
func (a *API) changeSSO(k call, rev int64) (reply, error) {
	b := k.body
	texts := map[string]string{}
	for name, max := range map[string]int{"label": 200, "issuer": sso.MaxURL, "client_id": sso.MaxText, "secret": 1000, "groups_claim": 128, "address_claim": 64, "factor": 16} {
		if b.Has(name) && !b.Null(name) {
			texts[name] = b.String(name, max)
		}
	}
	plain := func(s string) bool { return s != "" && len(s) <= sso.MaxText }
	lists := map[string][]string{}
	for _, name := range []string{"scopes", "domains", "acr"} {
		if b.Has(name) {
			lists[name] = b.Strings(name, sso.MaxList, plain)
		}
	}
	b.Only("label", "issuer", "client_id", "secret", "scopes", "groups_claim", "address_claim", "domains", "factor", "acr")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	return a.ssoReply(a.SSO.Change(k.Request.Context(), k.who, rev-1, texts["secret"], func(v *sso.Settings) {
		factor := string(v.Factor)
		for name, into := range map[string]*string{"label": &v.Label, "issuer": &v.Issuer, "client_id": &v.ClientID, "groups_claim": &v.GroupsClaim, "address_claim": &v.AddressClaim, "factor": &factor} {
			if text, sent := texts[name]; sent {
				*into = text
			}
		}
		v.Factor = sso.Factor(factor)
		for name, into := range map[string]*[]string{"scopes": &v.Scopes, "domains": &v.Domains, "acr": &v.ACR} {
			if list, sent := lists[name]; sent {
				*into = list
			}
		}
	}))
}

// setSSORoles says which groups give which roles.
func (a *API) setSSORoles(k call, rev int64) (reply, error) {
	k.body.Require("roles")
	var list []sso.Mapping
	for _, o := range k.body.Objects("roles", 0, sso.MaxMappings) {
		o.Require("group", "role")
		m := sso.Mapping{Group: o.String("group", 4*sso.MaxText), Role: ident.Role(o.String("role", 32))}
		if !o.Null("department_id") {
			m.DepartmentID = o.String("department_id", 64)
		}
		o.Only("group", "role", "department_id")
		list = append(list, m)
	}
	k.body.Only("roles")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return a.ssoReply(a.SSO.SetRoles(k.Request.Context(), k.who, rev-1, list))
}

func (a *API) enableSSO(k call, rev int64) (reply, error) {
	return a.ssoReply(a.SSO.Enable(k.Request.Context(), k.who, rev-1))
}

func (a *API) disableSSO(k call, rev int64) (reply, error) {
	return a.ssoReply(a.SSO.Disable(k.Request.Context(), k.who, rev-1))
}

// testSSO looks whether the provider answers and knows this service.
func (a *API) testSSO(k call) (reply, error) {
	r, err := a.SSO.Test(k.Request.Context(), k.who)
	return reply{status: http.StatusOK, body: struct {
		OK          bool    `json:"ok"`
		Trouble     *string `json:"trouble"`
		EndSession  bool    `json:"end_session"`
		BackChannel bool    `json:"backchannel_logout"`
		Refresh     bool    `json:"refresh"`
	}{r.Trouble == "", orNil(string(r.Trouble)), r.EndSession, r.BackChannel, r.Refresh}}, err
}

// trySSO says which roles groups would give.
func (a *API) trySSO(k call) (reply, error) {
	k.body.Require("groups")
	groups := k.body.Strings("groups", sso.MaxMappings, func(s string) bool { return s != "" && len(s) <= 4*sso.MaxText })
	k.body.Only("groups")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	g, err := a.SSO.Try(k.Request.Context(), k.who, groups)
	roles := []roleView{}
	for _, b := range g.Roles {
		roles = append(roles, roleView{Role: b.Role, Department: orNil(b.DepartmentID)})
	}
	return reply{status: http.StatusOK, body: struct {
		Roles     []roleView `json:"roles"`
		Refused   *string    `json:"refused"`
		Unmatched []int      `json:"unmatched"`
	}{roles, orNil(string(g.Refused)), append([]int{}, g.Unmatched...)}}, err
}

// unlinkUser forgets who at the provider the user is.
func (a *API) unlinkUser(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixUser)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: struct{}{}}, a.SSO.Unlink(k.Request.Context(), k.who, id)
}
