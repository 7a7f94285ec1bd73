package ext

import (
	"math"
	"strconv"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

type verdict struct {
	DecisionID   string         `json:"decision_id"`
	Action       policy.Action  `json:"action"`
	Findings     []finding      `json:"findings"`
	MatchedRules []matchedRule  `json:"matched_rules"`
	Offers       []policy.Offer `json:"offers"`
	Override     override       `json:"override"`
	// Guarded is false when the rules do not act for this device: nobody looked.
	Guarded      bool         `json:"guarded"`
	RedactedText *string      `json:"redacted_text,omitempty"`
	Explanation  *explanation `json:"explanation,omitempty"`
	// BreakGlass is the emergency exit that lets the text past.
	BreakGlass    *grantView `json:"break_glass,omitempty"`
	PolicyVersion int        `json:"policy_version"`
	TookMS        float64    `json:"took_ms"`
}

type finding struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Group      string            `json:"group"`
	Confidence detect.Confidence `json:"confidence"`
	Score      float64           `json:"score"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Label      string            `json:"label"`
	Ref        int               `json:"ref"`
	Covered    bool              `json:"covered"`
}

type matchedRule struct {
	ID        string        `json:"id"`
	Action    policy.Action `json:"action"`
	Mode      policy.Mode   `json:"mode"`
	MessageID string        `json:"message_id"`
}

type override struct {
	Allowed bool            `json:"allowed"`
	Reasons []policy.Reason `json:"reasons"`
	// Remaining is absent when the policy sets no budget.
	Remaining *int `json:"remaining_today,omitempty"`
}

// answer renders the decision that holds, with the spans of this text. Where there is
// no safe version nothing is covered.
func (a *API) answer(in *inspection, asked guard.Input, v *guard.Verdict, d register.Decision) *verdict {
	findings, safe := v.Findings, true
	if d.Action >= policy.Warn || in.redact {
		findings, safe = guard.Complete(a.Core.Pack, in.active.Policy, asked, v)
	}
	covers := v.Decision.Covers
	if !safe {
		covers = 0
	}
	out := &verdict{
		Action: d.Action, Findings: a.findings(in, findings, covers), MatchedRules: []matchedRule{}, Offers: d.Offers,
		Override: override{d.Override.Allowed, d.Override.Reasons, d.Override.Remaining},
	}
	for _, r := range d.Rules {
		if r.ExceptedBy == "" {
			out.MatchedRules = append(out.MatchedRules, matchedRule{r.ID, r.Action, r.Mode, r.Message})
		}
	}
	if in.redact && safe {
		text := guard.Redact(a.Core.Pack, asked, v, findings)
		out.RedactedText = &text
	}
	if in.grant.ID != "" && d.Action < policy.Warn {
		grant := viewGrant(in.grant)
		out.BreakGlass = &grant
	}
	if in.explain {
		out.Explanation = a.explain(in, v)
	}
	return out
}

func (a *API) findings(in *inspection, found []detect.Finding, covers rule.TypeSet) []finding {
	spans := make([]text.Span, len(found))
	for i, f := range found {
		spans[i] = f.Span
	}
	text.Offsets(in.text, spans, in.offsets)
	list := make([]finding, 0, len(found))
	for i, f := range found {
		if f.Confidence() == detect.ConfidenceNone {
			continue
		}
		list = append(list, finding{
			ID: findingID(i), Type: f.Type.String(), Group: f.Type.Group().String(),
			Confidence: f.Confidence(), Score: rounded(f.Score), Start: spans[i].Start, End: spans[i].End,
			Label: guard.Label(a.Core.Pack, f, in.language), Ref: f.Ref, Covered: covers.Has(f.Type),
		})
	}
	return list
}

// findingID is unique within one answer.
func findingID(i int) string { return "f" + strconv.Itoa(i+1) }

func rounded(score float64) float64 { return math.Round(score*1000) / 1000 }
