//go:build unix

package sqlstore

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"dijkwacht/internal/storetest"
)

func TestPausingAndKillingAProcessNeitherSkipsNorRepeatsARun(t *testing.T) {
	workers := func(variable, value string) func() *exec.Cmd {
		return func() *exec.Cmd {
			process := writers(variable, value)()
			process.Env = append(process.Env, workEnv+"=jobs")
			return process
		}
	}
	t.Run("on SQLite", func(t *testing.T) {
		b := sqliteFile{t, t.TempDir()}
		storetest.JobsSurvive(t, b, workers(writerDirEnv, b.dir), pause, *kills)
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		b := databases(t)(t)
		storetest.JobsSurvive(t, b, workers(writerURLEnv, b.Service), pause, *kills)
	})
}

// pause freezes a process in the middle of whatever it does.
func pause(p *os.Process, d time.Duration) error {
	if err := p.Signal(syscall.SIGSTOP); err != nil {
		return err
	}
	time.Sleep(d)
	return p.Signal(syscall.SIGCONT)
}
