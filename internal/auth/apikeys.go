package auth

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// How long keys may work, and the one before after a rotation.
const (
	APIKeyLife    = 366 * 24 * time.Hour
	APIKeyOverlap = 7 * 24 * time.Hour
)

// usedEvery is how exactly the last use of a key is known.
const usedEvery = time.Hour

// APIKeyStore keeps API keys. Writes are on disk with their entry when the method
// returns. A key of another organisation is fault.NotFound. Failures of the store
// itself are fault.StoreUnavailable.
type APIKeyStore interface {
	// AddAPIKey adds a key. Returns fault.NotFound if its department is not there.
	AddAPIKey(ctx context.Context, k ident.APIKey, entry chain.Draft) error
	// APIKeys lists all of an organisation, oldest first.
	APIKeys(ctx context.Context, org string) ([]ident.APIKey, error)
	// APIKey finds one by its id.
	APIKey(ctx context.Context, org, id string) (ident.APIKey, error)
	// APIKeyByHash finds the one, of whatever organisation, that has the hash as its
	// own or as that of the key before. Returns fault.NotFound.
	APIKeyByHash(ctx context.Context, hash string) (ident.APIKey, error)
	// ChangeAPIKey writes hashes, overlap, end and revocation of k over its revision
	// k.Rev-1. Returns fault.PreconditionFailed when the revision is another.
	ChangeAPIKey(ctx context.Context, k ident.APIKey, entry chain.Draft) error
	// TouchAPIKey notes a use.
	TouchAPIKey(ctx context.Context, org, id string, at time.Time) error
}

// APIKeyDeps are what keys are looked after with.
type APIKeyDeps struct {
	Store       APIKeyStore
	Departments Departments
	Gate        *ident.Gate
	Refusals    *Refusals
	Now         func() time.Time
	Random      io.Reader
}

// APIKeys makes, rotates, revokes and recognises API keys.
type APIKeys struct{ APIKeyDeps }

// NewAPIKeys works with the given dependencies.
func NewAPIKeys(d APIKeyDeps) *APIKeys { return &APIKeys{d} }

// Authenticate finds the key by its text. It asks the store each time, so that a
// revocation counts on every replica with the next request. Returns
// fault.KeyRefused for one that is unknown, revoked, expired or replaced, and
// fault.KeyNetwork for an address from which it does not work; both are in the
// chain, the first of each key and hour.
func (s *APIKeys) Authenticate(ctx context.Context, text string, from netip.Addr) (ident.APIKey, error) {
	refused := fault.E(fault.KeyRefused)
	if !IsAPIKey(text) {
		return ident.APIKey{}, refused
	}
	hash := HashAPIKey(text)
	k, err := s.Store.APIKeyByHash(ctx, hash)
	if errors.Is(err, fault.E(fault.NotFound)) {
		s.Refusals.Note(ctx, "", refused)
		return ident.APIKey{}, refused
	}
	if err != nil {
		return ident.APIKey{}, err
	}
	now := s.Now()
	if k.State(now) != ident.KeyActive || hash == k.OldHash && !now.Before(k.OldUntil) {
		err = refused
	} else if !k.Admits(from) {
		err = fault.E(fault.KeyNetwork)
	}
	if err != nil {
		s.Refusals.NoteOf(ctx, k.OrgID, k.ID, err)
		return ident.APIKey{}, err
	}
	if at := now.Truncate(usedEvery); k.LastUsedAt.Before(at) {
		// A store that cannot be written must not refuse keys that it can read.
		_ = s.Store.TouchAPIKey(ctx, k.OrgID, k.ID, at)
	}
	return k, nil
}

// List lists the keys, oldest first, without the keys themselves. Returns
// fault.PermissionDenied.
func (s *APIKeys) List(ctx context.Context, p ident.Principal) ([]ident.APIKey, error) {
	if err := p.Require(ident.KeysRead); err != nil {
		return nil, err
	}
	return s.Store.APIKeys(ctx, p.OrgID)
}

// Key finds one. Returns fault.PermissionDenied and fault.NotFound.
func (s *APIKeys) Key(ctx context.Context, p ident.Principal, id string) (ident.APIKey, error) {
	if err := p.Require(ident.KeysRead); err != nil {
		return ident.APIKey{}, err
	}
	return s.Store.APIKey(ctx, p.OrgID, id)
}

