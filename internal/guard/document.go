package guard

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// InspectPieces looks at a document too large for one text, in pieces. What belongs to
// one person counts together within a piece. It gives what was found in each piece,
// and the verdict on all; in.Text is not read.
func InspectPieces(pack *rule.Pack, pol *policy.Policy, pieces []string, in Input) ([]detect.Result, Verdict) {
	results := make([]detect.Result, len(pieces))
	v := Verdict{Features: policy.FeaturesOf(&detect.Result{}, in.Context)}
	for i, piece := range pieces {
		results[i] = scan(pack, pol, piece)
		found := policy.FeaturesOf(&results[i], in.Context)
		v.Features.Add(&found)
		v.Findings = append(v.Findings, results[i].Findings...)
	}
	v.Subjects = v.Features.Subjects
	v.Decision = policy.Decide(pol, v.Features, in.Now)
	return results, v
}
