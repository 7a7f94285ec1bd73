package auth

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Store is everything that this package keeps. Writes are on disk when the method
// returns, a change and its chain entry together. Failures of the store itself are
// fault.StoreUnavailable. A thing of another organisation is fault.NotFound.
type Store interface {
	KeyStore
	DeviceStore
	IdentityStore
	DeviceSignInStore
	RevocationStore
}

// KeyStore keeps the signing keys of the service. It sees private halves only as
// sealed text.
type KeyStore interface {
	// SigningKeys lists all, by use and position.
	SigningKeys(ctx context.Context) ([]SigningKey, error)
	// BeginSigningKeys adds the first keys of a use, unless there are any.
	BeginSigningKeys(ctx context.Context, fresh []SigningKey) error
	// RotateSigningKeys lets To sign from At and adds Fresh, and appends the entry
	// to the chain of the organisation. Returns fault.Conflict when From is not the
	// newest key that signs, or To not the one after it: another was first.
	RotateSigningKeys(ctx context.Context, org string, r Rotation, entry chain.Draft) error
	// DestroySigningKeys deletes the private halves.
	DestroySigningKeys(ctx context.Context, ids []string) error
}

// DeviceStore keeps enrolment keys, devices and used assertions.
type DeviceStore interface {
	// AddEnrolmentKey adds a key and its chain entry.
	AddEnrolmentKey(ctx context.Context, k ident.EnrolmentKey, entry chain.Draft) error
	// EnrolmentKeys lists the keys of an organisation, oldest first.
	EnrolmentKeys(ctx context.Context, org string) ([]ident.EnrolmentKey, error)
	// EnrolmentKey finds a key by id.
	EnrolmentKey(ctx context.Context, org, id string) (ident.EnrolmentKey, error)
	// EnrolmentKeyByHash finds a key of any organisation by its hash. Returns
	// fault.NotFound.
	EnrolmentKeyByHash(ctx context.Context, hash string) (ident.EnrolmentKey, error)
	// ChangeEnrolmentKey writes label, department, groups, expiry, limit and
	// revocation of k over its revision k.Rev-1. Returns fault.NotFound, or
	// fault.PreconditionFailed when the revision is another.
	ChangeEnrolmentKey(ctx context.Context, k ident.EnrolmentKey, entry chain.Draft) error

	// Enrol adds the device with the key that has the given hash: all or nothing.
	// It fills OrgID, EnrolmentKeyID and DepartmentID. A public key that enrolled
	// with this key before is not counted as another use. Returns
	// fault.AuthEnrolmentKey when no key has the hash that is good at
	// d.EnrolledAt, fault.AuthDeviceRevoked when an administrator revoked a device
	// with this public key.
	Enrol(ctx context.Context, keyHash string, d ident.Device, entry chain.Draft) (ident.Device, error)
	// Device finds a device of any organisation by id. Returns fault.NotFound.
	Device(ctx context.Context, id string) (ident.Device, error)
	// Devices lists the devices of an organisation that the filter selects, by id.
	Devices(ctx context.Context, org string, f ident.DeviceFilter) ([]ident.Device, error)
	// RevokeDevice revokes a device and everything issued to it. Returns
	// fault.NotFound, or fault.Conflict when it is revoked already.
	RevokeDevice(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error
	// UseAssertion marks an assertion as used until it expires, and its device as
	// seen. At the first one of a device, other devices of the organisation with
	// its public key are revoked as replaced. Returns fault.AuthAssertionReused if
	// it was used before, fault.AuthAssertion if the device is revoked.
	UseAssertion(ctx context.Context, a UsedAssertion) error
}

// UsedAssertion is an assertion that was verified.
type UsedAssertion struct {
	Device  ident.Device
	Hash    string
	Expires time.Time
	At      time.Time
	// Replaced is the chain entry for the device that this one replaces.
	Replaced func(before string) chain.Draft
}

// IdentityStore keeps who a pseudonym is, sealed to a key that the service does
// not have.
type IdentityStore interface {
	// RevealKey is the key that identities are sealed to now. Returns
	// fault.NotFound when there is none.
	RevealKey(ctx context.Context, org string) (RevealKey, error)
	// AddRevealKey makes k the key from now on. Returns fault.Conflict when the
	// present one is another than replaces ("": none).
	AddRevealKey(ctx context.Context, k RevealKey, replaces string, entry chain.Draft) error
	// HasIdentity reports whether the identity of a subject in a quarter is kept
	// under the reveal key.
	HasIdentity(ctx context.Context, org, quarter, subject, key string) (bool, error)
	// KeepIdentity keeps one, unless it is there.
	KeepIdentity(ctx context.Context, s SealedIdentity) error
	// SealedIdentities lists what is kept of a subject in a quarter.
	SealedIdentities(ctx context.Context, org, quarter, subject string) ([]SealedIdentity, error)
	// PseudonymKey is the organisation's key of a quarter, sealed. When there is
	// none yet, fresh becomes it; of two writers at once one wins and both get its
	// key.
	PseudonymKey(ctx context.Context, org, quarter string, fresh []byte) ([]byte, error)
}
