package main

import (
	"strings"
	"testing"

	"dijkwacht/internal/app"
)

const smallPolicy = `apiVersion: dijkwacht/v1
kind: Policy
metadata: {id: klein, owner: fg}
spec:
  rules:
    - id: bsn
      when: {any: [{type: bsn}]}
      then: {action: block, message: bsn-stop}
    - id: iban
      mode: shadow
      when: {any: [{type: iban}]}
      then: {action: warn, message: nummer-stop, override: {allow: true}}
  exceptions:
    - {id: les, rules: [bsn], groups: [skillslab], reason: les, owner: fg, until: 2026-12-01}
`

const smallTests = `apiVersion: dijkwacht/v1
kind: PolicyTest
policy: klein
now: 2026-11-23T09:00:00+01:00
destinations: {openbaar: {class: unapproved}}
cases:
  - name: een bsn stopt
    given: {destination: openbaar}
    text: "bsn 111222333"
    expect: {action: block, rules: [bsn], override: {allow: false}}
  - name: in de les mag het
    given: {destination: openbaar, group: skillslab}
    text: "bsn 111222333"
    expect: {action: allow, excepted_by: les}
  - name: na de les niet meer
    now: 2026-12-02T09:00:00+01:00
    given: {destination: openbaar, group: skillslab}
    text: "bsn 111222333"
    expect: {action: block, not_excepted_by: les}
  - name: een vraag mag
    given: {destination: openbaar}
    text: "Wat is koorts?"
    expect: {not_rules: [bsn]}
`

func TestPolicyCheckPointsAtEachMistake(t *testing.T) {
	good := write(t, "goed.yaml", smallPolicy)
	if got := call(t, "", "policy", "check", good); got.code != exitFine || !strings.Contains(got.out, "in order, 2 rules") {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "policy", "check"); got.code != exitFine || !strings.Contains(got.out, "zorg-basis") {
		t.Errorf("the built-in policy: got %+v", got)
	}
	bad := write(t, "fout.yaml", strings.Replace(smallPolicy, "action: block", "action: stop", 1))
	got := call(t, "", "policy", "check", good, bad)
	if got.code != exitError || !strings.Contains(got.err, bad+":8:22: ") {
		t.Errorf("got %+v", got)
	}
	call(t, "", "policy", "check", "nergens.yaml").fails(t, "read the policy")
}

func TestPolicyTestRunsTheTestsBesideThePolicy(t *testing.T) {
	policyFile := write(t, "klein.yaml", smallPolicy)
	tests := write(t, "anders.yaml", smallTests)
	if got := call(t, "", "policy", "test", "--coverage", "--tests", tests, policyFile); got.code != exitFine || !strings.Contains(got.out, "4 tests passed, 0 failed") {
		t.Errorf("got %+v", got)
	}
	wrong := write(t, "mis.yaml", strings.Replace(smallTests, "action: block, rules", "action: warn, rules", 1))
	got := call(t, "", "policy", "test", "--tests", wrong, policyFile)
	if got.code != exitFound || !strings.Contains(got.out, "FAIL een bsn stopt\n     action is block, want warn") {
		t.Errorf("got %+v", got)
	}
	only := write(t, "een.yaml", smallTests[:strings.Index(smallTests, "  - name: in de les")])
	got = call(t, "", "policy", "test", "--coverage", "--tests", only, policyFile)
	if got.code != exitFound || !strings.Contains(got.out, "each test fires rule bsn") {
		t.Errorf("got %+v", got)
	}
	call(t, "", "policy", "test", policyFile).fails(t, "read the tests")
	other := write(t, "ander.yaml", strings.Replace(smallTests, "policy: klein", "policy: groot", 1))
	call(t, "", "policy", "test", "--tests", other, policyFile).fails(t, "are for policy")
}

func TestEachReadyPolicyPassesItsTestsAndCoversItsRules(t *testing.T) {
	ready, err := app.ReadyPolicies()
	if err != nil || len(ready) < 4 {
		t.Fatalf("got %v, %v", ready, err)
	}
	for _, name := range append(ready, "") {
		if got := call(t, "", "policy", "test", "--coverage", name); got.code != exitFine || strings.Contains(got.out, "rule") {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestPolicyDiffSaysWhatLoosens(t *testing.T) {
	before := write(t, "klein.yaml", smallPolicy)
	after := write(t, "nieuw.yaml", strings.Replace(smallPolicy, "mode: shadow", "mode: enforce", 1))
	if got := call(t, "", "policy", "diff", before, after); got.code != exitFine || got.out != "tightens  Regel ‘iban’ staat nu op: aan. Eerst: alleen meten.\n" {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "policy", "diff", "--language", "en", after, before); got.code != exitFound || !strings.HasPrefix(got.out, "loosens   Rule ‘iban’ is now: measuring only.") {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "policy", "diff", "--format", "json", before, before); got.code != exitFine || got.out != "[]\n" {
		t.Errorf("got %+v", got)
	}
	call(t, "", "policy", "diff", "zorg-basis", "zorg-bestaat-niet").fails(t, "ready policies are algemeen, zorg-basis, zorg-coach, zorg-streng")
}

func TestPolicyExplainTellsWhyAndNeverShowsValues(t *testing.T) {
	file := write(t, "klein.yaml", smallPolicy)
	got := call(t, "bsn 111222333", "policy", "explain", "--policy", file)
	if got.code != exitFound || !strings.Contains(got.out, "decision     block by bsn") || !strings.Contains(got.out, "iban") || strings.Contains(got.out, "111222333") {
		t.Errorf("got %+v", got)
	}
	got = call(t, "bsn 111222333", "policy", "explain", "--policy", file, "--group", "skillslab", "--at", "2026-11-23T09:00:00Z")
	if got.code != exitFine || !strings.Contains(got.out, "excepted by les") || !strings.Contains(got.out, "decision     allow") {
		t.Errorf("got %+v", got)
	}
	call(t, "x", "policy", "explain", "--at", "morgen").fails(t, "--at wants a time")
}
