package testenv

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// Postgres is a running PostgreSQL server that listens on a unix socket only
// and trusts whoever can reach it. Durability settings are the server's own
// defaults (fsync and synchronous_commit on), as in production.
type Postgres struct {
	socketDir string
	bin       string
	owner     *syscall.Credential
}

// StartPostgres starts an empty server and stops it when the test ends. As root
// it runs as the user postgres, since PostgreSQL refuses to run as root.
func StartPostgres(tb testing.TB) *Postgres {
	tb.Helper()
	dir := shortTempDir(tb, "dijkwacht-pg-")
	p := &Postgres{socketDir: dir, bin: find(tb, "postgres"), owner: serverUser(tb, dir)}

	data := filepath.Join(dir, "data")
	p.run(tb, "initdb", "--pgdata", data, "--username", "postgres", "--auth", "trust",
		"--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync")

	start(tb, process{
		path:  filepath.Join(p.bin, "postgres"),
		args:  []string{"-D", data, "-k", dir, "-c", "listen_addresses="},
		dir:   dir,
		owner: p.owner,
		stop:  syscall.SIGINT, // "fast shutdown": rolls open transactions back
		ready: func() bool { return p.command("pg_isready", "--quiet", "--host", dir).Run() == nil },
	})
	return p
}

// Database creates an empty database and returns its URL.
func (p *Postgres) Database(tb testing.TB, name string) string {
	tb.Helper()
	p.run(tb, "createdb", "--host", p.socketDir, "--username", "postgres", name)
	query := url.Values{"host": {p.socketDir}}
	return "postgres://postgres@/" + url.PathEscape(name) + "?" + query.Encode()
}

func (p *Postgres) command(program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(p.bin, program), args...)
	cmd.Dir = p.socketDir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Credential: p.owner})
	return cmd
}

func (p *Postgres) run(tb testing.TB, program string, args ...string) {
	tb.Helper()
	if out, err := p.command(program, args...).CombinedOutput(); err != nil {
		tb.Fatalf("run %s: %v\n%s", program, err, out)
	}
}
