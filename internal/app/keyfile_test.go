package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/ident"
)

func TestTheKeyFileIsNeeded(t *testing.T) {
	s := newService(t)
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.dir, "secret.key")
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others can read it: %v, %v", info.Mode(), err)
	}
	for name, tt := range map[string]struct {
		change func() error
		says   string
	}{
		"it is gone":          {func() error { return os.Remove(file) }, "is not there"},
		"it holds rubbish":    {func() error { return os.WriteFile(file, []byte("secret"), 0o600) }, "does not hold a key"},
		"it is another":       {func() error { return os.WriteFile(file, []byte(strings.Repeat("A", 43)+"=\n"), 0o600) }, "is not the one"},
		"others can read it":  {func() error { return os.Chmod(file, 0o644) }, "chmod 600"},
		"all is as it should": {func() error { return nil }, ""},
	} {
		if err := errors.Join(os.WriteFile(file, good, 0o600), os.Chmod(file, 0o600), tt.change()); err != nil {
			t.Fatal(err)
		}
		a, err := s.open("")
		if err == nil {
			err = a.Close()
		}
		if (err == nil) != (tt.says == "") || err != nil && (!strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), strings.TrimSpace(string(good)))) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAStolenDatabaseHoldsNoOpenKey(t *testing.T) {
	s := newService(t)
	s.enrol().token("x")
	keys, err := s.app.store.SigningKeys(t.Context())
	if err != nil || len(keys) != 6 {
		t.Fatalf("got %d keys, %v", len(keys), err)
	}
	for _, k := range keys {
		if !strings.HasPrefix(k.Sealed, "x1:") {
			t.Errorf("the %s key %s is open", k.Use, k.ID)
		}
	}
	secret, err := s.app.store.PseudonymKey(t.Context(), s.app.org.ID, ident.Quarter(s.clock()), nil)
	if err != nil || !strings.HasPrefix(string(secret), "x1:") {
		t.Errorf("the pseudonym key is open, %v", err)
	}
}
