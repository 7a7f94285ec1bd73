package auth

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/fault"
)

// cheap costs tests little.
var cheap = HashCost{MemoryKiB: 64, Passes: 1, Lanes: 1}

func newTestPasswords(t *testing.T, cost HashCost) *Passwords {
	t.Helper()
	p, err := NewPasswords(cost, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPasswordIsKnownByItsHash(t *testing.T) {
	p := newTestPasswords(t, cheap)
	phc, err := p.Hash(t.Context(), "jose\u0301 wandelt langzaam")
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Hash(t.Context(), "jose\u0301 wandelt langzaam")
	if err != nil || again == phc || !strings.HasPrefix(phc, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("got %s and %s, %v", phc, again, err)
	}
	for password, want := range map[string]bool{
		"jose\u0301 wandelt langzaam": true, "jos\u00e9 wandelt langzaam": true, "jose wandelt langzaam": false, "": false, "Jos\u00e9 wandelt langzaam": false,
	} {
		if right, outdated, err := p.Verify(t.Context(), password, phc); right != want || outdated || err != nil {
			t.Errorf("%q: got %t, %t, %v", password, right, outdated, err)
		}
	}
}

// The string is one of the reference implementation of Argon2 (echo -n "password"
// | argon2 somesalt -id -t 2 -m 16 -p 1).
func TestAHashOfTheReferenceImplementationIsUnderstood(t *testing.T) {
	const reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
	right, outdated, err := newTestPasswords(t, cheap).Verify(t.Context(), "password", reference)
	if !right || !outdated || err != nil {
		t.Errorf("got %t, outdated %t, %v", right, outdated, err)
	}
}

func TestNoPasswordIsNeverRight(t *testing.T) {
	p := newTestPasswords(t, cheap)
	for _, password := range []string{"", "a password that nobody has"} {
		if right, _, err := p.Verify(t.Context(), password, ""); right || err != nil {
			t.Errorf("got %t, %v", right, err)
		}
	}
}

func TestDamagedHashesFail(t *testing.T) {
	p := newTestPasswords(t, cheap)
	for _, phc := range []string{
		"x", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8", "$argon2id$v=18$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y",
		"$argon2id$v=19$m=4294967295,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y", "$argon2id$v=19$m=64,t=0,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y",
		"$argon2id$v=19$m=64,t=1,p=1$!$CTFhFdXPJO1aFaMaO6Mm5c8y", "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$",
	} {
		if _, _, err := p.Verify(t.Context(), "password", phc); err == nil {
			t.Errorf("%s: no error", phc)
		}
	}
}

func TestHashingWaitsForASlotAndGivesUp(t *testing.T) {
	p := newTestPasswords(t, cheap)
	for range cap(p.slots) {
		p.slots <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := p.Hash(ctx, "x"); fault.From(err).Code != fault.ServiceBusy {
		t.Errorf("got %v", err)
	}
	<-p.slots
	if _, err := p.Hash(t.Context(), "x"); err != nil {
		t.Errorf("with a slot free: %v", err)
	}
}

func TestPasswordsThatMayNotBeChosen(t *testing.T) {
	about := []string{"anna.devries@zonnehof.nl", "Anna de Vries", "Zorggroep Zonnehof"}
	for password, want := range map[string]string{
		"kort":                      "too_short",
		"elf tekens!":               "too_short",
		strings.Repeat("ab ", 50):   "too_long",
		"aaaaaaaaaaaaaa":            "too_common",
		"abcabcabcabcabc":           "too_common",
		"123456789012":              "too_common",
		"1234567890123456":          "too_common",
		"qwertyuiop1234":            "too_common",
		"asdfghjkl;'12":             "too_common",
		"0987654321qwerty":          "too_common",
		"1qaz2wsx3edc":              "too_common",
		"12-03-1987 1234":           "too_common",
		"Welkom123456!":             "too_common",
		"W3lk0m123456!":             "too_common",
		"wachtwoord2026":            "too_common",
		"P@ssw0rd12345":             "too_common",
		"Password1234!":             "too_common",
		"passwordpassword":          "too_common",
		"Zomer2026!!!!":             "too_common",
		"Ziekenhuis2026":            "too_common",
		"welkomzomer2026":           "too_common",
		"iloveyou12345":             "too_common",
		"letmein!!!!!!":             "too_common",
		"Zonnehof123!":              "too_similar",
		"annadevries1987":           "too_similar",
		"devries-zonnehof":          "too_similar",
		"tafelpoot wandelt":         "",
		"correct horse battery":     "",
		"H8#kq!zP2vLx":              "",
		"zomer fietst naar de maan": "",
		"een twee drie vier":        "",
		"ééné ïjsbeer ößt":          "",
		"mijn hond heet fikkie":     "",
	} {
		err := CheckPassword(password, about...)
		got := ""
		if err != nil {
			got = fault.From(err).Fields[0].Code
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", password, got, want)
		}
	}
	if err := CheckPassword("wandelt \xff langzaam"); err == nil {
		t.Error("bytes that are not UTF-8 were accepted")
	}
}
