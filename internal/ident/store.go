package ident

import (
	"context"
	"time"

	"dijkwacht/internal/chain"
)

// Store keeps organisations, keys and devices. Writes are on disk when the method
// returns. Failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// CreateOrganisation adds an organisation and its chain entry.
	CreateOrganisation(ctx context.Context, o Organisation, entry chain.Draft) error
	// Organisations lists all, oldest first.
	Organisations(ctx context.Context) ([]Organisation, error)

	// AddEnrolmentKey adds a key and its chain entry.
	AddEnrolmentKey(ctx context.Context, k EnrolmentKey, entry chain.Draft) error
	// EnrolmentKeys lists the keys of an organisation, oldest first.
	EnrolmentKeys(ctx context.Context, org string) ([]EnrolmentKey, error)
	// RevokeEnrolmentKey makes a key useless from now on. Returns
	// fault.NotFound if the organisation has no such key that is not revoked.
	RevokeEnrolmentKey(ctx context.Context, org, id string, at time.Time, entry chain.Draft) error
	// Enrol adds the device to the organisation of the key with the given hash,
	// counts one use and appends the entry, all or nothing; it fills OrgID and
	// EnrolmentKeyID. Returns fault.AuthEnrolmentKey if no key that is not
	// revoked has the hash.
	Enrol(ctx context.Context, keyHash string, d Device, entry chain.Draft) (Device, error)
	// Device finds a device by id. Returns fault.NotFound if there is none.
	Device(ctx context.Context, id string) (Device, error)

	// PseudonymKey is the organisation's key of a quarter. When there is none yet,
	// fresh becomes it; of two writers at once one wins and both get its key.
	PseudonymKey(ctx context.Context, org, quarter string, fresh []byte) ([]byte, error)
}
