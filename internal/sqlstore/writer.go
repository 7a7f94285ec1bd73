package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime"
	"slices"

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

// do hands a change of the organisation to the writer and waits until it is on
// disk. When the change fails, nothing of it stays and its error is returned; the
// other changes of the commit go on. A change may run more than once before it is
// committed, so it sets what it returns anew each time. When ctx ends first, or
// the connection breaks during the commit, the change may still be written, and may
// still run: after an error, nobody reads what it sets.
func (s *Store) do(ctx context.Context, org string, change func(*batch) error) error {
	j := &job{ctx: ctx, org: org, change: fenced(ctx, org, change), result: make(chan error, 1)}
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
		jobs := s.take(first)
		slices.SortStableFunc(jobs, func(a, b *job) int { return cmp.Compare(a.org, b.org) })
		w.commit(jobs)
	}
}

// take collects what waits already, and lets those who were answered a moment ago
// come with what they have next, for as long as any does.
func (s *Store) take(first *job) []*job {
	jobs := []*job{first}
	for seen := 0; seen < len(jobs); {
		seen = len(jobs)
		runtime.Gosched()
		for len(s.jobs) > 0 && len(jobs) < maxBatch {
			j, open := <-s.jobs
			if !open {
				return jobs
			}
			jobs = append(jobs, j)
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

// errCareful is why a transaction was rolled back that has to run again with each
// change in a savepoint. Savepoints cost a third of the time of a batch, and
// changes that fail after their first write are rare.
var errCareful = errors.New("a change failed after it wrote")

// errCommit is what the failure of a commit is wrapped in: nobody knows then
// whether the changes are on disk.
var errCommit = errors.New("commit")

// attempts bounds how often a batch runs.
const attempts = 4

// commit runs the jobs in one transaction and answers them. A transaction that the
// database gave up before the commit runs again, on a fresh connection; when it
// fails for good every job fails.
func (w *writer) commit(jobs []*job) {
	results := make([]error, len(jobs))
	careful := false
	var err error
	for range attempts {
		err = w.transact(jobs, results, careful)
		if errors.Is(err, errCareful) {
			careful = true
			continue
		}
		if err != nil {
			w.drop()
		}
		if err == nil || errors.Is(err, errCommit) || !w.store.dialect.passing(err) {
			break
		}
	}
	for i, j := range jobs {
		if err != nil {
			results[i] = storeError(err)
		}
		j.result <- results[i]
	}
}

// transact outlives the requests it works for: a request that gives up must not
// roll back the others.
func (w *writer) transact(jobs []*job, results []error, careful bool) error {
	ctx, cancel := context.Background(), context.CancelFunc(func() {})
	if limit := w.store.dialect.batchTime; limit > 0 {
		ctx, cancel = context.WithTimeout(ctx, limit)
	}
	defer cancel()
	if err := w.connect(ctx); err != nil {
		return err
	}
	b := &batch{ctx: ctx, writer: w, careful: careful}
	if err := b.execBeside(w.store.dialect.begin); err != nil {
		return cmp.Or(b.broken, err)
	}
	err := b.runAll(jobs, results)
	if errors.Is(err, errCareful) {
		if failed := b.execBeside("ROLLBACK"); failed != nil {
			return cmp.Or(b.broken, failed)
		}
	}
	if err != nil {
		return err
	}
	if err := b.execBeside("COMMIT"); err != nil {
		return fmt.Errorf("%w: %w", errCommit, cmp.Or(b.broken, err))
	}
	return nil
}

func (b *batch) runAll(jobs []*job, results []error) error {
	for i, j := range jobs {
		if results[i] = j.ctx.Err(); results[i] != nil {
			results[i] = fault.Wrap(fault.StoreUnavailable, j.ctx.Err())
			continue
		}
		if err := b.enter(j.org); err != nil {
			return b.verdict(err)
		}
		if results[i] = b.run(j.change); b.broken != nil {
			return b.broken
		}
		if results[i] != nil && !b.careful && (b.wrote || b.refused) {
			return errCareful
		}
	}
	return b.verdict(b.leave())
}

// verdict is what an error outside of the changes means for the transaction: what
// was refused there, one of the changes brought about.
func (b *batch) verdict(err error) error {
	if err != nil && b.broken == nil && !b.careful {
		return errCareful
	}
	return cmp.Or(b.broken, err)
}

// run applies one change.
func (b *batch) run(change func(*batch) error) error {
	b.wrote, b.refused = false, false
	if !b.careful {
		return b.guarded(change)
	}
	before := b.link
	if err := b.execBeside("SAVEPOINT change"); err != nil {
		return err
	}
	result := b.guarded(change)
	if result == nil {
		result = b.writeRows()
	}
	if b.broken != nil {
		return result
	}
	if result != nil {
		b.link = before
		if err := b.execBeside("ROLLBACK TO SAVEPOINT change"); err != nil {
			return err
		}
	}
	if err := b.execBeside("RELEASE SAVEPOINT change"); err != nil {
		return err
	}
	return result
}

// guarded turns a panic of a change into its error: one bad change must not take
// the writer down. The panic's value is not kept, it could hold input.
func (b *batch) guarded(change func(*batch) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			b.refused = true // it may have been in the middle of anything
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
	ctx, cancel := context.WithTimeout(context.Background(), dropTime)
	defer cancel()
	_, _ = w.conn.ExecContext(ctx, "ROLLBACK")
	if w.store.dialect.holds {
		for _, st := range w.statements {
			_ = st.Close()
		}
	}
	_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = w.conn.Close()
	w.conn, w.statements = nil, nil
}
