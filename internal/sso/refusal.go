package sso

import (
	"errors"

	"dijkwacht/internal/fault"
)

// Reason is why somebody may not sign in, in a word that the page to sign in explains.
type Reason string

// The reasons.
const (
	// ReasonState: the way there began in another browser or too long ago.
	ReasonState Reason = "state"
	// ReasonCancelled: the person or the provider said no.
	ReasonCancelled Reason = "cancelled"
	// ReasonProvider: the provider answered with an error.
	ReasonProvider Reason = "provider"
	// ReasonUnreachable: the provider could not be reached.
	ReasonUnreachable Reason = "unreachable"
	// ReasonToken: what the provider gave is not acceptable.
	ReasonToken Reason = "token"
	// ReasonFactor: no second factor was proved.
	ReasonFactor Reason = "factor"
	// ReasonNotFresh: the provider did not ask the person again.
	ReasonNotFresh Reason = "not_fresh"
	// ReasonOtherPerson: somebody else confirmed.
	ReasonOtherPerson Reason = "other_person"
	// ReasonOverage: the person is in more groups than fit in a token.
	ReasonOverage Reason = "groups_overage"
	// ReasonNoRole: no group gives a role.
	ReasonNoRole Reason = "no_role"
	// ReasonRoles: the groups give roles that do not go together.
	ReasonRoles Reason = "roles_conflict"
	// ReasonAddress: there is no verified mail address.
	ReasonAddress Reason = "address"
	// ReasonDomain: the address is not one of the organisation.
	ReasonDomain Reason = "domain"
	// ReasonTaken: somebody else has the address.
	ReasonTaken Reason = "address_taken"
	// ReasonOwner: the address is that of an owner with a password.
	ReasonOwner Reason = "owner_local"
	// ReasonDisabled: the account is switched off.
	ReasonDisabled Reason = "disabled"
	// ReasonOff: nobody signs in by a provider here.
	ReasonOff Reason = "off"
	// ReasonOver: the session cannot be refreshed and has lasted long enough. It is in
	// the chain alone: who signs in never meets it.
	ReasonOver Reason = "over"
)

// Reasons lists those that a person meets.
var Reasons = []Reason{
	ReasonState, ReasonCancelled, ReasonProvider, ReasonUnreachable, ReasonToken, ReasonFactor, ReasonNotFresh, ReasonOtherPerson, ReasonOverage,
	ReasonNoRole, ReasonRoles, ReasonAddress, ReasonDomain, ReasonTaken, ReasonOwner, ReasonDisabled, ReasonOff,
}

// RefusedError says why. It is a fault.SignInRefused.
type RefusedError struct{ Reason Reason }

// Error is the code and the reason.
func (e *RefusedError) Error() string { return string(fault.SignInRefused) + ": " + string(e.Reason) }

// Unwrap is the fault.
func (e *RefusedError) Unwrap() error { return fault.E(fault.SignInRefused) }

func refuse(r Reason) error { return &RefusedError{r} }

// ReasonOf is the reason in err, "" for none.
func ReasonOf(err error) Reason {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused.Reason
	}
	return ""
}
