package policy

import (
	"slices"
	"time"

	"dijkwacht/internal/detect"
)

// Suite is a set of tests for one policy.
type Suite struct {
	// Policy is the id of the policy under test.
	Policy string `json:"policy"`
	// Now is the moment at which the tests run, so that exceptions can be tested.
	Now          time.Time                   `json:"now"`
	Destinations map[string]SuiteDestination `json:"destinations"`
	Cases        []Case                      `json:"cases"`
}

// SuiteDestination is a destination as the tests name it.
type SuiteDestination struct {
	Host  string `json:"host,omitempty"`
	Class Class  `json:"class"`
}

// Case is one test: a message and what the policy must say of it.
type Case struct {
	Name string `json:"name"`
	// Now replaces the moment of the suite.
	Now   time.Time `json:"now,omitzero"`
	Given Given     `json:"given"`
	// Text is inspected, unless Features are given.
	Text     string         `json:"text,omitempty"`
	Features *GivenFeatures `json:"features,omitempty"`
	Expect   Expect         `json:"expect"`
}

// Given is the message around the text.
type Given struct {
	Destination string   `json:"destination"`
	Group       string   `json:"group,omitempty"`
	Groups      []string `json:"groups,omitempty"`
	Channel     Channel  `json:"channel,omitempty"`
	Language    Language `json:"language,omitempty"`
}

// Expect is what must come out. A case that names no action expects Allow.
type Expect struct {
	Action Action `json:"action,omitempty"`
	// Rules are all the rules that match, in any order; not checked when absent.
	Rules []string `json:"rules,omitempty"`
	// NotRules are rules that must not match.
	NotRules      []string        `json:"not_rules,omitempty"`
	Message       string          `json:"message,omitempty"`
	Override      *ExpectOverride `json:"override,omitempty"`
	ExceptedBy    string          `json:"excepted_by,omitempty"`
	NotExceptedBy string          `json:"not_excepted_by,omitempty"`
}

// ExpectOverride is the expected word on sending anyway.
type ExpectOverride struct {
	Allow bool `json:"allow"`
}

// CaseResult is the outcome of one case.
type CaseResult struct {
	Name string `json:"name"`
	OK   bool   `json:"ok"`
	// Wrong says in a line each what differs from the expectation.
	Wrong []string    `json:"wrong,omitempty"`
	Got   Action      `json:"got"`
	Want  Action      `json:"want"`
	Trace []TraceStep `json:"trace"`
}

// SuiteResult is the outcome of a suite.
type SuiteResult struct {
	Passed int          `json:"passed"`
	Failed int          `json:"failed"`
	Cases  []CaseResult `json:"cases"`
	// NeverFired and AlwaysFired are enforced rules without a case that matches, and
	// without one that does not. Publishing needs both to be empty.
	NeverFired  []string `json:"never_fired,omitempty"`
	AlwaysFired []string `json:"always_fired,omitempty"`
}

// OK tells whether all cases passed.
func (r SuiteResult) OK() bool { return r.Failed == 0 }

// Covered tells whether each enforced rule has a case that fires and one that does
// not.
func (r SuiteResult) Covered() bool { return len(r.NeverFired)+len(r.AlwaysFired) == 0 }

// Run tests the policy. Scan inspects a text as the service would.
func (s *Suite) Run(p *Policy, scan func(text string) *detect.Result) SuiteResult {
	var out SuiteResult
	fired := map[string]int{}
	for i := range s.Cases {
		c := &s.Cases[i]
		d := Decide(p, s.features(p, c, scan), s.moment(c))
		for _, m := range d.Rules {
			fired[m.ID]++
		}
		wrong := c.Expect.compare(d)
		out.Cases = append(out.Cases, CaseResult{c.Name, len(wrong) == 0, wrong, d.Action, c.Expect.Action, d.Trace})
		if len(wrong) == 0 {
			out.Passed++
		} else {
			out.Failed++
		}
	}
	for _, r := range p.Rules {
		switch {
		case r.Mode != Enforce:
		case fired[r.ID] == 0:
			out.NeverFired = append(out.NeverFired, r.ID)
		case fired[r.ID] == len(s.Cases):
			out.AlwaysFired = append(out.AlwaysFired, r.ID)
		}
	}
	return out
}

func (s *Suite) moment(c *Case) time.Time {
	if c.Now.IsZero() {
		return s.Now
	}
	return c.Now
}

func (s *Suite) features(p *Policy, c *Case, scan func(string) *detect.Result) Features {
	to := s.Destinations[c.Given.Destination]
	ctx := Context{
		Destination: Destination{ID: c.Given.Destination, Class: to.Class},
		Channel:     c.Given.Channel, Groups: slices.Clone(c.Given.Groups), Language: c.Given.Language, Units: len(c.Text),
	}
	if c.Given.Group != "" {
		ctx.Groups = append(ctx.Groups, c.Given.Group)
	}
	if c.Features != nil {
		return c.Features.features(ctx)
	}
	result := scan(c.Text)
	p.DropTestValues(c.Text, result)
	return FeaturesOf(result, ctx)
}

// compare says in a line each what differs.
func (e *Expect) compare(d Decision) []string {
	var wrong []string
	say := func(bad bool, text string) {
		if bad {
			wrong = append(wrong, text)
		}
	}
	say(d.Action != e.Action, "action is "+d.Action.String()+", want "+e.Action.String())
	say(e.Message != "" && d.Message != e.Message, "message is "+d.Message+", want "+e.Message)
	say(e.Override != nil && d.Override.Allowed != e.Override.Allow, "override is not as expected")
	matched, excepted := map[string]bool{}, map[string]bool{}
	for _, m := range d.Rules {
		matched[m.ID] = true
		excepted[m.ExceptedBy] = true
		say(len(e.Rules) > 0 && !slices.Contains(e.Rules, m.ID), "rule "+m.ID+" matches and is not expected")
	}
	for _, id := range e.Rules {
		say(!matched[id], "rule "+id+" does not match")
	}
	for _, id := range e.NotRules {
		say(matched[id], "rule "+id+" matches")
	}
	say(e.ExceptedBy != "" && !excepted[e.ExceptedBy], "exception "+e.ExceptedBy+" does not apply")
	say(e.NotExceptedBy != "" && excepted[e.NotExceptedBy], "exception "+e.NotExceptedBy+" applies")
	return wrong
}
