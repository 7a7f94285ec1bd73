package casework

import (
	"encoding/json"
	"time"
)

// NotificationKind is what a notification to the authority is.
type NotificationKind string

// The kinds.
const (
	Initial    NotificationKind = "initial"
	FollowUp   NotificationKind = "follow_up"
	Complete   NotificationKind = "complete"
	Withdrawal NotificationKind = "withdrawal"
)

// Notification is what was sent to the authority, as it was sent.
type Notification struct {
	ID          string           `json:"id"`
	IncidentID  string           `json:"incident_id"`
	Kind        NotificationKind `json:"kind"`
	Reference   string           `json:"reference"`
	SubmittedAt time.Time        `json:"submitted_at"`
	RecordedAt  time.Time        `json:"recorded_at"`
	By          string           `json:"by"`
	// Snapshot is the draft as it stood, SHA256 its hash in hex.
	Snapshot json.RawMessage `json:"snapshot"`
	SHA256   string          `json:"sha256"`
}
