package coverage

import (
	"time"
)

// Interval is how often an extension that is in use reports.
const Interval = 5 * time.Minute

// Heartbeat is what the extension of one device says of itself. Counts are of the
// time since the last heartbeat that was answered.
type Heartbeat struct {
	OrgID    string `json:"-"`
	DeviceID string `json:"-"`
	// ID tells a heartbeat that was sent again; "" counts as a new one.
	ID               string        `json:"-"`
	At               time.Time     `json:"-"`
	ExtensionVersion string        `json:"extension_version"`
	PolicyVersion    int           `json:"policy_version"`
	Sites            []Site        `json:"sites"`
	Queue            int           `json:"queue"`
	Uninspected      int           `json:"uninspected"`
	Errors           []Error       `json:"errors"`
	ClockSkew        time.Duration `json:"clock_skew"`
}

// Site is what happened on one destination.
type Site struct {
	Destination    string `json:"destination_id"`
	AdapterVersion string `json:"adapter_version"`
	// Observed counts what was seen to leave for the destination, Inspected that of
	// it which was looked at before, Failed the inspections that gave no verdict.
	Observed  int `json:"observed"`
	Inspected int `json:"inspected"`
	Failed    int `json:"failed"`
	// Canary is how the self-test of the adapter on this site ended.
	Canary Canary `json:"canary"`
}

// Canary is the result of a self-test.
type Canary string

// The results; "" means that none was made.
const (
	CanaryOK   Canary = "ok"
	CanaryFail Canary = "fail"
)

// Error is how often something went wrong; codes are names of the extension.
type Error struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
}

// Command asks the extension to do something.
type Command string

// The commands.
const (
	// RefreshBundle: fetch the policy bundle now.
	RefreshBundle Command = "refresh_bundle"
	// Update: ask the browser for another version of the extension.
	Update Command = "update"
	// Resync: send what waits, and set the clock by server_time.
	Resync Command = "resync"
	// DisableSite: the sites of Reply.Disabled are not to be guarded until the time
	// that is given with each.
	DisableSite Command = "disable_site"
)

// Reply is the answer to a heartbeat.
type Reply struct {
	PolicyVersion int
	Commands      []Command
	Disabled      []Switch
	// Wanted is the version of the extension that the device should have; "" for
	// any.
	Wanted string
	At     time.Time
}

// Bounds of what a heartbeat may hold, and from where on the extension is asked to
// put itself right.
const (
	MaxSites      = 64
	MaxErrors     = 20
	MaxCount      = 1_000_000
	queueTooLong  = 50
	maxClockError = 5 * time.Minute
)
