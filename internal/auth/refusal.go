package auth

import (
	"cmp"
	"context"
	"sync"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// refusalPause is the least time between two entries of one organisation and code:
// anybody can send forged tokens, and nobody may fill the chain with them.
const refusalPause = time.Hour

// Refusals puts refused credentials of devices into the chain. The first of a kind
// is entered at once, those of the next hour together. What no organisation can be
// held for is entered with the operator's.
type Refusals struct {
	store ident.EntryStore
	now   func() time.Time

	mu       sync.Mutex
	operator string
	seen     map[refusalKind]*refused
}

type refusalKind struct {
	org  string
	code fault.Code
	// actor is whose credential it was, "" when that is not known.
	actor string
}

type refused struct {
	entered time.Time
	count   int64 // since then
}

// refusalCodes are the faults that are entered. A token that has expired is
// everyday life.
var refusalCodes = map[fault.Code]bool{
	fault.AuthTokenInvalid: true, fault.AuthAssertion: true, fault.AuthAssertionReused: true,
	fault.AuthClockSkew: true, fault.AuthEnrolmentKey: true, fault.AuthGroup: true, fault.AuthDeviceRevoked: true,
	fault.KeyRefused: true, fault.KeyNetwork: true,
}

// NewRefusals enters what belongs to nobody with the operator's organisation.
func NewRefusals(store ident.EntryStore, operator string, now func() time.Time) *Refusals {
	return &Refusals{store: store, operator: operator, now: now, seen: map[refusalKind]*refused{}}
}

// Note counts a refusal, and enters it when there was none for an hour. When the
// store is away the count stays for the next time.
func (r *Refusals) Note(ctx context.Context, org string, err error) { r.NoteOf(ctx, org, "", err) }

// NoteOf is Note for a credential of which it is known whose it is.
func (r *Refusals) NoteOf(ctx context.Context, org, actor string, err error) {
	code := fault.From(err).Code
	if !refusalCodes[code] {
		return
	}
	if org == "" {
		org = r.operator
	}
	r.mu.Lock()
	key := refusalKind{org, code, actor}
	of := r.seen[key]
	if of == nil {
		of = &refused{}
		r.seen[key] = of
	}
	of.count++
	r.mu.Unlock()
	r.enter(ctx, key, false)
}

// Flush enters what waits: what is an hour old, or everything.
func (r *Refusals) Flush(ctx context.Context, everything bool) {
	r.mu.Lock()
	var keys []refusalKind
	for key := range r.seen {
		keys = append(keys, key)
	}
	r.mu.Unlock()
	for _, key := range keys {
		r.enter(ctx, key, everything)
	}
}

func (r *Refusals) enter(ctx context.Context, key refusalKind, now bool) {
	at := r.now()
	r.mu.Lock()
	of := r.seen[key]
	if of == nil || of.count == 0 || !now && !of.entered.IsZero() && at.Sub(of.entered) < refusalPause {
		if of != nil && of.count == 0 && at.Sub(of.entered) >= refusalPause {
			delete(r.seen, key)
		}
		r.mu.Unlock()
		return
	}
	count, before := of.count, of.entered
	of.count, of.entered = 0, at
	r.mu.Unlock()
	payload, err := chain.Canonical(map[string]int64{"count": count})
	if err == nil {
		err = r.store.AppendEntry(ctx, key.org, chain.Draft{
			At: at, Actor: cmp.Or(key.actor, "unknown"), Role: "none", Action: "auth.refused", Object: string(key.code), Payload: payload,
		})
	}
	if err != nil {
		r.mu.Lock()
		of.count, of.entered = of.count+count, before
		r.mu.Unlock()
	}
}
