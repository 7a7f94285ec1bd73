package app

import (
	"fmt"
	"net/http"
	"testing"

	"dijkwacht/internal/ident"
)

const ownApp = "/api/v1/me/app"

// offerOf fetches the secret for another authenticator app, and makes it that of the
// browser.
func (c *browser) offerOf() (state string) {
	c.s.t.Helper()
	var o struct {
		State string
		Code  struct{ Secret string }
	}
	c.post(ownApp+"/challenge", "").want(200, "").into(&o)
	c.secret = o.Code.Secret
	return o.State
}

func (c *browser) addApp(state, code string) answer {
	return c.post(ownApp, fmt.Sprintf(`{"state":%q,"code":%q}`, state, code))
}

func TestAPersonAddsAnAppBesidePasskeysAndTheReverse(t *testing.T) {
	s := newService(t)
	b := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	colleague := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	before := s.end(s.app.org.ID)
	b.post(ownApp+"/remove", "").want(409, "auth.last_factor")
	if s.denials(s.app.org.ID, before) != 1 {
		t.Error("the refusal is not in the chain")
	}
	key := s.newKey()
	pass := b.register(key, "Telefoon")
	b.post(ownApp+"/remove", "").want(200, "")
	b.post(ownApp+"/remove", "").want(409, "resource.conflict")
	b.do(b.request(http.MethodDelete, ownPasskeys+"/"+pass, "", "", "If-Match", b.get(ownPasskeys+"/"+pass).header.Get("ETag"))).want(409, "auth.last_factor")
	old := b.code()
	b.signIn(password, old).want(401, "auth.sign_in_refused")
	b.enterBy(key).want(200, "")

	state := b.offerOf()
	b.addApp(state, "000000").want(400, "request.invalid")
	colleague.addApp(state, b.code()).want(409, "resource.conflict")
	other := &browser{s: s}
	other.enterBy(key).want(200, "")
	b.addApp(state, b.code()).want(200, "")
	other.get(mePath).want(401, "auth.session_required")
	b.addApp(state, b.code()).want(200, "") // the same app again
	s.pass(60e9)
	b.signIn(password, b.code()).want(200, "")
	s.pass(60e9)
	b.addApp(state, b.code()).want(409, "resource.conflict") // an offer of another session
	s.pass(ident.StepUpLife)
	b.post(ownApp+"/challenge", "").want(403, "auth.step_up_required")
	b.addApp(state, b.code()).want(403, "auth.step_up_required")
}

// TestEveryAccountWithAPasswordMayHavePasskeys: those of owners and officers and of
// everybody else; who signs in by a provider has them there.
func TestEveryAccountWithAPasswordMayHavePasskeys(t *testing.T) {
	s := newSignOn(t)
	dep := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	var d struct{ ID string }
	dep.post("/api/v1/departments", `{"name":"SEH","active_people":40}`).want(201, "").into(&d)
	for _, role := range ident.Roles {
		b := ident.Binding{Role: role}
		if _, whole := role.Scoped(); !whole {
			b.DepartmentID = d.ID
		}
		who, key := s.as(s.app.org.ID, b), s.newKey()
		who.register(key, "Telefoon")
		(&browser{s: s.service}).enterBy(key).want(200, "")
	}
	f := s.surfer()
	f.signIn("anna")
	for path, body := range map[string]string{ownPasskeys + "/challenge": "", ownApp + "/challenge": "", ownApp + "/remove": ""} {
		if p := f.post(path, body); p.status != http.StatusConflict {
			t.Errorf("%s: got %v %s", path, p, p.body)
		}
	}
}
