package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestAnEnrolmentKeyIsMadeWithTerms(t *testing.T) {
	s := serve(t, t.TempDir())
	made := call(t, "", "enrolment-key", "create", "--data", s.data, "--label", "SEH", "--groups", "seh,ic", "--expires", "30d", "--limit", "40")
	if made.code != 0 || keyForm.FindString(made.out)+"\n" != made.out {
		t.Fatalf("got %+v", made)
	}
	list := call(t, "", "enrolment-key", "list", "--data", s.data).out
	want := regexp.MustCompile(`enk_\w+ +\S+ +0 of 40 +active +2026-12-23 +ic,seh +- +SEH`)
	if !want.MatchString(list) {
		t.Errorf("got %s", list)
	}
	for args, says := range map[string]string{
		"--expires yesterday": "--expires wants", "--expires 2020-01-01": "still to come", "--expires -3d": "--expires wants",
		"--limit -1": "--limit wants", "--groups Seh": "--groups wants", "--groups *,seh": "--groups wants", "--department sea": "no department with this name",
	} {
		name, value, _ := strings.Cut(args, " ")
		call(t, "", "enrolment-key", "create", "--data", s.data, name+"="+value).fails(t, says)
	}
}

func TestDevicesAreListedAndRevoked(t *testing.T) {
	s := serve(t, t.TempDir())
	if got := call(t, "", "device", "list", "--data", s.data); got.code != 0 || strings.Count(got.out, "\n") != 1 {
		t.Errorf("got %+v", got)
	}
	id := enrolOne(t, s)
	if got := call(t, "", "device", "list", "--data", s.data, "--silent", "3"); !strings.Contains(got.out, id) || !strings.Contains(got.out, "active") {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "device", "revoke", "--data", s.data, id); got.code != 0 || !strings.Contains(got.out, "within 20 seconds") {
		t.Errorf("got %+v", got)
	}
	call(t, "", "device", "revoke", "--data", s.data, id).fails(t, "revoked already")
	call(t, "", "device", "revoke", "--data", s.data, "dev_nobody").fails(t, "no device with this id")
	if got := call(t, "", "device", "list", "--data", s.data); strings.Contains(got.out, id) {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "device", "list", "--data", s.data, "--all"); !strings.Contains(got.out, "revoked") {
		t.Errorf("got %+v", got)
	}
	call(t, "", "device", "list", "--data", s.data, "--silent=-1").fails(t, "--silent wants")
}

// enrolOne enrols a device and returns its id.
func enrolOne(t *testing.T, s *running) string {
	t.Helper()
	key := keyForm.FindString(call(t, "", "enrolment-key", "create", "--data", s.data).out)
	answer, status := post(t, s, "/api/v1/ext/enrol", `{"enrolment_key":"`+key+`","public_key":{"kty":"EC","crv":"P-256",
		"x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}}`)
	id := regexp.MustCompile(`dev_\w+`).FindString(answer)
	if status != 201 || id == "" {
		t.Fatalf("got %d %s", status, answer)
	}
	return id
}

func TestKeysAreListedAndRotatedBesideARunningService(t *testing.T) {
	s := serve(t, t.TempDir())
	list := func() string {
		t.Helper()
		got := call(t, "", "keys", "list", "--data", s.data)
		if got.code != 0 {
			t.Fatalf("got %+v", got)
		}
		return got.out
	}
	first := list()
	for _, use := range []string{"access", "bundle", "checkpoint"} {
		for _, state := range []string{"active", "next"} {
			if !regexp.MustCompile(use + ` +\S+ +` + state).MatchString(first) {
				t.Errorf("no %s %s in %s", state, use, first)
			}
		}
	}
	call(t, "", "keys", "rotate", "--data", s.data, "bundle").fails(t, "with --early those have to enrol again")
	call(t, "", "keys", "rotate", "--data", s.data, "everything").fails(t, "must be one of")
	for args, want := range map[string]string{"access": "the next access key signs now", "bundle --early": "the next bundle key signs now"} {
		rotate := append([]string{"keys", "rotate", "--data", s.data}, strings.Fields(args)...)
		if got := call(t, "", rotate...); got.code != 0 || !strings.Contains(got.out, want) {
			t.Errorf("%s: got %+v", args, got)
		}
		call(t, "", rotate...).fails(t, "not every server knows the next key yet")
	}
	if !strings.Contains(list(), "verify-only") {
		t.Errorf("got %s", list())
	}
	if err := os.Rename(filepath.Join(s.data, "secret.key"), filepath.Join(s.data, "elsewhere")); err != nil {
		t.Fatal(err)
	}
	call(t, "", "keys", "list", "--data", s.data).fails(t, "is not there")
	if got := call(t, "", "keys", "list", "--data", s.data, "--key-file", filepath.Join(s.data, "elsewhere")); got.code != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestTheRevealKeyIsForItsKeeperAlone(t *testing.T) {
	s := serve(t, t.TempDir())
	file := filepath.Join(t.TempDir(), "reveal.key")
	made := call(t, "", "reveal", "init", "--data", s.data, "--reveal-key-file", file)
	if made.code != 0 || !strings.Contains(made.out, "Give it to its keeper") {
		t.Fatalf("got %+v", made)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("got %v, %v", info, err)
	}
	private, err := os.ReadFile(file)
	if err != nil || strings.Contains(made.out+made.err, strings.Fields(string(private))[2]) {
		t.Errorf("the key is in the output, %v", err)
	}
	call(t, "", "reveal", "init", "--data", s.data, "--reveal-key-file", file+"2").fails(t, "use --replace")
	call(t, "", "reveal", "init", "--data", s.data, "--reveal-key-file", file, "--replace").fails(t, "never overwritten")
	if now, err := os.ReadFile(file); err != nil || string(now) != string(private) {
		t.Errorf("the file has changed, %v", err)
	}
	if got := call(t, "", "reveal", "init", "--data", s.data, "--reveal-key-file", file+"2", "--replace"); got.code != 0 {
		t.Errorf("got %+v", got)
	}
	call(t, "", "reveal", "init", "--data", s.data).fails(t, "reveal-key-file")
}

func TestServeRefusesClearTextOverANetwork(t *testing.T) {
	call(t, "", "serve", "--data", t.TempDir(), "--listen", "0.0.0.0:8787").fails(t, "--allow-clear-text")
	call(t, "", "serve", "--data", t.TempDir(), "--tls-cert", "x").fails(t, "both files")
	call(t, "", "serve", "--data", t.TempDir(), "--trusted-proxies", "0.0.0.0/0").fails(t, "not everybody")
}
