package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
)

// provider is an identity provider that keeps people and groups up to date.
type provider struct{ *program }

func (s *service) provider() provider {
	s.t.Helper()
	return provider{s.program(s.app.org.ID, ident.ScopeSCIM)}
}

func (p provider) send(method, path, body string) answer {
	p.s.t.Helper()
	a := p.s.do(p.request(method, "/scim/v2"+path, "application/scim+json", body))
	if len(a.body) > 0 && !strings.HasPrefix(a.header.Get("Content-Type"), "application/scim+json") {
		p.s.t.Errorf("%s %s answered %s", method, path, a.header.Get("Content-Type"))
	}
	return a
}

// resource is what tests look at of users and groups.
type resource struct {
	ID, UserName, ExternalID, DisplayName string
	Active                                bool
	Emails                                []struct{ Value, Type string }
	Name                                  struct{ Formatted, GivenName, FamilyName string }
	Members                               *[]struct{ Value string }
	Meta                                  struct{ ResourceType, Location string }
}

// expect fails the test when the answer has another status, and reads what came.
func (a answer) expect(status int) (r resource) {
	a.t.Helper()
	if a.status != status {
		a.t.Errorf("got %d, want %d: %s", a.status, status, a.body)
	}
	if len(a.body) > 0 {
		a.into(&r)
	}
	return r
}

// refused is status and scimType of an error body.
func (a answer) refused() string {
	var e struct {
		Schemas          []string
		Status, ScimType string
		Detail           string
	}
	if json.Unmarshal(a.body, &e) != nil || e.Status != fmt.Sprint(a.status) || e.Detail == "" || !slices.Equal(e.Schemas, []string{"urn:ietf:params:scim:api:messages:2.0:Error"}) {
		return fmt.Sprintf("no error body of SCIM: %d %s", a.status, a.body)
	}
	return strings.TrimSpace(e.Status + " " + e.ScimType)
}

// find lists what a filter selects.
func (p provider) find(kind, filter, more string) (list []resource, total int) {
	p.s.t.Helper()
	var found struct {
		TotalResults, StartIndex, ItemsPerPage int
		Resources                              []resource
	}
	p.send(http.MethodGet, "/"+kind+"?filter="+url.QueryEscape(filter)+more, "").want(200, "").into(&found)
	if found.ItemsPerPage != len(found.Resources) {
		p.s.t.Errorf("itemsPerPage is %d for %d", found.ItemsPerPage, len(found.Resources))
	}
	return found.Resources, found.TotalResults
}

