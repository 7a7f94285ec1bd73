package main

import (
	"net/http"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	linkForm = regexp.MustCompile(`http://localhost:\d+/welkom#[A-Za-z0-9_-]{43}`)
	userForm = regexp.MustCompile(`usr_[0-9A-Z]{26}`)
	orgForm  = regexp.MustCompile(`org_[0-9A-Z]{26}`)
)

// opens reports whether the service takes the link.
func opens(t *testing.T, s *running, link string) bool {
	t.Helper()
	_, token, _ := strings.Cut(strings.TrimSpace(link), "#")
	answer, status := post(t, s, "/api/v1/auth/link/open", `{"token":"`+token+`"}`)
	if status != http.StatusOK && !strings.Contains(answer, "auth.link_invalid") {
		t.Errorf("got %d %s", status, answer)
	}
	return status == http.StatusOK
}

func TestTheFirstStartPrintsALinkForTheOwner(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	link := linkForm.FindString(s.out.String())
	if link == "" || !opens(t, s, link) {
		t.Fatalf("it says %q", s.out)
	}
	if strings.Contains(s.log.String(), strings.SplitN(link, "#", 2)[1]) {
		t.Error("the link is in the log")
	}
	s.stop()
	if again := serve(t, s.data); linkForm.MatchString(again.out.String()) {
		t.Error("the second start prints a link")
	}
}

func TestPeopleAreAddedListedAndBeginAnewBesideARunningService(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	user := func(args ...string) ran {
		return call(t, "", append(append([]string{"user"}, args...), "--data", s.data)...)
	}
	owner := user("create", "--owner")
	if owner.code != 0 || !linkForm.MatchString(owner.out) || strings.Count(owner.out, "\n") != 1 || !opens(t, s, owner.out) {
		t.Fatalf("got %+v", owner)
	}
	first := user("create", "--role", "fg", "--email", "Anna@Example.nl", "--name", "Anna de Vries")
	if first.code != 0 || !opens(t, s, first.out) {
		t.Fatalf("got %+v", first)
	}
	list := user("list")
	if !strings.Contains(list.out, "anna@example.nl") || !strings.Contains(list.out, "fg") || !strings.Contains(list.out, "invited") || len(userForm.FindAllString(list.out, -1)) != 3 {
		t.Errorf("got %s", list.out)
	}
	id := userForm.FindString(regexp.MustCompile(`.*anna@example.nl.*`).FindString(list.out))
	for _, who := range []string{"anna@example.nl", id} {
		again := user("reset", who)
		if again.code != 0 || !opens(t, s, again.out) || opens(t, s, first.out) {
			t.Errorf("reset: got %+v", again)
		}
		first = again
	}
	if r := call(t, "", "register", "verify", "--data", s.data); r.code != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestUserCommandsSayWhatCannotBe(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	user := func(args ...string) ran {
		return call(t, "", append(append([]string{"user"}, args...), "--data", s.data)...)
	}
	person := []string{"--email", "a@example.nl", "--name", "A"}
	if r := user(append([]string{"create", "--role", "auditor"}, person...)...); r.code != 0 {
		t.Fatalf("got %+v", r)
	}
	for _, tt := range []struct {
		args  []string
		words string
	}{
		{[]string{"create"}, "--owner or --role"},
		{[]string{"create", "--owner", "--role", "fg"}, "--owner or --role"},
		{[]string{"create", "--role", "fg"}, "--email and --name"},
		{append([]string{"create", "--role", "fg"}, person...), "another person"},
		{[]string{"create", "--role", "king", "--email", "b@example.nl", "--name", "B"}, "no such role"},
		{[]string{"create", "--role", "ward_manager", "--email", "b@example.nl", "--name", "B"}, "--department"},
		{[]string{"create", "--role", "fg", "--department", "dep_x", "--email", "b@example.nl", "--name", "B"}, "no department"},
		{[]string{"create", "--role", "fg", "--email", "nobody", "--name", "B"}, "mail address"},
		{[]string{"create", "--owner", "--language", "fr"}, "nl or en"},
		{[]string{"reset", "nobody@example.nl"}, "no such person"},
		{[]string{"list", "--org", "org_x"}, "no organisation"},
	} {
		user(tt.args...).fails(t, tt.words)
	}
}

func TestOrganisationsAreAddedAndChosen(t *testing.T) {
	s := serve(t, filepath.Join(t.TempDir(), "data"))
	made := call(t, "", "org", "create", "Ander huis", "--data", s.data)
	id := strings.TrimSpace(made.out)
	if made.code != 0 || orgForm.FindString(id) != id {
		t.Fatalf("got %+v", made)
	}
	if r := call(t, "", "org", "list", "--data", s.data); !strings.Contains(r.out, id) || !strings.Contains(r.out, "Ander huis") {
		t.Errorf("got %+v", r)
	}
	call(t, "", "org", "create", " ", "--data", s.data).fails(t, "name")
	call(t, "", "user", "list", "--data", s.data).fails(t, "--org")
	link := call(t, "", "user", "create", "--owner", "--org", id, "--data", s.data)
	if link.code != 0 || !opens(t, s, link.out) {
		t.Errorf("got %+v", link)
	}
	list := call(t, "", "user", "list", "--org", id, "--data", s.data)
	if len(userForm.FindAllString(list.out, -1)) != 1 {
		t.Errorf("got %s", list.out)
	}
	key := call(t, "", "enrolment-key", "create", "--org", id, "--data", s.data)
	if key.code != 0 || !keyForm.MatchString(key.out) {
		t.Errorf("got %+v", key)
	}
}
