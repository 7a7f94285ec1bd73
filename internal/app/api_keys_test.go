package app

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
)

// program uses the API with a key.
type program struct {
	s   *service
	id  string
	key string
	n   int
	// from is the address it comes from, "" for the default of tests.
	from string
}

// program makes a key past the console.
func (s *service) program(org string, scopes ...ident.KeyScope) *program {
	s.t.Helper()
	now := s.clock()
	text, err := auth.NewAPIKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	s.serial++
	id := fmt.Sprintf("key_01M83T4CM000000000000%05d", s.serial)
	k := ident.APIKey{OrgID: org, ID: id, Name: "Koppeling", Scopes: scopes, CreatedAt: now, CreatedBy: "test", ExpiresAt: now.AddDate(0, 6, 0), Hash: auth.HashAPIKey(text), Rev: 1}
	entry, err := ident.Operator(org).Draft("api_key.created", id, 1, ident.OutcomeDone, nil, now)
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.store.AddAPIKey(s.t.Context(), k, entry); err != nil {
		s.t.Fatal(err)
	}
	return &program{s: s, id: id, key: text}
}

func (p *program) request(method, path, media, body string, headers ...string) *http.Request {
	r := request(method, path, body, p.key)
	r.Header.Del("Content-Type")
	if body != "" {
		r.Header.Set("Content-Type", media)
	}
	if p.n++; method == http.MethodPost {
		r.Header.Set("Idempotency-Key", fmt.Sprintf("program-%08d", p.n))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if p.from != "" {
		r.RemoteAddr = p.from
	}
	return r
}

func (p *program) get(path string) answer {
	p.s.t.Helper()
	return p.s.do(p.request(http.MethodGet, path, "", ""))
}

// TestEachScopeOpensWhatItsPermissionsSay tries every operation of the console with a
// key of every scope, with things of the own organisation and of another.
func TestEachScopeOpensWhatItsPermissionsSay(t *testing.T) {
	s := newService(t)
	own, other := s.app.org.ID, s.addOrganisation()
	list := operations(t)
	shared := map[string]objects{own: s.seed(own), other: s.seed(other)}
	opened := map[string]bool{}
	for _, scope := range ident.KeyScopes {
		t.Run(string(scope), func(t *testing.T) {
			s.t = t
			defer func() { s.t = nil }()
			p := s.program(own, scope)
			c := &browser{s: s, key: p.key}
			for _, o := range list {
				if o.permission == "open" {
					continue
				}
				if c.tryProgram(t, o, scope, own, other, shared) {
					opened[o.method+" "+o.path] = true
				}
			}
		})
	}
	for _, o := range list {
		template := strings.NewReplacer("{", ":", "}", "").Replace(o.path)
		if wire.ForPrograms(o.method, template) != opened[o.method+" "+o.path] {
			t.Errorf("%s %s: open to programs %t, and opened by a scope %t", o.method, o.path, wire.ForPrograms(o.method, template), opened[o.method+" "+o.path])
		}
	}
}

func (c *browser) tryProgram(t *testing.T, o operation, scope ident.KeyScope, own, other string, shared map[string]objects) (opened bool) {
	t.Helper()
	held := scope.Holds(ident.Permission(o.permission)) || strings.HasPrefix(o.path, "/api/v1/reports/weekly") && scope == ident.ScopeReportsRead && o.permission == "self"
	held = held && wire.ForPrograms(o.method, strings.NewReplacer("{", ":", "}", "").Replace(o.path))
	for _, org := range []string{own, other} {
		if !held && org == other {
			continue // refused before anybody looks whose it is
		}
		c.tryOne(t, o, "with "+string(scope), held, own, org, shared[org])
	}
	return held
}

// newKey makes a key in the console and returns it with its id.
func (c *browser) newKey(body string) (id, key string) {
	c.s.t.Helper()
	var made struct{ ID, Key string }
	c.post("/api/v1/api-keys", body).want(201, "").into(&made)
	return made.ID, made.Key
}

const keyBody = `{"name":"BI","scopes":["devices:read"],"expires_at":"2027-05-01T00:00:00Z"}`

func TestAKeyIsShownOnceWorksAndStops(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	id, key := owner.newKey(keyBody)
	if !auth.IsAPIKey(key) || !strings.HasPrefix(key, "dwk_") {
		t.Errorf("a key looks like %q", key)
	}
	p := &program{s: s, id: id, key: key}
	if a := p.get("/api/v1/devices").want(200, ""); a.header.Get("Set-Cookie") != "" {
		t.Error("a program gets a cookie")
	}
	shown := owner.get("/api/v1/api-keys/"+id).want(200, "")
	if strings.Contains(string(shown.body), key) || !strings.Contains(string(shown.body), `"last_used_at":"2026-11-23T09:00:00.000Z"`) {
		t.Errorf("the key is shown as %s", shown.body)
	}
	t.Run("a repeated request shows no key again", func(t *testing.T) {
		r := func() *http.Request {
			return owner.request(http.MethodPost, "/api/v1/api-keys", "application/json", keyBody, "Idempotency-Key", "the-same-key")
		}
		if first := owner.do(r()).want(201, ""); !strings.Contains(string(first.body), `"key"`) {
			t.Error("the first answer has no key")
		}
		if again := owner.do(r()).want(201, ""); strings.Contains(string(again.body), `"key"`) {
			t.Error("the second answer shows a key")
		}
	})
	t.Run("after a rotation both work until the overlap is over", func(t *testing.T) {
		var made struct{ Key string }
		owner.post("/api/v1/api-keys/"+id+"/rotate", `{"overlap_hours":2}`).want(200, "").into(&made)
		fresh := &program{s: s, key: made.Key}
		p.get("/api/v1/devices").want(200, "")
		fresh.get("/api/v1/devices").want(200, "")
		s.pass(2 * time.Hour)
		p.get("/api/v1/devices").want(401, "auth.key_refused")
		fresh.get("/api/v1/devices").want(200, "")
		p.key = made.Key
	})
	owner = s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	t.Run("a revoked key stops with the next request", func(t *testing.T) {
		path := "/api/v1/api-keys/" + id
		owner.do(owner.request(http.MethodDelete, path, "", "", "If-Match", owner.get(path).header.Get("ETag"))).want(204, "")
		p.get("/api/v1/devices").want(401, "auth.key_refused")
		owner.post(path+"/rotate", `{"overlap_hours":0}`).want(409, "resource.conflict")
	})
	t.Run("an expired key stops by itself", func(t *testing.T) {
		_, key := owner.newKey(keyBody)
		s.pass(200 * 24 * time.Hour)
		(&program{s: s, key: key}).get("/api/v1/devices").want(401, "auth.key_refused")
	})
}

func TestRefusedUsesOfAKeyAreInTheChainOnceAnHour(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	id, key := owner.newKey(`{"name":"BI","scopes":["devices:read"],"networks":["198.51.100.0/24","2001:db8::/32"],"expires_at":"2027-05-01T00:00:00Z"}`)
	p := &program{s: s, id: id, key: key}
	before := s.end(s.app.org.ID)
	for range 5 {
		p.get("/api/v1/devices").want(403, "auth.key_network")
	}
	if got := s.entriesOf(id, before); !slices.Equal(got, []string{"auth.refused auth.key_network"}) {
		t.Errorf("the chain says %v", got)
	}
	for from, status := range map[string]int{"198.51.100.7:40000": 200, "[2001:db8::7]:40000": 200, "203.0.113.1:40000": 403, "[::ffff:198.51.100.9]:40000": 200} {
		p.from = from
		if a := p.get("/api/v1/devices"); a.status != status {
			t.Errorf("from %s: got %d", from, a.status)
		}
	}
	p.from = "203.0.113.1:40000"
	if a := s.do(p.request(http.MethodGet, "/api/v1/devices", "", "", "X-Forwarded-For", "198.51.100.7")); a.status != http.StatusForbidden {
		t.Error("anybody can say where a request comes from")
	}
}

func TestATrustedProxySaysWhereAProgramIs(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) { c.TrustedProxies = []string{"192.0.2.1"} })
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	_, key := owner.newKey(`{"name":"BI","scopes":["devices:read"],"networks":["198.51.100.0/24"],"expires_at":"2027-05-01T00:00:00Z"}`)
	p := &program{s: s, key: key}
	for said, status := range map[string]int{"198.51.100.7": 200, "203.0.113.1": 403, "198.51.100.7, 203.0.113.1": 403} {
		if a := s.do(p.request(http.MethodGet, "/api/v1/devices", "", "", "X-Forwarded-For", said)); a.status != status {
			t.Errorf("by way of the proxy from %s: got %d", said, a.status)
		}
	}
}

