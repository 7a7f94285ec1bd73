package replay

import (
	"maps"
	"slices"

	"dijkwacht/internal/policy"
)

type move struct{ from, to policy.Action }

// tally is what one worker counts.
type tally struct {
	policy      *policy.Policy
	events      int
	moves       map[move]int
	rules       map[string]int
	departments map[string]*department
	failed      error
}

type department struct {
	events int
	moves  map[move]int
}

func newTally(p *policy.Policy) *tally {
	return &tally{policy: p, moves: map[move]int{}, rules: map[string]int{}, departments: map[string]*department{}}
}

// work decides until the batches end. After a failure it only drains them.
func (t *tally) work(batches <-chan []Vector) {
	for batch := range batches {
		for i := range batch {
			if t.failed == nil {
				t.failed = t.decide(&batch[i])
			}
		}
	}
}

func (t *tally) decide(v *Vector) error {
	var f policy.Features
	if f.UnmarshalJSON(v.Features) != nil {
		return ErrVector
	}
	d := policy.DecideUntraced(t.policy, &f, v.At)
	t.events += v.Number
	for _, m := range d.Rules {
		if m.ExceptedBy == "" {
			t.rules[m.ID] += v.Number
		}
	}
	of := t.department(v.Department)
	of.events += v.Number
	if d.Action != v.Action {
		t.moves[move{v.Action, d.Action}] += v.Number
		of.moves[move{v.Action, d.Action}] += v.Number
	}
	return nil
}

func (t *tally) department(id string) *department {
	d := t.departments[id]
	if d == nil {
		d = &department{moves: map[move]int{}}
		t.departments[id] = d
	}
	return d
}

func (t *tally) add(other *tally) {
	t.events += other.events
	addCounts(t.moves, other.moves)
	addCounts(t.rules, other.rules)
	for id, d := range other.departments {
		of := t.department(id)
		of.events += d.events
		addCounts(of.moves, d.moves)
	}
}

func addCounts[K comparable](to, from map[K]int) {
	for k, n := range from {
		to[k] += n
	}
}

func (t *tally) result(least int) Result {
	r := Result{Events: t.events, Changes: sortedChanges(t.moves)}
	for _, rule := range t.policy.Rules {
		r.ByRule = append(r.ByRule, RuleMatches{rule.ID, rule.Mode, t.rules[rule.ID]})
	}
	for _, id := range slices.Sorted(maps.Keys(t.departments)) {
		d := t.departments[id]
		if id == "" {
			continue
		}
		if d.events < least {
			r.ByDepartment = append(r.ByDepartment, DepartmentChanges{Department: id, Suppressed: true})
			continue
		}
		r.ByDepartment = append(r.ByDepartment, DepartmentChanges{Department: id, Count: d.events, Changes: sortedChanges(d.moves)})
	}
	return r
}
