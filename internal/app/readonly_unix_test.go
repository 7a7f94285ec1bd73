//go:build unix

package app

import (
	"io"
	"os"
	"os/exec"
	"os/signal"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// readOnlyEnv makes the test run in this process, which is not one of root: root may
// write to files that are read-only.
const readOnlyEnv = "DIJKWACHT_TEST_READ_ONLY"

func TestWithAReadOnlyFileViolationsAreHeldUntilItCanBeWritten(t *testing.T) {
	if os.Getenv(readOnlyEnv) == "" {
		runPlainly(t)
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	s := newService(t)
	mode := func(mode os.FileMode) {
		for _, file := range s.files() {
			if err := os.Chmod(file, mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.survives(func() {
		mode(0o400)
		// What was opened before can still be written; a write that fails for another
		// reason makes the service open it anew.
		limitFiles(t, 1)
		if s.app.store.Ping(t.Context()) == nil {
			t.Fatal("a write over the limit did not fail")
		}
		limitFiles(t, 1<<40)
	}, func() { mode(0o600) })
}

func limitFiles(t *testing.T, bytes uint64) {
	t.Helper()
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
	now.Cur = min(bytes, now.Max)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		t.Fatal(err)
	}
}

// runPlainly runs this test in a process of its own, as root in that of a plain
// user.
func runPlainly(t *testing.T) {
	t.Helper()
	dir, err := os.MkdirTemp("", "dijkwacht-plain-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	own := filepath.Join(dir, "app.test") // the folder of go test is for its user alone
	if err := copyProgram(os.Args[0], own); err != nil {
		t.Fatal(err)
	}
	child := exec.Command(own, "-test.run=^"+t.Name()+"$", "-test.count=1")
	child.Dir = dir
	child.Env = append(os.Environ(), readOnlyEnv+"=1", "TMPDIR="+dir)
	if os.Geteuid() == 0 {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: plainUser(t)}
		if err := os.Chown(dir, int(child.SysProcAttr.Credential.Uid), int(child.SysProcAttr.Credential.Gid)); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := child.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

// plainUser is the user that PostgreSQL runs as in tests.
func plainUser(t *testing.T) *syscall.Credential {
	t.Helper()
	account, err := user.Lookup("postgres")
	if err != nil {
		t.Fatal(err)
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		t.Fatal(err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func copyProgram(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		return err
	}
	return out.Close()
}