// Create makes a key on the terms of k (name, scopes, department, networks, end) and
// returns it with the key itself, which cannot be shown again. It asks for a
// step-up. Returns fault.PermissionDenied, also for scopes that the principal does
// not hold, and fault.RequestInvalid.
func (s *APIKeys) Create(ctx context.Context, p ident.Principal, k ident.APIKey) (ident.APIKey, string, error) {
	const action = "api_key.created"
	path, err := s.path(ctx, p.OrgID, k.DepartmentID)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	if err := s.Gate.Check(ctx, p, action, "", p.Require(ident.KeysManage), p.RequireStepUp(), p.CanGive(k.Scopes, path...)); err != nil {
		return ident.APIKey{}, "", err
	}
	now := s.Now()
	if err := check(&k, path, now); err != nil {
		return ident.APIKey{}, "", err
	}
	if k.ID, err = ident.NewID(ident.PrefixAPIKey, now, s.Random); err != nil {
		return ident.APIKey{}, "", err
	}
	text, err := NewAPIKey(s.Random)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	k.OrgID, k.Hash, k.CreatedAt, k.CreatedBy, k.Rev = p.OrgID, HashAPIKey(text), now, p.Actor(), 1
	entry, err := p.Draft(action, k.ID, k.Rev, ident.OutcomeDone, keyDetail(k), now)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	return k, text, s.Store.AddAPIKey(ctx, k, entry)
}

// Rotate replaces the key and returns the new one, which cannot be shown again. The
// key before works on for the overlap, at most APIKeyOverlap; the one before that
// stops at once. It asks for a step-up. Returns the faults of Create,
// fault.PreconditionFailed, and fault.Conflict for a key that does not work.
func (s *APIKeys) Rotate(ctx context.Context, p ident.Principal, id string, rev int64, overlap time.Duration) (ident.APIKey, string, error) {
	const action = "api_key.rotated"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.KeysManage), p.RequireStepUp()); err != nil {
		return ident.APIKey{}, "", err
	}
	k, err := s.current(ctx, p, id, rev)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	path, err := s.path(ctx, p.OrgID, k.DepartmentID)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	if err := s.Gate.Check(ctx, p, action, id, p.CanGive(k.Scopes, path...)); err != nil {
		return ident.APIKey{}, "", err
	}
	now := s.Now()
	switch {
	case overlap < 0 || overlap > APIKeyOverlap:
		return ident.APIKey{}, "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/overlap_hours", Code: "range"})
	case k.State(now) != ident.KeyActive:
		return ident.APIKey{}, "", fault.E(fault.Conflict)
	}
	text, err := NewAPIKey(s.Random)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	k.OldHash, k.OldUntil, k.Hash = k.Hash, now.Add(overlap), HashAPIKey(text)
	k.Rev++
	entry, err := p.Draft(action, id, k.Rev, ident.OutcomeDone, map[string]any{"name": k.Name, "old_until": k.OldUntil.Format(time.RFC3339)}, now)
	if err != nil {
		return ident.APIKey{}, "", err
	}
	return k, text, s.Store.ChangeAPIKey(ctx, k, entry)
}

// Revoke makes a key useless, with the next request on every replica. Whoever
// manages keys may stop any. Returns fault.PermissionDenied, fault.NotFound,
// fault.PreconditionFailed, and fault.Conflict for one that is revoked.
func (s *APIKeys) Revoke(ctx context.Context, p ident.Principal, id string, rev int64) (ident.APIKey, error) {
	const action = "api_key.revoked"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.KeysManage)); err != nil {
		return ident.APIKey{}, err
	}
	k, err := s.current(ctx, p, id, rev)
	if err != nil {
		return ident.APIKey{}, err
	}
	if !k.RevokedAt.IsZero() {
		return ident.APIKey{}, fault.E(fault.Conflict)
	}
	k.RevokedAt = s.Now()
	k.Rev++
	entry, err := p.Draft(action, id, k.Rev, ident.OutcomeDone, map[string]any{"name": k.Name}, k.RevokedAt)
	if err != nil {
		return ident.APIKey{}, err
	}
	return k, s.Store.ChangeAPIKey(ctx, k, entry)
}

func (s *APIKeys) current(ctx context.Context, p ident.Principal, id string, rev int64) (ident.APIKey, error) {
	k, err := s.Store.APIKey(ctx, p.OrgID, id)
	if err == nil && rev != AnyRevision && k.Rev != rev {
		err = fault.E(fault.PreconditionFailed)
	}
	return k, err
}
