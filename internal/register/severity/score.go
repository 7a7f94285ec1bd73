package severity

import (
	"math"
	"slices"

	"dijkwacht/internal/policy"
)

// Circumstances of the breach; their sum is CB.
type Circumstances struct {
	// Confidentiality, Integrity and Availability are 0, 0.25 or 0.5.
	Confidentiality float64 `json:"confidentiality"`
	Integrity       float64 `json:"integrity"`
	Availability    float64 `json:"availability"`
	// Malicious adds 0.5.
	Malicious bool `json:"malicious"`
}

func (c Circumstances) sum() float64 {
	s := c.Confidentiality + c.Integrity + c.Availability
	if c.Malicious {
		s += 0.5
	}
	return s
}

// Factors are what the score is computed from.
type Factors struct {
	// DPC is the data processing context, 1 to 4.
	DPC float64 `json:"dpc"`
	// EI is the ease of identification: 0.25, 0.5, 0.75 or 1.
	EI            float64       `json:"ei"`
	Circumstances Circumstances `json:"cb"`
}

// Valid reports whether each factor is one that the method knows.
func (f Factors) Valid() bool {
	quarter := func(v float64) bool { return v == 0 || v == 0.25 || v == 0.5 }
	c := f.Circumstances
	return f.DPC >= 1 && f.DPC <= 4 && f.DPC*4 == math.Trunc(f.DPC*4) && slices.Contains([]float64{0.25, 0.5, 0.75, 1}, f.EI) &&
		quarter(c.Confidentiality) && quarter(c.Integrity) && quarter(c.Availability)
}

// SE is the score to two decimals.
func (f Factors) SE() float64 { return math.Round((f.DPC*f.EI+f.Circumstances.sum())*100) / 100 }

// Level is the band of the score.
func (f Factors) Level() policy.Severity {
	switch se := f.SE(); {
	case se < 2:
		return policy.SeverityLow
	case se < 3:
		return policy.SeverityMedium
	case se < 4:
		return policy.SeverityHigh
	}
	return policy.SeverityVeryHigh
}

// Flag is what stands beside the score.
type Flag string

// The flags.
const (
	Over100        Flag = "over_100_persons"
	Unintelligible Flag = "unintelligible"
)

// Reason is why a factor has its value: a code that Sentence puts into words.
type Reason struct {
	Factor string  `json:"factor"` // "dpc", "ei" or "cb"
	Value  float64 `json:"value"`
	Code   string  `json:"code"`
}

// Score is a computed severity with the reason of each factor.
type Score struct {
	Factors
	SE      float64         `json:"se"`
	Level   policy.Severity `json:"level"`
	Flags   []Flag          `json:"flags,omitempty"`
	Reasons []Reason        `json:"reasons"`
	Advice  Advice          `json:"advice"`
}

// Advice is what the score suggests; never a decision.
type Advice string

// The advices.
const (
	RegisterOnly    Advice = "register_only"
	NotifyAuthority Advice = "notify_authority"
	NotifyBoth      Advice = "notify_authority_and_subjects"
)

// advise goes by the level; health data that point to a person and went out in the
// clear are worth a notification at any level.
func advise(level policy.Severity, f Facts, ei float64) Advice {
	switch {
	case level >= policy.SeverityHigh:
		return NotifyBoth
	case level == policy.SeverityMedium, f.health() && ei >= 0.75 && !f.Redacted:
		return NotifyAuthority
	}
	return RegisterOnly
}
