package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/rules"
)

// update writes an update with one file and returns its path and the public key.
func update(t *testing.T, key, version, name, text string) (file, public string) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "files", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, "update.json")
	r := call(t, "", "rules", "sign", "--key", key, "--version", version, filepath.Join(dir, "files"), file)
	if r.code != 0 {
		t.Fatalf("got %+v", r)
	}
	return file, strings.TrimSpace(r.out)
}

func TestASignedUpdateIsInstalledOnceAndCanBeTakenBack(t *testing.T) {
	data, key := filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "content.key")
	serve(t, data).stop()
	catalogue, err := rules.FS.ReadFile("destinations.yaml")
	if err != nil {
		t.Fatal(err)
	}
	file, public := update(t, key, "2", "destinations.yaml", string(catalogue)+"  - {id: nieuw, name: Nieuw, hosts: [nieuw.example], trains_on_input: unknown}\n")
	run := func(args ...string) ran {
		return call(t, "", append([]string{"rules", "update", "--data", data}, args...)...)
	}
	run(file).fails(t, "--content-key")
	run("--content-key", public, "--rollback").fails(t, "no update is in force")
	run("--content-key", public).fails(t, "give the file")
	_, other := update(t, filepath.Join(t.TempDir(), "other.key"), "2", "destinations.yaml", string(catalogue))
	run("--content-key", other, file).fails(t, "signature")
	if r := run("--content-key", public, file); r.code != 0 || !strings.Contains(r.out, "update 2 is installed") {
		t.Fatalf("got %+v", r)
	}
	run("--content-key", public, file).fails(t, "installed before")
	older, _ := update(t, key, "1", "destinations.yaml", string(catalogue))
	run("--content-key", public, older).fails(t, "installed before")
	broken, _ := update(t, key, "3", "destinations.yaml", "apiVersion: dijkwacht/v1\n")
	run("--content-key", public, broken).fails(t, "kind")
	mixed, _ := update(t, key, "3", "messages/en.yaml", "apiVersion: dijkwacht/v1\nkind: Messages\nlanguage: en\nmessages: {dienst-stop: \"Use {robot}.\"}\n")
	run("--content-key", public, mixed).fails(t, "placeholders")
	serve(t, data).stop() // it starts with the update in force
	if r := run("--rollback"); r.code != 0 || !strings.Contains(r.out, "comes with the program") {
		t.Errorf("got %+v", r)
	}
	if r := call(t, "", "register", "verify", "--data", data); r.code != 0 {
		t.Errorf("got %+v", r)
	}
}

func TestAnUpdateHoldsNothingElse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "beleid.yaml"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	call(t, "", "rules", "sign", "--key", filepath.Join(t.TempDir(), "k"), "--version", "1", dir, filepath.Join(t.TempDir(), "o")).fails(t, "no such file")
}

func TestAReplayNeedsDataAndAPolicy(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	call(t, "", "policy", "replay", "--data", data, "zorg-streng").fails(t, "there are no data")
	call(t, "", "policy", "replay", "--weeks", "14", "--data", data, "zorg-streng").fails(t, "--weeks")
	serve(t, data).stop()
	if r := call(t, "", "policy", "replay", "--data", data, "zorg-basis"); r.code != 0 || !strings.Contains(r.out, "nothing changes") {
		t.Errorf("got %+v", r)
	}
	if r := call(t, "", "policy", "schema", "tests"); r.code != 0 || !strings.Contains(r.out, `"PolicyTest"`) {
		t.Errorf("got %+v", r)
	}
}
