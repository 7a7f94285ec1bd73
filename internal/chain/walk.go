package chain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
)

// walk checks the entries first to last, in segments beside each other.
type walk struct {
	ctx         context.Context
	src         Source
	org         string
	marks       marks
	first, last int64
}

// segment is how many entries are checked in one go.
const segment = 10_000

// workers bounds the segments that are checked at once.
const workers = 4

// part is what was seen of one segment.
type part struct {
	report Report
	// seen says that there was an entry, prev is the Prev of the first, when that is
	// the one expected.
	seen bool
	prev string
	err  error
}

func (w walk) run() (Report, error) {
	parts := make([]part, max(0, (w.last-w.first+segment)/segment))
	var running sync.WaitGroup
	var failed atomic.Bool
	slots := make(chan struct{}, min(runtime.GOMAXPROCS(0), workers))
	for i := range parts {
		slots <- struct{}{}
		if failed.Load() {
			break // segments start in order: what comes after a bad entry does not matter
		}
		running.Go(func() {
			defer func() { <-slots }()
			after := w.first - 1 + int64(i)*segment
			parts[i] = w.check(after, min(after+segment, w.last))
			if parts[i].err != nil && !errors.Is(parts[i].err, errShort) {
				failed.Store(true)
			}
		})
	}
	running.Wait()
	return w.join(parts)
}

// join puts the parts together, up to the first bad entry.
func (w walk) join(parts []part) (Report, error) {
	var total Report
	if w.first == 1 {
		total.Head.Hash = Genesis
	}
	next := w.first
	for i, p := range parts {
		if p.prev != "" && total.Head.Hash != "" && p.prev != total.Head.Hash {
			return total, broken(next, ProblemLink)
		}
		next += p.report.Checked
		total.add(p.report)
		if errors.Is(p.err, errShort) {
			return total, w.short(next, parts[i+1:])
		}
		if p.err != nil {
			return total, p.err
		}
	}
	if total.Checked == 0 {
		total.Head = Head{}
	}
	return total, nil
}

func (r *Report) add(more Report) {
	r.Checked += more.Checked
	r.Purged += more.Purged
	r.Checkpoints += more.Checkpoints
	r.Anchors += more.Anchors
	if more.Checked > 0 {
		r.Head = more.Head
	}
}

// short says what is missing at seq: one entry, or all up to the end.
func (w walk) short(seq int64, later []part) error {
	for _, p := range later {
		if p.seen {
			return broken(seq, ProblemGap)
		}
	}
	return broken(seq, ProblemHead)
}

// errShort says that a segment ended early.
var errShort = errors.New("the segment is short")

// check recomputes the entries with after < Seq <= upTo.
func (w walk) check(after, upTo int64) part {
	var p part
	p.report.Head.Seq = after
	for r, err := range w.src.Records(w.ctx, w.org, after, upTo) {
		if err != nil {
			p.err = err
			return p
		}
		if !p.seen && r.Entry.Seq == after+1 {
			p.prev, p.report.Head.Hash = r.Entry.Prev, r.Entry.Prev
		}
		p.seen = true
		if problem := w.problem(p.report.Head, r, &p.report); problem != "" {
			p.err = broken(p.report.Head.Seq+1, problem)
			return p
		}
		p.report.Head = Head{Seq: r.Entry.Seq, Hash: r.Hash}
		p.report.Checked++
		if r.Salt == nil {
			p.report.Purged++
		}
	}
	if p.report.Head.Seq < upTo {
		p.err = errShort
	}
	return p
}

// problem is what is wrong with the entry after before, "" for nothing.
func (w walk) problem(before Head, r Record, report *Report) Problem {
	switch {
	case r.Entry.Seq != before.Seq+1:
		return ProblemGap
	case r.Entry.Prev != before.Hash:
		return ProblemLink
	case r.Entry.Hash() != r.Hash:
		return ProblemHash
	case r.Salt == nil && r.State == RowHeld:
		return ProblemGone
	case r.Salt == nil: // retention deletes rows and payloads together
	case Commit(r.Salt, r.Payload) != r.Entry.PayloadCommit:
		return ProblemPayload
	case r.State == RowGone, r.State == RowHeld && !sameRow(r.Row, r.Payload):
		return ProblemObject
	}
	for _, m := range w.marks[r.Entry.Seq] {
		if problem := m.problem(r.Hash, report); problem != "" {
			return problem
		}
	}
	return ""
}

// sameRow compares a row with the payload, or with the detail in the payload of an
// administrative act.
func sameRow(row, payload []byte) bool {
	if bytes.Equal(row, payload) {
		return true
	}
	canonical, err := CanonicalJSON(row)
	if err != nil {
		return false
	}
	if bytes.Equal(canonical, payload) {
		return true
	}
	var act struct {
		Detail json.RawMessage `json:"detail"`
	}
	return json.Unmarshal(payload, &act) == nil && bytes.Equal(canonical, act.Detail)
}
