package guard

import (
	"time"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// Input is one message on its way to an AI service.
type Input struct {
	// Text is UTF-8.
	Text string
	// Context is what is known besides the text.
	Context policy.Context
	// Now decides which exceptions are in force.
	Now time.Time
}

// Verdict is what was found and what the policy says of it. It holds no text.
type Verdict struct {
	detect.Result
	Features policy.Features
	Decision policy.Decision
}

// Inspect looks at one message. It is deterministic and safe for concurrent use.
func Inspect(pack *rule.Pack, pol *policy.Policy, in Input) Verdict {
	v := Verdict{Result: detect.Scan(pack, in.Text)}
	if len(pol.TestValues) > 0 {
		v.leaveOut(pol, in.Text)
	}
	v.Features = policy.FeaturesOf(&v.Result, in.Context)
	v.Decision = policy.Decide(pol, v.Features, in.Now)
	return v
}

// leaveOut drops the findings whose value the policy lists as invented.
func (v *Verdict) leaveOut(pol *policy.Policy, text string) {
	kept := v.Findings[:0]
	for _, f := range v.Findings {
		if !pol.IsTestValue(text[f.Span.Start:f.Span.End]) {
			kept = append(kept, f)
		}
	}
	v.Findings = kept
}
