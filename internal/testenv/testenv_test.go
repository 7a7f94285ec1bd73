package testenv

import (
	"database/sql"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
)

func TestPostgresAnswersDurablyUntilTheTestEnds(t *testing.T) {
	var socket string
	t.Run("while the test runs", func(t *testing.T) {
		server := StartPostgres(t)
		first, second := server.Database(t, "first"), server.Database(t, "second")
		if first == second {
			t.Fatalf("two databases share the URL %s", first)
		}
		db, err := sql.Open("pgx", first)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var name, fsync, commit string
		row := db.QueryRow("select current_database(), current_setting('fsync'), current_setting('synchronous_commit')")
		if err := row.Scan(&name, &fsync, &commit); err != nil {
			t.Fatal(err)
		}
		if name != "first" || fsync != "on" || commit != "on" {
			t.Errorf("got database %s, fsync %s, synchronous_commit %s; want first, on, on", name, fsync, commit)
		}
		socket = filepath.Join(socketFolder(t, first), ".s.PGSQL.5432")
	})
	if conn, err := net.Dial("unix", socket); err == nil {
		conn.Close()
		t.Error("the server still answers after its test")
	}
}

func TestRedisAnswersUntilTheTestEnds(t *testing.T) {
	var server *Redis
	t.Run("while the test runs", func(t *testing.T) {
		server = StartRedis(t)
		if !server.answers() {
			t.Error("no answer to PING")
		}
		if want := "redis://" + server.Addr + "/0"; server.URL() != want {
			t.Errorf("got URL %s, want %s", server.URL(), want)
		}
	})
	if server.answers() {
		t.Error("the server still answers after its test")
	}
}

func TestRedisIsKilledPausedAndStartedAgain(t *testing.T) {
	server := StartRedis(t)
	server.Must(t, "SET", "a", "1")
	server.Pause(t)
	if server.answers() {
		t.Error("a paused server answers")
	}
	server.Resume(t)
	if got := server.Must(t, "GET", "a"); got != "1" {
		t.Errorf("got %q", got)
	}
	server.Kill()
	server.Restart(t)
	if got := server.Must(t, "GET", "a"); got != "" {
		t.Errorf("it kept %q", got)
	}
}

func TestRedisTopologiesAreWhole(t *testing.T) {
	t.Run("sentinels follow the master", func(t *testing.T) {
		s := StartRedisSentinel(t)
		first := s.Master(t)
		first.Must(t, "SET", "a", "1")
		first.Kill()
		if second := s.Master(t); second == first {
			t.Error("the killed server is still the master")
		}
	})
	t.Run("a cluster has a master for each slot", func(t *testing.T) {
		c := StartRedisCluster(t)
		if got := c.Servers[0].Must(t, "CLUSTER", "INFO"); !strings.Contains(got, "cluster_slots_ok:16384") {
			t.Errorf("got %s", got)
		}
	})
}

func socketFolder(t *testing.T, databaseURL string) string {
	t.Helper()
	u, err := url.Parse(databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get("host")
}
