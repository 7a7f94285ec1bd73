package app

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

// boundRole is what tests look at of a role.
type boundRole struct {
	ID, Principal, Role, Origin string
	Groups                      []string
	Rev                         int
}

// rolesOf lists the roles of a user as the console shows them.
func (c *browser) rolesOf(user string) []boundRole {
	c.s.t.Helper()
	var page struct{ Items []boundRole }
	c.get("/api/v1/role-bindings?principal="+user).want(200, "").into(&page)
	return page.Items
}

func TestARoleThatAGroupGivesIsNotTakenAwayByHand(t *testing.T) {
	s := newSignOn(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	f := s.surfer()
	f.signIn("anna")
	anna := f.me().UserID
	take := func(b boundRole) answer {
		return owner.do(owner.request(http.MethodDelete, "/api/v1/role-bindings/"+b.ID, "", "", "If-Match", `"`+string(rune('0'+b.Rev))+`"`))
	}
	list := owner.rolesOf(anna)
	if len(list) != 1 || list[0].Origin != "sign_in" || strings.Join(list[0].Groups, ",") != "fg" {
		t.Fatalf("got %+v", list)
	}
	var p struct{ Errors []struct{ Detail string } }
	take(list[0]).want(409, "people.role_by_group").into(&p)
	if len(p.Errors) != 1 || p.Errors[0].Detail != "fg" {
		t.Errorf("the problem names %+v", p.Errors)
	}
	owner.patch("/api/v1/role-bindings/"+list[0].ID, `{"expires_at":"2040-01-01T00:00:00Z"}`).want(409, "people.role_by_group")
	f.signIn("anna")
	if got := f.me(); len(got.Roles) != 1 {
		t.Errorf("got %+v", got)
	}
	// A role by hand goes by hand, also one that a group would give; who may not see
	// people sees no groups.
	owner.post("/api/v1/role-bindings", `{"principal":"`+anna+`","role":"auditor"}`).want(201, "")
	for _, b := range owner.rolesOf(anna) {
		if b.Role == "auditor" {
			if b.Origin != "hand" || strings.Join(b.Groups, ",") != "audit" {
				t.Errorf("got %+v", b)
			}
			take(b).want(204, "")
		}
	}
	manager := s.as(s.app.org.ID, ident.Binding{Role: ident.PolicyEditor})
	if own := manager.rolesOf(manager.user.ID); len(own) != 1 || own[0].Groups == nil || len(own[0].Groups) != 0 {
		t.Errorf("got %+v", own)
	}
	// When nobody signs in by the provider any more, nothing brings the role back.
	s.connect(s.app.org.ID, []sso.Mapping{{Group: "fg", Role: ident.FG}})
	v, err := s.app.store.SSOSettings(t.Context(), s.app.org.ID)
	if err == nil {
		_, err = s.app.signOn.Disable(t.Context(), ident.Operator(s.app.org.ID), v.Rev)
	}
	if err != nil {
		t.Fatal(err)
	}
	if list = owner.rolesOf(anna); len(list) != 1 || len(list[0].Groups) != 0 {
		t.Errorf("got %+v", list)
	}
	take(list[0]).want(204, "")
}

func TestARoleByHandThatHasEndedMakesRoomForThatOfAGroup(t *testing.T) {
	s := newSignOn(t)
	known := s.as(s.app.org.ID, ident.Binding{Role: ident.Auditor, ExpiresAt: s.now.Add(2 * time.Minute)})
	s.provider.Put(t, map[string]testenv.Account{"fien": {Email: known.user.Email, Verified: true, Groups: []string{"audit"}, AMR: []string{"mfa"}}})
	f := s.surfer()
	f.signIn("fien")
	origin := func() string {
		list, err := s.app.store.Bindings(t.Context(), s.app.org.ID, known.user.ID, "", 10)
		if err != nil || len(list) != 1 {
			t.Fatalf("got %+v, %v", list, err)
		}
		return list[0].Origin
	}
	if origin() != ident.OriginHand {
		t.Error("the role by hand is gone before its end")
	}
	s.pass(3 * time.Minute)
	if me := f.me(); len(me.Roles) != 1 || me.Roles[0].Role != ident.Auditor || origin() != ident.OriginSSO {
		t.Errorf("got %+v", me)
	}
}
