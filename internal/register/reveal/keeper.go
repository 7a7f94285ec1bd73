package reveal

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// Key is the private reveal key with its id.
type Key struct {
	ID              string
	Public, Private *[32]byte
}

// Keeper carries approved reveals out, at the command line of the key's keeper.
type Keeper struct {
	Store  Store
	Gate   *ident.Gate
	Key    Key
	Now    func() time.Time
	Random io.Reader
}

const actionDone = "reveal.done"

// Errors of Reveal that no code of the API stands for.
var (
	ErrNoReveal   = errors.New("there is no such approval of a reveal")
	ErrNoIdentity = errors.New("no identity is kept that this reveal key opens: its term is over, or it was sealed to another key")
)

// Reveal opens the identity that an approved request asks for, seals it to the
// browser of who asked, and uses the approval up. The name is in no answer and no
// error. What is refused is in the chain. Returns fault.ApprovalClosed,
// fault.ApprovalChanged, ErrNoReveal and ErrNoIdentity.
func (k *Keeper) Reveal(ctx context.Context, org, approvalID string) (Reveal, error) {
	r, err := k.reveal(ctx, org, approvalID)
	if err == nil || errors.Is(err, fault.E(fault.StoreUnavailable)) {
		return r, err
	}
	return Reveal{}, k.Gate.Check(ctx, ident.Operator(org), actionDone, approvalID, err)
}

func (k *Keeper) reveal(ctx context.Context, org, approvalID string) (Reveal, error) {
	a, err := k.Store.Approval(ctx, org, approvalID)
	if errors.Is(err, fault.E(fault.NotFound)) || err == nil && a.Kind != approval.Reveal {
		return Reveal{}, ErrNoReveal
	}
	if err != nil {
		return Reveal{}, err
	}
	now := k.Now()
	if a.State != approval.Approved || a.Overdue(now) {
		return Reveal{}, fault.E(fault.ApprovalClosed)
	}
	var t Terms
	if json.Unmarshal(a.Detail, &t) != nil || !t.Purpose.Allowed() {
		return Reveal{}, fault.E(fault.ApprovalChanged)
	}
	r := Reveal{
		OrgID: org, ID: PrefixReveal + strings.TrimPrefix(a.ID, approval.PrefixApproval), ApprovalID: a.ID, IncidentID: a.Object, Subject: t.Subject,
		Purpose: t.Purpose, Fields: t.Fields, RequestedBy: a.Asked.UserID, ApprovedBy: a.Decided.UserID, Roles: a.Decided.Roles,
		At: now, ExpiresAt: now.Add(BoxLife), Rev: 1,
	}
	if r.Box, err = k.box(ctx, r, t); err != nil {
		return Reveal{}, err
	}
	return r, k.Store.ChangeReveals(ctx, org, func(tx Tx) error { return k.commit(tx, r, a.Detail, now) })
}

func (k *Keeper) commit(tx Tx, r Reveal, detail []byte, now time.Time) error {
	by := ident.Operator(r.OrgID)
	proof, err := approval.Spend(tx, by, approval.Act{ApprovalID: r.ApprovalID, Kind: approval.Reveal, Object: r.IncidentID, Digest: digest(detail)}, now)
	if err != nil {
		return err
	}
	if err := tx.AddReveal(r, proof); err != nil {
		return err
	}
	entry, err := by.Draft(actionDone, r.ID, r.Rev, ident.OutcomeDone, r, now)
	if err != nil {
		return err
	}
	return tx.Append(entry)
}

// box is the person, sealed to who asked.
func (k *Keeper) box(ctx context.Context, r Reveal, t Terms) (string, error) {
	to, err := ParseKey(t.PublicKey)
	if err != nil {
		return "", fault.E(fault.ApprovalChanged)
	}
	i, err := k.Store.Incident(ctx, r.OrgID, r.IncidentID)
	if err != nil {
		return "", err
	}
	if i.Subject != t.Subject {
		return "", fault.E(fault.ApprovalChanged)
	}
	p := Person{IncidentID: i.ID, Subject: i.Subject, Source: "device"}
	if slices.Contains(t.Fields, "user") && !strings.HasPrefix(i.Subject, ident.PrefixDevice) {
		if p.User, p.Source, err = k.user(ctx, i); err != nil {
			return "", err
		}
	}
	if slices.Contains(t.Fields, "device") {
		senders, err := k.Store.Senders(ctx, r.OrgID, i.ID)
		if err != nil {
			return "", err
		}
		for _, s := range senders {
			p.Devices = append(p.Devices, s.DeviceID)
		}
		p.Devices = slices.Compact(p.Devices)
	}
	return Seal(to, p, k.Random)
}

// user opens the identity of the incident's pseudonym. A token may be some minutes
// older than the quarter of the event.
func (k *Keeper) user(ctx context.Context, i register.Incident) (user, source string, err error) {
	for _, at := range []time.Time{i.OccurredFrom, i.OccurredFrom.Add(-auth.TokenLife)} {
		list, err := k.Store.SealedIdentities(ctx, i.OrgID, ident.Quarter(at), i.Subject)
		if err != nil {
			return "", "", err
		}
		for _, s := range list {
			if s.KeyID != k.Key.ID {
				continue
			}
			opened, err := auth.OpenIdentity(s, k.Key.Public, k.Key.Private)
			if err != nil {
				return "", "", err
			}
			return opened.User, s.Source, nil
		}
	}
	return "", "", ErrNoIdentity
}
