package council

import (
	"context"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/setup"
)

// Store keeps notices and what was seen last, and knows what they follow from. "Not
// found" is fault.NotFound; failures of the store itself are fault.StoreUnavailable.
type Store interface {
	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	Retention(ctx context.Context, org string) (retention.Settings, error)
	SetupProgress(ctx context.Context, org string) (setup.Progress, error)
	// Legal is who answers for the organisation, and who runs the machine.
	Legal(ctx context.Context, org string) (apdraft.Legal, error)
	RevealsBetween(ctx context.Context, org string, from, to time.Time) ([]reveal.Reveal, error)
	Approvals(ctx context.Context, org string, f approval.Filter) ([]approval.Approval, error)

	// RoleHolders counts the people with each role that is in force at the time, in
	// the whole organisation or a department, without those who cannot sign in.
	RoleHolders(ctx context.Context, org string, at time.Time) (map[ident.Role]int, error)
	// CouncilWatch is revision 0 before anything was seen.
	CouncilWatch(ctx context.Context, org string) (Watch, error)
	// SaveCouncilWatch replaces the revision before, adds the notices whose key is not
	// there yet with the messages about them, and the entry, in one commit; an entry
	// without an action is left out. Returns fault.Conflict when another revision is on
	// record.
	SaveCouncilWatch(ctx context.Context, org string, w Watch, told Told, entry chain.Draft) error
	// AddCouncilNotice adds a notice with the messages about it and the entry. Returns
	// fault.Conflict if its key is there.
	AddCouncilNotice(ctx context.Context, org string, told Told, entry chain.Draft) error
	// CouncilNotice finds one, without who read it and its answer. Returns
	// fault.NotFound.
	CouncilNotice(ctx context.Context, org, id string) (Notice, error)
	// KnownNotices are those of the keys that are there.
	KnownNotices(ctx context.Context, org string, keys []string) (map[string]bool, error)
	// CouncilNotices lists those with ids below before, newest first, with their
	// answers and when the user read them; "" is from the newest on.
	CouncilNotices(ctx context.Context, org, user, before string, limit int) ([]Notice, error)
	// UnreadNotices counts what the user has not read.
	UnreadNotices(ctx context.Context, org, user string) (int, error)
	// ReadNotices marks those of the ids that are there as read by the user.
	ReadNotices(ctx context.Context, org, user string, ids []string, at time.Time) error
	// ForgetNotices deletes those made before the time, with their marks.
	ForgetNotices(ctx context.Context, org string, before time.Time) error
}

// Watch is what was seen last.
type Watch struct {
	Rev   int64     `json:"rev"`
	At    time.Time `json:"at"`
	Facts Facts     `json:"facts"`
}

// Told is what goes to the works council in one commit.
type Told struct {
	Notices  []Notice
	Messages []outbox.Message
}
