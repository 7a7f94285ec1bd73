package console

import (
	"math"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/detect"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/text"
)

// unlisted stands for a service that the catalogue does not know.
const unlisted = "unlisted"

// maxTrial is the longest text to try, in bytes.
const maxTrial = 100 << 10

// InForce says which policy and catalogue are in force.
type InForce interface {
	Whole(org string) publish.Active
}

// trialView is what would have been found and decided. It is not written down.
type trialView struct {
	Action   policy.Action  `json:"action"`
	Severity *string        `json:"severity"`
	Findings []trialFinding `json:"findings"`
	Persons  int            `json:"persons"`
	Rules    []trialRule    `json:"rules"`
	Offers   []policy.Offer `json:"offers"`
	Override bool           `json:"override_allowed"`
	// SafeText is null where there is no safe version.
	SafeText      *string `json:"safe_text"`
	PolicyVersion int     `json:"policy_version"`
}

type trialFinding struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Group      string            `json:"group"`
	Confidence detect.Confidence `json:"confidence"`
	Score      float64           `json:"score"`
	// Start and End are UTF-16 code units, as browsers count.
	Start int `json:"start"`
	End   int `json:"end"`
	// Rule found it, for the reasons of Evidence.
	Rule     string   `json:"rule"`
	Evidence []string `json:"evidence"`
}

// trialRule is one rule of the policy, in its order.
type trialRule struct {
	ID         string         `json:"id"`
	Matched    bool           `json:"matched"`
	Why        string         `json:"why"`
	Detail     *string        `json:"detail"`
	Action     *policy.Action `json:"action"`
	Mode       *policy.Mode   `json:"mode"`
	ExceptedBy *string        `json:"excepted_by"`
}

// try looks at an invented text as if somebody sent it, and keeps nothing: no event,
// no counter, and no memory of the request, so that it has no Idempotency-Key.
func (a *API) try(c *gin.Context) {
	k := callOf(c)
	err := a.Gate.Check(c.Request.Context(), k.who, "text.tried", "", k.who.Require(ident.PolicyRead))
	if err != nil {
		a.fail(c, err)
		return
	}
	o, release, err := wire.Read(c, maxTrial+wire.MaxBody)
	if err != nil {
		a.fail(c, err)
		return
	}
	defer release()
	active := a.Policies.Whole(k.who.OrgID)
	in, err := readTrial(o, active.Catalogue)
	if err != nil {
		a.fail(c, err)
		return
	}
	in.Now = a.Now()
	v := guard.Inspect(a.Pack, active.Policy, in)
	c.JSON(http.StatusOK, a.viewTrial(active, in, &v))
}

func readTrial(o wire.Object, catalogue *policy.Catalogue) (guard.Input, error) {
	in := guard.Input{Context: policy.Context{Channel: policy.Typed}}
	o.Require("text", "destination_id")
	in.Text = o.String("text", maxTrial)
	in.Context.Units = text.UTF16Len(in.Text)
	destination := o.String("destination_id", 64)
	if o.Has("channel") {
		o.Enum("channel", &in.Context.Channel)
	}
	if o.Has("lang_hint") {
		o.Enum("lang_hint", &in.Context.Language)
	}
	o.Only("text", "destination_id", "channel", "lang_hint")
	found := destination == unlisted
	if !found {
		in.Context.Destination, found = catalogue.ByID(destination)
	}
	if o.Has("destination_id") && !found {
		o.Fail("destination_id", "enum")
	}
	if in.Context.Channel == policy.File {
		o.Fail("channel", "enum")
	}
	return in, o.Err()
}

func (a *API) viewTrial(active publish.Active, in guard.Input, v *guard.Verdict) trialView {
	d := v.Decision
	out := trialView{
		Action: d.Action, Findings: []trialFinding{}, Persons: len(v.Persons), Rules: viewTrace(d), Offers: orEmpty(d.Offers),
		Override: d.Override.Allowed, PolicyVersion: active.Version,
	}
	if d.Action > policy.Allow {
		out.Severity = orNil(d.Severity.String())
	}
	spans := make([]text.Span, len(v.Findings))
	for i, f := range v.Findings {
		spans[i] = f.Span
	}
	text.Offsets(in.Text, spans, text.UTF16)
	for i, f := range v.Findings {
		if f.Confidence() == detect.ConfidenceNone {
			continue
		}
		out.Findings = append(out.Findings, trialFinding{
			ID: "f" + strconv.Itoa(i+1), Type: f.Type.String(), Group: f.Type.Group().String(), Confidence: f.Confidence(),
			Score: math.Round(f.Score*1000) / 1000, Start: spans[i].Start, End: spans[i].End, Rule: f.Rule, Evidence: orEmpty(f.Evidence.Names()),
		})
	}
	if complete, safe := guard.Complete(a.Pack, active.Policy, in, v); safe {
		version := guard.Redact(a.Pack, in, v, complete)
		out.SafeText = &version
	}
	return out
}

// viewTrace tells of each rule why it matched or not.
func viewTrace(d policy.Decision) []trialRule {
	list, matched := []trialRule{}, map[string]policy.MatchedRule{}
	for _, m := range d.Rules {
		matched[m.ID] = m
	}
	for _, step := range d.Trace {
		r := trialRule{ID: step.Rule, Matched: step.Matched, Why: string(step.Why), Detail: orNil(step.Detail)}
		if m, ok := matched[step.Rule]; ok {
			r.Action, r.Mode, r.ExceptedBy = &m.Action, &m.Mode, orNil(m.ExceptedBy)
		}
		list = append(list, r)
	}
	return list
}
