package retention

import (
	"context"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Report is what a purge did, or would do.
type Report struct {
	// Rows counts what was deleted by table.
	Rows   map[string]int64
	Limits Limits
	// Held says that a hold covers everything: then nothing is deleted.
	Held bool
}

// Total is the number of rows of all tables.
func (r Report) Total() (n int64) {
	for _, rows := range r.Rows {
		n += rows
	}
	return n
}

// Purge deletes what is past its term, in small commits: whoever reads or writes
// meanwhile waits for none of it, and a purge that ends halfway is finished by the
// next one. What was deleted is counted in the chain. A dry run counts and changes
// nothing.
func (s *Service) Purge(ctx context.Context, p ident.Principal, dry bool) (Report, error) {
	if err := p.Require(ident.SettingsManage); err != nil {
		return Report{}, err
	}
	if !dry {
		if err := s.expire(ctx, p); err != nil {
			return Report{}, err
		}
	}
	settings, err := s.Store.Retention(ctx, p.OrgID)
	if err != nil {
		return Report{}, err
	}
	report := Report{Rows: map[string]int64{}, Limits: settings.Limits(s.Now())}
	if report.Held, err = s.heldWhole(ctx, p.OrgID); err != nil || report.Held {
		return report, err
	}
	err = s.forget(ctx, p.OrgID, dry, report)
	if dry {
		return report, err
	}
	if s.Forgot != nil {
		s.Forgot(report.Rows)
	}
	if report.Total() == 0 {
		return report, err
	}
	if noted := s.note(ctx, p, report); err == nil {
		err = noted
	}
	return report, err
}

// heldWhole reports whether a hold covers everything of the organisation.
func (s *Service) heldWhole(ctx context.Context, org string) (bool, error) {
	list, err := s.Store.Holds(ctx, org, "", false, maxHolds)
	if err != nil {
		return false, err
	}
	for _, h := range list {
		if h.IncidentID == "" && h.Holds(s.Now()) {
			return true, nil
		}
	}
	return false, nil
}

// forget works through all parts, and adds to the report as far as it comes.
func (s *Service) forget(ctx context.Context, org string, dry bool, into Report) error {
	for _, part := range Parts {
		piece := Piece{Part: part, Limits: into.Limits, Dry: dry}
		for {
			done, err := s.Store.Forget(ctx, org, piece)
			if err != nil {
				return err
			}
			for table, n := range done.Rows {
				into.Rows[table] += n
			}
			if done.Next == "" {
				break
			}
			piece.After = done.Next
		}
	}
	return nil
}

func (s *Service) note(ctx context.Context, p ident.Principal, r Report) error {
	entry, err := p.Draft("retention.purged", p.OrgID, 0, ident.OutcomeDone, struct {
		Rows   map[string]int64 `json:"rows"`
		Before Limits           `json:"before"`
	}{r.Rows, r.Limits}, s.Now())
	if err != nil {
		return err
	}
	return s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error { return tx.Append(entry) })
}

// RequestPurge asks for the approval of a purge at once, beside the daily one, by
// the terms as they stand. Returns fault.PermissionDenied and the faults of
// approvals.
func (s *Service) RequestPurge(ctx context.Context, p ident.Principal, why string) (approval.Approval, error) {
	settings, err := s.Store.Retention(ctx, p.OrgID)
	if err != nil {
		return approval.Approval{}, err
	}
	digest, detail, err := settings.digest()
	if err != nil {
		return approval.Approval{}, err
	}
	return s.Approvals.Request(ctx, p, approval.Ask{Kind: approval.Purge, Object: p.OrgID, Digest: digest, Detail: detail, Reason: why})
}

// PurgeApproved uses an approval up and purges. Returns fault.ApprovalRequired,
// fault.ApprovalChanged when the terms are no longer those that were approved, and
// fault.ApprovalClosed.
func (s *Service) PurgeApproved(ctx context.Context, p ident.Principal, approvalID string) (Report, error) {
	settings, err := s.Store.Retention(ctx, p.OrgID)
	if err != nil {
		return Report{}, err
	}
	digest, _, err := settings.digest()
	if err != nil {
		return Report{}, err
	}
	err = s.Store.ChangeRetention(ctx, p.OrgID, func(tx Tx) error {
		proof, err := approval.Spend(tx, p, approval.Act{ApprovalID: approvalID, Kind: approval.Purge, Object: p.OrgID, Digest: digest}, s.Now())
		if err == nil && !proof.Covers(approval.Purge, p.OrgID) {
			err = fault.E(fault.ApprovalRequired)
		}
		return err
	})
	if err != nil {
		return Report{}, err
	}
	return s.Purge(ctx, p, false)
}
