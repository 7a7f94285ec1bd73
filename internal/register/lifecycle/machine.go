package lifecycle

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Case is what the machine knows of an incident.
type Case struct {
	State    State
	AP       AP
	Subjects Subjects
	// AwareAt is when the organisation became aware of the leak; zero before.
	AwareAt time.Time
	// Touched says that a person has moved the incident: then the system does not.
	Touched bool
	// Secret says that credentials leaked and no personal data.
	Secret bool
	// Serious says that the severity is high or very high.
	Serious bool
	// Review says that a person has to look: always, or as part of the sample.
	Review bool
	// Awaiting says that an outcome may still come in.
	Awaiting bool
	// NothingLeft says that there is evidence that nothing left.
	NothingLeft bool
	// Assigned, Scored and MeasuresSet say that somebody has the case, that all
	// factors of the severity are filled, and that there is a measure and each has
	// an owner and a date.
	Assigned, Scored, MeasuresSet bool
}

// Move asks for a change on one axis.
type Move struct {
	Axis Axis
	To   string
	// Reason is why, in words; Code is the reason out of a closed list.
	Reason, Code string
	// AwareAt is when somebody became aware; zero is now.
	AwareAt time.Time
	// LegalBasis names why an authorised attempt was allowed.
	LegalBasis string
	// Notified says that the notification is on record with its reference, its time
	// and the hash of what was sent.
	Notified bool
	// Told says when and how the people were told.
	Told bool
	// Approved says that a second person agreed.
	Approved bool
}

// IllegalError is a move that is not on the map; Allowed lists those that are, on
// the same axis.
type IllegalError struct {
	Axis    Axis
	Allowed []string
}

func (e *IllegalError) Error() string {
	return fmt.Sprintf("illegal transition of %s, allowed: %s", e.Axis, strings.Join(e.Allowed, ", "))
}

// GuardError is a move that is on the map but for which something is missing.
type GuardError struct {
	// Guard names what must be true.
	Guard Guard
}

func (e *GuardError) Error() string { return "not yet: " + string(e.Guard) }

// Current is where the case stands on an axis.
func (c Case) Current(a Axis) string {
	switch a {
	case AxisAP:
		return string(c.AP)
	case AxisSubjects:
		return string(c.Subjects)
	}
	return string(c.State)
}

// Allowed lists where a person may go on an axis, guards aside.
func (c Case) Allowed(a Axis) []string {
	list := []string{}
	for _, e := range edges {
		if e.leaves(c, a) && !e.system {
			list = append(list, e.to)
		}
	}
	return list
}

// Find is the edge of a move. Returns *IllegalError.
func (c Case) Find(m Move) (Edge, error) {
	for _, e := range edges {
		if e.leaves(c, m.Axis) && e.to == m.To && !e.system {
			return e, nil
		}
	}
	return Edge{}, &IllegalError{Axis: m.Axis, Allowed: c.Allowed(m.Axis)}
}

// Apply is the case after the move of a person at now. Returns *IllegalError and
// *GuardError; then nothing has changed.
func (c Case) Apply(m Move, now time.Time) (Case, error) {
	e, err := c.Find(m)
	if err != nil {
		return c, err
	}
	for _, g := range e.guards {
		if !holds[g](c, m, now) {
			return c, &GuardError{g}
		}
	}
	if e.FourEyes(c) && !m.Approved {
		return c, &GuardError{NeedsApproval}
	}
	return c.moved(m, now), nil
}

func (c Case) moved(m Move, now time.Time) Case {
	c.Touched = true
	switch m.Axis {
	case AxisAP:
		c.AP = AP(m.To)
	case AxisSubjects:
		c.Subjects = Subjects(m.To)
	default:
		c.State = State(m.To)
	}
	if m.Axis == AxisState && c.State == ConfirmedLeak {
		return c.confirmed(m, now)
	}
	return c
}

// confirmed starts the duties of a leak. What was decided before a case was opened
// again stays.
func (c Case) confirmed(m Move, now time.Time) Case {
	at := m.AwareAt
	if at.IsZero() {
		at = now
	}
	if c.AwareAt.IsZero() || at.Before(c.AwareAt) {
		c.AwareAt = at
	}
	if c.AP == APNotApplicable {
		c.AP = APNone
	}
	if c.Subjects == SubjectsNotApplicable {
		c.Subjects = SubjectsUndecided
	}
	return c
}

// Amend moves awareness to an earlier moment; it never moves later. Returns
// *GuardError.
func (c Case) Amend(awareAt time.Time, reason string) (Case, error) {
	switch {
	case c.AwareAt.IsZero() || c.State == Closed:
		return c, &IllegalError{Axis: AxisState, Allowed: c.Allowed(AxisState)}
	case !awareAt.Before(c.AwareAt):
		return c, &GuardError{AwareEarlier}
	case !given(reason):
		return c, &GuardError{HasReason}
	}
	c.AwareAt = awareAt
	return c, nil
}

// Presume makes the organisation aware by the passing of time (see clock). It
// never moves awareness later.
func (c Case) Presume(at time.Time) Case {
	if c.AwareAt.IsZero() && c.State == Detected {
		c.AwareAt = at
	}
	return c
}

// Settle is the case as the evidence says, as long as no person has touched it.
func (c Case) Settle(to State) Case {
	if !c.Touched && (c.State == Detected || c.State == Prevented) && (to == Detected || to == Prevented && c.NothingLeft) {
		c.State = to
	}
	return c
}

// CloseBySystem closes what provably did not leave and what nobody has to look at;
// false when it may not.
func (c Case) CloseBySystem() (Case, bool) {
	if c.State != Prevented || c.Touched || c.Review || c.Awaiting || !c.NothingLeft {
		return c, false
	}
	c.State = Closed
	return c, true
}

func given(text string) bool { return strings.TrimSpace(text) != "" }

// Movable reports whether cases may be merged and split: before the assessment, and
// not when decided.
func (c Case) Movable() bool {
	return slices.Contains([]State{Detected, Triaged, Prevented, ConfirmedLeak}, c.State) && (c.AP == APNotApplicable || c.AP.Owed())
}
