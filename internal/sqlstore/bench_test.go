package sqlstore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"testing"

	"dijkwacht/internal/register"
	"dijkwacht/internal/storetest"
)

// BenchmarkViolations measures durable events, each with its incident and chain
// entries, beside a bare insert: the row of the event alone, in the plainest group
// commit into the same database.
func BenchmarkViolations(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) {
		s, err := Open(b.Context(), b.TempDir(), rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		defer s.Close()
		measure(b, s)
	})
	b.Run("postgres", func(b *testing.B) {
		measure(b, databases(b)(b).Open(b).(*Store))
	})
}

func measure(b *testing.B, s *Store) {
	org := storetest.SetUpWriters(b, s)
	storetest.Speed(b, s, newBare(b, s, org).insert)
}

// bare is a group commit without anything around it.
type bare struct {
	rows chan bareRow
}

type bareRow struct {
	event  register.Event
	result chan error
}

func newBare(b *testing.B, s *Store, org string) bare {
	b.Helper()
	w := bare{make(chan bareRow, maxBatch)}
	conn, err := s.read.Conn(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer conn.Close()
		t := batch{ctx: context.Background(), writer: &writer{store: s, conn: conn, statements: map[string]*sql.Stmt{}}}
		for first := range w.rows {
			waiting := []bareRow{first}
			for len(w.rows) > 0 && len(waiting) < maxBatch {
				waiting = append(waiting, <-w.rows)
			}
			err := errors.Join(t.execBeside(s.dialect.begin), t.scope(org))
			for _, row := range waiting {
				if err == nil {
					err = errors.Join(tx{&t, org}.InsertEvent(row.event), t.writeWaiting())
				}
			}
			if err == nil {
				err = t.execBeside("COMMIT")
			}
			for _, row := range waiting {
				row.result <- err
			}
		}
	}()
	b.Cleanup(func() { close(w.rows); <-done })
	return w
}

func (w bare) insert(e register.Event) error {
	row := bareRow{e, make(chan error, 1)}
	w.rows <- row
	return <-row.result
}
