package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/fault"
)

// batch is the transaction of one group commit.
type batch struct {
	ctx    context.Context
	writer *writer
	// careful is set when each change runs in a savepoint of its own.
	careful bool
	// org is whose rows the transaction sees now, and link what it appends to the
	// chain of this organisation.
	org  string
	link link

	// What the change that runs now did: whether it wrote anything, whether the
	// database refused one of its statements, and why the transaction cannot go on.
	wrote, refused bool
	broken         error
}

// enter makes the transaction one of the organisation, and takes its chain: until
// the commit no other writer of any process can append to it. Each organisation is
// entered once, in the order of their ids, so that no two writers wait for each
// other.
func (b *batch) enter(org string) error {
	if b.org == org {
		return nil
	}
	if err := b.leave(); err != nil {
		return err
	}
	if err := b.scope(org); err != nil {
		return err
	}
	b.org, b.link = org, link{}
	if org == anyOrganisation {
		return nil
	}
	if _, err := b.end(); !errors.Is(err, fault.E(fault.NotFound)) {
		return err
	}
	return nil // the change may be the one that creates it
}

// scope lets the transaction see the rows of the organisation.
func (b *batch) scope(org string) error {
	if scope := b.writer.store.dialect.scope; scope != "" {
		return b.execBeside(scope, org)
	}
	return nil
}

// stmt prepares a statement once for the life of the connection.
func (b *batch) stmt(query string) (*sql.Stmt, error) {
	if st, ok := b.writer.statements[query]; ok {
		return st, nil
	}
	st, err := b.writer.conn.PrepareContext(b.ctx, query)
	if err != nil {
		return nil, err
	}
	b.writer.statements[query] = st
	return st, nil
}

// judge notes what a failed statement means for the change and the transaction.
func (b *batch) judge(err error) error {
	switch {
	case err == nil || errors.Is(err, sql.ErrNoRows):
	case b.writer.store.dialect.refused(b.writer.conn, err):
		b.refused = true
	default:
		b.broken = err
	}
	return storeError(err)
}

// exec runs a statement.
func (b *batch) exec(query string, args ...any) error {
	_, err := b.changed(query, args...)
	return err
}

// changed is exec that returns the number of rows.
func (b *batch) changed(query string, args ...any) (int64, error) {
	if err := b.writeWaiting(); err != nil {
		return 0, err
	}
	return b.changedBeside(query, args...)
}

// execBeside is exec for what has nothing to do with incidents and events that wait.
func (b *batch) execBeside(query string, args ...any) error {
	_, err := b.changedBeside(query, args...)
	return err
}

// changedBeside is changed for what has nothing to do with incidents and events that wait.
func (b *batch) changedBeside(query string, args ...any) (int64, error) {
	st, err := b.stmt(query)
	if err != nil {
		return 0, b.judge(err)
	}
	result, err := st.ExecContext(b.ctx, args...)
	if err != nil {
		return 0, b.judge(err)
	}
	n, err := result.RowsAffected()
	b.wrote = b.wrote || n > 0
	return n, b.judge(err)
}

// one reads one row, also that of a statement with RETURNING; fault.NotFound when
// there is none.
func (b *batch) one(query string, args []any, into ...any) error {
	found := false
	err := b.each(query, args, func(rows *sql.Rows) error {
		found = true
		return rows.Scan(into...)
	})
	if err == nil && !found {
		err = fault.E(fault.NotFound)
	}
	return err
}

// each reads all rows. A statement with RETURNING counts as a write.
func (b *batch) each(query string, args []any, scan func(*sql.Rows) error) error {
	if err := b.writeWaiting(); err != nil {
		return err
	}
	return b.eachBeside(query, args, scan)
}

// eachBeside is each for what sees no incidents and events that wait.
func (b *batch) eachBeside(query string, args []any, scan func(*sql.Rows) error) error {
	st, err := b.stmt(query)
	if err != nil {
		return b.judge(err)
	}
	rows, err := st.QueryContext(b.ctx, args...)
	if err != nil {
		return b.judge(err)
	}
	defer rows.Close()
	for rows.Next() {
		b.wrote = b.wrote || !isRead(query)
		if err := scan(rows); err != nil {
			return storeError(err)
		}
	}
	return b.judge(rows.Err())
}

func isRead(query string) bool { return len(query) > 6 && query[:6] == "SELECT" }

// insertSizes are the numbers of rows that one statement adds: few, because each
// is a prepared statement, and falling, down to one.
var insertSizes = []int{16, 4, 1}

// insert adds many rows with few statements; into names the table and its columns.
func (b *batch) insert(into string, rows [][]any) error { return b.merge(into, rows, "") }

// merge is insert with what happens on a conflict.
func (b *batch) merge(into string, rows [][]any, otherwise string) error {
	for _, size := range insertSizes {
		for len(rows) >= size {
			query := into + " VALUES " + b.writer.store.dialect.placeholders(size, len(rows[0])) + otherwise
			if err := b.execBeside(query, slices.Concat(rows[:size]...)...); err != nil {
				return err
			}
			rows = rows[size:]
		}
	}
	return nil
}

// placeholders is the list of values of so many rows: ($1, $2), ($3, $4), or (?, ?), (?, ?).
func (d dialect) placeholders(rows, columns int) string {
	var s strings.Builder
	for i := range rows * columns {
		switch {
		case i == 0:
			s.WriteByte('(')
		case i%columns == 0:
			s.WriteString("), (")
		default:
			s.WriteString(", ")
		}
		if d.unnumbered {
			s.WriteByte('?')
			continue
		}
		s.WriteByte('$')
		s.WriteString(strconv.Itoa(i + 1))
	}
	s.WriteByte(')')
	return s.String()
}