// The bodies that Entra ID documents for a customer's application ("Develop and plan
// provisioning for a SCIM endpoint", and its page on compatibility).
const (
	entraUser = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
		"externalId":"%[1]s","userName":"%[2]s","active":true,"emails":[{"primary":true,"type":"work","value":"%[2]s.mail@example.nl"}],
		"meta":{"resourceType":"User"},"name":{"formatted":"givenName familyName","familyName":"familyName","givenName":"givenName"},"roles":[],
		"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","department":"SEH"}}`
	entraGroup = `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
		"externalId":"%s","displayName":"%s","meta":{"resourceType":"Group"}}`
	patchBody = `{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}`
)

func (p provider) patch(path, operations string) answer {
	p.s.t.Helper()
	return p.send(http.MethodPatch, path, fmt.Sprintf(patchBody, operations))
}

func (p provider) addUser(name string) resource {
	p.s.t.Helper()
	return p.send(http.MethodPost, "/Users", fmt.Sprintf(entraUser, "ext-"+name, name)).expect(201)
}

func TestEntraIDKeepsUsersUpToDate(t *testing.T) {
	s := newService(t)
	p := s.provider()
	if list, total := p.find("Users", `userName eq "Test_User_1"`, ""); total != 0 || list == nil {
		t.Errorf("nobody is %d people, %v", total, list)
	}
	made := p.send(http.MethodPost, "/Users", fmt.Sprintf(entraUser, "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef", "Test_User_1"))
	u := made.expect(201)
	if u.UserName != "Test_User_1" || !u.Active || u.ExternalID != "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef" || len(u.Emails) != 1 || u.Emails[0].Value != "Test_User_1.mail@example.nl" ||
		u.Name.GivenName != "givenName" || u.Meta.Location != made.header.Get("Location") || u.Meta.Location != s.app.cfg.PublicURL+"/scim/v2/Users/"+u.ID {
		t.Errorf("made %+v", u)
	}
	for filter, want := range map[string]int{
		`userName eq "test_user_1"`: 1, `externalId eq "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"`: 1, `externalId eq "0A21F0F2-8D2A-4F8E-BF98-7363C4AED4EF"`: 0,
		`emails[type eq "work"].value eq "TEST_USER_1.mail@example.nl"`: 1, `userName eq "Test_User_1" and externalId eq "x"`: 0, `id eq "` + u.ID + `"`: 1, `userName eq ""`: 0,
	} {
		if list, total := p.find("Users", filter, ""); total != want || len(list) != want {
			t.Errorf("%s: found %d of %d", filter, len(list), total)
		}
	}
	path := "/Users/" + u.ID
	u = p.patch(path, `{"op":"Replace","path":"emails[type eq \"work\"].value","value":"updatedEmail@example.nl"},{"op":"Replace","path":"name.familyName","value":"updatedFamilyName"}`).expect(200)
	if u.Emails[0].Value != "updatedEmail@example.nl" || u.Name.FamilyName != "updatedFamilyName" {
		t.Errorf("patched to %+v", u)
	}
	if u = p.patch(path, `{"op":"Replace","path":"userName","value":"5b50642d@example.nl"}`).expect(200); u.UserName != "5b50642d@example.nl" {
		t.Errorf("named %q", u.UserName)
	}
	account, err := s.app.store.User(t.Context(), s.app.org.ID, u.ID)
	if err != nil || account.Email != "updatedemail@example.nl" || account.Name != "givenName familyName" || account.State != ident.UserInvited {
		t.Errorf("the account is %+v, %v", account, err)
	}
	for _, off := range []string{`{"op":"Replace","path":"active","value":"False"}`, `{"op":"Replace","path":"active","value":"True"}`, `{"op":"replace","path":"active","value":false}`} {
		want := strings.Contains(off, "True")
		if u = p.patch(path, off).expect(200); u.Active != want {
			t.Errorf("%s: active is %t", off, u.Active)
		}
	}
	before := s.end(s.app.org.ID)
	p.patch(path, `{"op":"replace","path":"active","value":false}`).expect(200)
	if s.end(s.app.org.ID) != before {
		t.Error("a change that changes nothing is in the chain")
	}
	if u = p.send(http.MethodGet, path, "").expect(200); u.Active {
		t.Error("who may not sign in is shown as active")
	}
	p.send(http.MethodDelete, path, "").expect(204)
	if got := p.send(http.MethodGet, path, "").refused(); got != "404" {
		t.Errorf("after deletion: %s", got)
	}
	again := p.addUser("Test_User_1")
	if again.ID == u.ID {
		t.Error("the next one with the name has the same id")
	}
}

func TestAUserIsUniqueWhateverTheCase(t *testing.T) {
	s := newService(t)
	p := s.provider()
	p.addUser("anna")
	bea := p.addUser("bea")
	if got := p.send(http.MethodPost, "/Users", fmt.Sprintf(entraUser, "x", "ANNA")).refused(); got != "409 uniqueness" {
		t.Errorf("the same name: %s", got)
	}
	if got := p.patch("/Users/"+bea.ID, `{"op":"replace","path":"userName","value":"Anna"}`).refused(); got != "409 uniqueness" {
		t.Errorf("a name that is taken: %s", got)
	}
}

// TestWhoWasAddedByHandIsAdopted: the provider finds the account by its address, and
// keeps it from then on.
func TestWhoWasAddedByHandIsAdopted(t *testing.T) {
	s := newService(t)
	p := s.provider()
	admin := s.as(s.app.org.ID, ident.Binding{Role: ident.ITAdmin})
	list, total := p.find("Users", `userName eq "`+strings.ToUpper(admin.user.Email)+`"`, "")
	if total != 1 || list[0].ID != admin.user.ID {
		t.Fatalf("found %+v", list)
	}
	u := p.patch("/Users/"+admin.user.ID, `{"op":"Add","path":"externalId","value":"x-7"},{"op":"Add","path":"displayName","value":"Eva Bos"}`).expect(200)
	if u.ExternalID != "x-7" || u.DisplayName != "Eva Bos" {
		t.Errorf("adopted as %+v", u)
	}
	admin.get("/api/v1/me").want(200, "")
	t.Run("but the last owner is not put out", func(t *testing.T) {
		if _, err := s.app.people.Bind(t.Context(), ident.Operator(s.app.org.ID), admin.user.ID, ident.Binding{Role: ident.Owner}); err != nil {
			t.Fatal(err)
		}
		if got := p.patch("/Users/"+admin.user.ID, `{"op":"Replace","path":"active","value":"False"}`).refused(); got != "409" {
			t.Error(got)
		}
		if got := p.send(http.MethodDelete, "/Users/"+admin.user.ID, "").refused(); got != "409" {
			t.Error(got)
		}
	})
	t.Run("and an owner by hand is no business of the provider", func(t *testing.T) {
		owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
		if _, total := p.find("Users", `userName eq "`+owner.user.Email+`"`, ""); total != 0 {
			t.Error("the provider finds the owner")
		}
		for _, a := range []answer{p.send(http.MethodDelete, "/Users/"+owner.user.ID, ""), p.patch("/Users/"+owner.user.ID, `{"op":"Replace","path":"active","value":"False"}`)} {
			if got := a.refused(); got != "404" {
				t.Error(got)
			}
		}
		if got := p.send(http.MethodPost, "/Users", fmt.Sprintf(`{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":%q}`, owner.user.Email)).refused(); got != "409 uniqueness" {
			t.Error(got)
		}
		owner.get("/api/v1/me").want(200, "")
	})
}

