package auth

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// SessionStore keeps accounts, sessions and one-time links. Writes are on disk,
// with their entry, when the method returns. Failures of the store itself are
// fault.StoreUnavailable.
type SessionStore interface {
	ident.EntryStore

	// AccountByEmail finds the account with the address, in whatever organisation.
	// Returns fault.NotFound.
	AccountByEmail(ctx context.Context, email string) (Account, error)
	// Account finds the account of a user. Returns fault.NotFound.
	Account(ctx context.Context, org, user string) (Account, error)

	// StartSession adds the session of a user who gave the right password, whose
	// hash is what the account had, and the code of the given step, and forgets the
	// sessions of the user that ended. When rehash is not "" it becomes the
	// password's hash. When replaces is not "", the session with that hash ends.
	// Returns fault.SignInRefused if the account is disabled, its password was
	// changed meanwhile, or a code of this step or a later one was used.
	StartSession(ctx context.Context, s Session, password string, step int64, rehash, replaces string, entry chain.Draft) error
	// Session finds a session with its user and the user's bindings. Returns
	// fault.NotFound.
	Session(ctx context.Context, hash string) (Session, ident.User, []ident.Binding, error)
	// TouchSession notes a request.
	TouchSession(ctx context.Context, org, hash string, at time.Time) error
	// EndSession ends a session. Returns fault.NotFound if there is none.
	EndSession(ctx context.Context, org, hash string, entry chain.Draft) error
	// EndSessions ends all sessions of a user, but the one with the hash except.
	// Returns fault.NotFound if there is no such user.
	EndSessions(ctx context.Context, org, user, except string, entry chain.Draft) error
	// ChangePassword replaces the hash was, and ends all sessions of the user but
	// the one with the hash except. Returns fault.Conflict if the hash is another
	// one by now.
	ChangePassword(ctx context.Context, org, user, was, hash, except string, entry chain.Draft) error

	// ChangeCode gives an account another authenticator app or none, and ends its other
	// sessions. Returns fault.NotFound for no such user, fault.Conflict if the secret is
	// another one by now or the account has no password, and fault.LastFactor if no
	// second factor would be left.
	ChangeCode(ctx context.Context, c CodeChange, entry chain.Draft) error

	// ForgetEnded deletes what no longer counts at the time: sessions that ended,
	// links that expired and were not used, challenges of passkeys.
	ForgetEnded(ctx context.Context, org string, now time.Time) error

	// AddLink adds a link and makes earlier ones of the user useless. A link of
	// LinkRecovery also takes password, code secret, passkeys and sessions away. Returns
	// fault.NotFound if there is no such user, and fault.Conflict if the user is
	// disabled, or is active and the link is an invitation.
	AddLink(ctx context.Context, l Link, entry chain.Draft) error
	// AddInvited adds a user with bindings and the link of the invitation, all or
	// nothing. Returns the faults of ident.PeopleStore.AddUser.
	AddInvited(ctx context.Context, l Link, n ident.Newcomer, entry chain.Draft) error
	// Link finds a link that was not used, with its user and organisation. Returns
	// fault.NotFound.
	Link(ctx context.Context, hash string) (Link, ident.User, ident.Organisation, error)
	// UseLink gives the account the password and code secret, starts the session
	// and uses the link up, all or nothing. The account's address and name are
	// written too: an owner of a first start has none before. Returns
	// fault.LinkInvalid if the link was used meanwhile, fault.SignInRefused if the
	// account is disabled, and fault.RequestInvalid with "/email" and "taken".
	UseLink(ctx context.Context, hash string, a Account, s Session, entry chain.Draft) error
}

// CodeChange is another authenticator app.
type CodeChange struct {
	OrgID, UserID string
	// Was is the sealed secret that the account has, Secret the one in its place; "" is
	// none.
	Was, Secret string
	// Step is that of the code that proved the new one.
	Step int64
	// Except is the hash of the session that goes on.
	Except string
}

// SecretStore keeps secrets of the installation, the same for all replicas.
type SecretStore interface {
	// Secret is the sealed secret with the name. When there is none yet, fresh
	// becomes it; of two writers at once one wins and both get its secret.
	Secret(ctx context.Context, name, fresh string) (string, error)
}
