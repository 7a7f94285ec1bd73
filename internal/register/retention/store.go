package retention

import (
	"context"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/register"
)

// Store keeps terms and holds, and deletes. "Not found" is fault.NotFound; failures
// of the store itself are fault.StoreUnavailable.
type Store interface {
	// Retention is revision 0 when nobody changed the terms.
	Retention(ctx context.Context, org string) (Settings, error)
	// Holds lists the holds, newest first, at most limit; those of an incident, or of
	// all with "". Without ended, only those that were not ended.
	Holds(ctx context.Context, org, incident string, ended bool, limit int) ([]Hold, error)
	// Hold finds one by its id.
	Hold(ctx context.Context, org, id string) (Hold, error)
	// ChangeRetention runs change and returns nil only when everything it wrote is on
	// disk. When change fails nothing of it is kept and its error is returned.
	ChangeRetention(ctx context.Context, org string, change func(Tx) error) error
	// Forget deletes some of what is past its term in one commit, with the payloads of
	// the chain that speak of it, so that the chain stays whole. What a hold covers is
	// left. A dry run counts and deletes nothing.
	Forget(ctx context.Context, org string, p Piece) (Forgotten, error)
}

// Part is what one commit is about.
type Part string

// Parts are the parts in the order in which they are forgotten: what belongs to an
// incident before the incident.
var Parts = []Part{PartEvents, PartCounters, PartIdentities, PartIncidents, PartRequests, PartReports, PartAudit}

// The parts. PartRequests are those of employees about their own data.
const (
	PartEvents     Part = "events"
	PartCounters   Part = "counters"
	PartIdentities Part = "identities"
	PartIncidents  Part = "incidents"
	PartRequests   Part = "requests"
	PartReports    Part = "reports"
	PartAudit      Part = "audit"
)

// Piece is the work of one commit.
type Piece struct {
	Part   Part
	Limits Limits
	// After is where the piece before it ended, "" for the first.
	After string
	Dry   bool
}

// Forgotten is what one commit deleted.
type Forgotten struct {
	// Rows counts by table.
	Rows map[string]int64
	// Next is where the next piece begins; "" says that nothing of the part is left.
	Next string
}

// Tx reads and writes within one commit of one organisation.
type Tx interface {
	approval.Tx
	// SaveRetention replaces the revision before it; fault.PreconditionFailed when
	// another is on record.
	SaveRetention(s Settings) error
	// LiveHolds lists the holds of an incident, or of everything with "", that were not
	// ended.
	LiveHolds(incident string) ([]Hold, error)
	// HoldByID finds a hold.
	HoldByID(id string) (Hold, error)
	// SaveHold adds the hold, or replaces the revision before it.
	SaveHold(h Hold) error
	// Incident finds an incident by its id.
	Incident(id string) (register.Incident, error)
	// SaveIncident replaces the revision before.
	SaveIncident(i register.Incident) error
}
