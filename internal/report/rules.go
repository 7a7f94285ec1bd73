package report

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/lifecycle"
)

// topRules is how many rules the report lists.
const topRules = 10

// Rule is how one rule of the policy did.
type Rule struct {
	ID   string `json:"id"`
	Hits int    `json:"hits"`
	// Warnings are the hits that could be overridden: warn and more.
	Warnings  int `json:"warnings"`
	Overrides int `json:"overrides"`
	// FalsePositives are the hits that senders called wrong.
	FalsePositives int `json:"false_positives"`
	// DecisionMS is the median time that people took to decide; 0: not known.
	DecisionMS int64 `json:"decision_ms_median"`
}

type ruleCount struct {
	Rule
	decided []int64
}

func (c *counted) countRules(a *Kind, k *kindCount) {
	overridden := a.Result == register.Sent && a.Action >= policy.Warn
	if overridden {
		reason := a.Reason
		if reason == "" {
			reason = "none"
		}
		c.reasons[reason] += k.n
	}
	for _, id := range a.Rules {
		r := c.rules[id]
		if r == nil {
			r = &ruleCount{Rule: Rule{ID: id}}
			c.rules[id] = r
		}
		r.Hits += k.n
		if a.Action >= policy.Warn {
			r.Warnings += k.n
		}
		if overridden {
			r.Overrides += k.n
		}
		r.decided = append(r.decided, k.decided...)
	}
}

func (c *counted) rulesPart() []Rule {
	wrong := map[string]map[string]bool{} // by rule: decisions
	for _, f := range c.feedback {
		if f.Verdict != feedback.FalsePositive {
			continue
		}
		for _, id := range f.Rules {
			if wrong[id] == nil {
				wrong[id] = map[string]bool{}
			}
			wrong[id][f.DecisionID] = true
		}
	}
	list := []Rule{}
	for _, id := range slices.Sorted(maps.Keys(c.rules)) {
		r := c.rules[id]
		r.FalsePositives, r.DecisionMS = min(len(wrong[id]), r.Hits), quantile(r.decided, 0.5)
		list = append(list, r.Rule)
	}
	slices.SortStableFunc(list, func(a, b Rule) int { return cmp.Compare(b.Hits, a.Hits) })
	return list[:min(len(list), topRules)]
}

// quantile is the value below which the share of values lies, 0 for none.
func quantile(values []int64, share float64) int64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[min(len(values)-1, int(math.Ceil(share*float64(len(values))))-1)]
}

// Overrides is how often people sent in spite of a warning, and why.
type Overrides struct {
	Total    int     `json:"total"`
	ByReason []Count `json:"by_reason"`
	// TopRule had most of them, "" for none.
	TopRule string `json:"top_rule,omitempty"`
	// Judged are the cases of overrides of this week that a person judged, Unjustified
	// those that turned out a leak.
	Judged      int `json:"judged"`
	Unjustified int `json:"unjustified"`
}

func (c *counted) overridesPart() *Overrides {
	o := &Overrides{Total: c.funnel.Then.Overridden, ByReason: compare(c.reasons, nil, nil)}
	most := 0
	for _, id := range slices.Sorted(maps.Keys(c.rules)) {
		if n := c.rules[id].Overrides; n > most {
			most, o.TopRule = n, id
		}
	}
	for _, i := range c.incidents {
		if i.Row != register.RowSentAnyway {
			continue
		}
		switch {
		case i.ReasonCode != "" || i.LegalBasis != "":
			o.Judged++
		case leaked(i):
			o.Judged++
			o.Unjustified++
		}
	}
	return o
}

// leaked reports whether a person confirmed that the case is a leak.
func leaked(i register.Incident) bool {
	return i.State == lifecycle.ConfirmedLeak || i.State == lifecycle.Assessed || i.State == lifecycle.Closed && i.AP != ""
}

// FalsePositives is what senders and judges say of the findings.
type FalsePositives struct {
	Reported  int `json:"reported"`
	Confirmed int `json:"confirmed"`
	Open      int `json:"open"`
	// Precision of the hits that a person judged, in percent, with a 95 % interval
	// (Wilson 1927); absent when nothing was judged.
	Precision *Interval `json:"precision,omitempty"`
}

// Interval is an estimate with its bounds, in percent.
type Interval struct {
	Low      int `json:"low"`
	Estimate int `json:"estimate"`
	High     int `json:"high"`
	// Of is how many were judged.
	Of int `json:"of"`
}

func (c *counted) falsePositives() *FalsePositives {
	f := &FalsePositives{}
	claimed := map[string]bool{}
	for _, said := range c.feedback {
		if said.Verdict == feedback.FalsePositive {
			f.Reported++
			claimed[said.IncidentID] = true
		}
	}
	right, wrong := 0, 0
	for _, i := range c.incidents {
		switch {
		case i.ReasonCode != "":
			wrong++
		case leaked(i):
			right++
		}
		if claimed[i.ID] {
			switch {
			case i.ReasonCode != "":
				f.Confirmed++
			case open(i):
				f.Open++
			}
		}
	}
	if right+wrong > 0 {
		f.Precision = wilson(right, right+wrong)
	}
	return f
}

// wilson is the score interval of a share at 95 %.
func wilson(part, whole int) *Interval {
	const z = 1.96
	n, p := float64(whole), float64(part)/float64(whole)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	percent := func(f float64) int { return int(math.Round(100 * min(max(f, 0), 1))) }
	return &Interval{Low: percent(middle - half), Estimate: percent(p), High: percent(middle + half), Of: whole}
}
