package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy/diff"
)

// PrefixPolicy begins the id of a policy.
const PrefixPolicy = "pol_"

// The subjects of versions besides policies: the organisation's own entries of the
// catalogue, and its own texts.
const (
	SubjectDestinations = "destinations"
	SubjectMessages     = "messages"
)

// OrganisationPolicy is the id of the organisation's own policy, the one that every
// organisation has.
func OrganisationPolicy(org string) string {
	return PrefixPolicy + strings.TrimPrefix(org, ident.PrefixOrganisation)
}

// Version is one document that came into force. Versions count from 1 within the
// organisation, over all subjects, so that one number says what was in force
// everywhere. They never change; of each subject the newest is in force.
type Version struct {
	OrgID   string
	Version int
	// Subject is the id of a policy, SubjectDestinations or SubjectMessages.
	Subject     string
	Digest      string // SHA-256 of Source in hex
	Source      string // the document as it was given
	ActivatedAt time.Time
	Note
}

// Note is what is kept of a version besides its document.
type Note struct {
	// Tests is the document of the tests that were green; "" for subjects without.
	Tests string `json:"tests,omitempty"`
	// Author is the id of the user, or the name of the program's own principal.
	Author string `json:"author"`
	// ByStart says that it is the policy that a start of the service was given.
	ByStart bool   `json:"by_start,omitempty"`
	Reason  string `json:"reason,omitempty"`
	// Base is the version of the same subject before it, 0 for none; Changes is what
	// changed, as it was shown to who approved.
	Base    int           `json:"base,omitempty"`
	Changes []diff.Change `json:"changes,omitempty"`
	// ApprovalID of the second person, "" when none was needed.
	ApprovalID string `json:"approval_id,omitempty"`
	// RollbackOf is the version whose document this is again, 0 for none.
	RollbackOf int `json:"rollback_of,omitempty"`
}

// newVersion is a version without a number.
func newVersion(org, subject, source string, note Note, at time.Time) Version {
	return Version{OrgID: org, Subject: subject, Digest: digestOf(source), Source: source, ActivatedAt: at, Note: note}
}

func digestOf(parts ...string) string {
	h := sha256.New()
	for i, part := range parts {
		if i > 0 {
			h.Write([]byte{0})
		}
		h.Write([]byte(part))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Policy is what people work on: the draft of the organisation's policy, or of that
// of one department.
type Policy struct {
	OrgID, ID string
	// DepartmentID is "" for the organisation's own.
	DepartmentID string
	// Draft and Tests are documents as they were written, perhaps with mistakes.
	Draft, Tests string
	// Rev counts the changes of draft, tests and schedule.
	Rev       int64
	ChangedBy string
	ChangedAt time.Time
	// Scheduled is the version that comes into force later, nil for none. Until then
	// nothing else of this policy is published.
	Scheduled *Scheduled
}

// Scheduled is a version that passed the gate and waits for its time.
type Scheduled struct {
	At     time.Time `json:"at"`
	Source string    `json:"source"`
	Note   Note      `json:"note"`
}

// detail is what the chain keeps of a version.
func (v Version) detail() any {
	return struct {
		Subject    string          `json:"subject"`
		Digest     string          `json:"digest"`
		Base       int             `json:"base"`
		Reason     string          `json:"reason,omitempty"`
		Changes    json.RawMessage `json:"changes"`
		ApprovalID string          `json:"approval_id,omitempty"`
		RollbackOf int             `json:"rollback_of,omitempty"`
	}{v.Subject, v.Digest, v.Base, v.Reason, encodeChanges(v.Changes), v.ApprovalID, v.RollbackOf}
}

// encodeChanges is the list in JSON, [] for none. It cannot fail: a change holds
// texts and a name.
func encodeChanges(list []diff.Change) json.RawMessage {
	if list == nil {
		list = []diff.Change{}
	}
	b, _ := json.Marshal(list)
	return b
}
