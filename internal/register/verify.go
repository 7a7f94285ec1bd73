package register

import (
	"bytes"
	"context"
	"errors"
	"iter"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// Verify recomputes the organisation's chain, and compares the events, outcomes
// and incidents with the entries that speak of them. It stops at the first bad
// entry with a *chain.BrokenError.
func (s *Service) Verify(ctx context.Context, org string) (chain.Report, error) {
	head, err := s.store.Head(ctx, org)
	if err != nil {
		return chain.Report{}, err
	}
	return chain.Verify(head, s.withRows(ctx, org))
}

// withRows yields the entries; after one whose row was changed it yields the
// problem and ends.
func (s *Service) withRows(ctx context.Context, org string) iter.Seq2[chain.Record, error] {
	return func(yield func(chain.Record, error) bool) {
		for r, err := range s.store.Chain(ctx, org) {
			if !yield(r, err) || err != nil {
				return
			}
			if err := s.checkRow(ctx, r); err != nil {
				yield(chain.Record{}, err)
				return
			}
		}
	}
}

func (s *Service) checkRow(ctx context.Context, r chain.Record) error {
	if r.Salt == nil { // retention deletes rows and payloads together
		return nil
	}
	broken := &chain.BrokenError{Seq: r.Entry.Seq, Problem: chain.ProblemObject}
	body, err := s.store.Body(ctx, r.Entry.Org, r.Entry.Action, r.Entry.Object, r.Entry.Rev)
	switch {
	case errors.Is(err, fault.E(fault.NotFound)):
		return broken
	case err != nil || body == nil:
		return err
	}
	if canonical, err := chain.CanonicalJSON(body); err != nil || !bytes.Equal(canonical, r.Payload) {
		return broken
	}
	return nil
}
