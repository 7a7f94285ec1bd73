package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"sync"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// Store is the one SQL store. It is safe for concurrent use, also beside another
// process on the same database.
type Store struct {
	dialect dialect
	write   *sql.DB
	read    *sql.DB
	random  io.Reader

	jobs   chan *job
	done   chan struct{} // closed when the writer has stopped
	mu     sync.RWMutex  // guards closed against the closing of jobs
	closed bool
}

var (
	_ approval.Store = (*Store)(nil)
	_ audit.Store    = (*Store)(nil)
	_ jobs.Store     = (*Store)(nil)
	_ register.Store = (*Store)(nil)
	_ ident.Store    = (*Store)(nil)
	_ auth.Store     = (*Store)(nil)
	_ publish.Store  = (*Store)(nil)
)

// newStore starts the writer on a prepared database.
func newStore(d dialect, write, read *sql.DB, random io.Reader) *Store {
	s := &Store{dialect: d, write: write, read: read, random: random, jobs: make(chan *job, maxBatch), done: make(chan struct{})}
	go s.runWriter()
	return s
}

// Close waits for the writes under way and closes the database. Writes after it
// fail with fault.StoreUnavailable.
func (s *Store) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	close(s.jobs)
	s.mu.Unlock()
	<-s.done
	return errors.Join(s.read.Close(), s.write.Close())
}

// Ping reports whether the database can be written, by a write that reaches the
// disk.
func (s *Store) Ping(ctx context.Context) error {
	now := time.Now().UnixMilli()
	return s.do(ctx, anyOrganisation, func(b *batch) error {
		return b.exec("UPDATE heartbeat SET at = $1", now)
	})
}
