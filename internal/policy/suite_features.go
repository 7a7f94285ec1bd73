package policy

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// GivenFeatures are features as a test writes them, without a text: a measure for
// some types and groups. Without persons they are taken to be of one private person.
type GivenFeatures struct {
	Types   map[rule.Type]GivenMeasure  `json:"types,omitempty"`
	Groups  map[rule.Group]GivenMeasure `json:"groups,omitempty"`
	Persons []GivenPerson               `json:"persons,omitempty"`
	// Subjects is the estimated number of persons.
	Subjects int `json:"subjects,omitempty"`
}

// GivenMeasure counts findings of one confidence. Count and Distinct default to each
// other and to 1, Confidence to high.
type GivenMeasure struct {
	Count      int               `json:"count,omitempty"`
	Distinct   int               `json:"distinct,omitempty"`
	Confidence detect.Confidence `json:"confidence,omitempty"`
}

// GivenPerson is one person in given features.
type GivenPerson struct {
	Role      detect.Role                     `json:"role,omitempty"`
	Public    bool                            `json:"public,omitempty"`
	Narrowing int                             `json:"narrowing,omitempty"`
	Holds     map[rule.Type]detect.Confidence `json:"holds,omitempty"`
}

func (m GivenMeasure) measure() Measure {
	if m.Confidence == detect.ConfidenceNone {
		m.Confidence = detect.High
	}
	m.Distinct = max(m.Distinct, min(m.Count, 1), 1)
	m.Count = max(m.Count, m.Distinct)
	var out Measure
	for level := range int(m.Confidence) {
		out.Count[level], out.Distinct[level] = m.Count, m.Distinct
	}
	return out
}

func (g *GivenFeatures) features(ctx Context) Features {
	f := FeaturesOf(&detect.Result{Subjects: detect.Range{Min: g.Subjects, Max: g.Subjects}}, ctx)
	one := PersonFeatures{Private: true, Number: 1}
	hold := func(set rule.TypeSet, m Measure) {
		for level := range int(m.Confidence()) {
			one.Held[level] |= set
		}
	}
	for t, given := range g.Types {
		m := given.measure()
		f.Types[t] = m
		f.TypeGroups[t.Group()].add(&m)
		hold(rule.SetOf(t), m)
	}
	for group, given := range g.Groups {
		m := given.measure()
		f.TypeGroups[group] = m
		hold(rule.SetOfGroup(group), m)
	}
	f.Persons = g.persons()
	if len(f.Persons) == 0 && len(g.Types)+len(g.Groups) > 0 {
		f.Persons = []PersonFeatures{one}
	}
	return f
}

func (g *GivenFeatures) persons() []PersonFeatures {
	var list []PersonFeatures
	for _, p := range g.Persons {
		person := PersonFeatures{Role: p.Role, Private: !p.Public, Narrowing: p.Narrowing, Number: 1}
		for t, c := range p.Holds {
			for level := range int(c) {
				person.Held[level] |= rule.SetOf(t)
			}
		}
		list = append(list, person)
	}
	return list
}
