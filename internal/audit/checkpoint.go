package audit

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// A checkpoint is due after so many entries or so much time, whichever comes first.
const (
	CheckpointEntries = 1000
	CheckpointAge     = 24 * time.Hour
)

// Checkpoint signs the end of the organisation's chain when that is due, after it
// has recomputed what was added since the last checkpoint: what is not whole is
// not signed. Its error names the first bad entry.
func (s *Service) Checkpoint(ctx context.Context, org string) error {
	head, err := s.store.Head(ctx, org)
	if err != nil {
		return err
	}
	before, err := s.Newest(ctx, org)
	if err != nil {
		return err
	}
	now := s.now()
	more := head.Seq - before.Seq // below zero: the chain was cut, and verifying says so
	if more == 0 || more > 0 && more < CheckpointEntries && now.Before(before.At.Add(CheckpointAge)) {
		return nil
	}
	report, err := chain.Verify(ctx, s.store, org, chain.Scope{From: max(before.Seq, 1)})
	var broken *chain.BrokenError
	if errors.As(err, &broken) {
		return fault.Wrap(fault.Internal, broken) // its text is fit for the log
	}
	if err != nil {
		return err
	}
	return s.store.AddCheckpoint(ctx, chain.Sign(org, report.Head, now, s.key()))
}

// Newest is the last checkpoint of the organisation, for the weekly report; the
// zero Checkpoint when there is none yet.
func (s *Service) Newest(ctx context.Context, org string) (chain.Checkpoint, error) {
	list, err := s.store.LastCheckpoints(ctx, org, last, 1)
	if err != nil || len(list) == 0 {
		return chain.Checkpoint{}, err
	}
	return list[0], nil
}
