package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

// operation is a console operation of the document.
type operation struct {
	method, path string
	permission   string // of x-permission: one of ident, "self" or "open"
	stepUp       bool
	media, body  string
	private      bool // has a session
	ifMatch      bool // says which revision it changes
}

// apiDocument is the document of the API.
func apiDocument(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// operations lists those of the console; each says what it asks for.
func operations(t *testing.T) (list []operation) {
	t.Helper()
	for path, item := range apiDocument(t).Paths.Map() {
		if !strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, "/api/v1/ext/") || path == "/api/v1/openapi.json" {
			continue
		}
		for method, op := range item.Operations() {
			o := operation{method: method, path: path, private: op.Security != nil}
			o.permission, _ = op.Extensions["x-permission"].(string)
			o.stepUp, _ = op.Extensions["x-step-up"].(bool)
			o.ifMatch = op.Parameters.GetByInAndName("header", "If-Match") != nil
			if o.permission == "" {
				t.Errorf("%s %s says not what it asks for (x-permission)", method, path)
			}
			if op.RequestBody != nil {
				for media, content := range op.RequestBody.Value.Content {
					o.media, o.body = media, exampleOf(t, content)
				}
			}
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return list
}

func exampleOf(t *testing.T, content *openapi3.MediaType) string {
	t.Helper()
	if text, ok := content.Example.(string); ok {
		return text
	}
	b, err := json.Marshal(content.Example)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// objects are ids of one organisation, by the path under which the API has them.
type objects map[string]string

// seed adds fresh things to the organisation for operations to work on. A resource
// whose paths have an id gets its line here.
func (s *service) seed(org string) objects {
	s.t.Helper()
	people, operator := s.app.people, ident.Operator(org)
	d, err := people.AddDepartment(s.t.Context(), operator, ident.Department{Name: "Spoed", ActivePeople: 30})
	if err != nil {
		s.t.Fatal(err)
	}
	u, bindings, err := people.AddUser(s.t.Context(), operator, ident.User{Name: "Doel", Locale: "nl"}, []ident.Binding{{Role: ident.Analyst}})
	if err != nil {
		s.t.Fatal(err)
	}
	device, key := s.seedDevice(org)
	incident := s.seedIncident(org, device)
	event := s.attemptOf(org, incident)
	return objects{
		"another incident": s.seedIncident(org, device), "a measure": s.seedMeasure(org, incident), "an event": event.ID, "/api/v1/decisions": event.DecisionID,
		"/api/v1/departments": d.ID, "/api/v1/users": u.ID, "/api/v1/role-bindings": bindings[0].ID, "/api/v1/approvals": s.seedApproval(org),
		"/api/v1/devices": device, "/api/v1/enrolment-keys": key, "/api/v1/api-keys": s.program(org, ident.ScopeReportsRead).id, "/api/v1/policies": s.seedPolicy(org),
		"/api/v1/incidents": incident, "an organisation": org,
	}
}

// seedDevice enrols a device with a key of its own.
func (s *service) seedDevice(org string) (device, key string) {
	s.t.Helper()
	k, secret, err := s.app.enrolments.CreateKey(s.t.Context(), ident.Operator(org), auth.KeyTerms{Label: "SEH"})
	if err != nil {
		s.t.Fatal(err)
	}
	_, jwk := publicKey(s.t)
	var d struct {
		ID string `json:"device_id"`
	}
	s.post("/api/v1/ext/enrol", `{"enrolment_key":"`+secret+`","public_key":`+jwk+`,"os":"linux"}`, "").want(http.StatusCreated, "").into(&d)
	return d.ID, k.ID
}

// seedApproval asks for an approval in the name of somebody who may.
func (s *service) seedApproval(org string) string {
	s.t.Helper()
	now := s.clock()
	asker := ident.Principal{OrgID: org, UserID: "usr_01M7ZTZ495AHSVCTSX8NBYX12A", Bindings: []ident.Binding{{Role: ident.CISO}}, At: now, SteppedUpAt: now}
	s.serial++
	ask := approval.Ask{Kind: approval.PolicyPublish, Object: fmt.Sprintf("pol_%d", s.serial), Digest: "d", Reason: strings.Repeat("Omdat het moet. ", 5)}
	a, err := s.app.approvals.Request(s.t.Context(), asker, ask)
	if err != nil {
		s.t.Fatal(err)
	}
	return a.ID
}

// try asks for the operation with the ids of the objects.
func (c *browser) try(o operation, ids objects) answer {
	c.s.t.Helper()
	path := o.path
	if root, rest, found := strings.Cut(path, "/{id}"); found {
		id, known := ids[root]
		if !known {
			id = c.s.seedLate(root, ids)
			ids[root] = id
		}
		path = root + "/" + id + rest
	}
	if strings.Contains(path, "{exception}") {
		c.s.seedException()
	}
	path = policyPaths.Replace(strings.Replace(path, "{measure}", ids["a measure"], 1))
	body := strings.NewReplacer("inc_01M7ZTZ495AHSVCTSX8NBYX12C", ids["another incident"], "evt_01M7ZTZ495AHSVCTSX8NBYX12D", ids["an event"], "dep_01M7ZTZ495AHSVCTSX8NBYX12C", ids["/api/v1/departments"], "usr_01M7ZTZ495AHSVCTSX8NBYX12B", ids["/api/v1/users"], "bea@", strings.ToLower(ids["/api/v1/users"])+"@").Replace(o.body)
	var headers []string
	if o.ifMatch {
		tag := `"1"`
		for _, at := range []string{path[:strings.LastIndex(path, "/")], path} {
			if got := c.get(at).header.Get("ETag"); got != "" {
				tag = got
			}
		}
		headers = []string{"If-Match", tag}
	}
	return c.do(c.request(o.method, path, o.media, body, headers...))
}

// binding is how a test binds a role.
func (s *service) binding(org string, role ident.Role) ident.Binding {
	s.t.Helper()
	b := ident.Binding{Role: role}
	if _, whole := role.Scoped(); !whole {
		d, err := s.app.people.AddDepartment(s.t.Context(), ident.Operator(org), ident.Department{Name: "Eigen afdeling"})
		if err != nil {
			s.t.Fatal(err)
		}
		b.DepartmentID = d.ID
	}
	return b
}

// TestEachRoleMayDoWhatItsPermissionsSay tries every operation of the console with
// every role, with things of the own organisation and with those of another.
func TestEachRoleMayDoWhatItsPermissionsSay(t *testing.T) {
	s := newService(t)
	own, other := s.app.org.ID, s.addOrganisation()
	list := operations(t)
	// What is refused changes nothing, so that one set of things will do for it.
	shared := map[string]objects{own: s.seed(own), other: s.seed(other)}
	for _, role := range ident.Roles {
		t.Run(string(role), func(t *testing.T) {
			s.t = t
			defer func() { s.t = nil }()
			c := s.as(own, s.binding(own, role))
			for _, o := range list {
				if o.permission == "open" || o.permission == "self" && o.method != http.MethodGet && !strings.Contains(o.path, "{id}") {
					continue
				}
				c.tryBoth(t, o, role, own, other, shared)
			}
		})
	}
}

func (c *browser) tryBoth(t *testing.T, o operation, role ident.Role, own, other string, shared map[string]objects) {
	t.Helper()
	perm := ident.Permission(o.permission)
	held := o.permission == "self" || role.Holds(perm)
	if _, whole := role.Scoped(); !whole && perm != ident.SelfManage && o.permission != "self" {
		held = false // a role of one department does not count for the organisation
	}
	for _, org := range []string{own, other} {
		if o.permission == "self" && org == own && strings.Contains(o.path, "{id}") {
			continue // whose business a thing is, its own tests say
		}
		c.tryOne(t, o, "as "+string(role), held, own, org, shared[org])
	}
}

// tryOne tries an operation with things of org, for somebody of own who holds its
// permission or does not.
func (c *browser) tryOne(t *testing.T, o operation, who string, held bool, own, org string, ids objects) {
	t.Helper()
	before := c.s.end(own)
	if held && o.method != http.MethodGet {
		ids = c.s.seed(org)
	}
	a := c.try(o, ids)
	name := o.method + " " + o.path + " " + who
	foreign := org != own && (strings.Contains(o.path, "{id}") || strings.Contains(o.body, "usr_") || strings.Contains(o.body, "dep_"))
	switch {
	case !held && a.code() != "permission.denied":
		t.Errorf("%s: got %d %s, want it denied", name, a.status, a.body)
	case !held && o.method != http.MethodGet && c.s.denials(own, before) != 1:
		t.Errorf("%s: the refusal is not in the chain", name)
	case held && foreign && a.status != http.StatusNotFound:
		t.Errorf("%s with an id of another organisation: got %d %s", name, a.status, a.body)
	case held && !foreign && a.status >= 300 && a.status != http.StatusConflict:
		t.Errorf("%s: got %d %s", name, a.status, a.body)
	}
}

func TestEachOperationAsksForASessionAndForItsOwnOrigin(t *testing.T) {
	s := newService(t)
	ids := s.seed(s.app.org.ID)
	nobody := &browser{s: s}
	for _, o := range operations(t) {
		if o.private == (o.permission == "open") {
			t.Errorf("%s %s: the document does not say whether it needs a session", o.method, o.path)
		}
		if o.private {
			if a := nobody.try(o, ids); a.status != http.StatusUnauthorized || a.code() != "auth.session_required" {
				t.Errorf("%s %s without a session: got %d %s", o.method, o.path, a.status, a.body)
			}
		}
		if o.method == http.MethodGet {
			continue
		}
		for name, headers := range map[string][]string{
			"another site":           {"Sec-Fetch-Site", "cross-site"},
			"another site's subpage": {"Sec-Fetch-Site", "same-site"},
			"an old browser":         {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
		} {
			r := nobody.request(o.method, strings.Replace(o.path, "{id}", "x", 1), o.media, o.body, headers...)
			if headers[1] == "" {
				r.Header.Del("Sec-Fetch-Site")
			}
			if a := nobody.do(r); a.code() != "request.cross_origin" {
				t.Errorf("%s %s from %s: got %d %s", o.method, o.path, name, a.status, a.body)
			}
		}
	}
}

func TestOperationsThatGivePowerAskForAStepUp(t *testing.T) {
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	s.pass(ident.StepUpLife)
	n := 0
	for _, o := range operations(t) {
		if !o.stepUp {
			continue
		}
		n++
		if a := c.try(o, s.seed(s.app.org.ID)); a.code() != "auth.step_up_required" {
			t.Errorf("%s %s: got %d %s", o.method, o.path, a.status, a.body)
		}
	}
	if n < 8 {
		t.Errorf("only %d operations ask for a step-up", n)
	}
	old := c.cookie.Value
	s.pass(time.Minute)
	c.post("/api/v1/auth/step-up", `{"password":"`+password+`","code":"`+c.code()+`"}`).want(200, "")
	if c.cookie.Value == old {
		t.Error("the step-up kept the old session")
	}
	c.post("/api/v1/users", `{"email":"bea@example.nl","name":"Bea","roles":[{"role":"auditor"}]}`).want(201, "")
}
