package casework

import (
	"context"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/apdraft"
)

// Store keeps what people add to the register, and finds. "Not found" is
// fault.NotFound; failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// ChangeCases runs change and returns nil only when everything it wrote is on
	// disk. When change fails nothing of it is kept and its error is returned.
	ChangeCases(ctx context.Context, org string, change func(Tx) error) error

	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	Departments(ctx context.Context, org string) ([]ident.Department, error)

	Incident(ctx context.Context, org, id string) (register.Incident, error)
	// IncidentPage lists the selected incidents, newest first.
	IncidentPage(ctx context.Context, org string, f Filter) ([]register.Incident, error)
	// IncidentFacets counts the selected incidents by each facet.
	IncidentFacets(ctx context.Context, org string, f Filter) (Facets, error)
	// EventPage lists the selected events with their last outcomes, newest first; each
	// as it was written, with the incident that it came to.
	EventPage(ctx context.Context, org string, f EventFilter) ([]register.Attempt, error)
	// Moved finds those of the events that a person moved to another incident, with the
	// id of that incident.
	Moved(ctx context.Context, org string, events []string) (map[string]string, error)
	// RunningClocks lists the incidents whose clock runs and that may be seen, first
	// those whose time runs out first, at most limit.
	RunningClocks(ctx context.Context, org string, within []string, limit int) ([]register.Incident, error)
	// EventDays counts the events of each day (UTC) in [from, to) that has some, oldest
	// first.
	EventDays(ctx context.Context, org string, from, to time.Time, within []string) ([]Day, error)
	// EventFacets counts the selected events by each facet.
	EventFacets(ctx context.Context, org string, f EventFilter) (Facets, error)
	// Browsers lists those that at least so many devices have that are not revoked.
	Browsers(ctx context.Context, org string, devices int) ([]string, error)
	// Decision finds the event of a decision.
	Decision(ctx context.Context, org, decision string) (register.Attempt, error)
	// IncidentAttempts lists the events of an incident, oldest first.
	IncidentAttempts(ctx context.Context, org, incident string) ([]register.Attempt, error)
	// ActsOn lists the entries of people about an object, oldest first, at most
	// limit.
	ActsOn(ctx context.Context, org, object string, limit int) ([]chain.Record, error)
	Notes(ctx context.Context, org, incident string) ([]Note, error)
	Notifications(ctx context.Context, org, incident string) ([]Notification, error)
	Alerts(ctx context.Context, org, incident string) ([]Alert, error)
	// Legal is revision 0 and empty when nobody has filled it in.
	Legal(ctx context.Context, org string) (Legal, error)

	// DueTicks lists the incidents whose clock has something to do at now, and
	// those with an alert to repeat, at most limit.
	DueTicks(ctx context.Context, org string, now time.Time, limit int) ([]string, error)
	// Presumable lists the severe incidents that were detected at the time or before,
	// that nobody sorted and of which nobody is aware, at most limit.
	Presumable(ctx context.Context, org string, detected time.Time, limit int) ([]string, error)
	// Closable lists the prevented incidents that no person touched or has to look
	// at, and that take no more events since before, at most limit.
	Closable(ctx context.Context, org string, before time.Time, limit int) ([]string, error)
}

// Tx reads and writes within one change, for one organisation.
type Tx interface {
	register.Tx
	approval.Tx
	// Attempts lists the events of an incident, oldest first.
	Attempts(incident string) ([]register.Attempt, error)
	// Erase deletes the events of an incident and what senders said of them, and what
	// the chain says of those, of the incident and of its approvals until now. The
	// rows of the incident and its approvals stay, to be written anew in this change.
	Erase(incident string, at time.Time) error
	// ApprovalsOn lists the approvals about an object.
	ApprovalsOn(object string) ([]approval.Approval, error)
	// Regroup moves an event to another incident, in the next revision of its
	// grouping.
	Regroup(event, incident string) (Grouping, error)
	InsertNote(n Note) error
	InsertNotification(n Notification) error
	// AlertsOf lists the alerts of an incident, earliest hour first.
	AlertsOf(incident string) ([]Alert, error)
	// SaveAlert adds an alert, or replaces the revision before it.
	SaveAlert(a Alert) error
	// SaveLegal adds or replaces the settings.
	SaveLegal(l Legal) error
	// Assignable reports whether a user may have cases.
	Assignable(user string) (bool, error)
}

// Filter selects incidents; nil selects all. There is no filter on people.
type Filter struct {
	States, Kinds, APs, Told, Severities, Destinations, Classes, Departments, Sources []string
	// Assignees are user ids; "" stands for nobody.
	Assignees []string
	// Types select those in which one of these types was found.
	Types            []string
	Review, Awaiting *bool
	// Running selects those whose clock runs.
	Running bool
	// From and To bound the detection.
	From, To time.Time
	// Within are the departments that may be seen; nil is all.
	Within []string
	// Before is the id of the last incident of the page before.
	Before string
	Limit  int
}

// EventFilter selects events; nil selects all. There is no filter on people.
type EventFilter struct {
	Destinations, Classes, Actions, Channels, Outcomes, Severities, Departments []string
	// Types select events in which one of these types was found, Rules those that one of
	// these rules matched, in whatever mode.
	Types, Rules []string
	// Browsers select events by the browser of the device; see Service.EventFacets for
	// which may be asked for.
	Browsers []string
	Incident string
	From, To time.Time
	Within   []string
	Before   string
	Limit    int
}

// Facets are counts by facet and value.
type Facets struct {
	Total  int64
	Counts map[string]map[string]int64
}

// Add counts n things with these values of the facets.
func (f *Facets) Add(n int64, names []string, values []string) {
	if f.Counts == nil {
		f.Counts = map[string]map[string]int64{}
		for _, name := range names {
			f.Counts[name] = map[string]int64{}
		}
	}
	f.Total += n
	for i, name := range names {
		f.Counts[name][values[i]] += n
	}
}

// Grouping says to which incident a person moved an event.
type Grouping struct {
	EventID    string `json:"event_id"`
	IncidentID string `json:"incident_id"`
	Rev        int64  `json:"rev"`
}

// Note is a remark of a person on an incident. It holds no personal data: the text
// was inspected.
type Note struct {
	ID         string    `json:"id"`
	IncidentID string    `json:"incident_id"`
	At         time.Time `json:"at"`
	By         string    `json:"by"`
	Text       string    `json:"text"`
}

// Alert says that so many hours of the term have passed. An acknowledged alert is
// not repeated; the clock goes on.
type Alert struct {
	ID         string    `json:"id"`
	IncidentID string    `json:"incident_id"`
	Hours      int       `json:"hours"`
	RaisedAt   time.Time `json:"raised_at"`
	LastAt     time.Time `json:"last_at"`
	Times      int       `json:"times"`
	DeadlineAt time.Time `json:"deadline_at"`
	// RepeatAt is when it is raised again; zero: never.
	RepeatAt time.Time `json:"repeat_at,omitzero"`
	AckBy    string    `json:"acknowledged_by,omitempty"`
	AckAt    time.Time `json:"acknowledged_at,omitzero"`
	Rev      int64     `json:"rev"`
}

// Legal is who answers for the organisation towards the authority.
type Legal = apdraft.Legal
