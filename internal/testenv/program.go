package testenv

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Program is a running program of the module, as its administrator would start it.
type Program struct {
	server *server
}

// StartProgram starts the program at path with more variables in its environment,
// and stops it when the test ends. It returns when ready says so.
func StartProgram(tb testing.TB, path string, env []string, ready func() bool, args ...string) *Program {
	tb.Helper()
	return &Program{start(tb, process{
		path: path, args: args, env: append(os.Environ(), env...), dir: shortTempDir(tb, "dijkwacht-program-"), stop: syscall.SIGTERM, ready: ready,
	})}
}

// Kill ends the program without a word.
func (p *Program) Kill() { p.server.kill() }

// Stop asks the program to stop, waits and returns its exit code.
func (p *Program) Stop(tb testing.TB) int {
	tb.Helper()
	p.server.signal(tb, syscall.SIGTERM)
	select {
	case <-p.server.ended:
	case <-time.After(3 * stopLimit):
		tb.Fatalf("%s does not stop", p.server.path)
	}
	return p.server.cmd.ProcessState.ExitCode()
}

// Start starts the program again after Kill or Stop, and returns when it is ready.
func (p *Program) Start(tb testing.TB) {
	tb.Helper()
	p.server.launch(tb)
}

// PID is the process that runs now.
func (p *Program) PID() int { return p.server.cmd.Process.Pid }

// Output is what the program has printed so far, over all its starts.
func (p *Program) Output() string { return readLog(filepath.Join(p.server.dir, "server.log")) }
