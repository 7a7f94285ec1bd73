package app

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
)

// editor and officer are two people who together may publish anything.
func (s *service) editorAndOfficer() (editor, officer *browser) {
	s.t.Helper()
	return s.as(s.app.org.ID, ident.Binding{Role: ident.PolicyEditor}), s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
}

func (c *browser) policy() string {
	return "/api/v1/policies/" + publish.OrganisationPolicy(c.s.app.org.ID)
}

// edit changes the draft and returns the answer.
func (c *browser) edit(old, fresh string) answer {
	c.s.t.Helper()
	var d struct{ Document string }
	got := c.get(c.policy() + "/draft")
	got.want(200, "").into(&d)
	if !strings.Contains(d.Document, old) {
		c.s.t.Fatalf("the draft has no %q", old)
	}
	return c.do(c.request(http.MethodPut, c.policy()+"/draft", "application/yaml", strings.Replace(d.Document, old, fresh, 1), "If-Match", got.header.Get("ETag")))
}

// ship submits or publishes the draft as it is.
func (c *browser) ship(verb, body string) answer {
	c.s.t.Helper()
	return c.post(c.policy()+"/draft/"+verb, body, "If-Match", c.get(c.policy()+"/draft").header.Get("ETag"))
}

type publishedAnswer struct {
	Version *struct {
		Version int
		Changes []struct{ Op string }
	}
	Approval *struct{ ID string }
}

func (a answer) published() (p publishedAnswer) {
	a.t.Helper()
	a.into(&p)
	return p
}

const (
	because = `{"reason":"Na overleg met de afdelingen."}`
	strict  = "then: {action: block, message: bsn-stop}"
	looser  = "then: {action: warn, message: bsn-stop, override: {allow: true}}"

	trial = `# Our rules.
apiVersion: dijkwacht/v1
kind: Policy
metadata: {id: proef, labels: {legal: avg-art9}}
spec:
  fail_mode: closed
  rules:
    - id: nummer
      mode: enforce
      when: {destination: {class: [unapproved, unknown]}, any: [{type: bsn}]}
      then: {action: block, message: bsn-stop}
    - id: dienst
      when: {destination: {class: [blocked]}}
      then: {action: block, message: dienst-stop}
`
	trialTests = `apiVersion: dijkwacht/v1
kind: PolicyTest
policy: proef
now: 2026-11-23T09:00:00+01:00
destinations: {openbaar: {class: unapproved}, dicht: {class: blocked}}
cases:
  - {name: nummer, given: {destination: openbaar}, features: {types: {bsn: {count: 1}}}, expect: {action: block, rules: [nummer]}}
  - {name: dienst, given: {destination: dicht}, features: {}, expect: {action: block, rules: [dienst]}}
`
)

