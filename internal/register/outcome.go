package register

import (
	"time"

	"dijkwacht/internal/policy"
)

// Result is what a user or the extension did after a decision.
type Result string

// The results.
const (
	Sent            Result = "sent"
	EditedAndSent   Result = "edited_and_sent"
	RedactedAndSent Result = "redacted_and_sent"
	Redirected      Result = "redirected"
	Cancelled       Result = "cancelled"
	BlockedSend     Result = "blocked"
	BreakGlass      Result = "break_glass"
	ResultUnknown   Result = "unknown"
)

// Egress is what is known to have left of the unredacted content.
type Egress string

// The evidence of egress.
const (
	EgressNone    Egress = "none"
	EgressPartial Egress = "partial"
	EgressFull    Egress = "full"
	EgressUnknown Egress = "unknown"
)

// Outcome is what really happened after the decision on one event.
type Outcome struct {
	EventID string `json:"event_id"`
	Rev     int64  `json:"rev"` // from 1; the last one counts
	Result  Result `json:"outcome"`
	Egress  Egress `json:"egress_evidence"`
	// Hook is where the extension saw it, "" when it did not say.
	Hook        string `json:"hook,omitempty"`
	BytesBefore int64  `json:"bytes_before_decision,omitempty"`
	// OverrideReason is why the user sent in spite of the decision, or nil.
	OverrideReason *policy.Reason `json:"override_reason,omitempty"`
	// OverrideText is the user's own explanation; it was inspected and holds no finding.
	OverrideText string `json:"override_text,omitempty"`
	ShownMS      int64  `json:"shown_ms,omitempty"`
	DecidedMS    int64  `json:"decided_ms,omitempty"`
	// At is the device's clock, ReceivedAt the server's.
	At         time.Time `json:"at"`
	ReceivedAt time.Time `json:"received_at"`
}

// same reports whether a report repeats an earlier one.
func (o Outcome) same(p Outcome) bool {
	return o.Result == p.Result && o.Egress == p.Egress && o.At.Equal(p.At)
}
