package weekly

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report"
)

// PrefixSchedule begins the id of a schedule.
const PrefixSchedule = "rps_"

// Stored is one revision of a report on an organisation, as it was made.
type Stored struct {
	OrgID    string
	Week     string
	Revision int
	MadeAt   time.Time
	// Past is what later reports compare with.
	report.Past
	// Body is the report with every part, as JSON.
	Body json.RawMessage
}

// Schedule says who gets which report when.
type Schedule struct {
	OrgID    string          `json:"-"`
	ID       string          `json:"id"`
	Audience report.Audience `json:"audience"`
	// Department is whose report it is, for ward managers; "" for the organisation.
	Department string `json:"department_id,omitempty"`
	Language   string `json:"language"`
	// Weekday and time, on the clock of the organisation.
	Weekday time.Weekday `json:"weekday"`
	Hour    int          `json:"hour"`
	Minute  int          `json:"minute"`
	// Users and Addresses get it; addresses are in allowed domains.
	Users     []string `json:"users"`
	Addresses []string `json:"addresses"`
	// PDF says that the report goes along as a file.
	PDF       bool      `json:"pdf"`
	Enabled   bool      `json:"enabled"`
	CreatedAt time.Time `json:"created_at"`
	Rev       int64     `json:"rev"`
	// SentWeek is the last week that was sent, "" for none.
	SentWeek string `json:"-"`
}

// Store keeps reports and schedules. "Not found" is fault.NotFound; failures of the
// store itself are fault.StoreUnavailable.
type Store interface {
	report.Register
	CoachingStore
	ident.EntryStore

	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	Departments(ctx context.Context, org string) ([]ident.Department, error)
	Devices(ctx context.Context, org string, f ident.DeviceFilter) ([]ident.Device, error)
	User(ctx context.Context, org, id string) (ident.User, error)
	Bindings(ctx context.Context, org, user, after string, limit int) ([]ident.RoleBinding, error)

	// SaveReport adds a revision with its entry; fault.Conflict when it is there.
	SaveReport(ctx context.Context, r Stored, entry chain.Draft) error
	// StoredReport finds a revision, the newest for 0.
	StoredReport(ctx context.Context, org, week string, revision int) (Stored, error)
	// ReportsFrom lists the newest revisions of weeks from one on, without bodies,
	// newest week first, at most limit; "" is all.
	ReportsFrom(ctx context.Context, org, week string, limit int) ([]Stored, error)

	// Partition finds that of a quarter.
	Partition(ctx context.Context, org, quarter string) (report.Partition, error)
	// SavePartition replaces that of a quarter.
	SavePartition(ctx context.Context, org, quarter string, p report.Partition) error

	// Schedules lists all, by id.
	Schedules(ctx context.Context, org string) ([]Schedule, error)
	Schedule(ctx context.Context, org, id string) (Schedule, error)
	// SaveSchedule adds revision 1 or replaces the revision before;
	// fault.PreconditionFailed when another is on record.
	SaveSchedule(ctx context.Context, s Schedule, entry chain.Draft) error
	// RemoveSchedule removes that revision; fault.PreconditionFailed.
	RemoveSchedule(ctx context.Context, org, id string, rev int64, entry chain.Draft) error
	// SendScheduled notes that a week was sent and adds the letters, in one commit;
	// fault.Conflict when that or a later week was sent.
	SendScheduled(ctx context.Context, org, id, week string, letters []outbox.Message) error

	// MailSettings is revision 0 and empty when nobody filled them in.
	MailSettings(ctx context.Context, org string) (mail.Settings, error)
	// SaveMailSettings replaces the revision before; fault.PreconditionFailed.
	SaveMailSettings(ctx context.Context, s mail.Settings, entry chain.Draft) error
}