// withTrial is a service with a small policy, whose tests hang on no detector.
func withTrial(t *testing.T, settings func(*config.Serve)) *service {
	t.Helper()
	file := filepath.Join(t.TempDir(), "proef.yaml")
	for name, document := range map[string]string{file: trial, strings.Replace(file, ".yaml", "_test.yaml", 1): trialTests} {
		if err := os.WriteFile(name, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return newServiceWith(t, func(c *config.Serve) {
		if c.Policy == "" {
			c.Policy = file
		}
		if settings != nil {
			settings(c)
		}
	})
}

// TestPublishingTakesGreenTestsTheNewestDraftAndASecondPerson walks the gate.
func TestPublishingTakesGreenTestsTheNewestDraftAndASecondPerson(t *testing.T) {
	s := withTrial(t, nil)
	editor, officer := s.editorAndOfficer()
	tests := "/draft/tests"
	put := func(path, body string) answer {
		return editor.do(editor.request(http.MethodPut, editor.policy()+path, "application/yaml", body, "If-Match", editor.get(editor.policy()+"/draft").header.Get("ETag")))
	}
	editor.ship("publish", because).want(http.StatusConflict, "policy.unchanged")
	editor.edit(strict, looser).want(200, "")
	editor.ship("publish", because).want(422, "policy.test_failed")
	few := strings.Replace(trialTests, "  - {name: dienst", "  # - {name: dienst", 1)
	editor.edit(looser, strict).want(200, "")
	put(tests, few).want(200, "")
	editor.edit("# Our", "# Your").want(200, "")
	editor.ship("submit", because).want(422, "policy.rule_untested")

	editor.edit("# Your", "# Our").want(200, "")
	put(tests, trialTests).want(200, "")
	editor.edit("fail_mode: closed", "fail_mode: local").want(200, "") // loosens, and the tests stay green
	stale := editor.get(editor.policy() + "/draft").header.Get("ETag")
	editor.ship("publish", because).want(403, "approval.required")
	var submitted struct {
		NeedsApproval bool `json:"needs_approval"`
		Approval      struct{ ID string }
	}
	editor.ship("submit", because).want(200, "").into(&submitted)
	if !submitted.NeedsApproval {
		t.Fatal("nobody else has to look")
	}
	approval := "/api/v1/approvals/" + submitted.Approval.ID
	with := fmt.Sprintf(`{"reason":"Na overleg.","approval_id":%q}`, submitted.Approval.ID)
	editor.ship("publish", with).want(409, "approval.closed")
	editor.post(approval+"/approve", "").want(403, "permission.denied")
	officer.post(approval+"/approve", "").want(200, "")

	editor.edit("# Our rules", "# Their rules").want(200, "")
	editor.post(editor.policy()+"/draft/publish", with, "If-Match", stale).want(412, "resource.changed")
	editor.ship("publish", with).want(409, "approval.object_changed")
	editor.edit("# Their rules", "# Our rules").want(200, "")
	out := editor.ship("publish", with).want(200, "").published()
	if out.Version == nil || out.Version.Version != 2 || len(out.Version.Changes) != 1 || out.Version.Changes[0].Op != "loosens" {
		t.Fatalf("got %+v", out)
	}
	editor.ship("publish", with).want(409, "policy.unchanged")
	if err := s.app.pollPolicies(t.Context()); err != nil || s.app.policies.Whole(s.app.org.ID).Policy.FailMode.String() != "local" {
		t.Errorf("it is not in force: %v", err)
	}

	// Back again tightens: one person does it at once.
	back := editor.post(editor.policy()+"/versions/1/rollback", because).want(200, "").published()
	if back.Version.Version != 3 {
		t.Errorf("got %+v", back)
	}
	// Forth again loosens: it is asked for.
	if forth := editor.post(editor.policy()+"/versions/2/rollback", because).want(202, "").published(); forth.Approval == nil {
		t.Error("nobody was asked")
	}
	var versions struct{ Items []struct{ Version int } }
	editor.get(editor.policy()+"/versions").want(200, "").into(&versions)
	if len(versions.Items) != 3 || versions.Items[0].Version != 3 {
		t.Errorf("got %+v", versions)
	}
	var changes struct{ Items []struct{ Op string } }
	editor.get(editor.policy()+"/versions/2/diff/3").want(200, "").into(&changes)
	if len(changes.Items) != 1 || changes.Items[0].Op != "tightens" {
		t.Errorf("got %+v", changes)
	}
	s.verifyChain()
}

// verifyChain fails the test when the chain is broken.
func (s *service) verifyChain() {
	s.t.Helper()
	if report, err := s.app.register.Verify(s.t.Context(), s.app.org.ID); err != nil || report.Checked == 0 {
		s.t.Errorf("got %+v, %v", report, err)
	}
}

func TestOfTwoWhoPublishTheSameDraftOneIsRefused(t *testing.T) {
	s := withTrial(t, nil)
	a, b := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO}), s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	a.edit("legal: avg-art9", "legal: nieuw").want(200, "")
	tag := a.get(a.policy() + "/draft").header.Get("ETag")
	a.post(a.policy()+"/draft/publish", because, "If-Match", tag).want(200, "")
	b.post(b.policy()+"/draft/publish", because, "If-Match", tag).want(412, "resource.changed")
}

