package approval

import (
	"encoding/json"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// State of an approval.
type State string

// The states. Open and Approved are alive; the others are final.
const (
	Open      State = "open"
	Approved  State = "approved"
	Refused   State = "refused"
	Withdrawn State = "withdrawn" // by who asked, or because the object changed
	Expired   State = "expired"
	Spent     State = "spent" // the act was done
)

// States lists all.
var States = []State{Open, Approved, Refused, Withdrawn, Expired, Spent}

// Party is a person who took part, as they were then.
type Party struct {
	UserID     string       `json:"user_id"`
	Roles      []ident.Role `json:"roles,omitempty"`
	OnBehalfOf string       `json:"on_behalf_of,omitempty"`
	At         time.Time    `json:"at"`
	// Reason is why, in the person's words.
	Reason string `json:"reason,omitempty"`
}

// Approval is a request for a second signature, and what became of it.
type Approval struct {
	OrgID  string `json:"-"`
	ID     string `json:"id"`
	Kind   Kind   `json:"kind"`
	Object string `json:"object"`
	// Digest is the SHA-256 in hex of what exactly is asked for. When the object has
	// another digest the approval is worth nothing.
	Digest string `json:"digest"`
	// Detail shows the approver what would happen: a diff, counts. Made by the
	// program, without personal data.
	Detail json.RawMessage `json:"detail,omitempty"`
	// Council says that the works council may approve this: the setting of the
	// organisation when it was asked.
	Council   bool      `json:"council,omitempty"`
	State     State     `json:"state"`
	Asked     Party     `json:"asked"`
	ExpiresAt time.Time `json:"expires_at"`
	// Decided is who approved, refused or withdrew; nil before that.
	Decided *Party `json:"decided,omitempty"`
	// Done is who carried the act out; nil before that. UserID is "" for the
	// command line and the service.
	Done *Party `json:"done,omitempty"`
	Rev  int64  `json:"rev"`
}

// Alive reports whether the approval waits or can be used.
func (a Approval) Alive() bool { return a.State == Open || a.State == Approved }

// Overdue reports whether an approval that is alive has run out at now.
func (a Approval) Overdue(now time.Time) bool { return a.Alive() && !now.Before(a.ExpiresAt) }

// RequiredRoles lists the roles of which somebody else must approve.
func (a Approval) RequiredRoles() []ident.Role { return a.rule().approvers(a.Asked.Roles) }

// rule of the kind, as it holds for this approval.
func (a Approval) rule() rule {
	r := rules[a.Kind]
	if a.Council && a.Kind == Reveal {
		r.approve = []ident.Permission{ident.RevealApprove, ident.RevealApproveCouncil}
	}
	return r
}

// next is a in another state, one revision on.
func (a Approval) next(s State) Approval {
	a.State = s
	a.Rev++
	return a
}

// expired is a after its time ran out.
func (a Approval) expired() Approval { return a.next(Expired) }

// decided is a after somebody else approved or refused it.
func (a Approval) decided(s State, by Party) (Approval, error) {
	if a.State != Open || a.Overdue(by.At) {
		return a, fault.E(fault.ApprovalClosed)
	}
	a.Decided = &by
	if s == Approved {
		a.ExpiresAt = by.At.Add(rules[a.Kind].usable)
	}
	return a.next(s), nil
}

// withdrawn is a after who asked took it back; an approval that was given, too.
func (a Approval) withdrawn(by Party) (Approval, error) {
	if !a.Alive() || a.Overdue(by.At) {
		return a, fault.E(fault.ApprovalClosed)
	}
	a.Decided = &by
	return a.next(Withdrawn), nil
}

// spent is a after its act was done.
func (a Approval) spent(by Party) (Approval, error) {
	if a.State != Approved || a.Overdue(by.At) {
		return a, fault.E(fault.ApprovalClosed)
	}
	a.Done = &by
	return a.next(Spent), nil
}
