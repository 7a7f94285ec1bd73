package app

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
)

// account is the part of a user that tests look at.
type account struct {
	ID, Name, State string
	Email           *string
	Rev             int
}

func TestAnOwnerInvitesAPersonWhoSignsIn(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	var made struct {
		User  account
		Roles []struct{ ID, Role string }
		Link  string
	}
	body := `{"email":"Bea@Example.nl","name":" Bea  Bakker ","roles":[{"role":"fg","expires_at":"2026-12-01T00:00:00Z"}]}`
	a := owner.post("/api/v1/users", body).want(201, "")
	a.into(&made)
	if made.User.Name != "Bea Bakker" || *made.User.Email != "bea@example.nl" || made.User.State != "invited" || !strings.HasPrefix(a.header.Get("ETag"), `"1-`) {
		t.Errorf("got %+v", made)
	}
	owner.post("/api/v1/users", body).want(400, "request.invalid") // taken
	owner.post("/api/v1/users", `{"email":"c@example.nl","name":"C","roles":[{"role":"fg"},{"role":"ciso"}]}`).want(409, "people.roles_conflict")
	owner.post("/api/v1/users", `{"email":"c@example.nl","name":"C","roles":[{"role":"king"}]}`).want(400, "request.invalid")
	owner.post("/api/v1/users", `{"email":"c@example.nl","name":"C","roles":[{"role":"fg"}],"admin":true}`).want(400, "request.invalid")

	_, token, _ := strings.Cut(made.Link, "#")
	bea := &browser{s: s, user: ident.User{Email: "bea@example.nl"}}
	bea.begin(token)
	var me struct{ Permissions []string }
	bea.get(mePath).want(200, "").into(&me)
	if len(me.Permissions) == 0 {
		t.Error("no permissions")
	}
	bea.get("/api/v1/users").want(200, "")
	s.pass(9 * 24 * 3600 * 1e9)
	bea.signIn(password, bea.code()).want(200, "")
	bea.get("/api/v1/users").want(403, "permission.denied") // the role has ended
}

func TestARepeatedRequestDoesNothingAgain(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	const key, body = "one-and-the-same", `{"email":"bea@example.nl","name":"Bea","roles":[{"role":"auditor"}]}`
	first := owner.post("/api/v1/users", body, "Idempotency-Key", key).want(201, "")
	again := owner.post("/api/v1/users", body, "Idempotency-Key", key).want(201, "")
	var one, two struct {
		User account
		Link *string
	}
	first.into(&one)
	again.into(&two)
	if one.User.ID != two.User.ID || one.Link == nil || two.Link != nil || again.header.Get("ETag") != first.header.Get("ETag") {
		t.Errorf("got %s and %s", first.body, again.body)
	}
	owner.post("/api/v1/users", strings.Replace(body, "Bea", "Cor", 1), "Idempotency-Key", key).want(422, "idempotency.mismatch")
	for _, bad := range []string{"", "short", strings.Repeat("x", 65), "with a space"} {
		owner.post("/api/v1/users", body, "Idempotency-Key", bad).want(400, "idempotency.key_required")
	}
	// A refused request may be tried again with its key.
	owner.post("/api/v1/departments", `{"name":"","active_people":1}`, "Idempotency-Key", "another-key").want(400, "request.invalid")
	owner.post("/api/v1/departments", `{"name":"SEH","active_people":1}`, "Idempotency-Key", "another-key").want(201, "")
}

func TestAChangeNamesTheRevisionThatItSaw(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	a := owner.get("/api/v1/organisation").want(200, "")
	tag := a.header.Get("ETag")
	if got := owner.get("/api/v1/organisation", "If-None-Match", tag); got.status != http.StatusNotModified || len(got.body) > 0 {
		t.Errorf("got %d", got.status)
	}
	change := func(headers ...string) answer {
		return owner.do(owner.request(http.MethodPatch, "/api/v1/organisation", "application/json", `{"language":"en","council_approves":true}`, headers...))
	}
	change().want(428, "request.if_match_required")
	for _, bad := range []string{`"99"`, `W/` + tag, "*", "1", `"01"`} {
		change("If-Match", bad).want(412, "resource.changed")
	}
	changed := change("If-Match", tag).want(200, "")
	change("If-Match", tag).want(412, "resource.changed")
	var o struct {
		Language, TimeZone string
		CouncilApproves    bool `json:"council_approves"`
	}
	changed.into(&o)
	if o.Language != "en" || !o.CouncilApproves || changed.header.Get("ETag") == tag {
		t.Errorf("got %s", changed.body)
	}
	for _, bad := range []string{`{"time_zone":"Mars/Base"}`, `{"time_zone":"Local"}`, `{"name":"  "}`, `{"language":"fr"}`, `{"taal":"nl"}`} {
		owner.patch("/api/v1/organisation", bad).want(400, "request.invalid")
	}
}

