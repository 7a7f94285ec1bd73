package ext

import (
	"time"

	"dijkwacht/internal/extract"
	"dijkwacht/internal/policy"
)

// unguarded answers about a text of a device for which rules do not act yet: nobody
// looks at it, it may go, and the extension shows that nobody is guarded.
func (a *API) unguarded(decision string, version int, start time.Time) *verdict {
	return &verdict{
		DecisionID: decision, Action: policy.Allow, Findings: []finding{}, MatchedRules: []matchedRule{}, Offers: []policy.Offer{},
		Override: override{Reasons: []policy.Reason{}}, PolicyVersion: version, TookMS: tookMS(start),
	}
}

// unguardedFile is unguarded for a file, which is not read.
func (a *API) unguardedFile(decision string, version int, start time.Time) *fileVerdict {
	return &fileVerdict{
		DecisionID: decision, Action: policy.Allow, FileType: extract.Unknown, Findings: []fileFinding{}, Unread: []unreadView{}, MatchedRules: []matchedRule{},
		Offers: []policy.Offer{}, Override: override{Reasons: []policy.Reason{}}, PolicyVersion: version, TookMS: tookMS(start),
	}
}

// notGuarded is the result in the metrics.
const notGuarded = "not_guarded"
