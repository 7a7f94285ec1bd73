package audit

import (
	"context"
	"crypto/ed25519"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Service reads the chain for those who may. It is safe for concurrent use.
type Service struct {
	store Store
	gate  *ident.Gate
	notes ident.EntryStore
	key   func() ed25519.PrivateKey
	now   func() time.Time
	// verifying is held by the one verification that runs: each reads everything.
	verifying chan struct{}
}

// New is a service on the given store. Key is what signs new checkpoints now.
func New(store Store, notes ident.EntryStore, key func() ed25519.PrivateKey, now func() time.Time) *Service {
	return &Service{store: store, gate: ident.NewGate(notes, now), notes: notes, key: key, now: now, verifying: make(chan struct{}, 1)}
}

// MaxPage is the greatest number of entries or checkpoints in a page.
const MaxPage = 200

// List lists the selected acts, newest first, and the Before of the page after it:
// 0 when there is none. Returns fault.PermissionDenied.
func (s *Service) List(ctx context.Context, p ident.Principal, f Filter) ([]Entry, int64, error) {
	if err := s.gate.Check(ctx, p, "audit.read", "", p.Require(ident.AuditExport)); err != nil {
		return nil, 0, err
	}
	f.Limit = min(max(f.Limit, 1), MaxPage)
	return s.page(ctx, p.OrgID, f)
}

// scanned bounds the entries that one page looks at when few of them match.
const scanned = 50 * MaxPage

func (s *Service) page(ctx context.Context, org string, f Filter) ([]Entry, int64, error) {
	var list []Entry
	want, outcome := f.Limit, f.Outcome
	f.Limit = MaxPage
	for seen := 0; seen < scanned; seen += MaxPage {
		records, err := s.store.Entries(ctx, org, f)
		if err != nil {
			return nil, 0, err
		}
		for _, r := range records {
			f.Before = r.Entry.Seq
			e := entryOf(r)
			if outcome != "" && e.Outcome != outcome {
				continue
			}
			if list = append(list, e); len(list) == want {
				return list, f.Before, nil
			}
		}
		if len(records) < f.Limit {
			return list, 0, nil
		}
	}
	return list, f.Before, nil
}

// Export calls yield with every selected act, newest first, after it has written
// down that the log was exported. Returns fault.PermissionDenied, and the error of
// yield.
func (s *Service) Export(ctx context.Context, p ident.Principal, f Filter, yield func(Entry) error) error {
	if err := s.gate.Check(ctx, p, "audit.exported", "", p.Require(ident.AuditExport)); err != nil {
		return err
	}
	entry, err := p.Draft("audit.exported", "", 0, ident.OutcomeDone, nil, s.now())
	if err != nil {
		return err
	}
	if err := s.notes.AppendEntry(ctx, p.OrgID, entry); err != nil {
		return err
	}
	f.Limit = MaxPage
	for {
		list, next, err := s.page(ctx, p.OrgID, f)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := yield(e); err != nil {
				return err
			}
		}
		if next == 0 {
			return nil
		}
		f.Before = next
	}
}

// Verify recomputes the chain in scope; see chain.Verify. One verification runs at
// a time, others wait. Returns fault.PermissionDenied and *chain.BrokenError.
func (s *Service) Verify(ctx context.Context, p ident.Principal, scope chain.Scope) (chain.Report, error) {
	if err := s.gate.Check(ctx, p, "audit.verified", "", p.Require(ident.AuditVerify)); err != nil {
		return chain.Report{}, err
	}
	select {
	case s.verifying <- struct{}{}:
	case <-ctx.Done():
		return chain.Report{}, fault.Wrap(fault.StoreUnavailable, ctx.Err())
	}
	defer func() { <-s.verifying }()
	return chain.Verify(ctx, s.store, p.OrgID, scope)
}

// Checkpoints lists the signed checkpoints of entries before the given one (0: all),
// newest first, and the before of the page after it. Returns
// fault.PermissionDenied.
func (s *Service) Checkpoints(ctx context.Context, p ident.Principal, before int64, limit int) ([]chain.Checkpoint, int64, error) {
	if err := s.gate.Check(ctx, p, "audit.read", "", p.Require(ident.AuditVerify)); err != nil {
		return nil, 0, err
	}
	limit = min(max(limit, 1), MaxPage)
	if before == 0 {
		before = last
	}
	list, err := s.store.LastCheckpoints(ctx, p.OrgID, before, limit)
	if err != nil || len(list) < limit {
		return list, 0, err
	}
	return list, list[len(list)-1].Seq, nil
}

// last is greater than the number of any entry: the greatest that JSON holds
// exactly.
const last = 1 << 53
