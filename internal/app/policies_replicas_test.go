package app

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/testenv"
)

func TestADepartmentOnlyTightensForItself(t *testing.T) {
	s := withTrial(t, nil)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	seh, err := s.app.people.AddDepartment(t.Context(), ident.Operator(s.app.org.ID), ident.Department{Name: "SEH"})
	if err != nil {
		t.Fatal(err)
	}
	var p struct{ ID string }
	c.post("/api/v1/policies", fmt.Sprintf(`{"department_id":%q}`, seh.ID)).want(201, "").into(&p)
	path := "/api/v1/policies/" + p.ID + "/draft"
	put := func(path, body string) answer {
		return c.do(c.request(http.MethodPut, path, "application/yaml", body, "If-Match", c.get(path).header.Get("ETag")))
	}
	document := "apiVersion: dijkwacht/v1\nkind: Policy\nmetadata: {id: seh, department: " + seh.ID + "}\nspec:\n  rules:\n    - {id: niets, when: {destination: {class: [unapproved]}}, then: {action: block, message: dienst-stop}}\n"
	put(path, strings.Replace(document, seh.ID, "dep_x", 1)).want(200, "")
	c.post(path+"/validate", "").want(422, "policy.invalid")
	put(path, document).want(200, "")
	put(path+"/tests", "apiVersion: dijkwacht/v1\nkind: PolicyTest\npolicy: seh\nnow: 2026-11-23T09:00:00+01:00\ndestinations: {a: {class: unapproved}, b: {class: approved}}\ncases:\n  - {name: stop, given: {destination: a}, features: {}, expect: {action: block}}\n  - {name: mag, given: {destination: b}, features: {}}\n").want(200, "")
	c.post(path+"/publish", because, "If-Match", c.get(path).header.Get("ETag")).want(200, "")
	if err := s.app.pollPolicies(t.Context()); err != nil {
		t.Fatal(err)
	}
	whole, own := s.app.policies.Whole(s.app.org.ID), s.app.policies.For(s.app.org.ID, seh.ID)
	if len(own.Policy.Rules) != len(whole.Policy.Rules)+1 || whole.Version != 2 || own.Version != 2 {
		t.Errorf("got %d rules beside %d", len(own.Policy.Rules), len(whole.Policy.Rules))
	}
	here, err := s.app.bundles.For(s.app.org.ID, own)
	if err != nil {
		t.Fatal(err)
	}
	there, err := s.app.bundles.For(s.app.org.ID, whole)
	if err != nil || here.JWS == there.JWS {
		t.Errorf("the department has the bundle of all: %v", err)
	}
}

func TestTheConsolePolicyOutlivesAStartWithAFile(t *testing.T) {
	s := withTrial(t, nil)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	c.edit("legal: avg-art9", "legal: console").want(200, "")
	c.ship("publish", because).want(200, "")
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	var err error
	if s.app, err = s.open("zorg-streng"); err != nil {
		t.Fatal(err)
	}
	if a := s.app.policies.Whole(s.app.org.ID); a.Version != 2 || a.Policy.Labels["legal"] != "console" {
		t.Errorf("got version %d of %s", a.Version, a.Policy.ID)
	}
}

// TestAPublishedVersionActsOnAllReplicasInTime runs two replicas on PostgreSQL: with
// Redis within 5 s, without within 20 s.
func TestAPublishedVersionActsOnAllReplicasInTime(t *testing.T) {
	t.Parallel()
	database := testenv.StartPostgres(t).Databases(t, "policies")
	server := testenv.StartRedis(t)
	here := withTrial(t, func(c *config.Serve) {
		c.DatabaseURL, c.MigrateURL = database.Service, database.Owner
		c.Redis.URL = obs.Secret(server.URL())
	})
	there := here.beside()
	for _, s := range []*service{here, there} {
		waitFor(t, "redis answers", time.Minute, s.app.redis.Up)
		s.run()
	}
	c := here.as(here.app.org.ID, ident.Binding{Role: ident.CISO})
	before := "legal: avg-art9"
	for i, tt := range []struct {
		name  string
		limit time.Duration
	}{{"with Redis", 5 * time.Second}, {"without", 20 * time.Second}} {
		if i == 1 {
			server.Kill()
		}
		after := "legal: v" + strconv.Itoa(i)
		c.edit(before, after).want(200, "")
		want := c.ship("publish", because).want(200, "").published().Version.Version
		took := waitFor(t, tt.name, tt.limit, func() bool {
			return here.app.policies.Whole(here.app.org.ID).Version == want && there.app.policies.Whole(there.app.org.ID).Version == want
		})
		t.Logf("%s: %v", tt.name, took)
		before = after
	}
}
