package sso

import (
	"context"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store keeps settings, who is who, and what sessions go by. Writes are on disk, with
// their entry, when the method returns. Failures of the store itself are
// fault.StoreUnavailable.
type Store interface {
	ident.EntryStore

	// Session finds a session with its user and bindings. Returns fault.NotFound.
	Session(ctx context.Context, hash string) (auth.Session, ident.User, []ident.Binding, error)
	// Organisation finds one by its id. Returns fault.NotFound.
	Organisation(ctx context.Context, org string) (ident.Organisation, error)
	// Departments lists those of an organisation.
	Departments(ctx context.Context, org string) ([]ident.Department, error)

	// SSOSettings are those of an organisation; of one that made none, with revision 0.
	SSOSettings(ctx context.Context, org string) (Settings, error)
	// SSOProviders lists the settings of all organisations, by organisation.
	SSOProviders(ctx context.Context) ([]Settings, error)
	// SaveSSOSettings writes s over its revision s.Rev-1, and lets all sessions by the
	// provider be checked at their next request. Returns fault.PreconditionFailed when
	// the revision is another.
	SaveSSOSettings(ctx context.Context, s Settings, entry chain.Draft) error

	// EnterBySSO writes what decide makes of who comes, all or nothing. Decide may be
	// called more than once. Returns fault.RequestInvalid with "/email" and "taken" when
	// an account of another organisation has the address, and fault.SignInRefused when
	// the account was disabled meanwhile.
	EnterBySSO(ctx context.Context, org string, a Arrival, decide func(Known) (Entrance, error)) error
	// SSOTokens is what is kept for a session, sealed, with the subject. Returns
	// fault.NotFound.
	SSOTokens(ctx context.Context, org, session string) (tokens, subject string, err error)
	// ClaimSSOCheck moves the time of the last check from was to now, and reports
	// whether it was the one who did.
	ClaimSSOCheck(ctx context.Context, org, session string, was, now time.Time) (mine bool, err error)
	// EndSSOSessions ends the sessions that began before a time, of a subject, of a
	// session at the provider, or of one at the other when both are given; "" is any.
	// Each user whose session ends gets the entry.
	EndSSOSessions(ctx context.Context, org, subject, sid string, before time.Time, entry func(user string) (chain.Draft, error)) error
	// UnlinkSSO forgets which person at the provider is the user, with the roles and
	// sessions that the person had by it. Returns fault.NotFound, and fault.Conflict
	// when it was nobody.
	UnlinkSSO(ctx context.Context, org, user string, entry chain.Draft) error
}

// Arrival is who comes, as hashes, with the mail address and the ids by which a
// directory may have sent the person.
type Arrival struct {
	// Subject is the person at the provider, Provider the provider, and SID the
	// provider's own session, "" for none.
	Subject, Provider, SID string
	// Email is in the form of ident.FoldEmail, "" when the provider tells none.
	Email string
	// External are the ids that the provider gives the person, for one whom it has sent
	// before; they are not kept.
	External []string
}

// Known is what is known of who comes.
type Known struct {
	// Standing is the user; without an id there is none.
	Standing ident.Standing
	// Linked says that the user is this person at the provider, LinkedElsewhere that it
	// is somebody else there.
	Linked, LinkedElsewhere bool
	HasPassword             bool
	// Sent says that a directory sends the name and the address of the user, EmailTaken
	// that another user has the address with which the person comes.
	Sent, EmailTaken bool
	// Departments are the ids of those that there are.
	Departments map[string]bool
}

// Entrance is what is to be written.
type Entrance struct {
	UserID string
	// New is a user to add.
	New *ident.User
	// Link makes the person at the provider the user.
	Link bool
	// Renamed is the user with the name and address that the provider tells now; nil: as
	// it was.
	Renamed *ident.User
	Add     []ident.RoleBinding
	Remove  []string
	// Started is a session to begin, and Replaces the hash of one that it takes the
	// place of.
	Started  *auth.Session
	Replaces string
	// Kept is the hash of a session that goes on with other Tokens, Ended of one that
	// does not.
	Kept, Ended string
	// Tokens is what is kept for the session, sealed.
	Tokens  string
	At      time.Time
	Entries []chain.Draft
}
