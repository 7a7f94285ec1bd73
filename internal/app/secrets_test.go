package app

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

// TestNoSecretOfSignInIsKept looks for what a person signs in with, in all forms,
// in the log and in every file, after it went the ways that succeed and that fail.
func TestNoSecretOfSignInIsKept(t *testing.T) {
	s := newService(t)
	_, ownerLink, _ := strings.Cut(s.app.OwnerLink.Reveal(), "#")
	owner := s.owner()
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(owner.secret)
	if err != nil {
		t.Fatal(err)
	}
	first := owner.cookie.Value
	s.pass(time.Minute)
	owner.signIn(password, "000000").want(401, "auth.sign_in_refused")
	owner.signIn(password, owner.code()).want(200, "")
	s.pass(time.Minute)
	owner.post("/api/v1/auth/step-up", `{"password":"`+password+`","code":"`+owner.code()+`"}`).want(200, "")
	var invited struct{ Link string }
	owner.post("/api/v1/users", `{"email":"bea@example.nl","name":"Bea","roles":[{"role":"auditor"}]}`).want(201, "").into(&invited)
	_, link, _ := strings.Cut(invited.Link, "#")
	if len(link) != len(ownerLink) || s.denials(s.app.org.ID, 0) != 1 {
		t.Fatalf("got link %q", invited.Link)
	}
	token, _, err := s.app.sessions.Recover(t.Context(), ident.Operator(s.app.org.ID), s.as(s.app.org.ID, ident.Binding{Role: ident.FG}).user.ID)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]byte{"the log": s.logs.Bytes()}
	for _, file := range s.files() {
		if found[filepath.Base(file)], err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	needles := map[string]string{
		"password": password, "first session": first, "session": owner.cookie.Value, "owner's link": ownerLink, "invitation": link, "recovery link": token,
		"secret of the app": owner.secret, "secret of the app in bytes": string(secret),
	}
	for place, b := range found {
		for name, needle := range needles {
			for _, form := range []string{needle, hex.EncodeToString([]byte(needle)), base64.StdEncoding.EncodeToString([]byte(needle)), base64.RawURLEncoding.EncodeToString([]byte(needle))} {
				if bytes.Contains(b, []byte(form)) {
					t.Errorf("%s holds the %s", place, name)
				}
			}
		}
	}
}
