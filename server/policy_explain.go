package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// explain writes a decision for people: what was seen, what each rule made of it,
// and what follows.
func explain(w io.Writer, f policy.Features, d policy.Decision) {
	fmt.Fprintf(w, "destination  %s\n", f.Class)
	for t := range f.Types {
		if m := f.Types[t]; m.Count[0] > 0 {
			fmt.Fprintf(w, "found        %-18s %d, %d different, %s confidence\n", rule.Type(t), m.Count[0], m.Distinct[0], m.Confidence())
		}
	}
	for _, p := range f.Persons {
		fmt.Fprintf(w, "person       %s\n", personLine(p))
	}
	for _, step := range d.Trace {
		i := slices.IndexFunc(d.Rules, func(m policy.MatchedRule) bool { return m.ID == step.Rule })
		if i < 0 {
			fmt.Fprintf(w, "rule         %-28s no: %s\n", step.Rule, strings.TrimSpace(string(step.Why)+" "+step.Detail))
			continue
		}
		m := d.Rules[i]
		note := ""
		if m.Mode == policy.Shadow {
			note = " (shadow)"
		}
		if m.ExceptedBy != "" {
			note += " (excepted by " + m.ExceptedBy + ")"
		}
		fmt.Fprintf(w, "rule         %-28s yes: %s%s\n", step.Rule, m.Action, note)
	}
	fmt.Fprintf(w, "decision     %s", d.Action)
	if d.Rule != "" {
		fmt.Fprintf(w, " by %s", d.Rule)
	}
	fmt.Fprintln(w)
	if d.Action >= policy.Warn {
		fmt.Fprintf(w, "override     %s\n", overrideLine(d.Override))
	}
}

func personLine(p policy.PersonFeatures) string {
	parts := []string{p.Role.String()}
	if !p.Private {
		parts = append(parts, "not private")
	}
	if p.Number > 1 {
		parts = append(parts, fmt.Sprintf("%d alike", p.Number))
	}
	if p.Narrowing > 0 {
		parts = append(parts, plural(p.Narrowing, "narrowing fact", "narrowing facts"))
	}
	var held []string
	for _, t := range p.Held[0].Types() {
		held = append(held, t.String())
	}
	if len(held) > 0 {
		parts = append(parts, strings.Join(held, " "))
	}
	return strings.Join(parts, ", ")
}

func overrideLine(o policy.Override) string {
	if !o.Allowed {
		return "no"
	}
	line := "yes"
	if len(o.Reasons) > 0 {
		var reasons []string
		for _, r := range o.Reasons {
			reasons = append(reasons, r.String())
		}
		line += ", with a reason: " + strings.Join(reasons, ", ")
	}
	if o.BudgetPerDay > 0 {
		line += fmt.Sprintf(", at most %d a day", o.BudgetPerDay)
	}
	return line
}
