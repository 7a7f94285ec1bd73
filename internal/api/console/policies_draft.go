package console

import (
	"net/http"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/rule"
)

type validView struct {
	Valid bool `json:"valid"`
	Rules int  `json:"rules"`
}

// validateDraft says what is wrong with the draft, as a problem, or nothing.
func (a *API) validateDraft(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	_, draft, err := a.Desk.Validate(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: validView{true, len(draft.Rules)}}, nil
}

type testView struct {
	Passed   int                 `json:"passed"`
	Failed   int                 `json:"failed"`
	Cases    []policy.CaseResult `json:"cases"`
	Coverage coverageView        `json:"coverage"`
}

type coverageView struct {
	NeverFired  []string `json:"never_fired"`
	AlwaysFired []string `json:"always_fired"`
	Covered     bool     `json:"covered"`
}

func viewTests(r policy.SuiteResult) testView {
	v := testView{Passed: r.Passed, Failed: r.Failed, Cases: r.Cases, Coverage: coverageView{append([]string{}, r.NeverFired...), append([]string{}, r.AlwaysFired...), r.Covered()}}
	if v.Cases == nil {
		v.Cases = []policy.CaseResult{}
	}
	for i := range v.Cases {
		if v.Cases[i].Trace == nil {
			v.Cases[i].Trace = []policy.TraceStep{}
		}
	}
	return v
}

// testDraft runs the tests.
func (a *API) testDraft(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	result, err := a.Desk.Test(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewTests(result)}, err
}

// simulateDraft replays what is stored under the draft.
func (a *API) simulateDraft(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err == nil {
		err = k.read(jsonObject)
	}
	if err != nil {
		return reply{}, err
	}
	k.body.Require("weeks")
	weeks, department := k.body.Int("weeks", 1, publish.MaxWeeks), k.body.String("department_id", 64)
	k.body.Only("weeks", "department_id")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	s, err := a.Desk.Simulate(k.Request.Context(), k.who, id, int(weeks), department)
	return reply{status: http.StatusOK, body: s}, err
}

type submissionView struct {
	Changes       []diff.Change `json:"changes"`
	NeedsApproval bool          `json:"needs_approval"`
	Tests         testView      `json:"tests"`
	Approval      *approvalView `json:"approval"`
}

// submitDraft shows what publishing would do, and asks a second person where it
// loosens.
func (a *API) submitDraft(k call) (reply, error) {
	id, rev, err := revision(k)
	if err != nil {
		return reply{}, err
	}
	terms := readTerms(k)
	k.body.Only("reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	s, err := a.Desk.Submit(k.Request.Context(), k.who, id, rev, terms.Reason)
	if err != nil {
		return reply{}, err
	}
	view := submissionView{Changes: s.Changes, NeedsApproval: s.NeedsApproval(), Tests: viewTests(s.Tests)}
	if s.Approval != nil {
		asked := viewApproval(*s.Approval)
		view.Approval = &asked
	}
	return reply{status: http.StatusOK, body: view}, nil
}

type ruleView struct {
	ID        string        `json:"id"`
	PolicyID  string        `json:"policy_id"`
	Mode      policy.Mode   `json:"mode"`
	Action    policy.Action `json:"action"`
	Hits      int           `json:"hits_7d"`
	Overrides int           `json:"overrides_7d"`
	// FPRate is the share of the hits that senders called wrong, null without hits.
	FPRate      *float64 `json:"fp_rate"`
	LastFiredAt *string  `json:"last_fired_at"`
}

// ruleWeek is the period of the figures of a rule.
const ruleWeek = 7 * 24 * time.Hour

// rules lists the rules in force, flat.
func (a *API) rules(k call) (reply, error) {
	found, err := a.Desk.Rules(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	claims, err := a.Feedback.ClaimsByRule(k.Request.Context(), k.who.OrgID, a.Now().Add(-ruleWeek), a.Now().Add(time.Second))
	if err != nil {
		return reply{}, err
	}
	views := []ruleView{}
	for _, r := range found {
		views = append(views, ruleView{
			r.Rule.ID, r.PolicyID, r.Rule.Mode, r.Rule.Then.Action, r.Hits.Hits, r.Hits.Overrides, rate(claims[r.Name], r.Hits.Hits), lastHour(r.Hits.LastAt),
		})
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

// rate is the share of hits, nil when there are none. A claim may be about a hit of
// before the week.
func rate(claims, hits int) *float64 {
	if hits == 0 {
		return nil
	}
	share := min(1, float64(claims)/float64(hits))
	return &share
}

// lastHour is the hour in which a rule last fired, not the moment: that could point
// to a person.
func lastHour(t time.Time) *string { return when(t.Truncate(time.Hour)) }

type typeView struct {
	Type  string `json:"type"`
	Group string `json:"group"`
}

// types lists what a condition can name.
func (a *API) types(k call) (reply, error) {
	if _, err := a.Desk.List(k.Request.Context(), k.who); err != nil {
		return reply{}, err
	}
	views := []typeView{}
	for _, t := range rule.Types() {
		views = append(views, typeView{t.String(), t.Group().String()})
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}
