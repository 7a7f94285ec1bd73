package policy

import (
	"slices"
	"time"

	"dijkwacht/internal/rule"
)

// Decide answers for one message. It is pure and total: equal arguments give equal
// decisions, and every policy and feature vector has one.
//
// Every rule is evaluated; exceptions take matches away; the most restrictive
// enforced match wins; sending anyway is possible only when every counting match
// of Warn or more allows it. No match is Allow.
func Decide(p *Policy, f Features, now time.Time) Decision {
	trace := make([]TraceStep, 0, len(p.Rules))
	d := decide(p, &f, now, func(step TraceStep) { trace = append(trace, step) })
	d.Trace = trace
	return d
}

// DecideUntraced is Decide without the trace, for a replay of millions.
func DecideUntraced(p *Policy, f *Features, now time.Time) Decision {
	return decide(p, f, now, func(TraceStep) {})
}

func decide(p *Policy, f *Features, now time.Time, trace func(TraceStep)) Decision {
	var d Decision
	for i := range p.Rules {
		r := &p.Rules[i]
		step := evaluate(r, f)
		if step.Matched {
			match := MatchedRule{
				ID: r.ID, Action: r.Then.Action, Mode: r.Mode, Message: r.Then.Message,
				AllowsOverride: r.Then.Override.Allow,
				ExceptedBy:     exceptionFor(p, r.ID, f, now),
			}
			if match.ExceptedBy != "" {
				step.Why = WhyExcepted
			}
			d.Rules = append(d.Rules, match)
			d.weigh(r, match)
		}
		trace(step)
	}
	if f.Unread != FileRead && f.Class != Approved {
		r := p.unreadRule()
		match := MatchedRule{ID: r.ID, Action: r.Then.Action, Message: r.Then.Message, AllowsOverride: r.Then.Override.Allow}
		d.Rules = append(d.Rules, match)
		d.weigh(r, match)
		trace(TraceStep{Rule: r.ID, Matched: true, Why: WhyMatch})
	}
	d.Override = overrideOf(p, d.Rules)
	return d
}

// weigh lets one match take part in the decision.
func (d *Decision) weigh(r *Rule, m MatchedRule) {
	if m.Mode == Shadow && m.ExceptedBy == "" {
		d.Shadow = max(d.Shadow, m.Action)
	}
	if !m.Counts() {
		return
	}
	if m.Action > d.Action {
		d.Action, d.Rule, d.Message = m.Action, m.ID, m.Message
	}
	d.Severity = max(d.Severity, r.Then.Severity)
	d.Covers |= r.Then.Cover()
	for _, offer := range r.Then.Offers {
		if !slices.Contains(d.Offers, offer) {
			d.Offers = append(d.Offers, offer)
		}
	}
	slices.Sort(d.Offers)
}

// Cover is what the safe version of the rule replaces.
func (t *Then) Cover() rule.TypeSet {
	if t.Redact == nil {
		return DefaultCover()
	}
	set := rule.SetOf(t.Redact.Types...)
	for _, g := range t.Redact.Groups {
		set |= rule.SetOfGroup(g)
	}
	return set
}

// DefaultCover is everything but health facts: what is left of a question is
// useful and leads to nobody.
func DefaultCover() rule.TypeSet {
	return rule.SetOfGroup(rule.GroupIdentity) | rule.SetOfGroup(rule.GroupContact) |
		rule.SetOfGroup(rule.GroupFinancial) | rule.SetOfGroup(rule.GroupSecret) |
		rule.SetOfGroup(rule.GroupContext)
}

// overrideOf joins the words of all counting matches of Warn or more: all must
// allow it, only reasons that each accepts stay, the smallest budget holds.
func overrideOf(p *Policy, matches []MatchedRule) Override {
	var out Override
	first := true
	for _, m := range matches {
		if !m.Counts() || m.Action < Warn {
			continue
		}
		if !m.AllowsOverride {
			return Override{}
		}
		own := p.Rule(m.ID).Then.Override
		switch {
		case first:
			out = Override{Allowed: true, Reasons: slices.Clone(own.Reasons), BudgetPerDay: own.BudgetPerDay}
		case !out.narrow(own):
			return Override{}
		}
		first = false
	}
	return out
}

// narrow joins one more rule's word; false when no common reason is left.
func (o *Override) narrow(own OverrideRule) bool {
	if own.BudgetPerDay > 0 && (o.BudgetPerDay == 0 || own.BudgetPerDay < o.BudgetPerDay) {
		o.BudgetPerDay = own.BudgetPerDay
	}
	switch {
	case len(own.Reasons) == 0:
		return true
	case len(o.Reasons) == 0:
		o.Reasons = slices.Clone(own.Reasons)
		return true
	}
	o.Reasons = slices.DeleteFunc(o.Reasons, func(r Reason) bool { return !slices.Contains(own.Reasons, r) })
	return len(o.Reasons) > 0
}

// Rule finds a rule by its id; nil if there is none.
func (p *Policy) Rule(id string) *Rule {
	if id == UnreadRule {
		return p.unreadRule()
	}
	i := slices.IndexFunc(p.Rules, func(r Rule) bool { return r.ID == id })
	if i < 0 {
		return nil
	}
	return &p.Rules[i]
}

// exceptionFor is the id of the first exception in force that takes a match of the
// rule away, or "".
func exceptionFor(p *Policy, ruleID string, f *Features, now time.Time) string {
	for i := range p.Exceptions {
		e := &p.Exceptions[i]
		switch {
		case !now.Before(e.Until):
		case !slices.Contains(e.Rules, ruleID):
		case len(e.Groups) > 0 && !share(e.Groups, f.Groups):
		case len(e.Destinations) > 0 && !slices.Contains(e.Destinations, f.Destination):
		default:
			return e.ID
		}
	}
	return ""
}

func share(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
