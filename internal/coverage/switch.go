package coverage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// PrefixSwitch begins the id of a switched-off site.
const PrefixSwitch = "swi_"

// MaxSwitchHours is how long a site may be out of the guard at most.
const MaxSwitchHours = 72

// Switch is a site that two people have taken out of the guard for some hours,
// because its adapter breaks it. It shows as not watched everywhere.
type Switch struct {
	OrgID       string `json:"-"`
	ID          string `json:"id"`
	Destination string `json:"destination_id"`
	ApprovalID  string `json:"approval_id"`
	// From and Until are when it is out; Until moves forward when it is ended early.
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
	// EndedBy ended it early, "" for nobody.
	EndedBy string `json:"ended_by,omitempty"`
	Rev     int64  `json:"rev"`
}

// terms are what is approved.
type terms struct {
	Destination string `json:"destination_id"`
	Hours       int    `json:"hours"`
}

func (t terms) digest() (json.RawMessage, string, error) {
	detail, err := chain.Canonical(t)
	sum := sha256.Sum256(detail)
	return detail, hex.EncodeToString(sum[:]), err
}

// AskSwitch asks a second person to let a site be out of the guard for some hours.
// It begins when that person agrees. Returns fault.PermissionDenied,
// fault.StepUpRequired, fault.RequestInvalid, fault.TextRefused and
// fault.ApprovalOpen.
func (s *Service) AskSwitch(ctx context.Context, p ident.Principal, destination string, hours int, reason string) (approval.Approval, error) {
	if hours < 1 || hours > MaxSwitchHours {
		return approval.Approval{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/hours", Code: "range"})
	}
	if !s.Known(p.OrgID, destination) {
		return approval.Approval{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/destination_id", Code: "unknown"})
	}
	detail, digest, err := terms{destination, hours}.digest()
	if err != nil {
		return approval.Approval{}, err
	}
	return s.Approvals.Request(ctx, p, approval.Ask{Kind: approval.SiteSwitchOff, Object: destination, Digest: digest, Detail: detail, Reason: reason})
}

// maxWaiting is how many approvals ApplySwitches carries out at once.
const maxWaiting = 50

// ApplySwitches carries out what two people agreed on.
func (s *Service) ApplySwitches(ctx context.Context, org string) error {
	waiting, err := s.Store.Approvals(ctx, org, approval.Filter{
		Kinds: []approval.Kind{approval.SiteSwitchOff}, States: []approval.State{approval.Approved}, Limit: maxWaiting,
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, a := range waiting {
		failed = append(failed, s.apply(ctx, a))
	}
	return errors.Join(failed...)
}

func (s *Service) apply(ctx context.Context, a approval.Approval) error {
	var t terms
	if json.Unmarshal(a.Detail, &t) != nil {
		return fault.E(fault.Internal)
	}
	now, p := s.Now(), ident.Service(a.OrgID, "coverage")
	id, err := ident.NewID(PrefixSwitch, now, s.Random)
	if err != nil {
		return err
	}
	off := Switch{OrgID: a.OrgID, ID: id, Destination: t.Destination, ApprovalID: a.ID, From: now, Until: now.Add(time.Duration(t.Hours) * time.Hour), Rev: 1}
	return s.Store.ChangeSwitches(ctx, a.OrgID, func(tx Tx) error {
		act := approval.Act{ApprovalID: a.ID, Kind: approval.SiteSwitchOff, Object: t.Destination, Digest: a.Digest}
		if _, err := approval.Spend(tx, p, act, now); err != nil {
			return err
		}
		return saveSwitch(tx, p, "site.switched_off", off, now)
	})
}

// EndSwitch puts a site back under the guard before its time; one person may.
// Returns fault.PermissionDenied, fault.NotFound, and fault.Conflict when it has
// ended.
func (s *Service) EndSwitch(ctx context.Context, p ident.Principal, id string) (Switch, error) {
	const action = "site.switched_on"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.DevicesRevoke)); err != nil {
		return Switch{}, err
	}
	off, err := s.Store.Switch(ctx, p.OrgID, id)
	if err != nil {
		return Switch{}, err
	}
	now := s.Now()
	if !now.Before(off.Until) {
		return Switch{}, fault.E(fault.Conflict)
	}
	off.Until, off.EndedBy, off.Rev = now, p.Actor(), off.Rev+1
	return off, s.Store.ChangeSwitches(ctx, p.OrgID, func(tx Tx) error { return saveSwitch(tx, p, action, off, now) })
}

func saveSwitch(tx Tx, p ident.Principal, action string, off Switch, now time.Time) error {
	entry, err := p.Draft(action, off.ID, off.Rev, ident.OutcomeDone, off, now)
	if err != nil {
		return err
	}
	if err := tx.SaveSwitch(off); err != nil {
		return err
	}
	return tx.Append(entry)
}

// switchWeeks is how far back switches and gaps are listed.
const switchWeeks = 13

// Switches lists those of the last 13 weeks, newest first. Returns
// fault.PermissionDenied.
func (s *Service) Switches(ctx context.Context, p ident.Principal) ([]Switch, error) {
	if err := p.Require(ident.StatisticsRead); err != nil {
		return nil, err
	}
	return s.Store.Switches(ctx, p.OrgID, s.Now().AddDate(0, 0, -7*switchWeeks))
}
