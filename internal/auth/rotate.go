package auth

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Rotation replaces the signing key of a use by its successor.
type Rotation struct {
	Use Use
	// From is the id of the key that signs, To that of its successor.
	From, To string
	At       time.Time
	// Fresh is the successor's successor.
	Fresh SigningKey
}

// TooSoonError says that the next key is not known everywhere yet.
type TooSoonError struct {
	Use Use
	// After is when it will be.
	After time.Time
}

// Error tells when to try again.
func (e *TooSoonError) Error() string {
	return fmt.Sprintf("the next %s key is not known everywhere before %s", e.Use, e.After.UTC().Format(time.RFC3339))
}

// Rotate lets the next key of the use sign from now on, and makes a new next one.
// Of two replicas that rotate at once one does it, and for the other it is done
// too. Returns fault.PermissionDenied, or a TooSoonError when the next key is not
// known everywhere; early overrules that for devices, never for replicas.
func (r *Keyring) Rotate(ctx context.Context, by ident.Principal, use Use, early bool) error {
	if err := r.Gate.Check(ctx, by, "signing_key.rotated", "key/"+string(use), by.Require(ident.DevicesManage)); err != nil {
		return err
	}
	if err := r.Refresh(ctx); err != nil {
		return err
	}
	active, next := r.keys.Load().pair(use)
	if active == nil || next == nil {
		return errNoPrivateKey
	}
	known := terms[use].known
	if early {
		known = terms[UseAccess].known
	}
	if after := next.CreatedAt.Add(known); r.Now().Before(after) {
		return &TooSoonError{use, after}
	}
	return r.advance(ctx, by, active, next)
}

func (r *Keyring) advance(ctx context.Context, by ident.Principal, active, next *heldKey) error {
	now := r.Now()
	fresh, err := NewSigningKey(active.Use, r.Sealer, now, r.Random)
	if err != nil {
		return err
	}
	fresh.Position = next.Position + 1
	entry, err := by.Draft("signing_key.rotated", "key/"+next.ID, int64(next.Position), ident.OutcomeDone, map[string]string{"use": string(active.Use), "before": active.ID}, now)
	if err != nil {
		return err
	}
	err = r.Store.RotateSigningKeys(ctx, by.OrgID, Rotation{Use: active.Use, From: active.ID, To: next.ID, At: now, Fresh: fresh}, entry)
	if err != nil && !errors.Is(err, fault.E(fault.Conflict)) {
		return err
	}
	return r.Refresh(ctx)
}

// Maintain rotates the keys that are due and destroys the private halves that no
// replica needs any more. It is safe to run on every replica at once.
func (r *Keyring) Maintain(ctx context.Context, org string) error {
	if err := r.Refresh(ctx); err != nil {
		return err
	}
	var tooSoon *TooSoonError
	for _, use := range Uses {
		active, _ := r.keys.Load().pair(use)
		if active == nil || r.Now().Sub(active.ActiveAt) < terms[use].every {
			continue
		}
		if err := r.Rotate(ctx, ident.Service(org, "rotate keys"), use, false); err != nil && !errors.As(err, &tooSoon) {
			return err
		}
	}
	return r.destroy(ctx)
}

// destroyAfter is how long the private half of a retired key stays, for a replica
// that starts or has not heard.
const destroyAfter = time.Hour

func (r *Keyring) destroy(ctx context.Context) error {
	var ids []string
	for _, h := range r.keys.Load().byID {
		if h.Sealed != "" && !h.RetiredAt.IsZero() && r.Now().Sub(h.RetiredAt) >= destroyAfter {
			ids = append(ids, h.ID)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	if err := r.Store.DestroySigningKeys(ctx, ids); err != nil {
		return err
	}
	return r.Refresh(ctx)
}