func TestDepartmentsMakeATree(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	add := func(body string) (d struct{ ID string }) {
		t.Helper()
		owner.post("/api/v1/departments", body).want(201, "").into(&d)
		return d
	}
	top := add(`{"name":"Acuut","active_people":2,"code":"AC"}`)
	below := add(`{"name":"SEH","active_people":40,"parent_id":"` + top.ID + `"}`)
	owner.post("/api/v1/departments", `{"name":"Dubbel","active_people":2,"code":"AC"}`).want(400, "request.invalid")
	owner.post("/api/v1/departments", `{"name":"Wees","active_people":2,"parent_id":"dep_01M7ZTZ495AHSVCTSX8NBYX12B"}`).want(400, "request.invalid")
	owner.patch("/api/v1/departments/"+top.ID, `{"parent_id":"`+below.ID+`"}`).want(400, "request.invalid") // below itself
	var d struct {
		People int
		Parent *string `json:"parent_id"`
	}
	owner.get("/api/v1/departments/"+top.ID).want(200, "").into(&d)
	if d.People != 42 || d.Parent != nil {
		t.Errorf("got %+v", d)
	}
	remove := func(id string) answer {
		return owner.do(owner.request(http.MethodDelete, "/api/v1/departments/"+id, "", "", "If-Match", `"1"`))
	}
	remove(top.ID).want(409, "resource.conflict")
	owner.patch("/api/v1/departments/"+below.ID, `{"parent_id":null,"name":"Spoed"}`).want(200, "")
	remove(top.ID).want(204, "")
	owner.get("/api/v1/departments/"+top.ID).want(404, "resource.not_found")
}

func TestACSVFileBecomesDepartments(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	put := func(query, file string) (report struct {
		Added, Updated, Unchanged int
		Problems                  []ident.ImportProblem
	}) {
		t.Helper()
		owner.do(owner.request(http.MethodPost, "/api/v1/departments/import"+query, "text/csv", file)).want(200, "").into(&report)
		return report
	}
	count := func() int {
		var list struct{ Items []any }
		owner.get("/api/v1/departments").want(200, "").into(&list)
		return len(list.Items)
	}
	const good = "afkorting;naam;valt onder;medewerkers\r\nseh;Spoed;acuut;40\r\nacuut;Acuut;;2\r\n"
	if r := put("?dry_run=true", good); r.Added != 2 || count() != 0 {
		t.Errorf("dry run: got %+v", r)
	}
	if r := put("", good); r.Added != 2 || count() != 2 {
		t.Errorf("got %+v", r)
	}
	if r := put("", good); r.Added != 0 || r.Unchanged != 2 {
		t.Errorf("again: got %+v", r)
	}
	bad := put("", "code,name,people\nx,X,1\ny,"+marker+",veel\n")
	if diff := cmp.Diff([]ident.ImportProblem{{Line: 3, Column: "active_people", Code: "format"}}, bad.Problems); diff != "" || count() != 2 {
		t.Errorf("got %s, %d departments", diff, count())
	}
	owner.do(owner.request(http.MethodPost, "/api/v1/departments/import", "text/csv", strings.Repeat("x", ident.MaxImport+1))).want(413, "request.too_large")
	owner.do(owner.request(http.MethodPost, "/api/v1/departments/import", "application/json", "{}")).want(415, "request.media_type")
}

