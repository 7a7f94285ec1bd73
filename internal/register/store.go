package register

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/chain"
)

// Store keeps the register. Failures of the store itself are
// fault.StoreUnavailable.
type Store interface {
	chain.Source

	// Write runs change and returns nil only when everything it wrote is on disk.
	// When change fails nothing of it is kept and its error is returned. Changes of
	// one organisation run one after another; change may run more than once.
	Write(ctx context.Context, org string, change func(Tx) error) error
	// Overdue lists the ids of awaiting incidents that hold an event without
	// outcome from before the given time, oldest first, at most limit.
	Overdue(ctx context.Context, org string, before time.Time, limit int) ([]string, error)
	// AddTallies adds counters and feature rows in one commit.
	AddTallies(ctx context.Context, org string, counters []Counter, rows []FeatureRow) error

	// Attempts yields the events in [from, to) with their last outcomes, oldest first.
	Attempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[Attempt, error]
	// Incidents yields the incidents detected in [from, to), oldest first.
	Incidents(ctx context.Context, org string, from, to time.Time) iter.Seq2[Incident, error]
	// Counters yields the counters of the hours in [from, to), oldest first.
	Counters(ctx context.Context, org string, from, to time.Time) iter.Seq2[Counter, error]
}

// Tx reads and writes within one change, for one organisation. "Not found" is
// fault.NotFound.
type Tx interface {
	// Claim gives the decision its one event, and reports false when it has one
	// already: then the attempt is a retry.
	Claim(decision, event string) (bool, error)
	// EventByDecision finds the event of a device's decision.
	EventByDecision(device, decision string) (Event, error)
	// SentBy lists the events of a subject since the given time whose last outcome is
	// Sent.
	SentBy(subject string, since time.Time) ([]Event, error)
	// InsertEvent adds an event; it can never be changed.
	InsertEvent(e Event) error

	// OpenIncident finds the newest incident of subject, destination and
	// conversation whose last event is not before since and that can take one more.
	OpenIncident(subject, destination, conversation string, since time.Time) (Incident, error)
	// Incident finds an incident by its id.
	Incident(id string) (Incident, error)
	// NextNumber is the next free number of the year, from 1.
	NextNumber(year int) (int, error)
	// SaveIncident adds the incident, or replaces the revision before it.
	SaveIncident(i Incident) error
	// Weights lists the events of an incident with their last outcomes, oldest first.
	Weights(incident string) ([]Weight, error)

	// IncidentOf is the id of the incident that the event is in: the one that it came
	// to, or the one that a person moved it to.
	IncidentOf(e Event) (string, error)
	// Outcome finds the last outcome of an event.
	Outcome(event string) (Outcome, error)
	// InsertOutcome adds an outcome; it can never be changed.
	InsertOutcome(o Outcome) error

	// Count adds n to the number of events like this one with the outcome, "" for
	// none.
	Count(e Event, outcome Result, n int) error

	// Append adds an entry at the end of the organisation's chain.
	Append(d chain.Draft) error
}
