package auth

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
)

// DeviceSignIn says who signed in at a device whose browser does not tell who works
// there. It holds the pseudonym of the quarter and nothing else of the person.
type DeviceSignIn struct {
	OrgID, DeviceID string
	// Rev is one more each time that somebody signs in or out. Access tokens of
	// another revision do not count any more.
	Rev int64
	// Subject is the pseudonym, "" when nobody is signed in.
	Subject, Quarter string
	// At is when the person signed in, UsedAt when the device last had a prompt
	// looked at.
	At, UsedAt time.Time
}

// SignInChange puts a person at a device, or with Subject "" nobody.
type SignInChange struct {
	OrgID, DeviceID, Subject, Quarter string
	At                                time.Time
	Entry                             chain.Draft
}

// DeviceSignInStore keeps one row for each device of which a person asked to sign in.
type DeviceSignInStore interface {
	// KeepSignInTicket makes the hash the one ticket of the device. Returns
	// fault.NotFound for a device that there is not, or that was revoked.
	KeepSignInTicket(ctx context.Context, org, device, hash string, ends time.Time) error
	// UseSignInTicket spends the ticket. Returns fault.NotFound for any but the last
	// one of the device, unspent, before it ends.
	UseSignInTicket(ctx context.Context, org, device, hash string, now time.Time) error
	// DeviceSignIn is how it stands with the device. Returns fault.NotFound when
	// nobody ever asked.
	DeviceSignIn(ctx context.Context, org, device string) (DeviceSignIn, error)
	// ChangeDeviceSignIn writes a change and its entry, and returns the new
	// revision. Returns fault.NotFound when nobody ever asked or the device was
	// revoked.
	ChangeDeviceSignIn(ctx context.Context, c SignInChange) (rev int64, err error)
	// TouchDeviceSignIn notes the use of a device, when it still has the revision.
	TouchDeviceSignIn(ctx context.Context, org, device string, rev int64, at time.Time) error
	// ForgetDeviceSignIns leaves nobody at the devices that were signed in at before
	// the one time, or not used since the other.
	ForgetDeviceSignIns(ctx context.Context, org string, signedIn, used time.Time) error
}