// entriesOf are action and object of what an actor has in the chain after an entry.
func (s *service) entriesOf(actor string, after int64) (list []string) {
	s.t.Helper()
	for r, err := range s.app.store.Records(s.t.Context(), s.app.org.ID, after, 1<<62) {
		if err != nil {
			s.t.Fatal(err)
		}
		if r.Entry.Actor == actor {
			list = append(list, r.Entry.Action+" "+r.Entry.Object)
		}
	}
	return list
}

func TestNobodyGivesAKeyMoreThanTheyHold(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	body := func(scope ident.KeyScope) string {
		return fmt.Sprintf(`{"name":"BI","scopes":[%q],"expires_at":"2027-05-01T00:00:00Z"}`, scope)
	}
	may := map[ident.Role][]ident.KeyScope{
		ident.Owner:   {ident.ScopeReportsRead, ident.ScopePoliciesRead, ident.ScopeDevicesRead, ident.ScopeDevicesRevoke, ident.ScopeAuditRead, ident.ScopePeopleRead, ident.ScopeSCIM},
		ident.ITAdmin: {ident.ScopeReportsRead, ident.ScopePoliciesRead, ident.ScopeDevicesRead, ident.ScopeDevicesRevoke, ident.ScopePeopleRead},
		ident.FG:      {ident.ScopeIncidentsRead, ident.ScopeReportsRead, ident.ScopePoliciesRead, ident.ScopeAuditRead, ident.ScopePeopleRead},
		ident.CISO:    {ident.ScopeIncidentsRead, ident.ScopeReportsRead, ident.ScopePoliciesRead, ident.ScopePoliciesWrite, ident.ScopeDevicesRead, ident.ScopeDevicesRevoke, ident.ScopeAuditRead, ident.ScopePeopleRead},
		ident.Auditor: nil, ident.Analyst: nil, ident.WorksCouncil: nil,
	}
	for role, scopes := range may {
		c := s.as(org, ident.Binding{Role: role})
		for _, scope := range ident.KeyScopes {
			status := http.StatusForbidden
			if slices.Contains(scopes, scope) {
				status = http.StatusCreated
			}
			if a := c.post("/api/v1/api-keys", body(scope)); a.status != status {
				t.Errorf("%s gives %s: got %d %s", role, scope, a.status, a.body)
			}
		}
	}
}

