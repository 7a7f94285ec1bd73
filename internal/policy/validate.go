package policy

import (
	"fmt"
	"strings"
)

// Issue is something in a policy that parses but makes no sense.
type Issue struct {
	// Path points at the place, such as "rules[2].when.all[0]".
	Path string
	Text string
}

// maxDepth is how deep conditions nest: deeper ones cannot be read aloud.
const maxDepth = 3

// Check lists what is wrong with a policy; nothing when it can be used.
func Check(p *Policy) []Issue {
	c := checker{rules: map[string]bool{}}
	c.id("id", p.ID)
	if len(p.Rules) == 0 {
		c.add("rules", "a policy needs at least one rule")
	}
	for i := range p.Rules {
		c.rule(rulePath(i), &p.Rules[i])
	}
	if p.Department != "" {
		c.department(p)
	}
	exceptions := map[string]bool{}
	for i := range p.Exceptions {
		path := fmt.Sprintf("exceptions[%d]", i)
		c.exception(path, &p.Exceptions[i])
		if exceptions[p.Exceptions[i].ID] {
			c.add(path+".id", "another exception has this id")
		}
		exceptions[p.Exceptions[i].ID] = true
	}
	return c.issues
}

func rulePath(i int) string { return fmt.Sprintf("rules[%d]", i) }

type checker struct {
	issues []Issue
	rules  map[string]bool
}

func (c *checker) add(path, text string) { c.issues = append(c.issues, Issue{path, text}) }

func (c *checker) id(path, id string) {
	bare := strings.Trim(id, "abcdefghijklmnopqrstuvwxyz0123456789-_.")
	if id == "" || bare != "" || len(id) > 64 {
		c.add(path, "want an id of 1 to 64 lower-case letters, digits and hyphens")
	}
}

func (c *checker) rule(path string, r *Rule) {
	c.id(path+".id", r.ID)
	if c.rules[r.ID] {
		c.add(path+".id", "another rule has this id")
	}
	c.rules[r.ID] = true
	if r.ID == UnreadRule {
		c.add(path+".id", "every policy has a rule with this id by itself; see unread_files")
	}

	w := &r.When
	if len(w.All)+len(w.Any)+len(w.None) == 0 {
		switch {
		case w.SamePerson:
			c.add(path+".when", "same_person needs a condition in all, any or none")
		case len(w.Destination.Class)+len(w.Destination.ID)+len(w.Channel)+len(w.Groups)+len(w.NotGroups)+len(w.Language)+len(w.Size) == 0:
			c.add(path+".when", "a rule needs at least one condition")
		}
	}
	c.lists(path+".when", w.All, w.Any, w.None, w.SamePerson, 1)
	c.then(path+".then", &r.Then)
}

func (c *checker) then(path string, t *Then) {
	if t.Action == Allow {
		c.add(path+".action", "want an action of log or more; what no rule forbids is allowed")
	}
	if t.Action >= Coach && t.Message == "" {
		c.add(path+".message", "a rule that speaks to the user needs a message")
	}
	if t.Action == Block && t.Override.Allow {
		c.add(path+".override.allow", "a blocked message cannot be sent; use redact or justify with an override")
	}
	if t.Override.BudgetPerDay < 0 {
		c.add(path+".override.budget_per_day", "want 0 or more")
	}
	if !t.Override.Allow && (len(t.Override.Reasons) > 0 || t.Override.BudgetPerDay > 0) {
		c.add(path+".override", "reasons and budget mean nothing without allow: true")
	}
	if t.Action == Justify && (!t.Override.Allow || len(t.Override.Reasons) == 0) {
		c.add(path+".override", "justify needs allow: true and reasons to choose from")
	}
}

func (c *checker) lists(path string, all, anyOf, none List, person bool, depth int) {
	for _, l := range []struct {
		name string
		list List
	}{{"all", all}, {"any", anyOf}, {"none", none}} {
		for i := range l.list {
			c.condition(fmt.Sprintf("%s.%s[%d]", path, l.name, i), &l.list[i], person, depth)
		}
	}
}

func (c *checker) condition(path string, n *Condition, person bool, depth int) {
	if depth > maxDepth {
		c.add(path, fmt.Sprintf("conditions nest at most %d deep", maxDepth))
		return
	}
	measured := n.Count.Given() || n.Distinct.Given() || n.Types.Given() || n.Confidence != 0
	nested := len(n.All)+len(n.Any)+len(n.None) > 0
	switch {
	case n.Covered() == 0 && measured:
		c.add(path, "confidence, count, distinct and types need a type, any_type or group")
	case n.Covered() == 0 && !nested && len(n.Role) == 0 && !n.Narrowing.Given() && !n.Subjects.Given():
		c.add(path, "an empty condition")
	case person && (n.Count.Given() || n.Distinct.Given() || n.Subjects.Given()):
		c.add(path, "count, distinct and subjects look at the whole text; with same_person use types")
	case !person && (len(n.Role) > 0 || n.Narrowing.Given()):
		c.add(path, "role and narrowing need same_person: true")
	}
	c.lists(path, n.All, n.Any, n.None, person, depth+1)
}

func (c *checker) exception(path string, e *Exception) {
	c.id(path+".id", e.ID)
	if len(e.Rules) == 0 {
		c.add(path+".rules", "an exception names the rules it is for")
	}
	for i, id := range e.Rules {
		if !c.rules[id] {
			c.add(fmt.Sprintf("%s.rules[%d]", path, i), "no rule has this id")
		}
	}
	if e.Reason == "" {
		c.add(path+".reason", "an exception needs a reason")
	}
	if e.Owner == "" {
		c.add(path+".owner", "an exception needs an owner")
	}
	if e.Until.IsZero() {
		c.add(path+".until", "an exception needs an end")
	}
}
