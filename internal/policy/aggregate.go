package policy

import (
	"slices"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// countFindings fills the measures per type and group. Equal values of one type
// share a Ref and count once as distinct, at the best confidence among them.
func (f *Features) countFindings(findings []detect.Finding) {
	type value struct {
		kind rule.Type
		ref  int
	}
	best := make(map[value]detect.Confidence, len(findings))
	for _, item := range findings {
		c := item.Confidence()
		if c == detect.ConfidenceNone {
			continue
		}
		addLevels(&f.Types[item.Type].Count, c)
		addLevels(&f.TypeGroups[item.Type.Group()].Count, c)
		v := value{item.Type, item.Ref}
		best[v] = max(best[v], c)
	}
	for v, c := range best {
		addLevels(&f.Types[v.kind].Distinct, c)
		addLevels(&f.TypeGroups[v.kind.Group()].Distinct, c)
	}
}

// addLevels counts one more at each level up to c.
func addLevels(counts *[levels]int, c detect.Confidence) {
	for level := range int(c) {
		counts[level]++
	}
}

// describePersons turns clusters into descriptions; equal descriptions share one
// entry, so that a table of a thousand patients stays small.
func (f *Features) describePersons(result *detect.Result) {
	if len(result.Persons) == 0 {
		return
	}
	held := make([][levels]rule.TypeSet, len(result.Persons))
	for _, item := range result.Findings {
		if item.Person == detect.NoPerson {
			continue
		}
		for level := range int(item.Confidence()) {
			held[item.Person][level] |= rule.SetOf(item.Type)
		}
	}
	index := make(map[PersonFeatures]int, len(result.Persons))
	for i, p := range result.Persons {
		d := PersonFeatures{Role: p.Role, Private: p.Private, Narrowing: p.Narrowing, Held: held[i]}
		at, seen := index[d]
		if !seen {
			at = len(f.Persons)
			index[d] = at
			f.Persons = append(f.Persons, d)
		}
		f.Persons[at].Number++
	}
}

// Add takes over what was found in another piece of the same message. A value that is
// in both counts as distinct twice, and a person in both as two: the most there can be.
func (f *Features) Add(other *Features) {
	for t := range f.Types {
		f.Types[t].add(&other.Types[t])
	}
	for g := range f.TypeGroups {
		f.TypeGroups[g].add(&other.TypeGroups[g])
	}
	f.Subjects.Min = max(f.Subjects.Min, other.Subjects.Min)
	f.Subjects.Max += other.Subjects.Max
	for _, p := range other.Persons {
		number := p.Number
		p.Number = 0
		same := slices.IndexFunc(f.Persons, func(q PersonFeatures) bool { q.Number = 0; return p == q })
		if same < 0 {
			same = len(f.Persons)
			f.Persons = append(f.Persons, p)
		}
		f.Persons[same].Number += number
	}
}
