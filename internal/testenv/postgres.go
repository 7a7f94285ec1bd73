package testenv

import (
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Postgres is a running PostgreSQL server that listens on a unix socket only
// and trusts whoever can reach it. Durability settings are the server's own
// defaults (fsync and synchronous_commit on), as in production.
type Postgres struct {
	socketDir string
	bin       string
	owner     *syscall.Credential
	server    *server
}

// The roles of every server besides the superuser postgres: the one that owns the
// schema, and the plain one that a service works in.
const (
	ownerRole   = "dijkwacht_owner"
	serviceRole = "dijkwacht"
)

// Databases are the ways into one database.
type Databases struct {
	// Superuser sees everything, Owner migrates, Service works.
	Superuser, Owner, Service string
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

	p.server = start(tb, process{
		path:  filepath.Join(p.bin, "postgres"),
		args:  []string{"-D", data, "-k", dir, "-c", "listen_addresses="},
		dir:   dir,
		owner: p.owner,
		stop:  syscall.SIGQUIT, // "immediate shutdown": the data are thrown away
		ready: func() bool { return p.command("pg_isready", "--quiet", "--host", dir).Run() == nil },
	})
	p.sql(tb, "postgres", "CREATE ROLE "+ownerRole+" LOGIN", "CREATE ROLE "+serviceRole+" LOGIN")
	return p
}

// Database creates an empty database and returns its URL as the superuser.
func (p *Postgres) Database(tb testing.TB, name string) string {
	tb.Helper()
	return p.Databases(tb, name).Superuser
}

// Databases creates an empty database that belongs to the owner.
func (p *Postgres) Databases(tb testing.TB, name string) Databases {
	tb.Helper()
	p.sql(tb, "postgres", fmt.Sprintf("CREATE DATABASE %q OWNER %s", name, ownerRole))
	p.sql(tb, name, "ALTER SCHEMA public OWNER TO "+ownerRole)
	return p.addresses(name)
}

// Copy creates a database that is like another one, to which nobody is connected.
func (p *Postgres) Copy(tb testing.TB, name, like string) Databases {
	tb.Helper()
	p.sql(tb, "postgres", fmt.Sprintf("CREATE DATABASE %q OWNER %s TEMPLATE %q", name, ownerRole, like))
	return p.addresses(name)
}

func (p *Postgres) addresses(name string) Databases {
	address := func(role string) string {
		query := url.Values{"host": {p.socketDir}}
		return "postgres://" + role + "@/" + url.PathEscape(name) + "?" + query.Encode()
	}
	return Databases{Superuser: address("postgres"), Owner: address(ownerRole), Service: address(serviceRole)}
}

// Folder holds everything that the server has on disk, its log as well.
func (p *Postgres) Folder() string { return p.socketDir }

// Run runs a program of PostgreSQL, such as pg_dump, or another by its whole path, as
// the user that the server runs as, in its folder.
func (p *Postgres) Run(tb testing.TB, program string, args ...string) {
	tb.Helper()
	p.run(tb, program, args...)
}

// Kill ends the server without a word, as a power cut would, and returns when its
// processes have noticed.
func (p *Postgres) Kill() {
	orphans := children(p.server.cmd.Process.Pid)
	p.server.kill()
	for deadline := time.Now().Add(stopLimit); len(orphans) > 0 && time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		orphans = slices.DeleteFunc(orphans, func(pid int) bool { return syscall.Kill(pid, 0) != nil })
	}
}

// Stop ends the server as its administrator would ("fast shutdown"): open
// transactions are rolled back.
func (p *Postgres) Stop(tb testing.TB) {
	tb.Helper()
	p.server.signal(tb, syscall.SIGINT)
	<-p.server.ended
}

// Start starts the server again; it recovers what was committed.
func (p *Postgres) Start(tb testing.TB) {
	tb.Helper()
	p.server.launch(tb)
}

// Pause stops every process of the server where it is: connections stay open and
// nothing answers. Resume lets them go on.
func (p *Postgres) Pause(tb testing.TB) {
	tb.Helper()
	p.signalAll(tb, syscall.SIGSTOP)
}

// Resume ends a Pause.
func (p *Postgres) Resume(tb testing.TB) {
	tb.Helper()
	p.signalAll(tb, syscall.SIGCONT)
}

// signalAll reaches the postmaster first, so that no process joins meanwhile.
func (p *Postgres) signalAll(tb testing.TB, signal syscall.Signal) {
	tb.Helper()
	p.server.signal(tb, signal)
	for _, pid := range children(p.server.cmd.Process.Pid) {
		_ = syscall.Kill(pid, signal) // one that has just ended is no matter
	}
}

// children lists the processes whose parent is the given one.
func children(parent int) (pids []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		stat, err := os.ReadFile(filepath.Join("/proc", entry.Name(), "stat"))
		if err != nil {
			continue
		}
		// "pid (name) state ppid …"; a name may hold anything but ends with the last ")".
		_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
		if fields := strings.Fields(rest); len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			pids = append(pids, pid)
		}
	}
	return pids
}

func (p *Postgres) sql(tb testing.TB, database string, statements ...string) {
	tb.Helper()
	args := []string{"--quiet", "--no-psqlrc", "--host", p.socketDir, "--username", "postgres", "--dbname", database, "--set", "ON_ERROR_STOP=1"}
	for _, s := range statements {
		args = append(args, "--command", s)
	}
	p.run(tb, "psql", args...)
}

func (p *Postgres) command(program string, args ...string) *exec.Cmd {
	if !filepath.IsAbs(program) {
		program = filepath.Join(p.bin, program)
	}
	cmd := exec.Command(program, args...)
	cmd.Dir = p.socketDir
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PATH="+p.bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.SysProcAttr = dieWithParent(&syscall.SysProcAttr{Credential: p.owner})
	return cmd
}

func (p *Postgres) run(tb testing.TB, program string, args ...string) {
	tb.Helper()
	if out, err := p.command(program, args...).CombinedOutput(); err != nil {
		tb.Fatalf("run %s: %v\n%s", program, err, out)
	}
}
