package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/rules"
)

func TestAnotherPolicyIsTheNextVersion(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	baseline, err := rules.FS.ReadFile("policies/zorg-basis.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "beleid.yaml")
	write := func(document string) {
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	inspect := func() (v verdict) {
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token).want(200, "").into(&v)
		return v
	}
	for _, step := range []struct {
		document string
		version  int
	}{
		{strings.Replace(string(baseline), "fail_mode: closed", "fail_mode: local", 1), 2},
		{strings.Replace(string(baseline), "fail_mode: closed", "fail_mode: local", 1), 2},
		{string(baseline), 3},
	} {
		if err := s.app.Close(); err != nil {
			t.Fatal(err)
		}
		write(step.document)
		if s.app, err = s.open(file); err != nil {
			t.Fatal(err)
		}
		if got := inspect(); got.Version != step.version || got.Action != "block" {
			t.Errorf("got %+v, want version %d", got, step.version)
		}
	}
}

func TestAPolicyThatIsNotValidIsRefusedInOneLine(t *testing.T) {
	s := newService(t)
	file := filepath.Join(t.TempDir(), "beleid.yaml")
	for name, document := range map[string]string{
		"not YAML":          "apiVersion: [",
		"another kind":      "apiVersion: dijkwacht/v1\nkind: Wish\n",
		"an unknown member": "apiVersion: dijkwacht/v1\nkind: Policy\nmetadata: {id: x}\nspec: {rulez: [], rulesz: []}\n",
	} {
		if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
			t.Fatal(err)
		}
		a, err := s.open(file)
		if err == nil {
			_ = a.Close()
			t.Errorf("%s: it was accepted", name)
			continue
		}
		if !strings.Contains(err.Error(), "beleid.yaml:") || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: it says %q", name, err)
		}
	}
}
