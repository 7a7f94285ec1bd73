package severity

import (
	"encoding/json"
	"errors"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

var errFeatures = errors.New("a stored feature vector is damaged")

// Of reads the facts out of a stored feature vector. Types count from medium
// confidence; a name of high confidence is taken for a full one. Vectors that do
// not parse are an error without their text.
func Of(features json.RawMessage) (Facts, error) {
	var v policy.Features
	if err := json.Unmarshal(features, &v); err != nil {
		return Facts{}, errFeatures
	}
	f := Facts{Class: v.Class, Subjects: v.Subjects.Max}
	for t := range rule.TypeCount {
		if v.Types[t].Count[medium] > 0 {
			f.Types |= rule.SetOf(rule.Type(t))
		}
	}
	f.Name = nameOf(v.Types[rule.PersonName])
	for _, p := range v.Persons {
		f.Narrowing = max(f.Narrowing, p.Narrowing)
		f.Care = f.Care || p.Role == detect.RolePatient
	}
	return f, nil
}

const medium, high = int(detect.Medium) - 1, int(detect.High) - 1

func nameOf(m policy.Measure) Name {
	switch {
	case m.Count[high] > 0:
		return FullName
	case m.Count[medium] > 0:
		return PartialName
	}
	return NoName
}

// Worst is the score of the attempt with the highest one: facts of different texts
// are not about the same person.
func Worst(attempts []Facts) (Score, Facts) {
	var worst Score
	var of Facts
	subjects := 0
	for i, f := range attempts {
		subjects = max(subjects, f.Subjects)
		if s := Propose(f); i == 0 || s.SE > worst.SE {
			worst, of = s, f
		}
	}
	of.Subjects = subjects
	if len(attempts) > 0 {
		worst = Propose(of)
	}
	return worst, of
}
