package publish

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"dijkwacht/internal/chain"
)

// Activate makes source the organisation's policy in force and returns its version.
// The document has been parsed and checked. The same document again keeps the
// version that it has.
func Activate(ctx context.Context, store Store, org, policyID string, source []byte, now time.Time) (int, error) {
	sum := sha256.Sum256(source)
	v := Version{OrgID: org, Digest: hex.EncodeToString(sum[:]), Source: string(source), ActivatedAt: now}
	payload, err := chain.Canonical(map[string]string{"policy": policyID, "digest": v.Digest})
	if err != nil {
		return 0, err
	}
	return store.ActivatePolicy(ctx, v, func(version int) chain.Draft {
		return chain.Draft{
			At: now, Actor: "dijkwacht", Role: "system", Action: "policy.activated",
			Object: "policy/" + strconv.Itoa(version), Rev: int64(version), Payload: payload,
		}
	})
}
