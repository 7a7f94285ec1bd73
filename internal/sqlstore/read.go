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

// query reads rows of the organisation from the read pool.
func (s *Store) query(ctx context.Context, org, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	if err != nil {
		return storeError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); errors.Is(err, errStop) {
			return err
		} else if err != nil {
			return storeError(err)
		}
	}
	return storeError(rows.Err())
}

// row reads one row of the organisation; fault.NotFound when there is none.
func (s *Store) row(ctx context.Context, org, query string, args []any, into ...any) error {
	found := false
	err := s.query(ctx, org, query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		err = fault.E(fault.NotFound)
	}
	return err
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
