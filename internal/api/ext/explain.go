package ext

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/text"
)

// explanation tells why something was found, and why a look-alike was not. It
// holds places and names of rules, never values.
type explanation struct {
	Findings  []explained `json:"findings"`
	LeftAlone []leftAlone `json:"left_alone"`
}

type explained struct {
	ID       string   `json:"id"`
	Rule     string   `json:"rule"`
	Evidence []string `json:"evidence"`
}

type leftAlone struct {
	Start  int     `json:"start"`
	End    int     `json:"end"`
	Rule   string  `json:"rule,omitempty"`
	Reason string  `json:"reason"`
	Score  float64 `json:"score"`
}

// explain scans once more: nobody else pays for what only a debug form needs.
func (a *API) explain(in *inspection, v *guard.Verdict) *explanation {
	out := &explanation{Findings: []explained{}, LeftAlone: []leftAlone{}}
	for i, f := range v.Findings {
		if f.Confidence() > detect.ConfidenceNone {
			out.Findings = append(out.Findings, explained{findingID(i), f.Rule, f.Evidence.Names()})
		}
	}
	_, left := detect.Explain(a.Core.Pack, in.text)
	for _, l := range left {
		span := []text.Span{l.Span}
		text.Offsets(in.text, span, in.offsets)
		out.LeftAlone = append(out.LeftAlone, leftAlone{span[0].Start, span[0].End, l.Rule, l.Reason.String(), rounded(l.Score)})
	}
	return out
}
