package guard

import (
	"slices"
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
	v := Verdict{Result: scan(pack, pol, in.Text)}
	v.Features = policy.FeaturesOf(&v.Result, in.Context)
	v.Decision = policy.Decide(pol, v.Features, in.Now)
	return v
}

// scan leaves out the findings whose value the policy lists as invented.
func scan(pack *rule.Pack, pol *policy.Policy, text string) detect.Result {
	r := detect.Scan(pack, text)
	if len(pol.TestValues) == 0 {
		return r
	}
	r.Findings = slices.DeleteFunc(r.Findings, func(f detect.Finding) bool {
		return pol.IsTestValue(text[f.Span.Start:f.Span.End])
	})
	return r
}
