package casework

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/lifecycle"
)

// Draft is the form of the authority for an incident.
type Draft struct {
	apdraft.Draft
	Incident register.Incident
	Input    apdraft.Input
	// Changed lists what differs from the notification that was sent last, nil when
	// none was sent; then a follow-up is due when it is not empty.
	Changed []string
	Sent    []Notification
}

// Draft fills the form. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Draft(ctx context.Context, p ident.Principal, id string) (Draft, error) {
	i, err := s.Get(ctx, p, id)
	if err != nil {
		return Draft{}, err
	}
	sent, err := s.Store.Notifications(ctx, p.OrgID, id)
	if err != nil {
		return Draft{}, err
	}
	return s.draft(ctx, p.OrgID, i, sent)
}

func (s *Service) draft(ctx context.Context, org string, i register.Incident, sent []Notification) (Draft, error) {
	o, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return Draft{}, err
	}
	legal, err := s.Store.Legal(ctx, org)
	if err != nil {
		return Draft{}, err
	}
	place, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return Draft{}, err
	}
	in := apdraft.Input{Incident: i, Legal: legal, OrgName: o.Name, Destination: s.destination(ctx, org, i.Destination), Safe: i.Outcome == register.RedactedAndSent, Place: place}
	for _, n := range sent {
		in.Sent = append(in.Sent, apdraft.Sent{Kind: string(n.Kind), Reference: n.Reference, At: n.SubmittedAt})
	}
	d := Draft{Draft: apdraft.Build(in), Incident: i, Input: in, Sent: sent}
	if len(sent) > 0 {
		d.Changed, err = d.Draft.Changed(sent[len(sent)-1].Snapshot)
	}
	return d, err
}

func (s *Service) destination(ctx context.Context, org, id string) policy.Destination {
	return s.Destination(ctx, org, id)
}

// Submission says that a notification was sent.
type Submission struct {
	Kind        NotificationKind
	Reference   string
	SubmittedAt time.Time
	Reason      string
}

// moves are where the kinds of notification lead; a follow-up leads nowhere.
var moves = map[NotificationKind]lifecycle.AP{Initial: lifecycle.APSubmittedInitial, Complete: lifecycle.APSubmittedComplete, Withdrawal: lifecycle.APWithdrawn}

// Submit records a notification with the draft as it stands, hashed into the chain.
// After the deadline the reason for being late must be on record. Returns
// fault.IncidentIllegal, fault.IncidentNotReady, fault.RequestInvalid.
func (s *Service) Submit(ctx context.Context, p ident.Principal, id string, sub Submission) (Notification, error) {
	var n Notification
	_, err := s.do(ctx, p, act{what: "ap_moved", id: id, perms: decide, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if err := s.submittable(*i, sub); err != nil {
			return err
		}
		from := string(i.Case().AP)
		if to, moves := moves[sub.Kind]; moves {
			moved, err := i.Case().Apply(lifecycle.Move{Axis: lifecycle.AxisAP, To: string(to), Reason: sub.Reason, Notified: true}, s.Now())
			if err != nil {
				return faultOf(err)
			}
			*i = i.Follow(moved)
		} else if !slices.Contains([]lifecycle.AP{lifecycle.APSubmittedInitial, lifecycle.APSubmittedComplete}, i.AP) {
			return faultOf(&lifecycle.IllegalError{Axis: lifecycle.AxisAP, Allowed: i.Case().Allowed(lifecycle.AxisAP)})
		}
		if i.NotifiedAt.IsZero() {
			i.NotifiedAt = sub.SubmittedAt
		}
		c.From, c.To, c.Why, c.Code = from, string(i.AP), sub.Reason, string(sub.Kind)
		var err error
		n, err = s.snapshot(ctx, p, *i, sub)
		if err != nil {
			return err
		}
		if err := tx.InsertNotification(n); err != nil {
			return err
		}
		return s.append(tx, p, "notification.recorded", n.ID, 1, n)
	}})
	return n, err
}

func (s *Service) submittable(i register.Incident, sub Submission) error {
	if err := s.texts(map[string]string{"/reason": sub.Reason}); err != nil {
		return err
	}
	if sub.SubmittedAt.IsZero() || sub.SubmittedAt.After(s.Now()) || !i.AwareAt.IsZero() && sub.SubmittedAt.Before(i.AwareAt) {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/submitted_at", Code: "range"})
	}
	if sub.Kind == Initial && !i.DeadlineAt.IsZero() && sub.SubmittedAt.After(i.DeadlineAt) && i.LateReason == "" {
		return fault.E(fault.IncidentNotReady, fault.Field{Pointer: "/late_reason", Code: "required"})
	}
	return nil
}

// snapshot is the notification with the draft as it was sent. The references of
// those before are in it, its own is not: the authority gave it afterwards.
func (s *Service) snapshot(ctx context.Context, p ident.Principal, i register.Incident, sub Submission) (Notification, error) {
	earlier, err := s.Store.Notifications(ctx, p.OrgID, i.ID)
	if err != nil {
		return Notification{}, err
	}
	d, err := s.draft(ctx, p.OrgID, i, earlier)
	if err != nil {
		return Notification{}, err
	}
	n := Notification{IncidentID: i.ID, Kind: sub.Kind, Reference: sub.Reference, SubmittedAt: sub.SubmittedAt, RecordedAt: s.Now(), By: p.UserID}
	if n.ID, err = ident.NewID(PrefixNotification, n.RecordedAt, s.Random); err != nil {
		return n, err
	}
	if n.Snapshot, err = chain.Canonical(d.Draft); err != nil {
		return n, err
	}
	sum := sha256.Sum256(n.Snapshot)
	n.SHA256 = hex.EncodeToString(sum[:])
	return n, nil
}

// Legal is who answers for the organisation.
func (s *Service) Legal(ctx context.Context, p ident.Principal) (Legal, error) {
	if err := p.Require(ident.IncidentsAssess); err != nil {
		return Legal{}, err
	}
	return s.Store.Legal(ctx, p.OrgID)
}

// SetLegal changes who answers for the organisation; rev is the revision that the
// caller saw.
func (s *Service) SetLegal(ctx context.Context, p ident.Principal, rev int64, l Legal) (Legal, error) {
	const action = "legal_settings.updated"
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(ident.IncidentsAssess)); err != nil {
		return Legal{}, err
	}
	l.Rev = rev + 1
	// The chain notes that it changed, not the names.
	entry, err := p.Draft(action, p.OrgID, 0, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return Legal{}, err
	}
	return l, s.Store.ChangeCases(ctx, p.OrgID, func(tx Tx) error {
		if err := tx.SaveLegal(l); err != nil {
			return err
		}
		return tx.Append(entry)
	})
}
