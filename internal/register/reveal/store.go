package reveal

import (
	"context"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/inquiry"
)

// Store keeps reveals. "Not found" is fault.NotFound; failures of the store itself
// are fault.StoreUnavailable.
type Store interface {
	// Approval finds an approval by its id.
	Approval(ctx context.Context, org, id string) (approval.Approval, error)
	// Incident finds an incident by its id.
	Incident(ctx context.Context, org, id string) (register.Incident, error)
	// Senders lists the devices and subjects of an incident.
	Senders(ctx context.Context, org, incident string) ([]inquiry.Sender, error)
	// SealedIdentities lists the boxes of a pseudonym of a quarter.
	SealedIdentities(ctx context.Context, org, quarter, subject string) ([]auth.SealedIdentity, error)

	// ChangeReveals runs change and returns nil only when everything it wrote is on
	// disk. When change fails nothing of it is kept.
	ChangeReveals(ctx context.Context, org string, change func(Tx) error) error
	// Reveal finds one by its id.
	Reveal(ctx context.Context, org, id string) (Reveal, error)
	// RevealsBetween lists those carried out in [from, to), oldest first, without
	// their boxes.
	RevealsBetween(ctx context.Context, org string, from, to time.Time) ([]Reveal, error)
	// RevealsOf lists those of any of the subjects by an incident in which the device
	// has an event, oldest first, without their boxes.
	RevealsOf(ctx context.Context, org, device string, subjects []string) ([]Reveal, error)
	// ForgetBoxes empties the boxes that ran out at now, and returns how many.
	ForgetBoxes(ctx context.Context, org string, now time.Time) (int64, error)
}

// Tx reads and writes within one commit of one organisation.
type Tx interface {
	approval.Tx
	// AddReveal adds a reveal with its box. The proof covers the incident.
	AddReveal(r Reveal, proof approval.Proof) error
	// SaveReveal replaces the revision before, not the box; fault.Conflict when
	// another is on record.
	SaveReveal(r Reveal) error
	// Append adds an entry at the end of the organisation's chain.
	Append(d chain.Draft) error
}