// give makes groups give roles.
func (s *service) give(list ...sso.Mapping) {
	s.t.Helper()
	settings, err := s.app.store.SSOSettings(s.t.Context(), s.app.org.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	settings.OrgID, settings.Roles, settings.Rev = s.app.org.ID, list, settings.Rev+1
	entry, err := ident.Operator(s.app.org.ID).Draft("sso.changed", s.app.org.ID, settings.Rev, ident.OutcomeDone, nil, s.clock())
	if err == nil {
		err = s.app.store.SaveSSOSettings(s.t.Context(), settings, entry)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// rolesOf are the roles of a user, with department and origin.
func (s *service) rolesOf(user string) string {
	s.t.Helper()
	list, err := s.app.store.Bindings(s.t.Context(), s.app.org.ID, user, "", 20)
	if err != nil {
		s.t.Fatal(err)
	}
	var names []string
	for _, b := range list {
		names = append(names, strings.Join(strings.Fields(string(b.Role)+" "+b.DepartmentID+" "+b.Origin), " "))
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

func TestEntraIDKeepsGroupsUpToDateAndTheyGiveRoles(t *testing.T) {
	s := newService(t)
	p := s.provider()
	ward, err := s.app.people.AddDepartment(t.Context(), ident.Operator(s.app.org.ID), ident.Department{Name: "SEH"})
	if err != nil {
		t.Fatal(err)
	}
	s.give(sso.Mapping{Group: "8aa1a0c0", Role: ident.FG}, sso.Mapping{Group: "Hoofden SEH", Role: ident.WardManager, DepartmentID: ward.ID})
	anna, bea := p.addUser("anna"), p.addUser("bea")
	g := p.send(http.MethodPost, "/Groups", fmt.Sprintf(entraGroup, "8aa1a0c0", "Privacy")).expect(201)
	if g.DisplayName != "Privacy" || g.ExternalID != "8aa1a0c0" || g.Members == nil || len(*g.Members) != 0 {
		t.Errorf("made %+v", g)
	}
	path := "/Groups/" + g.ID
	if g := p.send(http.MethodGet, path+"?excludedAttributes=members", "").expect(200); g.Members != nil || g.DisplayName != "Privacy" {
		t.Errorf("without members: %+v", g)
	}
	if list, total := p.find("Groups", `displayName eq "privacy"`, "&excludedAttributes=members"); total != 1 || list[0].Members != nil {
		t.Errorf("found %d, %+v", total, list)
	}
	p.patch(path, `{"op":"Add","path":"members","value":[{"$ref":null,"value":"`+anna.ID+`"}]}`).expect(204)
	p.patch(path, `{"op":"Add","path":"members","value":[{"$ref":null,"value":"`+anna.ID+`"},{"$ref":null,"value":"`+bea.ID+`"}]}`).expect(204)
	if s.rolesOf(anna.ID) != "fg directory" || s.rolesOf(bea.ID) != "fg directory" {
		t.Errorf("anna is %q, bea %q", s.rolesOf(anna.ID), s.rolesOf(bea.ID))
	}
	if list, _ := p.find("Groups", `id eq "`+g.ID+`" and members eq "`+bea.ID+`"`, ""); len(list) != 1 || len(*list[0].Members) != 2 {
		t.Errorf("the group of bea is %+v", list)
	}
	p.patch(path, `{"op":"Remove","path":"members","value":[{"$ref":null,"value":"`+anna.ID+`"}]}`).expect(204)
	p.patch(path, `{"op":"remove","path":"members[value eq \"`+bea.ID+`\"]"}`).expect(204)
	if s.rolesOf(anna.ID)+s.rolesOf(bea.ID) != "" {
		t.Errorf("anna keeps %q, bea %q", s.rolesOf(anna.ID), s.rolesOf(bea.ID))
	}
	t.Run("another name gives other roles, and no group none", func(t *testing.T) {
		p.patch(path, `{"op":"Add","path":"members","value":[{"value":"`+anna.ID+`"}]}`).expect(204)
		p.patch(path, `{"op":"Replace","path":"displayName","value":"Hoofden SEH"}`).expect(204)
		if got := s.rolesOf(anna.ID); got != "fg directory, ward_manager "+ward.ID+" directory" {
			t.Errorf("anna is %q", got)
		}
		p.send(http.MethodDelete, path, "").expect(204)
		if got := s.rolesOf(anna.ID); got != "" {
			t.Errorf("anna keeps %q", got)
		}
		if got := p.send(http.MethodGet, path, "").refused(); got != "404" {
			t.Error(got)
		}
	})
}

func TestGroupsNeverGiveBothHalvesOfAPair(t *testing.T) {
	s := newService(t)
	p := s.provider()
	s.give(sso.Mapping{Group: "Privacy", Role: ident.FG}, sso.Mapping{Group: "Beveiliging", Role: ident.CISO}, sso.Mapping{Group: "Beheer", Role: ident.Owner})
	anna := p.addUser("anna")
	join := func(name string) string {
		g := p.send(http.MethodPost, "/Groups", fmt.Sprintf(entraGroup, "x-"+name, name)).expect(201)
		p.patch("/Groups/"+g.ID, `{"op":"Add","path":"members","value":[{"value":"`+anna.ID+`"}]}`).expect(204)
		return "/Groups/" + g.ID
	}
	join("Privacy")
	before := s.end(s.app.org.ID)
	second := join("Beveiliging")
	if got := s.rolesOf(anna.ID); got != "" {
		t.Errorf("anna is %q", got)
	}
	if s.denials(s.app.org.ID, before) != 1 {
		t.Error("what was withheld is not in the chain")
	}
	before = s.end(s.app.org.ID)
	if err := s.app.directory().Apply(t.Context(), s.app.org.ID); err != nil || s.end(s.app.org.ID) != before {
		t.Errorf("looking again wrote entries, or failed: %v", err)
	}
	p.send(http.MethodDelete, second, "").expect(204)
	if got := s.rolesOf(anna.ID); got != "fg directory" {
		t.Errorf("anna is %q when the second group is gone", got)
	}
	t.Run("a role that was given by hand counts", func(t *testing.T) {
		if _, err := s.app.people.Bind(t.Context(), ident.Operator(s.app.org.ID), p.addUser("bea").ID, ident.Binding{Role: ident.CISO}); err != nil {
			t.Fatal(err)
		}
		list, _ := p.find("Users", `userName eq "bea"`, "")
		groups, _ := p.find("Groups", `displayName eq "Privacy"`, "")
		p.patch("/Groups/"+groups[0].ID, `{"op":"Add","path":"members","value":[{"value":"`+list[0].ID+`"}]}`).expect(204)
		if got := s.rolesOf(list[0].ID); got != "ciso" {
			t.Errorf("bea is %q", got)
		}
	})
	t.Run("a change of what groups give reaches everybody", func(t *testing.T) {
		s.give(sso.Mapping{Group: "Privacy", Role: ident.Auditor})
		if err := s.app.directory().Apply(t.Context(), s.app.org.ID); err != nil {
			t.Fatal(err)
		}
		if got := s.rolesOf(anna.ID); got != "auditor directory" {
			t.Errorf("anna is %q", got)
		}
	})
}

func TestOtherProvidersSendWhatTheySend(t *testing.T) {
	s := newService(t)
	p := s.provider()
	t.Run("Okta looks, adds, replaces and ends", func(t *testing.T) {
		if _, total := p.find("Users", `userName eq "cor@example.nl"`, "&startIndex=1&count=100"); total != 0 {
			t.Error("somebody is there")
		}
		u := p.send(http.MethodPost, "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"cor@example.nl","name":{"givenName":"Cor","familyName":"Bakker"},
			"emails":[{"primary":true,"value":"cor@example.nl","type":"work"}],"displayName":"Cor Bakker","locale":"nl-NL","externalId":"00ujl29u0le5T6Aj10h7","groups":[],"active":true}`).expect(201)
		path := "/Users/" + u.ID
		u = p.send(http.MethodPut, path, `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"`+u.ID+`","userName":"cor@example.nl","name":{"givenName":"Cor","familyName":"Smit"},
			"emails":[{"primary":true,"value":"cor@example.nl","type":"work"}],"active":true,"groups":[],"meta":{"resourceType":"User"}}`).expect(200)
		if u.Name.FamilyName != "Smit" || u.ExternalID != "" || u.DisplayName != "" {
			t.Errorf("replaced by %+v", u)
		}
		if u = p.patch(path, `{"op":"replace","value":{"active":false}}`).expect(200); u.Active {
			t.Error("still active")
		}
		g := p.send(http.MethodPost, "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Okta","members":[{"value":"`+u.ID+`","display":"cor@example.nl"}]}`).expect(201)
		p.patch("/Groups/"+g.ID, `{"op":"replace","value":{"id":"`+g.ID+`","displayName":"Okta 2"}}`).expect(204)
		if g = p.send(http.MethodGet, "/Groups/"+g.ID, "").expect(200); g.DisplayName != "Okta 2" || len(*g.Members) != 1 {
			t.Errorf("the group is %+v", g)
		}
	})
	t.Run("Keycloak replaces as JSON and without media type of SCIM", func(t *testing.T) {
		r := p.request(http.MethodPost, "/scim/v2/Users", "application/json; charset=utf-8", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"dirk","emails":[{"value":"dirk@example.nl","primary":true}],"active":true}`)
		u := s.do(r).expect(201)
		g := p.send(http.MethodPost, "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Keycloak","externalId":"kc-1"}`).expect(201)
		put := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"` + g.ID + `","displayName":"Keycloak","externalId":"kc-1","members":[%s]}`
		g = p.send(http.MethodPut, "/Groups/"+g.ID, fmt.Sprintf(put, `{"value":"`+u.ID+`","$ref":"Users/`+u.ID+`","type":"User"}`)).expect(200)
		if len(*g.Members) != 1 {
			t.Errorf("the group is %+v", g)
		}
		if g = p.send(http.MethodPut, "/Groups/"+g.ID, fmt.Sprintf(put, "")).expect(200); len(*g.Members) != 0 {
			t.Errorf("the group is %+v", g)
		}
	})
	t.Run("lists come in pages, from 1", func(t *testing.T) {
		var found struct {
			TotalResults, StartIndex int
			Resources                []resource
		}
		p.send(http.MethodGet, "/Users?startIndex=2&count=1", "").want(200, "").into(&found)
		if found.TotalResults != 2 || found.StartIndex != 2 || len(found.Resources) != 1 {
			t.Errorf("got %+v", found)
		}
		p.send(http.MethodGet, "/Users?startIndex=-3&count=-1&attributes=userName", "").want(200, "").into(&found)
		if found.StartIndex != 1 || len(found.Resources) != 0 {
			t.Errorf("got %+v", found)
		}
	})
}

func TestWhatIsNotOfThisPartOfSCIMIsSaidSo(t *testing.T) {
	s := newService(t)
	p := s.provider()
	u := p.addUser("anna")
	s.lenient = true
	defer func() { s.lenient = false }()
	user := `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"x@example.nl"%s}`
	for name, tt := range map[string]struct{ method, path, body, want string }{
		"bulk":                      {"POST", "/Bulk", `{}`, "501"},
		"the own account":           {"GET", "/Me", "", "501"},
		"search by POST":            {"POST", "/Users/.search", `{}`, "501"},
		"sorting":                   {"GET", "/Users?sortBy=userName", "", "501"},
		"a password":                {"POST", "/Users", fmt.Sprintf(user, `,"password":"geheim"`), "501"},
		"groups in groups":          {"POST", "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x","members":[{"value":"grp_1","type":"Group"}]}`, "501"},
		"a filter of another kind":  {"GET", "/Users?filter=" + url.QueryEscape(`userName sw "a"`), "", "400 invalidFilter"},
		"a filter on something":     {"GET", "/Users?filter=" + url.QueryEscape(`title eq "a"`), "", "400 invalidFilter"},
		"a filter that is none":     {"GET", "/Groups?filter=x", "", "400 invalidFilter"},
		"no schemas":                {"POST", "/Users", `{"userName":"x@example.nl"}`, "400 invalidSyntax"},
		"no user name":              {"POST", "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"]}`, "400 invalidValue"},
		"no address":                {"POST", "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"anna de vries"}`, "400 invalidValue"},
		"an attribute of nobody":    {"POST", "/Users", fmt.Sprintf(user, `,"shoeSize":42`), "400 invalidPath"},
		"a member who is not there": {"POST", "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x","members":[{"value":"usr_01M7ZTZ495AHSVCTSX8NBYX12C"}]}`, "400 invalidValue"},
		"a member who cannot be":    {"POST", "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x","members":[{"value":"anna"}]}`, "400 invalidValue"},
		"an attribute twice":        {"POST", "/Users", fmt.Sprintf(user, `,"username":"y@example.nl"`), "400 invalidSyntax"},
		"broken JSON":               {"PATCH", "/Users/" + u.ID, `{`, "400 invalidSyntax"},
		"JSON that is too deep":     {"PATCH", "/Users/" + u.ID, strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40), "400 invalidSyntax"},
		"another schema of patch":   {"PATCH", "/Users/" + u.ID, `{"Operations":[{"op":"replace","path":"active","value":true}]}`, "400 invalidSyntax"},
		"a user who is not there":   {"GET", "/Users/usr_01M7ZTZ495AHSVCTSX8NBYX12C", "", "404"},
		"an id that is none":        {"PATCH", "/Groups/x", fmt.Sprintf(patchBody, ""), "404"},
		"both selections":           {"GET", "/Users?attributes=userName&excludedAttributes=name", "", "400 invalidValue"},
		"a number that is none":     {"GET", "/Users?count=many", "", "400 invalidValue"},
		"a body that is too large":  {"POST", "/Users", fmt.Sprintf(user, `,"title":"`+strings.Repeat("a", 1<<20)+`"`), "413"},
	} {
		a := p.send(tt.method, tt.path, tt.body)
		if got := a.refused(); got != tt.want {
			t.Errorf("%s: got %s, want %s", name, got, tt.want)
		}
		if strings.Contains(string(a.body), "geheim") || strings.Contains(string(a.body), "shoeSize") {
			t.Errorf("%s: the answer repeats what was sent: %s", name, a.body)
		}
	}
	if got := s.do(p.request("POST", "/scim/v2/Users", "text/plain", `{}`)).refused(); got != "415" {
		t.Errorf("a body of another type: %s", got)
	}
}

