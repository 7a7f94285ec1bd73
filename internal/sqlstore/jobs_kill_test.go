package sqlstore

import (
	"os/exec"
	"testing"

	"dijkwacht/internal/storetest"
)

func TestKillingAProcessNeitherSkipsNorRepeatsARun(t *testing.T) {
	workers := func(variable, value string) func() *exec.Cmd {
		return func() *exec.Cmd {
			process := writers(variable, value)()
			process.Env = append(process.Env, workEnv+"=jobs")
			return process
		}
	}
	t.Run("on SQLite", func(t *testing.T) {
		b := sqliteFile{t, t.TempDir()}
		storetest.JobsSurvive(t, b, workers(writerDirEnv, b.dir), *kills)
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		b := databases(t)(t)
		storetest.JobsSurvive(t, b, workers(writerURLEnv, b.Service), *kills)
	})
}