func TestAPlannedVersionComesIntoForceAtItsTime(t *testing.T) {
	s := withTrial(t, nil)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	c.edit("legal: avg-art9", "legal: later").want(200, "")
	at := s.clock().Add(3 * time.Minute).Format(time.RFC3339)
	plan := fmt.Sprintf(`{"reason":"Na de vergadering.","activate_at":%q}`, at)
	if out := c.ship("publish", plan).want(202, "").published(); out.Version != nil {
		t.Errorf("got %+v", out)
	}
	c.ship("publish", because).want(409, "policy.scheduled")
	version := func() int {
		t.Helper()
		if err := s.app.desk.ActivateDue(t.Context(), s.app.org.ID); err != nil {
			t.Fatal(err)
		}
		n, err := s.app.store.Newest(t.Context(), s.app.org.ID)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := version(); n != 1 {
		t.Errorf("version %d before its time", n)
	}
	s.pass(3 * time.Minute)
	if first, second := version(), version(); first != 2 || second != 2 {
		t.Errorf("got version %d, then %d", first, second)
	}
	c.edit("legal: later", "legal: nooit").want(200, "")
	plan = fmt.Sprintf(`{"reason":"Na de vergadering.","activate_at":%q}`, s.clock().Add(time.Minute).Format(time.RFC3339))
	c.ship("publish", plan).want(202, "")
	c.do(c.request(http.MethodDelete, c.policy()+"/draft/schedule", "", "", "If-Match", c.get(c.policy()+"/draft").header.Get("ETag"))).want(200, "")
	s.pass(time.Hour)
	if n := version(); n != 2 {
		t.Errorf("what was taken back is version %d", n)
	}
}

func TestAMilderClassNeedsASecondPersonAndActsOnInspection(t *testing.T) {
	s := withTrial(t, nil)
	editor, officer := s.editorAndOfficer()
	token := s.enrol().token("x")
	action := func() string {
		t.Helper()
		if err := s.app.pollPolicies(t.Context()); err != nil {
			t.Fatal(err)
		}
		var v verdict
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Hoe laat is het?", nil), token).want(200, "").into(&v)
		return v.Action
	}
	classify := func(class, approval string) publishedAnswer {
		t.Helper()
		body := fmt.Sprintf(`{"class":%q,"reason":"Na overleg.","approval_id":%q}`, class, approval)
		if approval == "" {
			body = fmt.Sprintf(`{"class":%q,"reason":"Na overleg met ICT."}`, class)
		}
		return editor.post("/api/v1/destinations/chatgpt/classify", body).published()
	}
	if got := action(); got != "allow" {
		t.Errorf("at first: %s", got)
	}
	if classify("blocked", "").Version == nil || action() != "block" {
		t.Error("a stricter class does not act at once")
	}
	asked := classify("unapproved", "")
	if asked.Version != nil || asked.Approval == nil || action() != "block" {
		t.Fatalf("a milder class acts at once: %+v", asked)
	}
	officer.post("/api/v1/approvals/"+asked.Approval.ID+"/approve", "").want(200, "")
	if classify("unapproved", asked.Approval.ID).Version == nil || action() != "allow" {
		t.Error("an approved class does not act")
	}
}

func TestMistakesInADraftAreToldWithTheirPlace(t *testing.T) {
	s := withTrial(t, nil)
	editor, _ := s.editorAndOfficer()
	editor.edit("mode: enforce", "mode: schaduw").want(200, "")
	var p struct{ Errors []fault.Field }
	editor.post(editor.policy()+"/draft/validate", "").want(422, "policy.invalid").into(&p)
	if len(p.Errors) != 1 || p.Errors[0].Line == 0 || p.Errors[0].Column == 0 || !strings.HasPrefix(p.Errors[0].Pointer, "/spec/rules/") || !strings.Contains(p.Errors[0].Detail, "want one of") {
		t.Errorf("got %+v", p)
	}
}