func TestSCIMIsForKeysOfThatScopeAlone(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	if got := owner.get("/scim/v2/Users").refused(); got != "401" {
		t.Errorf("a session: %s", got)
	}
	for _, scope := range ident.KeyScopes {
		status := 403
		if scope == ident.ScopeSCIM {
			status = 200
		}
		for _, path := range []string{"/Users", "/Groups", "/ServiceProviderConfig", "/Schemas", "/ResourceTypes", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User", "/ResourceTypes/Group"} {
			if a := (provider{s.program(s.app.org.ID, scope)}).send(http.MethodGet, path, ""); a.status != status {
				t.Errorf("%s of %s: got %d %s", path, scope, a.status, a.body)
			}
		}
	}
	other := s.addOrganisation()
	stranger := provider{s.program(other, ident.ScopeSCIM)}
	p := s.provider()
	anna := p.addUser("anna")
	g := p.send(http.MethodPost, "/Groups", fmt.Sprintf(entraGroup, "x", "Privacy")).expect(201)
	for _, path := range []string{"/Users/" + anna.ID, "/Groups/" + g.ID} {
		for _, r := range []answer{
			stranger.send(http.MethodGet, path, ""), stranger.send(http.MethodDelete, path, ""), stranger.patch(path, `{"op":"replace","path":"externalId","value":"y"}`),
		} {
			if got := r.refused(); got != "404" {
				t.Errorf("%s for another organisation: %s", path, got)
			}
		}
	}
	if _, total := stranger.find("Users", `userName eq "anna"`, ""); total != 0 {
		t.Error("another organisation finds the user")
	}
}

