package approval

import (
	"errors"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Act is what somebody is about to do with an approval.
type Act struct {
	ApprovalID string
	Kind       Kind
	Object     string
	// Digest of the object as it is now.
	Digest string
}

// Proof says that an act has its approval, used up in the same commit. Only Spend
// makes one: what takes a Proof cannot be done without. Proofs are not kept beyond
// the commit.
type Proof struct {
	kind   Kind
	object string
}

// Covers reports whether the proof is for this act; the zero Proof covers none.
func (p Proof) Covers(kind Kind, object string) bool {
	return p.kind != "" && p.kind == kind && p.object == object
}

// Spend uses the approval of an act up, in the commit of the act. Who acts is the
// one who asked, the one who approved, the command line or the service. Returns
// fault.ApprovalRequired when there is no such approval or it is somebody else's,
// fault.ApprovalChanged when it was given for another digest, and
// fault.ApprovalClosed when it is not approved, used up or expired; then the
// whole commit must fail.
func Spend(tx Tx, p ident.Principal, act Act, now time.Time) (Proof, error) {
	a, err := tx.Approval(act.ApprovalID)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return Proof{}, fault.E(fault.ApprovalRequired)
	}
	if err != nil {
		return Proof{}, err
	}
	if act.Kind == "" || a.Kind != act.Kind || a.Object != act.Object || !a.takesPart(p) {
		return Proof{}, fault.E(fault.ApprovalRequired)
	}
	if act.Digest == "" || a.Digest != act.Digest {
		return Proof{}, fault.E(fault.ApprovalChanged)
	}
	spent, err := a.spent(party(p, now, ""))
	if err != nil {
		return Proof{}, err
	}
	if err := save(tx, p, "approval.spent", spent, now); err != nil {
		return Proof{}, err
	}
	return Proof{kind: act.Kind, object: act.Object}, nil
}

// takesPart reports whether p may carry the act out.
func (a Approval) takesPart(p ident.Principal) bool {
	if !p.IsPerson() {
		return p.OrgID == a.OrgID
	}
	return p.UserID == a.Asked.UserID || a.Decided != nil && p.UserID == a.Decided.UserID
}

func party(p ident.Principal, at time.Time, reason string) Party {
	return Party{UserID: p.UserID, Roles: p.Roles(), OnBehalfOf: p.OnBehalfOf, At: at, Reason: reason}
}

// save writes the approval and its entry.
func save(tx Tx, p ident.Principal, action string, a Approval, now time.Time) error {
	entry, err := p.Draft(action, a.ID, a.Rev, ident.OutcomeDone, a, now)
	if err != nil {
		return err
	}
	if err := tx.SaveApproval(a); err != nil {
		return err
	}
	return tx.Append(entry)
}
