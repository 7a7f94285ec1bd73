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
	env   []string // nil: that of the test
	dir   string
	owner *syscall.Credential
	stop  syscall.Signal
	ready func() bool
}

// server is a process that tests can kill, pause and start again.
type server struct {
	process
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has ended
}

// start runs the process until the test ends, and returns when it is ready.
func start(tb testing.TB, p process) *server {
	tb.Helper()
	s := &server{process: p}
	s.launch(tb)
	tb.Cleanup(func() { s.stopped(tb) })
	return s
}

// launch starts the process and waits until it is ready.
func (s *server) launch(tb testing.TB) {
	tb.Helper()
	logFile, err := os.OpenFile(filepath.Join(s.dir, "server.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		tb.Fatalf("create server log: %v", err)
	}
	defer logFile.Close()
	cmd := exec.Command(s.path, s.args...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = s.dir, s.env, logFile, logFile
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Credential: s.owner})
	if err := cmd.Start(); err != nil {
		tb.Fatalf("start %s: %v", s.path, err)
	}
	ended := make(chan struct{})
	s.cmd, s.ended = cmd, ended
	go func() {
		defer close(ended)
		_ = cmd.Wait() // how it ended is in the log
	}()

	deadline := time.Now().Add(startLimit)
	for !s.ready() {
		select {
		case <-ended:
			tb.Fatalf("%s ended at start:\n%s", s.path, readLog(logFile.Name()))
		case <-time.After(20 * time.Millisecond):
		}
		if time.Now().After(deadline) {
			tb.Fatalf("%s is not ready after %v:\n%s", s.path, startLimit, readLog(logFile.Name()))
		}
	}
}

// kill ends the process without a word (SIGKILL).
func (s *server) kill() {
	_ = s.cmd.Process.Kill() // fails only when it has ended already
	<-s.ended
}

// signal sends SIGSTOP and the like.
func (s *server) signal(tb testing.TB, signal syscall.Signal) {
	tb.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil {
		tb.Fatalf("send %v to %s: %v", signal, s.path, err)
	}
}

// stopped ends the process as its administrator would.
func (s *server) stopped(tb testing.TB) {
	_ = s.cmd.Process.Signal(syscall.SIGCONT) // fails only when it has ended already
	_ = s.cmd.Process.Signal(s.stop)
	select {
	case <-s.ended:
	case <-time.After(stopLimit):
		_ = s.cmd.Process.Kill()
		<-s.ended
		tb.Errorf("%s did not stop within %v and was killed", s.path, stopLimit)
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