// TestWhoIsDeprovisionedIsOutOnEveryReplica: sessions are looked up with each request,
// so that the next one on whatever replica is refused.
func TestWhoIsDeprovisionedIsOutOnEveryReplica(t *testing.T) {
	s := newService(t)
	second, err := s.open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = second.Close() })
	replicas := []*App{s.app, second}
	first := s.app
	on := func(a *App, r *http.Request) answer {
		s.app = a
		defer func() { s.app = first }()
		return s.do(r)
	}
	s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	analyst := s.as(s.app.org.ID, ident.Binding{Role: ident.Analyst})
	p := s.provider()
	for _, a := range replicas {
		if got := on(a, analyst.request(http.MethodGet, "/api/v1/me", "", "")); got.status != 200 {
			t.Fatalf("before: %d", got.status)
		}
	}
	at := s.clock()
	p.patch("/Users/"+analyst.user.ID, `{"op":"Replace","path":"active","value":"False"}`).expect(200)
	for i, a := range replicas {
		if got := on(a, analyst.request(http.MethodGet, "/api/v1/me", "", "")); got.code() != "auth.session_required" {
			t.Errorf("replica %d lets the person in: %d", i+1, got.status)
		}
	}
	if s.clock().Sub(at) > time.Minute {
		t.Error("it took more than a minute")
	}
	analyst.signIn(password, analyst.code()).want(401, "auth.sign_in_refused")
	if got := s.entriesOf(p.id, 0); !slices.Contains(got, "user.disabled "+analyst.user.ID) {
		t.Errorf("the chain says %v", got)
	}
	t.Run("and a revoked key too", func(t *testing.T) {
		k, err := s.app.store.APIKey(t.Context(), s.app.org.ID, p.id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.app.programs().Revoke(t.Context(), ident.Operator(s.app.org.ID), p.id, k.Rev); err != nil {
			t.Fatal(err)
		}
		for i, a := range replicas {
			if got := on(a, p.request(http.MethodGet, "/scim/v2/Users", "", "")); got.status != http.StatusUnauthorized {
				t.Errorf("replica %d takes the key: %d", i+1, got.status)
			}
		}
	})
}

