package approval

import (
	"time"

	"dijkwacht/internal/ident"
)

// Redact takes out of an approval what it is about, when that has to leave the
// record: that two people agreed stays. One that is still alive is worth nothing
// after it.
func Redact(tx Tx, p ident.Principal, a Approval, now time.Time) error {
	a.Detail, a.Digest = nil, ""
	a.Rev++
	return save(tx, p, "approval.redacted", a, now)
}
