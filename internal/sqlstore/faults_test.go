package sqlstore

import (
	"bytes"
	"context"
	"crypto/rand"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/storetest"
	"dijkwacht/internal/testenv"
)

// try records an attempt with the patience of a request.
func try(t *testing.T, s *Store) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	return storetest.WriteOne(ctx, s)
}

func TestAStoreOutlivesItsDatabase(t *testing.T) {
	server := testenv.StartPostgres(t)
	b := postgresDatabase{t, server.Databases(t, "outlived")}
	s := b.Open(t).(*Store)
	storetest.SetUpWriters(t, s)
	for _, step := range []struct {
		name       string
		down, back func(testing.TB)
	}{
		{"restarted between two writes", server.Stop, server.Start},
		{"killed", func(testing.TB) { server.Kill() }, server.Start},
		{"paused", server.Pause, server.Resume},
	} {
		t.Run(step.name, func(t *testing.T) {
			if err := try(t, s); err != nil {
				t.Fatalf("before: %v", err)
			}
			step.down(t)
			start := time.Now()
			if err := try(t, s); fault.From(err).Code != fault.RegisterUnavailable {
				t.Errorf("a write while it is away: %v", err)
			}
			if _, err := s.Device(t.Context(), "dev_writers"); fault.From(err).Code != fault.StoreUnavailable {
				t.Errorf("a look-up while it is away: %v", err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if _, err := s.Organisations(ctx); fault.From(err).Code != fault.StoreUnavailable {
				t.Errorf("a read while it is away: %v", err)
			}
			if took := time.Since(start); took > 7*time.Second {
				t.Errorf("it took %v to notice", took)
			}
			step.back(t)
			for deadline := time.Now().Add(20 * time.Second); try(t, s) != nil; {
				if time.Now().After(deadline) {
					t.Fatal("it does not come back")
				}
			}
			if _, err := s.Organisations(t.Context()); err != nil {
				t.Errorf("a read afterwards: %v", err)
			}
		})
	}
	t.Run("restarted without a write meanwhile, nobody notices", func(t *testing.T) {
		server.Stop(t)
		server.Start(t)
		if err := try(t, s); err != nil {
			t.Errorf("a write: %v", err)
		}
		if _, err := s.Organisations(t.Context()); err != nil {
			t.Errorf("a read: %v", err)
		}
	})
	if err := s.CheckHead(t.Context(), "org_writers"); err != nil {
		t.Error(err)
	}
}

// cutter breaks the connection in place of the answer to the next commit.
type cutter struct {
	armed atomic.Bool
	cuts  atomic.Int64
}

// committed is the message that answers a commit (PostgreSQL's manual, "Message
// formats", CommandComplete).
var committed = []byte("C\x00\x00\x00\x0bCOMMIT\x00")

func (c *cutter) lets(answer []byte) bool {
	if bytes.Contains(answer, committed) && c.armed.CompareAndSwap(true, false) {
		c.cuts.Add(1)
		return false
	}
	return true
}

func TestAnAttemptWhoseCommitWasNotAnsweredIsRecordedOnce(t *testing.T) {
	b := databases(t)(t)
	storetest.SetUpWriters(t, b.Open(t))
	var c cutter
	s, err := OpenPostgres(t.Context(), between{answer: c.lets}.before(t, b.Service), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	storetest.RecordsOnce(t, s, func() { c.armed.Store(true) })
	if c.cuts.Load() != 1 {
		t.Errorf("%d commits went unanswered", c.cuts.Load())
	}
}

func TestConnectionsToPostgresThatCannotKeepAPromiseAreRefused(t *testing.T) {
	fresh := databases(t)
	t.Run("a role above row-level security", func(t *testing.T) {
		_, err := OpenPostgres(t.Context(), fresh(t).Superuser, "", rand.Reader)
		if err == nil || !strings.Contains(err.Error(), "above row-level security") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("settings of the role do not weaken a commit", func(t *testing.T) {
		b := fresh(t)
		if err := b.Exec("ALTER ROLE dijkwacht SET synchronous_commit = off"); err != nil {
			t.Fatal(err)
		}
		s := b.Open(t).(*Store)
		for name, want := range map[string]string{"synchronous_commit": "on", "fsync": "on", "full_page_writes": "on", "TimeZone": "UTC"} {
			var got string
			if err := s.row(t.Context(), anyOrganisation, "SELECT current_setting($1)", []any{name}, &got); err != nil || got != want {
				t.Errorf("%s: got %q, %v", name, got, err)
			}
		}
	})
	t.Run("an address that is none, without repeating it", func(t *testing.T) {
		_, err := OpenPostgres(t.Context(), "postgres://u:geheim@[/x", "", rand.Reader)
		if err == nil || strings.Contains(err.Error(), "geheim") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("nobody there, without the password", func(t *testing.T) {
		_, err := OpenPostgres(t.Context(), "postgres://u:geheim@127.0.0.1:1/x", "", rand.Reader)
		if err == nil || strings.Contains(err.Error(), "geheim") || !strings.Contains(err.Error(), "cannot connect") {
			t.Errorf("got %v", err)
		}
	})
}

func TestMigratingPostgres(t *testing.T) {
	fresh := databases(t)
	t.Run("a plain role without the owner is told what to do", func(t *testing.T) {
		_, err := OpenPostgres(t.Context(), fresh(t).Service, "", rand.Reader)
		if err == nil || !strings.Contains(err.Error(), "dijkwacht migrate") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("once the owner has migrated the plain role suffices", func(t *testing.T) {
		b := fresh(t)
		version, err := MigratePostgres(t.Context(), b.Service, b.Owner)
		if want, _ := latest(); err != nil || version != want {
			t.Fatalf("got %d, %v", version, err)
		}
		s, err := OpenPostgres(t.Context(), b.Service, "", rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.AddPartitions(t.Context(), time.Now().AddDate(1, 0, 0)); err != nil {
			t.Errorf("add partitions in the plain role: %v", err)
		}
	})
	t.Run("two replicas at once", func(t *testing.T) {
		b := fresh(t)
		failed := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := MigratePostgres(t.Context(), b.Service, b.Owner)
				failed <- err
			}()
		}
		for range 2 {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("a newer schema is refused", func(t *testing.T) {
		b := fresh(t)
		b.Open(t)
		if err := b.Exec("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)"); err != nil {
			t.Fatal(err)
		}
		_, err := OpenPostgres(t.Context(), b.Service, b.Owner, rand.Reader)
		if err == nil || !strings.Contains(err.Error(), "newer release") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("events of this month are in its partition", func(t *testing.T) {
		b := fresh(t)
		s := b.Open(t).(*Store)
		storetest.SetUpWriters(t, s)
		if err := try(t, s); err != nil {
			t.Fatal(err)
		}
		var table string
		if err := s.row(t.Context(), "org_writers", "SELECT tableoid::regclass::text FROM events", nil, &table); err != nil {
			t.Fatal(err)
		}
		if want := "events_" + time.Now().UTC().Format("2006_01"); table != want {
			t.Errorf("got %s, want %s", table, want)
		}
	})
}
