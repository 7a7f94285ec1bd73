package policy

import (
	"encoding/json"
	"errors"
	"slices"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// featuresJSON is the stored form: absent measures are left out.
type featuresJSON struct {
	Destination string   `json:"destination,omitempty"`
	Class       Class    `json:"class"`
	Channel     Channel  `json:"channel"`
	Groups      []string `json:"user_groups,omitempty"`
	Language    Language `json:"language"`
	Size        Size     `json:"size"`
	Unread      Unread   `json:"unread,omitempty"`
	// Types holds count and distinct at low, medium and high confidence. The groups
	// are the sums of their types.
	Types       map[rule.Type]measureJSON `json:"types,omitempty"`
	Persons     []personJSON              `json:"persons,omitempty"`
	SubjectsEst subjectsJSON              `json:"subjects_est"`
}

// measureJSON is six numbers instead of two named lists: a replay reads millions.
type measureJSON [2 * levels]int

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
		Language: f.Language, Size: f.Size, Unread: f.Unread, SubjectsEst: subjectsJSON(f.Subjects),
		Types: map[rule.Type]measureJSON{},
	}
	for t, m := range f.Types {
		if m != (Measure{}) {
			out.Types[rule.Type(t)] = measureJSON(slices.Concat(m.Count[:], m.Distinct[:]))
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
	if f.readStored(b) {
		return nil
	}
	return f.readAny(b)
}

// readAny reads any JSON of the form.
func (f *Features) readAny(b []byte) error {
	var in featuresJSON
	if json.Unmarshal(b, &in) != nil {
		return errors.New("malformed features")
	}
	*f = Features{
		Destination: in.Destination, Class: in.Class, Channel: in.Channel, Groups: in.Groups,
		Language: in.Language, Size: in.Size, Unread: in.Unread, Subjects: detect.Range(in.SubjectsEst),
	}
	for t, numbers := range in.Types {
		m := &f.Types[t]
		copy(m.Count[:], numbers[:levels])
		copy(m.Distinct[:], numbers[levels:])
		f.TypeGroups[t.Group()].add(m)
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
