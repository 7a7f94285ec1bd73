package publish

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy/replay"
)

// Store keeps policies and their versions. "Not found" is fault.NotFound; failures
// of the store itself are fault.StoreUnavailable.
type Store interface {
	// ChangePolicies runs change and returns nil only when everything it wrote is on
	// disk. When change fails nothing of it is kept and its error is returned.
	ChangePolicies(ctx context.Context, org string, change func(Tx) error) error
	// Newest is the number of the newest version of any subject. Returns
	// fault.NotFound if the organisation has none.
	Newest(ctx context.Context, org string) (int, error)
	// InForce lists the newest version of each subject.
	InForce(ctx context.Context, org string) ([]Version, error)
	// Version finds one by its number.
	Version(ctx context.Context, org string, number int) (Version, error)
	// Versions lists those of one subject before the number, newest first; 0 is from
	// the newest on.
	Versions(ctx context.Context, org, subject string, before, limit int) ([]Version, error)
	// Policies lists all, the organisation's own first.
	Policies(ctx context.Context, org string) ([]Policy, error)
	// Policy finds one by its id.
	Policy(ctx context.Context, org, id string) (Policy, error)
	// DuePolicies lists the ids of those whose scheduled version is due at now.
	DuePolicies(ctx context.Context, org string, now time.Time) ([]string, error)
	// Departments lists those of the organisation.
	Departments(ctx context.Context, org string) ([]ident.Department, error)
}

// Tx reads and writes within one commit of one organisation.
type Tx interface {
	approval.Tx
	// Policy finds one by its id.
	Policy(id string) (Policy, error)
	// PolicyOf finds the policy of a department, "" for the organisation's own.
	PolicyOf(department string) (Policy, error)
	// SavePolicy adds revision 1, or replaces the revision before. Returns
	// fault.PreconditionFailed when another revision is on record, and
	// fault.Conflict for a second policy of one department.
	SavePolicy(p Policy) error
	// NewestOf is the newest version of a subject.
	NewestOf(subject string) (Version, error)
	// VersionCount is the number of the newest version of any subject, 0 for none.
	VersionCount() (int, error)
	// AddVersion adds v under the number that it has, which is the next one.
	AddVersion(v Version) error
}

// Vectors are stored inspections, for a replay.
type Vectors interface {
	// Vectors yields those since from with at least one finding; the error, when
	// there is one, comes last.
	Vectors(ctx context.Context, org string, from time.Time) iter.Seq2[replay.Vector, error]
	// Inspected is how many texts were inspected since from.
	Inspected(ctx context.Context, org string, from time.Time) (int64, error)
	// RuleHits counts since from how often each rule matched, and how often the text
	// was sent in spite of it.
	RuleHits(ctx context.Context, org string, from time.Time) (map[string]RuleHits, error)
	// DestinationUse says since from where texts went, the most used first; week is
	// the beginning of the last week.
	DestinationUse(ctx context.Context, org string, from, week time.Time) ([]DestinationUse, error)
}

// DestinationUse is how many texts on their way to an AI service were inspected.
type DestinationUse struct {
	ID                  string
	Inspected, LastWeek int64
	// LastHour is the hour (UTC) of the last one.
	LastHour time.Time
}

// RuleHits is what a rule did.
type RuleHits struct {
	Hits, Overrides int
	LastAt          time.Time
}
