package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/sqlstore"
)

// deviceParts are the parts of the service that know devices and keys.
type deviceParts struct {
	sealer      *auth.Sealer
	ring        *auth.Keyring
	tokens      *auth.Tokens
	assertions  *auth.Assertions
	enrolments  *auth.Devices
	identities  *auth.Identities
	signIns     *auth.DeviceSignIns
	revocations *auth.Revocations
	refusals    *auth.Refusals
	gate        *ident.Gate
	fresh       bool // this start made the organisation
}

// wireDevices opens the keys, finds or makes the organisation, and builds what
// knows devices.
func (a *App) wireDevices(ctx context.Context) error {
	now := a.opts.Now
	a.gate = ident.NewGate(a.store, now)
	sealer, err := a.openKeys(ctx)
	if err != nil {
		return err
	}
	if err := a.organisation(ctx); err != nil {
		return err
	}
	a.sealer = sealer
	a.refusals = auth.NewRefusals(a.store, a.org.ID, now)
	a.revocations = auth.NewRevocations(a.store, a.hot, now)
	if err := a.revocations.Poll(ctx); err != nil {
		return err
	}
	a.tokens = auth.NewTokens(auth.TokenDeps{Keyring: a.ring, Issuer: a.cfg.PublicURL, Revocations: a.revocations, Refusals: a.refusals, Now: now})
	a.assertions = auth.NewAssertions(auth.AssertionDeps{Store: a.store, Refusals: a.refusals, OneTime: a.hot, Audience: a.cfg.PublicURL, Now: now})
	a.identities = auth.NewIdentities(auth.IdentityDeps{Store: a.store, Sealer: sealer, Now: now})
	idle, err := a.cfg.Idle(auth.DefaultSignInIdle)
	if err != nil {
		return err
	}
	a.signIns = auth.NewDeviceSignIns(auth.DeviceSignInDeps{
		Store: a.store, Identities: a.identities, Revocations: a.revocations, Sealer: sealer, Idle: idle, Now: now, Random: rand.Reader,
	})
	a.enrolments = auth.NewDevices(auth.DeviceDeps{
		Store: a.store, Gate: a.gate, Departments: a.store, Revocations: a.revocations, Refusals: a.refusals, Now: now, Random: rand.Reader,
	})
	return a.firstKey(ctx)
}

// openKeys opens the key file and the signing keys. The first start makes both.
func (a *App) openKeys(ctx context.Context) (*auth.Sealer, error) {
	keys, err := a.store.SigningKeys(ctx)
	if err != nil {
		return nil, err
	}
	path := a.cfg.KeyPath(a.cfg.Dir)
	sealer, err := OpenSealer(path, len(keys) == 0)
	if err != nil {
		return nil, err
	}
	a.ring, err = auth.LoadKeyring(ctx, auth.KeyringDeps{Store: a.store, Gate: a.gate, Sealer: sealer, Now: a.opts.Now, Random: rand.Reader})
	if errors.Is(err, auth.ErrSealed) {
		return nil, fmt.Errorf("the key file %s is not the one that the secrets in this database were sealed with: put the right one there, or say where it is with --key-file; "+keyLost, path)
	}
	return sealer, err
}

// firstKey makes the enrolment key of a first start, with which a pilot can begin:
// its devices may claim every group.
func (a *App) firstKey(ctx context.Context) error {
	if !a.fresh {
		return nil
	}
	_, key, err := a.enrolments.CreateKey(ctx, ident.Service(a.org.ID, "first start"), auth.KeyTerms{Label: "first start", Groups: []string{ident.AnyGroup}})
	a.FirstKey = obs.Secret(key)
	return err
}

// How often rotation and clean-up are looked at, and refusals that wait for their
// entry in the chain.
const (
	maintainEvery = time.Hour
	refusalsEvery = 5 * time.Minute
	signInsEvery  = time.Minute
)

// runDevices starts the periodic work on keys and devices.
func (a *App) runDevices(ctx context.Context, run func(func())) {
	run(func() { a.every(ctx, auth.KeyRefresh, a.ring.Refresh) })
	run(func() { a.every(ctx, signInsEvery, a.signIns.Flush) })
	run(func() { a.every(ctx, auth.RevocationPoll, a.revocations.Poll) })
	run(func() {
		a.every(ctx, refusalsEvery, func(ctx context.Context) error { a.refusals.Flush(ctx, false); return nil })
	})
	run(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-a.revocations.Missed():
				_ = a.revocations.Poll(ctx) // tried again within RevocationPoll
			}
		}
	})
}

// maintainKeys is a job of each organisation: it forgets who was signed in at a device
// and no longer is. The signing keys are of all of them:
// the first one looks after those.
func (a *App) maintainKeys(ctx context.Context, org string) error {
	if err := a.signIns.Forget(ctx, org); err != nil {
		return err
	}
	if org != a.org.ID {
		return nil
	}
	return a.ring.Maintain(ctx, org)
}

func (a *App) closeDevices(ctx context.Context) {
	a.refusals.Flush(ctx, true)
	_ = a.signIns.Flush(ctx) // then a person has to sign in sooner
	a.revocations.Close()
}

// silentBus is for one replica: the store is enough.
type silentBus struct{}

func (silentBus) AnnounceRevocation(auth.Revocation) {}
func (silentBus) WatchRevocations(func(auth.Revocation), func()) (stop func()) {
	return func() {}
}

// OfflineDevices manages devices beside a running service, from the command line.
func OfflineDevices(store *sqlstore.Store, now func() time.Time) *auth.Devices {
	return auth.NewDevices(auth.DeviceDeps{
		Store: store, Gate: ident.NewGate(store, now), Departments: store, Revocations: auth.NewRevocations(store, silentBus{}, now),
		Refusals: auth.NewRefusals(store, "", now), Now: now, Random: rand.Reader,
	})
}

// OfflineKeyring opens the keys of the database in a folder for the command line.
func OfflineKeyring(ctx context.Context, store *sqlstore.Store, keyFile string, now func() time.Time) (*auth.Keyring, error) {
	sealer, err := OpenSealer(keyFile, false)
	if err != nil {
		return nil, err
	}
	return auth.LoadKeyring(ctx, auth.KeyringDeps{Store: store, Gate: ident.NewGate(store, now), Sealer: sealer, Now: now, Random: rand.Reader})
}