func TestKeysOnTermsThatMakeNoSenseAreRefused(t *testing.T) {
	s := newService(t)
	department, err := s.app.people.AddDepartment(t.Context(), ident.Operator(s.app.org.ID), ident.Department{Name: "SEH"})
	if err != nil {
		t.Fatal(err)
	}
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	s.lenient = true
	defer func() { s.lenient = false }()
	for name, body := range map[string]string{
		"no scope":               `{"name":"BI","scopes":[],"expires_at":"2027-05-01T00:00:00Z"}`,
		"a scope of nobody":      `{"name":"BI","scopes":["reveal:approve"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"no end":                 `{"name":"BI","scopes":["devices:read"]}`,
		"an end long ahead":      `{"name":"BI","scopes":["devices:read"],"expires_at":"2027-12-01T00:00:00Z"}`,
		"an end that is past":    `{"name":"BI","scopes":["devices:read"],"expires_at":"2026-11-01T00:00:00Z"}`,
		"no name":                `{"name":"  ","scopes":["devices:read"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"an address, no network": `{"name":"BI","scopes":["devices:read"],"networks":["192.0.2.1"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"bits beside the mask":   `{"name":"BI","scopes":["devices:read"],"networks":["192.0.2.1/24"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"the whole internet":     `{"name":"BI","scopes":["devices:read"],"networks":["0.0.0.0/0"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"provisioning and more":  `{"name":"BI","scopes":["scim","devices:read"],"expires_at":"2027-05-01T00:00:00Z"}`,
		"devices of a ward":      `{"name":"BI","scopes":["devices:read"],"department_id":"` + department.ID + `","expires_at":"2027-05-01T00:00:00Z"}`,
		"a ward that is not":     `{"name":"BI","scopes":["reports:read"],"department_id":"dep_01M7ZTZ495AHSVCTSX8NBYX12C","expires_at":"2027-05-01T00:00:00Z"}`,
		"a typing error":         `{"name":"BI","scopes":["devices:read"],"network":[],"expires_at":"2027-05-01T00:00:00Z"}`,
	} {
		if a := owner.post("/api/v1/api-keys", body); a.status != http.StatusBadRequest {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
	}
}

func TestAKeyOfADepartmentSeesNothingElse(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	p := s.program(org, ident.ScopeIncidentsRead)
	device, _ := s.seedDevice(org)
	incident := s.seedIncident(org, device)
	p.get("/api/v1/incidents/"+incident).want(200, "")
	department, err := s.app.people.AddDepartment(t.Context(), ident.Operator(org), ident.Department{Name: "SEH"})
	if err != nil {
		t.Fatal(err)
	}
	k, err := s.app.store.APIKey(t.Context(), org, p.id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := auth.NewAPIKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	k.ID, k.DepartmentID, k.Hash = "key_01M83T4CM00000000000099999", department.ID, auth.HashAPIKey(text)
	entry, err := ident.Operator(org).Draft("api_key.created", k.ID, 1, ident.OutcomeDone, nil, s.clock())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.store.AddAPIKey(t.Context(), k, entry); err != nil {
		t.Fatal(err)
	}
	of := &program{s: s, key: text}
	of.get("/api/v1/incidents/"+incident).want(404, "resource.not_found")
	of.get("/api/v1/incidents").want(200, "")
	of.get("/api/v1/users").want(403, "permission.denied")
}

func TestAProgramIsNoPersonAndNoBrowser(t *testing.T) {
	s := newService(t)
	p := s.program(s.app.org.ID, ident.ScopePoliciesWrite, ident.ScopeAuditRead)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	for name, r := range map[string]*http.Request{
		"an own account":    p.request(http.MethodGet, "/api/v1/me", "", ""),
		"the first page":    p.request(http.MethodGet, "/api/v1/overview", "", ""),
		"a live feed":       p.request(http.MethodGet, "/api/v1/feed", "", ""),
		"publishing":        p.request(http.MethodPost, "/api/v1/policies/pol_01M7ZTZ495AHSVCTSX8NBYX12C/draft/publish", "application/json", `{}`),
		"signing people up": p.request(http.MethodPost, "/api/v1/users", "application/json", `{}`),
		"making more keys":  p.request(http.MethodPost, "/api/v1/api-keys", "application/json", keyBody),
	} {
		if a := s.do(r); a.code() != "permission.denied" {
			t.Errorf("%s: got %d %s", name, a.status, a.body)
		}
	}
	t.Run("a header of a browser does not stop it, and a cookie does not help it", func(t *testing.T) {
		s.do(p.request(http.MethodGet, "/api/v1/audit", "", "", "Sec-Fetch-Site", "cross-site", "Origin", "https://evil.example")).want(200, "")
		r := p.request(http.MethodGet, "/api/v1/me", "", "")
		r.AddCookie(owner.cookie)
		s.do(r).want(403, "permission.denied")
	})
	t.Run("what is no key is refused, and a device's token is none", func(t *testing.T) {
		for _, text := range []string{"dwk_", "x", strings.Repeat("a", 5000), p.key + "a", strings.ToUpper(p.key), "eyJhbGciOiJFZERTQSJ9.e30.c2ln"} {
			(&program{s: s, key: text}).get("/api/v1/audit").want(401, "auth.key_refused")
		}
		s.do(p.request(http.MethodGet, "/api/v1/audit", "", "", "Authorization", "Basic "+p.key)).want(401, "auth.key_refused")
	})
	t.Run("its acts are under its own name", func(t *testing.T) {
		device, _ := s.seedDevice(s.app.org.ID)
		mdm := s.program(s.app.org.ID, ident.ScopeDevicesRevoke)
		before := s.end(s.app.org.ID)
		s.do(mdm.request(http.MethodPost, "/api/v1/devices/"+device+"/revoke", "", "")).want(200, "")
		if got := s.entriesOf(mdm.id, before); !slices.Equal(got, []string{"device.revoked " + device}) {
			t.Errorf("the chain says %v", got)
		}
	})
	t.Run("its requests are limited", func(t *testing.T) {
		status := 0
		for range 700 {
			if status = p.get("/api/v1/audit/checkpoints").status; status != http.StatusOK {
				break
			}
		}
		if status != http.StatusTooManyRequests {
			t.Errorf("700 requests at once: the last got %d", status)
		}
	})
}
