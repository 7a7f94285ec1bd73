package coverage

import (
	"context"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store keeps what devices report. "Not found" is fault.NotFound; failures of the
// store itself are fault.StoreUnavailable.
type Store interface {
	// Beat replaces what is known of the device and adds the counts to those of the
	// hour. The same heartbeat again changes nothing. Returns fault.NotFound without
	// such a device.
	Beat(ctx context.Context, h Heartbeat) error
	// Fleet lists the devices that are in service, by id.
	Fleet(ctx context.Context, org string) ([]Device, error)
	// EndDevices takes devices out of service as replaced, each with its entry; one
	// that is not in service is left out.
	EndDevices(ctx context.Context, org string, ids []string, at time.Time, entry func(id string) (chain.Draft, error)) error
	// ForgetCounts deletes the counts of hours before the given time.
	ForgetCounts(ctx context.Context, org string, before time.Time) error
	// SiteCounts sums the hours in [from, to), by destination and adapter version.
	SiteCounts(ctx context.Context, org string, from, to time.Time) ([]SiteCount, error)

	// OpenMinutes counts the minutes of the hours in [from, to) in which messages may
	// have passed unseen on some device; see OpenMinutes.
	OpenMinutes(ctx context.Context, org string, from, to time.Time) (int, error)

	// Gaps lists those that are open and those closed since the given time, newest
	// first.
	Gaps(ctx context.Context, org string, since time.Time) ([]Gap, error)
	// SaveGap adds revision 1 or replaces the revision before, with its entry.
	// Returns fault.Conflict when another is on record.
	SaveGap(ctx context.Context, g Gap, entry chain.Draft) error

	// Departments lists those of the organisation.
	Departments(ctx context.Context, org string) ([]ident.Department, error)
	// Expected lists the workstations that should have the extension, by name.
	Expected(ctx context.Context, org string) ([]Expected, error)
	// SetExpected replaces the list by what change makes of it, with its entry.
	SetExpected(ctx context.Context, org string, change func(old []Expected) (list []Expected, entry chain.Draft, err error)) error

	// Switches lists those that end after the given time, newest first.
	Switches(ctx context.Context, org string, since time.Time) ([]Switch, error)
	// Switch finds one by its id.
	Switch(ctx context.Context, org, id string) (Switch, error)
	// ChangeSwitches runs change in one commit.
	ChangeSwitches(ctx context.Context, org string, change func(Tx) error) error
	// Approvals lists the selected ones, newest first.
	Approvals(ctx context.Context, org string, f approval.Filter) ([]approval.Approval, error)

	// Releases is revision 0 and empty when nobody has set any.
	Releases(ctx context.Context, org string) (Releases, error)
	// SaveReleases replaces the revision before, with its entry. Returns
	// fault.PreconditionFailed when another is on record.
	SaveReleases(ctx context.Context, r Releases, entry chain.Draft) error
}

// Tx reads and writes within one commit of one organisation.
type Tx interface {
	approval.Tx
	// SaveSwitch adds revision 1 or replaces the revision before. Returns
	// fault.Conflict when another is on record.
	SaveSwitch(s Switch) error
}

// Device is one installation of the extension and its last word.
type Device struct {
	ID           string
	Workstation  string // "" where the administrator names none
	DepartmentID string
	Groups       []string
	EnrolledAt   time.Time
	// SeenOn is the day (UTC) on which it last asked for a token.
	SeenOn time.Time
	// Version is that of the extension at its enrolment.
	Version string
	// Last is the last heartbeat; nil: there was none.
	Last *Heartbeat
}

// SiteCount is what was seen of a destination with one version of its adapter.
type SiteCount struct {
	Destination, AdapterVersion string
	Observed, Inspected, Failed int64
	CanaryOK, CanaryFailed      int64
	// Uninspected is what passed without being looked at, for no destination in
	// particular.
	Uninspected int64
}
