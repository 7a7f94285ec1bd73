package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"iter"
	"time"

	"dijkwacht/internal/fault"
)

// A database that does not answer must not hold those who wait for it, nor the
// connections: rowTime bounds a look-up, answerTime the time until the first row of
// a list, which the caller may then take its time to read.
// searchTime is for what reads a whole register before it has an answer.
const (
	rowTime    = 2 * time.Second
	answerTime = 10 * time.Second
	searchTime = 10 * time.Minute
)

// query reads rows of the organisation from the read pool. Before the first row a
// connection that broke is replaced once: the database may have been restarted.
func (s *Store) query(ctx context.Context, org, query string, args []any, scan func(*sql.Rows) error) error {
	return s.queryWithin(ctx, answerTime, org, query, args, scan)
}

// queryWithin is query for a first row that may take longer to find.
func (s *Store) queryWithin(ctx context.Context, silent time.Duration, org, query string, args []any, scan func(*sql.Rows) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	silence := time.AfterFunc(silent, cancel)
	defer silence.Stop()
	started := false
	read := func() error {
		rows, finish, err := s.rows(ctx, org, query, args)
		if err != nil {
			return err
		}
		defer finish()
		for rows.Next() {
			silence.Stop()
			started = true
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}
	err := read()
	if err != nil && !started && ctx.Err() == nil && s.dialect.passing(err) {
		err = read()
	}
	if errors.Is(err, errStop) {
		return err
	}
	return storeError(err)
}

// rows starts a query in the scope of the organisation; finish ends it.
func (s *Store) rows(ctx context.Context, org, query string, args []any) (rows *sql.Rows, finish func(), err error) {
	if s.dialect.scope == "" {
		rows, err = s.read.QueryContext(ctx, query, args...)
		return rows, func() { _ = rows.Close() }, err
	}
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, nil, err
	}
	if _, err = tx.ExecContext(ctx, s.dialect.scope, org); err == nil {
		rows, err = tx.QueryContext(ctx, query, args...)
	}
	if err != nil {
		_ = tx.Rollback()
		return nil, nil, err
	}
	return rows, func() { _, _ = rows.Close(), tx.Rollback() }, nil
}

// row reads one row of the organisation; fault.NotFound when there is none.
func (s *Store) row(ctx context.Context, org, query string, args []any, into ...any) error {
	_, err := only(ctx, s, org, query, args, func(rows *sql.Rows) (struct{}, error) { return struct{}{}, rows.Scan(into...) })
	return err
}

// only reads the one row that a query finds; fault.NotFound when there is none.
func only[T any](ctx context.Context, s *Store, org, query string, args []any, scan func(*sql.Rows) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, rowTime)
	defer cancel()
	var v T
	found := false
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) (err error) {
		found = true
		v, err = scan(rows)
		return err
	})
	if err == nil && !found {
		err = fault.E(fault.NotFound)
	}
	return v, err
}

// errStop ends a query when the consumer of a sequence has had enough.
var errStop = errors.New("stop")

// sequence yields a row at a time. The error, when there is one, comes last.
func sequence[T any](ctx context.Context, s *Store, org, query string, args []any, scan func(*sql.Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
			v, err := scan(rows)
			if err == nil && !yield(v, nil) {
				err = errStop
			}
			return err
		})
		if err != nil && !errors.Is(err, errStop) {
			var none T
			yield(none, err)
		}
	}
}

// millis is the stored form of a time; the zero time is 0.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

var errDamaged = errors.New("a stored row is damaged")

// decode reads a stored JSON value. Its error tells nothing of the value.
func decode(stored string, into any) error {
	if json.Unmarshal([]byte(stored), into) != nil {
		return storeError(errDamaged)
	}
	return nil
}

func fromHex(stored string) ([]byte, error) {
	b, err := hex.DecodeString(stored)
	if err != nil {
		return nil, storeError(errDamaged)
	}
	return b, nil
}
