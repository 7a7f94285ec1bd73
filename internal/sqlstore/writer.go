package sqlstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"dijkwacht/internal/fault"
)

// maxBatch is the number of changes that one commit may carry. A batch takes what
// waits and never waits for more.
const maxBatch = 256

// job is one change that waits for the writer.
type job struct {
	ctx    context.Context
	org    string
	change func(*batch) error
	result chan error // buffered: the writer never blocks on it
}

// errClosed is the cause after Close.
var errClosed = errors.New("the store is closed")

// anyOrganisation is the scope of the few statements that come before the
// organisation is known: a device by its id, a key by its hash, the list of
// organisations. On PostgreSQL it sees only the tables that such look-ups need.
const anyOrganisation = "*"

// do hands a change of the organisation to the writer and waits until it is on disk. The change runs
// in a savepoint: when it fails, nothing of it stays and its error is returned,
// and the other changes of the commit go on. When ctx ends first the change may
// still be written.
func (s *Store) do(ctx context.Context, org string, change func(*batch) error) error {
	j := &job{ctx: ctx, org: org, change: change, result: make(chan error, 1)}
	if err := s.enqueue(j); err != nil {
		return err
	}
	select {
	case err := <-j.result:
		return err
	case <-ctx.Done():
		return fault.Wrap(fault.StoreUnavailable, ctx.Err())
	}
}

func (s *Store) enqueue(j *job) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return fault.Wrap(fault.StoreUnavailable, errClosed)
	}
	select {
	case s.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return fault.Wrap(fault.StoreUnavailable, j.ctx.Err())
	}
}

// runWriter is the only writer of this process.
func (s *Store) runWriter() {
	defer close(s.done)
	w := writer{store: s}
	defer w.drop()
	for first := range s.jobs {
		w.commit(s.take(first))
	}
}

// take collects what waits already.
func (s *Store) take(first *job) []*job {
	jobs := []*job{first}
	for len(jobs) < maxBatch {
		select {
		case j, open := <-s.jobs:
			if !open {
				return jobs
			}
			jobs = append(jobs, j)
		default:
			return jobs
		}
	}
	return jobs
}

// writer owns the write connection and its prepared statements.
type writer struct {
	store      *Store
	conn       *sql.Conn
	statements map[string]*sql.Stmt
}

// commit runs the jobs in one transaction and answers them. When the transaction
// itself fails every job fails, and the next batch starts on a fresh connection.
func (w *writer) commit(jobs []*job) {
	results := make([]error, len(jobs))
	err := w.transact(jobs, results)
	if err != nil {
		w.drop()
	}
	for i, j := range jobs {
		if err != nil {
			results[i] = storeError(err)
		}
		j.result <- results[i]
	}
}

func (w *writer) transact(jobs []*job, results []error) error {
	// The writer outlives the requests it works for: a request that gives up must
	// not roll back the others.
	ctx := context.Background()
	if err := w.connect(ctx); err != nil {
		return err
	}
	b := &batch{ctx: ctx, writer: w}
	if err := b.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for i, j := range jobs {
		if j.ctx.Err() != nil {
			results[i] = fault.Wrap(fault.StoreUnavailable, j.ctx.Err())
			continue
		}
		var err error
		if results[i], err = b.run(j.change); err != nil {
			return err
		}
	}
	if err := b.saveHeads(); err != nil {
		return err
	}
	return b.exec("COMMIT")
}

// run applies one change in a savepoint. The first result is the change's own, the
// second says that the transaction cannot go on.
func (b *batch) run(change func(*batch) error) (result, broken error) {
	if err := b.exec("SAVEPOINT change"); err != nil {
		return nil, err
	}
	before := b.heads.clone()
	result = b.guarded(change)
	if result == nil {
		return nil, b.exec("RELEASE change")
	}
	b.heads = before
	if err := b.exec("ROLLBACK TO change"); err != nil {
		return nil, err
	}
	return result, b.exec("RELEASE change")
}

// guarded turns a panic of a change into its error: one bad change must not take
// the writer down. The panic's value is not kept, it could hold input.
func (b *batch) guarded(change func(*batch) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fault.Wrap(fault.Internal, fmt.Errorf("panic of type %T in a write", v))
		}
	}()
	return change(b)
}

func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.store.write.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn, w.statements = conn, map[string]*sql.Stmt{}
	return nil
}

// drop closes the connection itself, not only its loan from the pool, so that an
// open transaction ends with it.
func (w *writer) drop() {
	if w.conn == nil {
		return
	}
	for _, st := range w.statements {
		_ = st.Close()
	}
	_, _ = w.conn.ExecContext(context.Background(), "ROLLBACK")
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn, w.statements = nil, nil
}