// TestNothingThatAProviderSendsIsRepeatedOrLogged: what is refused is not in the answer,
// and nothing that was sent is in the log.
func TestNothingThatAProviderSendsIsRepeatedOrLogged(t *testing.T) {
	s := newService(t)
	p := s.provider()
	u := p.addUser("anna")
	s.lenient = true
	defer func() { s.lenient = false }()
	const canary = "kanarie-7Q2x"
	quoted := fmt.Sprintf("%q", canary)
	for _, tt := range [][3]string{
		{"GET", "/Users?filter=" + canary, ""}, {"GET", "/Users?filter=" + url.QueryEscape("title eq "+quoted), ""}, {"GET", "/Groups?count=" + canary, ""}, {"GET", "/Users/" + canary, ""},
		{"GET", "/Schemas/" + canary, ""}, {"POST", "/Users", `{"` + canary + `":1}`}, {"POST", "/Users", canary}, {"POST", "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":` + quoted + `}`},
		{"POST", "/Users", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"password":` + quoted + `}`}, {"POST", "/Groups", `{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"x","members":[{"value":` + quoted + `}]}`},
		{"PATCH", "/Users/" + u.ID, fmt.Sprintf(patchBody, `{"op":`+quoted+`}`)}, {"PATCH", "/Users/" + u.ID, fmt.Sprintf(patchBody, `{"op":"add","path":`+quoted+`,"value":1}`)},
		{"PATCH", "/Users/" + u.ID, fmt.Sprintf(patchBody, `{"op":"replace","path":"active","value":`+quoted+`}`)},
	} {
		a := p.send(tt[0], tt[1], tt[2])
		if a.status < 400 || strings.Contains(string(a.body), canary) {
			t.Errorf("%s %s: %d %s", tt[0], tt[1], a.status, a.body)
		}
	}
	p.patch("/Users/"+u.ID, `{"op":"replace","path":"displayName","value":`+quoted+`}`).expect(200)
	if strings.Contains(s.logs.String(), canary) || strings.Contains(s.logs.String(), p.key) {
		t.Error("the log holds what was sent")
	}
}
