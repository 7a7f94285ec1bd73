package register

import "slices"

// Regroup is the incident as these events make it, oldest first, after a person
// moved events: what people added stays.
func (i Incident) Regroup(attempts []Attempt) Incident {
	fresh := i
	fresh.Events, fresh.Types, fresh.Rules, fresh.SubjectsMin, fresh.SubjectsMax, fresh.Action, fresh.Kind = 0, nil, nil, 0, 0, 0, KindSecret
	for n, a := range attempts {
		if n == 0 {
			fresh.OccurredFrom, fresh.OccurredTo = a.Event.At, a.Event.At
			fresh.PolicyVersion = a.Event.PolicyVersion
		}
		fresh = fresh.join(a.Event)
	}
	fresh.Rev = i.Rev
	fresh.Computed = nil
	return fresh
}

// WeightOf is what counts of an attempt when its incident is settled.
func WeightOf(a Attempt) Weight {
	w := Weight{At: a.Event.At, Action: a.Event.Decision.Action, Class: a.Event.Class, Severity: a.Event.Decision.Severity}
	if a.Outcome != nil {
		w.Result, w.Egress = a.Outcome.Result, a.Outcome.Egress
	}
	return w
}

// Weights is WeightOf each.
func Weights(attempts []Attempt) []Weight {
	list := make([]Weight, len(attempts))
	for i, a := range attempts {
		list[i] = WeightOf(a)
	}
	return list
}

// Linked is the incident with a link to another.
func (i Incident) Linked(id string) Incident {
	if !slices.Contains(i.Links, id) {
		i.Links = append(slices.Clone(i.Links), id)
	}
	return i
}
