package approval

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Filter selects approvals; nil selects all.
type Filter struct {
	Kinds  []Kind
	States []State
	// Before is the id of the last approval of the page before, Limit the length of
	// a page.
	Before string
	Limit  int
}

// Store keeps approvals. "Not found" is fault.NotFound; failures of the store
// itself are fault.StoreUnavailable.
type Store interface {
	// Organisation finds one by its id.
	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	// ChangeApprovals runs change and returns nil only when everything it wrote is on
	// disk. When change fails nothing of it is kept and its error is returned.
	ChangeApprovals(ctx context.Context, org string, change func(Tx) error) error
	// Approval finds an approval by its id.
	Approval(ctx context.Context, org, id string) (Approval, error)
	// Approvals lists the selected ones, newest first.
	Approvals(ctx context.Context, org string, f Filter) ([]Approval, error)
	// OverdueApprovals lists the ids of those that are alive and ran out at now, at
	// most limit.
	OverdueApprovals(ctx context.Context, org string, now time.Time, limit int) ([]string, error)
}

// Tx reads and writes within one commit of one organisation. The transaction of
// every four-eyed act has these methods.
type Tx interface {
	// Approval finds an approval by its id.
	Approval(id string) (Approval, error)
	// LiveApproval finds the one that is alive for a kind and an object.
	LiveApproval(kind Kind, object string) (Approval, error)
	// SaveApproval adds revision 1, or replaces the revision before. Returns
	// fault.ApprovalClosed when another revision is on record, and
	// fault.ApprovalOpen when another one is alive for the kind and object.
	SaveApproval(a Approval) error
	// Append adds an entry at the end of the organisation's chain.
	Append(d chain.Draft) error
}
