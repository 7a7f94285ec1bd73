package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"strings"
	"testing"

	"dijkwacht/internal/storetest"
)

// BenchmarkViolations measures durable events, each with its incident and chain
// entries, beside bare rows of the size of an event in the plainest group commit
// on the same database.
func BenchmarkViolations(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := Open(b.Context(), b.TempDir(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		measure(b, s)
	})
}

func measure(b *testing.B, s *Store) {
	storetest.SetUpWriters(b, s)
	b.Run("event", func(b *testing.B) { storetest.Speed(b, s) })
	b.Run("bare", func(b *testing.B) {
		bare := newBare(b, s.read, s.dialect.begin)
		storetest.Hurry(b, bare.insert)
	})
}

// bare is a group commit without anything around it.
type bare struct {
	rows chan chan error
}

func newBare(b *testing.B, db *sql.DB, begin string) bare {
	b.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS bare (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)")
	}
	if err == nil {
		_, err = conn.ExecContext(ctx, "DELETE FROM bare")
	}
	if err != nil {
		b.Fatal(err)
	}
	insert, err := conn.PrepareContext(ctx, "INSERT INTO bare (id, body) VALUES ($1, $2)")
	if err != nil {
		b.Fatal(err)
	}
	w := bare{make(chan chan error, maxBatch)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer conn.Close()
		body, id := strings.Repeat("x", 1000), 0
		for {
			var waiting []chan error
			select {
			case <-ctx.Done():
				return
			case first := <-w.rows:
				waiting = append(waiting, first)
			}
			for len(w.rows) > 0 && len(waiting) < maxBatch {
				waiting = append(waiting, <-w.rows)
			}
			_, err := conn.ExecContext(context.Background(), begin)
			for range waiting {
				if id++; err == nil {
					_, err = insert.Exec(id, body)
				}
			}
			if err == nil {
				_, err = conn.ExecContext(context.Background(), "COMMIT")
			}
			for _, result := range waiting {
				result <- err
			}
		}
	}()
	b.Cleanup(func() { cancel(); <-done })
	return w
}

func (w bare) insert() error {
	result := make(chan error, 1)
	w.rows <- result
	return <-result
}