func TestNobodyTouchesTheOwnPowerAndAnOwnerStays(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	var me struct {
		UserID string `json:"user_id"`
	}
	owner.get(mePath).into(&me)
	var mine struct{ Items []struct{ ID, Role string } }
	owner.get("/api/v1/role-bindings?principal="+me.UserID).want(200, "").into(&mine)
	owner.post("/api/v1/role-bindings", `{"principal":"`+me.UserID+`","role":"it_admin"}`).want(409, "people.own_account")
	owner.post("/api/v1/users/"+me.UserID+"/disable", "").want(409, "people.own_account")
	owner.do(owner.request(http.MethodDelete, "/api/v1/role-bindings/"+mine.Items[0].ID, "", "", "If-Match", `"1"`)).want(409, "people.own_account")

	for _, action := range []string{"role.bound", "role.unbound", "user.disabled"} {
		var denied struct{ Items []struct{ Actor string } }
		owner.get("/api/v1/audit?outcome=denied&action="+action).want(200, "").into(&denied)
		if len(denied.Items) != 1 || denied.Items[0].Actor != me.UserID {
			t.Errorf("%s on the own account: the log has %+v", action, denied.Items)
		}
	}

	second := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	second.post("/api/v1/users/"+me.UserID+"/disable", "").want(200, "")
	owner.get(mePath).want(401, "auth.session_required")
	// The command line is no person; the last owner stays all the same.
	if _, err := s.app.people.SetDisabled(t.Context(), ident.Operator(s.app.org.ID), second.user.ID, true); fmt.Sprint(err) != "people.last_owner" {
		t.Errorf("got %v", err)
	}
	second.post("/api/v1/users/"+me.UserID+"/enable", "").want(200, "")
	owner.get(mePath).want(401, "auth.session_required") // the session does not come back
	second.post("/api/v1/role-bindings", `{"principal":"`+me.UserID+`","role":"fg"}`).want(409, "people.roles_conflict")
}

func TestPagesFollowTheirCursor(t *testing.T) {
	s := newService(t)
	owner := s.owner()
	for i := range 4 {
		owner.post("/api/v1/users", fmt.Sprintf(`{"email":"u%d@example.nl","name":"U","roles":[{"role":"auditor"}]}`, i)).want(201, "")
	}
	seen := map[string]bool{}
	path, pages := "/api/v1/users?limit=2", 0
	var cursor string
	for pages = 0; pages < 5; pages++ {
		var page struct {
			Items []account
			Next  *string `json:"next_cursor"`
		}
		owner.get(path).want(200, "").into(&page)
		for _, u := range page.Items {
			seen[u.ID] = true
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
		path = "/api/v1/users?limit=2&cursor=" + cursor
	}
	if len(seen) != 5 || pages != 2 {
		t.Errorf("saw %d users in %d pages", len(seen), pages+1)
	}
	for _, bad := range []string{"/api/v1/users?cursor=xx", "/api/v1/role-bindings?cursor=" + cursor, "/api/v1/users?limit=0", "/api/v1/users?limit=201", "/api/v1/users?cursor=" + cursor[1:]} {
		owner.get(bad).want(400, "request.invalid")
	}
}

func TestOrganisationsAreServedSideBySide(t *testing.T) {
	s := newService(t)
	other := s.addOrganisation()
	if err := s.app.pollPolicies(t.Context()); err != nil {
		t.Fatal(err)
	}
	here, there := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner}), s.as(other, ident.Binding{Role: ident.Owner})
	here.post("/api/v1/departments", `{"name":"Hier","active_people":1}`).want(201, "")
	var list struct{ Items []any }
	there.get("/api/v1/departments").want(200, "").into(&list)
	if len(list.Items) != 0 {
		t.Errorf("got %v", list.Items)
	}
	var o struct{ ID, Name string }
	there.get("/api/v1/organisation").want(200, "").into(&o)
	if o.ID != other || o.Name != "Ander huis" {
		t.Errorf("got %+v", o)
	}
	here.post("/api/v1/users", `{"email":"`+there.user.Email+`","name":"X","roles":[{"role":"auditor"}]}`).want(400, "request.invalid")

	device := s.enrolIn(other)
	var v verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), device.token("x")).want(200, "").into(&v)
	if v.Action != "block" || v.Version != 1 {
		t.Errorf("got %+v", v)
	}
	head, err := s.app.store.Head(t.Context(), other)
	if err != nil || head.Seq < 5 {
		t.Errorf("the chain of the other organisation has %d entries, %v", head.Seq, err)
	}
	if n := len(s.attempts()); n != 0 {
		t.Errorf("%d events are in the register of the first organisation", n)
	}
	s.get("/readyz", "").want(200, "")
}
