package retention

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dijkwacht/internal/chain"
)

// PrefixHold begins the id of a legal hold.
const PrefixHold = "hld_"

// Hold stops the deletion of what it covers: an incident with all that belongs to
// it, or everything of the organisation.
type Hold struct {
	OrgID string `json:"-"`
	ID    string `json:"id"`
	// IncidentID is "" when the hold covers everything.
	IncidentID string    `json:"incident_id,omitempty"`
	Why        string    `json:"why"`
	PlacedBy   string    `json:"placed_by"`
	PlacedAt   time.Time `json:"placed_at"`
	// Until is when the hold ends by itself; zero: when two people lift it.
	Until    time.Time `json:"until,omitzero"`
	EndedAt  time.Time `json:"ended_at,omitzero"`
	EndedBy  string    `json:"ended_by,omitempty"`
	EndedWhy string    `json:"ended_why,omitempty"`
	// Approval is the id of the approval by which it was lifted.
	Approval string `json:"approval,omitempty"`
	Rev      int64  `json:"rev"`
}

// Holds reports whether the hold works at now.
func (h Hold) Holds(now time.Time) bool {
	return h.EndedAt.IsZero() && (h.Until.IsZero() || now.Before(h.Until))
}

// digest names the hold as it stands, for an approval to be about.
func (h Hold) digest() (digest string, detail []byte, err error) {
	detail, err = chain.Canonical(h)
	sum := sha256.Sum256(detail)
	return hex.EncodeToString(sum[:]), detail, err
}
