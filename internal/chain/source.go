package chain

import (
	"context"
	"crypto/ed25519"
	"iter"
)

// Record is an entry as it was stored, with its payload when that still exists, and
// the row that it speaks of.
type Record struct {
	Entry Entry
	Hash  string
	// Salt and Payload are nil when the payload was deleted.
	Salt, Payload []byte
	// State says whether there is a row to compare, Row is it, as JSON.
	State RowState
	Row   []byte
}

// RowState is what became of the row that an entry speaks of.
type RowState int

// The states of a row.
const (
	RowNone RowState = iota // the entry speaks of no row, or a newer entry speaks of it
	RowHeld                 // this entry is the newest to speak of the row
	RowGone                 // the row is not there, or in an older revision
)

// Source reads a chain and what it speaks of. Failures of the store are
// fault.StoreUnavailable.
type Source interface {
	// Head is the end of the chain on record.
	Head(ctx context.Context, org string) (Head, error)
	// Records yields the entries with after < Seq <= upTo, in order.
	Records(ctx context.Context, org string, after, upTo int64) iter.Seq2[Record, error]
	// Orphan is the id of a row of the register that no entry speaks of in its
	// revision; "" when there is none.
	Orphan(ctx context.Context, org string) (string, error)
	// Checkpoints lists those on record, oldest first.
	Checkpoints(ctx context.Context, org string) ([]Checkpoint, error)
	// CheckpointKeys are the public halves of all keys that ever signed
	// checkpoints.
	CheckpointKeys(ctx context.Context) ([]ed25519.PublicKey, error)
}
