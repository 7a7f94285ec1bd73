package main

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/sqlstore"
)

// export runs at the time of the service, whose entries it writes.
func export(t *testing.T, data string, args ...string) (file string, got ran) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "register.zip")
	var out, errs bytes.Buffer
	args = append([]string{"register", "export", "--data", data, "--out", file}, args...)
	code := run(t.Context(), args, process{in: strings.NewReader(""), out: &out, err: &errs, now: time.Now})
	return file, ran{code, out.String(), errs.String()}
}

func TestAnInspectionFileIsWrittenBesideAServiceAndCheckedWithoutOne(t *testing.T) {
	s := serve(t, t.TempDir())
	file, got := export(t, s.data, "--from", "2026-01-01")
	if got.code != exitFine || !strings.Contains(got.out, "Anybody can check it") {
		t.Fatalf("got %+v", got)
	}
	key := regexp.MustCompile(`by key (\S+)\.`).FindStringSubmatch(got.out)[1]
	whole := call(t, "", "register", "verify", file)
	if whole.code != exitFine || !strings.Contains(whole.out, "The inspection file is whole") || !strings.Contains(whole.out, "Nothing was compared") {
		t.Errorf("got %+v", whole)
	}
	pinned := call(t, "", "register", "verify", file, "--key", key)
	if pinned.code != exitFine || strings.Contains(pinned.out, "Nothing was compared") {
		t.Errorf("got %+v", pinned)
	}
	other := call(t, "", "register", "verify", file, "--key", "another")
	if other.code != exitFound || !strings.Contains(other.out, "NOT whole: manifest.json is bad (another key signed it") {
		t.Errorf("got %+v", other)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is %v, %v", info.Mode(), err)
	}
	cut := filepath.Join(t.TempDir(), "cut.zip")
	if err := os.WriteFile(cut, content[:len(content)-30], 0o600); err != nil {
		t.Fatal(err)
	}
	if got := call(t, "", "register", "verify", cut); got.code != exitFound || !strings.Contains(got.out, "damaged or cut off") {
		t.Errorf("got %+v", got)
	}
	if got := call(t, "", "register", "verify", "--data", s.data); got.code != exitFine {
		t.Errorf("the export left the register as %+v", got)
	}
	if got := call(t, "", "register", "export", "--data", s.data, "--from", "2026-01-01", "--out", file); got.code != exitError || !strings.Contains(got.err, "never overwritten") {
		t.Errorf("got %+v", got)
	}
	call(t, "", "register", "verify", write(t, "a.txt", "Mevr. Jansen")).fails(t, "this is not an inspection file")
	call(t, "", "register", "verify", filepath.Join(t.TempDir(), "Jansen.zip")).fails(t, "does not exist")
	call(t, "", "register", "verify", t.TempDir()).fails(t, "it is no file")
	call(t, "", "register", "verify", "--data", s.data, "--key", key).fails(t, "--key goes with an inspection file")
	call(t, "", "register", "verify", file, "--checkpoint", "Jansen").fails(t, "checkpoint")
}

func TestAnExportThatIsAskedWronglySaysWhatIsWrong(t *testing.T) {
	s := serve(t, t.TempDir())
	for args, says := range map[string]string{
		"--from Jansen": "--from wants", "--from 2026-01-01 --to Jansen": "--to wants", "--from 2026-02-01 --to 2026-01-01": "later than", "--from 2026-01-01 --to 2999-01-01": "not in the future",
	} {
		_, got := export(t, s.data, strings.Fields(args)...)
		got.fails(t, says)
	}
	call(t, "", "register", "export", "--data", s.data, "--from", "2026-01-01", "--out", filepath.Join(t.TempDir(), "no", "such", "folder.zip")).fails(t, "--out: no file can be made")
}

func TestADamagedRegisterIsNotSigned(t *testing.T) {
	s := serve(t, t.TempDir())
	s.stop()
	db, err := sql.Open("sqlite", filepath.Join(s.data, sqlstore.FileName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`DROP TRIGGER chain_entries_fixed; UPDATE chain_entries SET actor = 'usr_9' WHERE seq = 2`); err != nil {
		t.Fatal(err)
	}
	file, got := export(t, s.data, "--from", "2026-01-01")
	got.fails(t, "entry 2 is bad")
	if _, err := os.Stat(file); err == nil {
		t.Error("there is a file all the same")
	}
}
