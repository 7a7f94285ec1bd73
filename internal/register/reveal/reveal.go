package reveal

import (
	"slices"
	"time"

	"dijkwacht/internal/ident"
)

// Purpose is what a name is needed for.
type Purpose string

// The purposes that are allowed.
const (
	InformSubjects Purpose = "inform_data_subjects"   // GDPR article 34
	FactsForAP     Purpose = "facts_for_ap"           // GDPR article 33
	Security       Purpose = "security_investigation" // of the leak itself
)

// The purposes that are never allowed: judging and punishing staff is no purpose of
// the register.
const (
	Appraisal  Purpose = "appraisal"
	Discipline Purpose = "discipline"
)

// Purposes lists those that a request may name, as the API accepts them: also those
// that are refused, so that the attempt is written down.
var Purposes = []string{string(InformSubjects), string(FactsForAP), string(Security), string(Appraisal), string(Discipline)}

// Allowed reports whether names are disclosed for the purpose.
func (p Purpose) Allowed() bool {
	return slices.Contains([]Purpose{InformSubjects, FactsForAP, Security}, p)
}

// Fields are what may be disclosed: the stable id of the user, and the devices.
var Fields = []string{"user", "device"}

// BoxLife is how long the service keeps a box for who asked. The person is told of
// the reveal when it is over, unless the officer wrote down why not.
const BoxLife = 24 * time.Hour

// PrefixReveal begins the id of a reveal; the rest is that of its approval.
const PrefixReveal = "rvl_"

// Terms are what is asked for: the detail of the approval, and what its digest is of.
type Terms struct {
	Purpose Purpose  `json:"purpose"`
	Fields  []string `json:"fields"`
	Subject string   `json:"subject"`
	// PublicKey is the point of the P-256 key that the browser made for this request,
	// uncompressed, in base64url without padding.
	PublicKey string `json:"public_key"`
}

// Reveal is one that was carried out.
type Reveal struct {
	OrgID       string       `json:"-"`
	ID          string       `json:"id"`
	ApprovalID  string       `json:"approval_id"`
	IncidentID  string       `json:"incident_id"`
	Subject     string       `json:"subject"`
	Purpose     Purpose      `json:"purpose"`
	Fields      []string     `json:"fields"`
	RequestedBy string       `json:"requested_by"`
	ApprovedBy  string       `json:"approved_by"`
	Roles       []ident.Role `json:"approver_roles"`
	At          time.Time    `json:"at"`
	ExpiresAt   time.Time    `json:"expires_at"`
	// Withheld is why the person is not told, in the officer's words; "" when they
	// are.
	Withheld   string `json:"withheld,omitempty"`
	WithheldBy string `json:"withheld_by,omitempty"`
	Rev        int64  `json:"rev"`
	// Box is sealed to the public key of the terms; "" once it was deleted. It is not
	// in the chain.
	Box string `json:"-"`
}

// Person is what a box holds.
type Person struct {
	IncidentID string `json:"incident_id"`
	Subject    string `json:"subject"`
	// User is the stable id that the browser or the identity provider gave, "" when it
	// was not asked for or is not known.
	User string `json:"user,omitempty"`
	// Source says where User came from; "device": no user is known.
	Source  string   `json:"identity_source"`
	Devices []string `json:"devices,omitempty"`
}
