package policy

import (
	"encoding/json"
	"errors"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// featuresJSON is the stored form: absent measures are left out.
type featuresJSON struct {
	Destination string                 `json:"destination,omitempty"`
	Class       Class                  `json:"class"`
	Channel     Channel                `json:"channel"`
	Groups      []string               `json:"user_groups,omitempty"`
	Language    Language               `json:"language"`
	Size        Size                   `json:"size"`
	Types       map[rule.Type]Measure  `json:"types,omitempty"`
	TypeGroups  map[rule.Group]Measure `json:"groups,omitempty"`
	Persons     []personJSON           `json:"persons,omitempty"`
	SubjectsEst subjectsJSON           `json:"subjects_est"`
}

type subjectsJSON struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

type personJSON struct {
	Role      detect.Role                     `json:"role"`
	Private   bool                            `json:"private"`
	Narrowing int                             `json:"narrowing,omitempty"`
	Holds     map[rule.Type]detect.Confidence `json:"holds,omitempty"`
	Number    int                             `json:"number"`
}

// MarshalJSON writes the stored form. Keys are sorted, so that equal features
// give equal bytes.
func (f Features) MarshalJSON() ([]byte, error) {
	out := featuresJSON{
		Destination: f.Destination, Class: f.Class, Channel: f.Channel, Groups: f.Groups,
		Language: f.Language, Size: f.Size, SubjectsEst: subjectsJSON(f.Subjects),
		Types: map[rule.Type]Measure{}, TypeGroups: map[rule.Group]Measure{},
	}
	for t, m := range f.Types {
		if m != (Measure{}) {
			out.Types[rule.Type(t)] = m
		}
	}
	for g, m := range f.TypeGroups {
		if m != (Measure{}) {
			out.TypeGroups[rule.Group(g)] = m
		}
	}
	for _, p := range f.Persons {
		holds := map[rule.Type]detect.Confidence{}
		for level, set := range p.Held {
			for _, t := range set.Types() {
				holds[t] = detect.Confidence(level + 1)
			}
		}
		out.Persons = append(out.Persons, personJSON{p.Role, p.Private, p.Narrowing, holds, p.Number})
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads the stored form. The error tells nothing of the input.
func (f *Features) UnmarshalJSON(b []byte) error {
	var in featuresJSON
	if json.Unmarshal(b, &in) != nil {
		return errors.New("malformed features")
	}
	*f = Features{
		Destination: in.Destination, Class: in.Class, Channel: in.Channel, Groups: in.Groups,
		Language: in.Language, Size: in.Size, Subjects: detect.Range(in.SubjectsEst),
	}
	for t, m := range in.Types {
		f.Types[t] = m
	}
	for g, m := range in.TypeGroups {
		f.TypeGroups[g] = m
	}
	for _, p := range in.Persons {
		person := PersonFeatures{Role: p.Role, Private: p.Private, Narrowing: p.Narrowing, Number: p.Number}
		for t, c := range p.Holds {
			for level := range int(c) {
				person.Held[level] |= rule.SetOf(t)
			}
		}
		f.Persons = append(f.Persons, person)
	}
	return nil
}
