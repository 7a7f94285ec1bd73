package register

import (
	"hash/fnv"
	"slices"
	"time"

	"dijkwacht/internal/policy"
)

// Row is a row of the table "when is an attempt a breach": the reason why an event
// counts as a possible leak or as prevented.
type Row int

// The rows. They are tried in the order of precedence.
const (
	RowNone           Row = 0
	RowBlocked        Row = 1  // held, and nothing left before
	RowGivenUp        Row = 2  // cancelled, edited or redirected after a warning
	RowRedacted       Row = 3  // the safe version was sent
	RowSentAnyway     Row = 4  // sent in spite of a warning
	RowBreakGlass     Row = 5  // emergency
	RowAuthorised     Row = 6  // approved destination, in policy: no incident
	RowTolerated      Row = 7  // went out to a tolerated destination
	RowLeftBefore     Row = 8  // held, but something left before
	RowUnknown        Row = 9  // nobody knows whether it left
	RowSentUnapproved Row = 10 // observed only, and it went out
	RowManual         Row = 15 // found later, by other ways
)

// precedence is the order in which rows are tried; of the events of one incident
// the first in this order counts.
var precedence = []Row{RowAuthorised, RowBreakGlass, RowLeftBefore, RowSentAnyway, RowSentUnapproved, RowTolerated, RowUnknown, RowRedacted, RowGivenUp, RowBlocked}

// Authorised reports whether an attempt is in policy whatever becomes of it: the
// destination is approved and the policy did not even warn.
func Authorised(action policy.Action, class policy.Class) bool {
	return class == policy.Approved && action < policy.Warn
}

// Classify finds the row of an event with the given outcome.
func Classify(action policy.Action, class policy.Class, result Result, egress Egress) Row {
	sent := result == Sent
	left := egress == EgressPartial || egress == EgressFull
	switch {
	case Authorised(action, class):
		return RowAuthorised
	case result == BreakGlass:
		return RowBreakGlass
	case !sent && left:
		return RowLeftBefore
	case sent && action >= policy.Warn:
		return RowSentAnyway
	case sent && class == policy.Tolerated:
		return RowTolerated
	case sent:
		return RowSentUnapproved
	case result == ResultUnknown || egress != EgressNone:
		return RowUnknown
	case result == RedactedAndSent:
		return RowRedacted
	case result == BlockedSend:
		return RowBlocked
	}
	return RowGivenUp
}

// State of an incident whose events are all of this row.
func (r Row) State() State {
	if r == RowBlocked || r == RowGivenUp || r == RowRedacted {
		return Prevented
	}
	return Detected
}

// severity is the level of the case: what the rules say, and never less than the
// row asks for. Rules that say nothing give medium.
func (r Row) severity(ofRules policy.Severity) policy.Severity {
	if ofRules == policy.SeverityUnset {
		ofRules = policy.SeverityMedium
	}
	switch r {
	case RowBreakGlass:
		return max(ofRules, policy.SeverityHigh)
	case RowUnknown:
		return max(ofRules, policy.SeverityMedium)
	}
	return ofRules
}

// review reports whether a person has to look at the incident.
func (r Row) review(i Incident) bool {
	switch r {
	case RowBlocked, RowGivenUp:
		return sampled(i.ID, 2)
	case RowRedacted:
		return sampled(i.ID, 5) || i.SubjectsMax <= 3 && hasHealth(i.Types)
	case RowTolerated:
		return i.Severity >= policy.SeverityMedium
	}
	return true
}

func hasHealth(types []TypeCount) bool {
	return slices.ContainsFunc(types, func(t TypeCount) bool { return t.Group == "health" })
}

// sampled picks percent of the ids, always the same ones.
func sampled(id string, percent uint32) bool {
	h := fnv.New32a()
	h.Write([]byte(id))
	return h.Sum32()%100 < percent
}

// Attempt is an event with its last outcome, nil when there is none.
type Attempt struct {
	Event   Event
	Outcome *Outcome
}

// Weight is what counts of an event when its incident is settled.
type Weight struct {
	At       time.Time
	Action   policy.Action
	Class    policy.Class
	Severity policy.Severity
	// Result and Egress are of the last outcome, "" when there is none.
	Result Result
	Egress Egress
}

// settle weighs all events of an incident at the given moment. Once a person has
// acted the state is theirs and stays.
func (i Incident) settle(events []Weight, now time.Time) Incident {
	row, ofRules := RowNone, policy.SeverityUnset
	i.Awaiting, i.Egress = false, ""
	for _, e := range events {
		result, egress := ResultUnknown, EgressUnknown
		if e.Result != "" {
			result, egress = e.Result, e.Egress
			i.Outcome = result
		} else if now.Before(e.At.Add(OutcomeWait)) {
			i.Awaiting = true
		}
		row = firstOf(row, Classify(e.Action, e.Class, result, egress))
		i.Egress = worseEgress(i.Egress, egress)
		ofRules = max(ofRules, e.Severity)
	}
	i.Severity = i.Counts(row.severity(ofRules))
	i.Row, i.Review = row, row.review(i)
	if i.Awaiting {
		return i.await()
	}
	return i.state(row)
}

// await is the incident while the outcome of an event is not known: a possible
// leak, but in no queue.
func (i Incident) await() Incident {
	i.Awaiting, i.Row, i.Review = true, RowNone, false
	i.Egress = worseEgress(i.Egress, EgressUnknown)
	return i.state(RowUnknown)
}

func (i Incident) state(row Row) Incident {
	if !i.Touched && (i.State == Detected || i.State == Prevented) {
		i.State = row.State()
	}
	return i
}

func firstOf(a, b Row) Row {
	if a == RowNone || slices.Index(precedence, b) < slices.Index(precedence, a) {
		return b
	}
	return a
}

// egressOrder is from harmless to bad; not knowing is worse than nothing and
// better than knowing that something left.
var egressOrder = []Egress{"", EgressNone, EgressUnknown, EgressPartial, EgressFull}

func worseEgress(a, b Egress) Egress {
	if slices.Index(egressOrder, b) > slices.Index(egressOrder, a) {
		return b
	}
	return a
}
