package chain

import (
	"context"
	"fmt"
)

// Problem is why a chain is not whole.
type Problem string

// The problems that Verify names.
const (
	ProblemGap        Problem = "an entry is missing before this one"
	ProblemLink       Problem = "the entry does not follow from the one before it"
	ProblemHash       Problem = "the entry was changed after it was written"
	ProblemPayload    Problem = "the payload was changed after it was written"
	ProblemGone       Problem = "the payload is gone, and the row that it proves is still there"
	ProblemHead       Problem = "entries are missing at the end"
	ProblemObject     Problem = "the stored row was changed after it was written"
	ProblemCheckpoint Problem = "the entry is not the one of the checkpoint: it, or one before it, was written anew"
	ProblemSignature  Problem = "the checkpoint of this entry was not signed by this service"
	ProblemOrphan     Problem = "a stored row has no entry"
)

// BrokenError names the first bad entry of a chain.
type BrokenError struct {
	// Seq is 0 for a row without entry.
	Seq int64
	// Object is the id of a row without entry.
	Object  string
	Problem Problem
}

// Error names the entry and the problem.
func (e *BrokenError) Error() string {
	if e.Object != "" {
		return fmt.Sprintf("chain is broken at %s: %s", e.Object, e.Problem)
	}
	return fmt.Sprintf("chain is broken at entry %d: %s", e.Seq, e.Problem)
}

// Report is what a verification saw.
type Report struct {
	// Checked counts the entries that are whole, Purged those without payload.
	Checked, Purged int64
	// Checkpoints counts the checkpoints that agree, Anchors those of them that
	// were given.
	Checkpoints, Anchors int
	Head                 Head
}

// Scope bounds a verification; the zero Scope is the whole chain.
type Scope struct {
	// From and To are the first and last entry; 0 is the first or last there is.
	From, To int64
	// Anchors are checkpoints that were kept elsewhere.
	Anchors []Anchor
}

// Whole reports whether the scope covers every entry.
func (s Scope) Whole() bool { return s.From <= 1 && s.To == 0 }

// Verify recomputes a chain, compares it with the rows that its entries speak of
// and with all checkpoints in scope, and looks for rows without an entry when the
// scope is the whole chain. Entries that are added meanwhile are left alone. It
// returns a *BrokenError for the first bad entry.
func Verify(ctx context.Context, src Source, org string, scope Scope) (Report, error) {
	head, err := src.Head(ctx, org)
	if err != nil {
		return Report{}, err
	}
	m, err := collect(ctx, src, org, scope)
	if err != nil {
		return Report{}, err
	}
	first, last := max(scope.From, 1), head.Seq
	if scope.To > 0 {
		last = min(last, scope.To)
	}
	orphan := findOrphan(ctx, src, org, scope)
	defer orphan.stop()
	w := walk{ctx: ctx, src: src, org: org, marks: m, first: first, last: last}
	report, err := w.run()
	if err == nil && first <= last && last == head.Seq && report.Head != head {
		err = broken(last, ProblemHead)
	}
	if err == nil {
		err = m.beyond(head)
	}
	if err == nil {
		err = orphan.problem()
	}
	return report, err
}

// search looks for a row without entry beside the walk.
type search struct {
	stop func()
	done chan struct{}
	id   string
	err  error
}

// findOrphan begins a search when the scope is the whole chain. Its stop waits until the
// source is left alone.
func findOrphan(ctx context.Context, src Source, org string, scope Scope) *search {
	ctx, cancel := context.WithCancel(ctx)
	s := &search{done: make(chan struct{})}
	s.stop = func() { cancel(); <-s.done }
	go func() {
		defer close(s.done)
		if scope.Whole() {
			s.id, s.err = src.Orphan(ctx, org)
		}
	}()
	return s
}

// problem waits for what the search found.
func (s *search) problem() error {
	<-s.done
	if s.err == nil && s.id != "" {
		return &BrokenError{Object: s.id, Problem: ProblemOrphan}
	}
	return s.err
}

func broken(seq int64, p Problem) *BrokenError { return &BrokenError{Seq: seq, Problem: p} }
