package auth

import (
	"context"
	"fmt"
	"io"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

// Actor is who changes something, for the chain.
type Actor struct {
	Name, Role string
}

// CreateEnrolmentKey draws an enrolment key for the organisation, keeps its hash
// and returns the key, which cannot be shown again.
func CreateEnrolmentKey(ctx context.Context, store ident.Store, org, label string, by Actor, now time.Time, random io.Reader) (string, error) {
	key, err := NewEnrolmentKey(random)
	if err != nil {
		return "", err
	}
	id, err := ident.NewID(ident.PrefixEnrolmentKey, now, random)
	if err != nil {
		return "", err
	}
	entry := chain.Draft{At: now, Actor: by.Name, Role: by.Role, Action: "enrolment_key.created", Object: id, Rev: 1}
	err = store.AddEnrolmentKey(ctx, ident.EnrolmentKey{OrgID: org, ID: id, Hash: HashEnrolmentKey(key), Label: label, CreatedAt: now}, entry)
	if err != nil {
		return "", fmt.Errorf("keep enrolment key: %w", err)
	}
	return key, nil
}

// RevokeEnrolmentKey makes a key useless for devices that have not enrolled yet.
// Returns fault.NotFound if the organisation has no such key that is not revoked.
func RevokeEnrolmentKey(ctx context.Context, store ident.Store, org, id string, by Actor, now time.Time) error {
	entry := chain.Draft{At: now, Actor: by.Name, Role: by.Role, Action: "enrolment_key.revoked", Object: id, Rev: 2}
	return store.RevokeEnrolmentKey(ctx, org, id, now, entry)
}
