package audit

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
)

// Filter selects entries; zero fields select all.
type Filter struct {
	// All also selects what devices report and what the service does with it; else
	// only acts of people, of the command line and of the service itself.
	All bool
	// Actor and Object are whole names; Action is a whole name, or a prefix that
	// ends in a dot.
	Actor, Action, Object string
	// From and To bound the time: [From, To).
	From, To time.Time
	// Outcome is one of those in package ident.
	Outcome string
	// Before is the number of the last entry of the page before, Limit the length of
	// a page.
	Before int64
	Limit  int
}

// Store reads the chain and keeps checkpoints.
type Store interface {
	chain.Source
	// Entries lists the selected entries, newest first; it knows no Outcome.
	Entries(ctx context.Context, org string, f Filter) ([]chain.Record, error)
	// AddCheckpoint adds a checkpoint; one of the same entry stays as it is.
	AddCheckpoint(ctx context.Context, c chain.Checkpoint) error
	// LastCheckpoints lists those of entries with a smaller number, newest first.
	LastCheckpoints(ctx context.Context, org string, before int64, limit int) ([]chain.Checkpoint, error)
}
