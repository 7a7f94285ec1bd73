package testenv

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	startLimit = 30 * time.Second
	stopLimit  = 10 * time.Second
)

type process struct {
	path  string
	args  []string
	dir   string
	owner *syscall.Credential
	stop  syscall.Signal
	ready func() bool
}

// start runs the process until the test ends, and returns when it is ready.
func start(tb testing.TB, p process) {
	tb.Helper()
	logFile, err := os.Create(filepath.Join(p.dir, "server.log"))
	if err != nil {
		tb.Fatalf("create server log: %v", err)
	}
	defer logFile.Close()
	cmd := exec.Command(p.path, p.args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, logFile, logFile
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Credential: p.owner})
	if err := cmd.Start(); err != nil {
		tb.Fatalf("start %s: %v", p.path, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // how it ended is in the log
	}()
	tb.Cleanup(func() { stop(tb, cmd, p.stop, ended) })

	deadline := time.Now().Add(startLimit)
	for !p.ready() {
		select {
		case <-ended:
			tb.Fatalf("%s ended at start:\n%s", p.path, readLog(logFile.Name()))
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			tb.Fatalf("%s is not ready after %v:\n%s", p.path, startLimit, readLog(logFile.Name()))
		}
	}
}

func stop(tb testing.TB, cmd *exec.Cmd, signal syscall.Signal, ended <-chan struct{}) {
	_ = cmd.Process.Signal(signal) // fails only when it has ended already
	select {
	case <-ended:
	case <-time.After(stopLimit):
		_ = cmd.Process.Kill()
		<-ended
		tb.Errorf("%s did not stop within %v and was killed", cmd.Path, stopLimit)
	}
}

func readLog(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// shortTempDir is a folder whose path leaves room for the name of a unix socket
// (107 bytes at most); t.TempDir holds the whole name of the test.
func shortTempDir(tb testing.TB, prefix string) string {
	tb.Helper()
	dir, err := os.MkdirTemp("", prefix)
	if err != nil {
		tb.Fatalf("create folder: %v", err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			tb.Errorf("remove folder: %v", err)
		}
	})
	return dir
}

// serverUser returns whom the server runs as, and makes the folder theirs: nil,
// the caller, unless that is root.
func serverUser(tb testing.TB, dir string) *syscall.Credential {
	tb.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		tb.Fatalf("PostgreSQL does not run as root and there is no user postgres: %v; run .ci/setup test-tools", err)
	}
	uid, errUID := strconv.ParseUint(account.Uid, 10, 32)
	gid, errGID := strconv.ParseUint(account.Gid, 10, 32)
	if errUID != nil || errGID != nil {
		tb.Fatalf("user postgres has no numeric ids: %s, %s", account.Uid, account.Gid)
	}
	if err := os.Chown(dir, int(uid), int(gid)); err != nil {
		tb.Fatalf("give folder to postgres: %v", err)
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// find asks .ci/find, the one place that knows where systems put the servers.
func find(tb testing.TB, tool string) string {
	tb.Helper()
	out, err := exec.Command(filepath.Join(moduleRoot(tb), ".ci", "find"), tool).Output()
	if err != nil {
		tb.Fatalf("%s is not installed; run .ci/setup test-tools", tool)
	}
	return strings.TrimSpace(string(out))
}

func moduleRoot(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatalf("find module: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			tb.Fatal("find module: no go.mod above the working directory")
		}
		dir = parent
	}
}
