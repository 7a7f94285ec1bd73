package sqlstore

import (
	"context"
	"database/sql"
	"encoding/hex"
	"io"
	"maps"

	"dijkwacht/internal/chain"
)

// batch is the transaction of one group commit.
type batch struct {
	ctx    context.Context
	writer *writer
	heads  heads
}

// heads are the ends of the chains that this batch has touched.
type heads map[string]chain.Head

func (h heads) clone() heads { return maps.Clone(h) }

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

func (b *batch) exec(query string, args ...any) error {
	st, err := b.stmt(query)
	if err == nil {
		_, err = st.ExecContext(b.ctx, args...)
	}
	return storeError(err)
}

// changed is exec that returns the number of rows.
func (b *batch) changed(query string, args ...any) (int64, error) {
	st, err := b.stmt(query)
	if err != nil {
		return 0, storeError(err)
	}
	result, err := st.ExecContext(b.ctx, args...)
	if err != nil {
		return 0, storeError(err)
	}
	n, err := result.RowsAffected()
	return n, storeError(err)
}

// one reads one row; fault.NotFound when there is none.
func (b *batch) one(query string, args []any, into ...any) error {
	st, err := b.stmt(query)
	if err == nil {
		err = st.QueryRowContext(b.ctx, args...).Scan(into...)
	}
	return storeError(err)
}

// each reads all rows.
func (b *batch) each(query string, args []any, scan func(*sql.Rows) error) error {
	st, err := b.stmt(query)
	if err != nil {
		return storeError(err)
	}
	rows, err := st.QueryContext(b.ctx, args...)
	if err != nil {
		return storeError(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return storeError(err)
		}
	}
	return storeError(rows.Err())
}

// head reads the end of a chain once per batch; the write lock makes it ours.
func (b *batch) head(org string) (chain.Head, error) {
	if h, ok := b.heads[org]; ok {
		return h, nil
	}
	var h chain.Head
	err := b.one("SELECT seq, hash FROM chain_heads WHERE org_id = $1", []any{org}, &h.Seq, &h.Hash)
	return h, err
}

// appendEntry adds an entry to the chain of the organisation.
func (b *batch) appendEntry(org string, d chain.Draft) error {
	head, err := b.head(org)
	if err != nil {
		return err
	}
	salt := make([]byte, chain.SaltSize)
	if _, err := io.ReadFull(b.writer.store.random, salt); err != nil {
		return err
	}
	e, next := head.Append(org, d, salt)
	if err := b.exec(`INSERT INTO chain_entries (org_id, seq, at, actor, role, action, object, rev, payload_commit, prev, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		org, e.Seq, e.At.UnixMilli(), e.Actor, e.Role, e.Action, e.Object, e.Rev, e.PayloadCommit, e.Prev, next.Hash); err != nil {
		return err
	}
	if err := b.exec("INSERT INTO chain_payloads (org_id, seq, salt, payload) VALUES ($1, $2, $3, $4)",
		org, e.Seq, hex.EncodeToString(salt), string(d.Payload)); err != nil {
		return err
	}
	if b.heads == nil {
		b.heads = heads{}
	}
	b.heads[org] = next
	return nil
}

// saveHeads writes the new ends, once per batch and chain.
func (b *batch) saveHeads() error {
	for org, h := range b.heads {
		if err := b.exec("UPDATE chain_heads SET seq = $1, hash = $2 WHERE org_id = $3", h.Seq, h.Hash, org); err != nil {
			return err
		}
	}
	return nil
}
