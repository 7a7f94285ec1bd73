package policy

import (
	"fmt"
	"strings"
)

// Action is what the policy asks for. The order is the order of strictness:
// Allow < Log < Coach < Warn < Justify < Redact < Block.
type Action uint8

// The actions, mildest first. Allow and Log are silent; from Warn on, the user
// has to act before anything is sent.
const (
	Allow Action = iota
	Log
	Coach
	Warn
	Justify
	Redact
	Block
)

// Mode tells whether a rule acts.
type Mode uint8

// The modes. A rule in Shadow is evaluated and reported but changes nothing; a
// rule that is Off is only listed in the trace.
const (
	Enforce Mode = iota
	Shadow
	Off
)

// Severity is how serious a match of the rule is for the register.
type Severity uint8

// The severities. SeverityUnset leaves the level to the register.
const (
	SeverityUnset Severity = iota
	SeverityLow
	SeverityMedium
	SeverityHigh
	SeverityVeryHigh
)

// Offer is a way out that the dialog shows beside the verdict.
type Offer uint8

// The offers.
const (
	SafeRewrite Offer = iota
	Redirect
	BreakGlass
)

// Reason is why a user sends a message in spite of the verdict.
type Reason uint8

// The reasons: invented person, own data, consent of the person, emergency,
// public information, the finding is wrong, other.
const (
	Fictief Reason = iota
	EigenGegevens
	Toestemming
	Spoed
	Openbaar
	KloptNiet
	Anders
)

// FailMode is what happens when a message cannot be inspected.
type FailMode uint8

// The fail modes: hold everything, inspect with the rules on the device, or let
// pass and count.
const (
	FailClosed FailMode = iota
	FailLocal
	FailOpen
)

var (
	actionNames   = []string{"allow", "log", "coach", "warn", "justify", "redact", "block"}
	modeNames     = []string{"enforce", "shadow", "off"}
	severityNames = []string{"", "low", "medium", "high", "very_high"}
	offerNames    = []string{"safe_rewrite", "redirect", "break_glass"}
	reasonNames   = []string{"fictief", "eigen_gegevens", "toestemming", "spoed", "openbaar", "klopt_niet", "anders"}
	failModeNames = []string{"closed", "local", "open"}
)

// parseName finds b in names; an enumeration parses its own table only. The error
// lists what is allowed and does not repeat the input.
func parseName[E ~uint8](target *E, names []string, b []byte) error {
	for i, name := range names {
		if name == string(b) {
			*target = E(i)
			return nil
		}
	}
	return fmt.Errorf("want one of %s", strings.Trim(strings.Join(names, ", "), ", "))
}

// String is the canonical name, such as "block".
func (a Action) String() string { return actionNames[a] }

// MarshalText writes the canonical name.
func (a Action) MarshalText() ([]byte, error) { return []byte(actionNames[a]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (a *Action) UnmarshalText(b []byte) error { return parseName(a, actionNames, b) }

// Silent tells whether the message passes without the user being told.
func (a Action) Silent() bool { return a < Coach }

// String is the canonical name, such as "enforce".
func (m Mode) String() string { return modeNames[m] }

// MarshalText writes the canonical name.
func (m Mode) MarshalText() ([]byte, error) { return []byte(modeNames[m]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (m *Mode) UnmarshalText(b []byte) error { return parseName(m, modeNames, b) }

// String is the canonical name, such as "high", or "" when unset.
func (s Severity) String() string { return severityNames[s] }

// MarshalText writes the canonical name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(severityNames[s]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (s *Severity) UnmarshalText(b []byte) error { return parseName(s, severityNames, b) }

// String is the canonical name, such as "safe_rewrite".
func (o Offer) String() string { return offerNames[o] }

// MarshalText writes the canonical name.
func (o Offer) MarshalText() ([]byte, error) { return []byte(offerNames[o]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (o *Offer) UnmarshalText(b []byte) error { return parseName(o, offerNames, b) }

// String is the canonical name, such as "spoed".
func (r Reason) String() string { return reasonNames[r] }

// MarshalText writes the canonical name.
func (r Reason) MarshalText() ([]byte, error) { return []byte(reasonNames[r]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (r *Reason) UnmarshalText(b []byte) error { return parseName(r, reasonNames, b) }

// String is the canonical name, such as "closed".
func (f FailMode) String() string { return failModeNames[f] }

// MarshalText writes the canonical name.
func (f FailMode) MarshalText() ([]byte, error) { return []byte(failModeNames[f]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (f *FailMode) UnmarshalText(b []byte) error { return parseName(f, failModeNames, b) }
