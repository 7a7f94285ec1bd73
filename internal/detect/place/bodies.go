package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Bodies finds named hospitals and other organisations: a word for the kind of
// body beside a capitalised name ("Maasdal Ziekenhuis", "Huize Avondrood"), known
// insurers, and the same names on their own elsewhere in the text.
func (s *Finder) Bodies() {
	hospital, organisation := s.Typed(rule.MatchBody, rule.Hospital), s.Typed(rule.MatchBody, rule.Organisation)
	if hospital == rule.NoRule || organisation == rule.NoRule {
		return
	}
	s.bodyNames = s.bodyNames[:0]
	next := 0
	for i := range s.Marked(pass.MarkBody) {
		if i < next {
			continue
		}
		r := organisation
		switch {
		case s.Taken[i] != rule.TypeNone:
			continue
		case s.Is(i, lexicon.HospitalWord):
			r = hospital
		case s.Is(i, lexicon.BodyWord):
		case s.Is(i, lexicon.Insurer) && s.Doc.Tokens[i].Is(text.Capital) && s.insurerHere(i):
			s.Add(organisation, i, i+1, s.Pack.Rules[organisation].Scores.Bare, pass.ByList)
			continue
		default:
			continue
		}
		start, end := s.bodyAround(i)
		if end-start < 2 {
			if r == hospital && s.hospitalByName(i) {
				s.Add(r, i, i+1, s.Pack.Rules[r].Scores.Bare, pass.ByList)
			}
			continue
		}
		s.Add(r, start, end, s.Pack.Rules[r].Scores.Valid, pass.ByList|pass.ByShape)
		s.rememberBody(r, start, end, i)
		next = end
	}
	s.statedBodies(organisation)
	s.repeatBodies()
}

// bodyName is the distinctive word of a body that was found.
type bodyName struct {
	hash uint64
	rule int
}

// maxBodies bounds how many names are looked for again.
const maxBodies = 32

// insurerHere tells whether the insurer's name stands for an insurer: few of them
// are no ordinary words.
func (s *Finder) insurerHere(i int) bool {
	return !s.Is(i, lexicon.Common|lexicon.Place|lexicon.Country) && (s.Doc.Tokens[i].Is(text.Upper) || s.Doc.Tokens[i].Len() > 3)
}

// hospitalByName tells whether the word at token i is the name of one hospital, not the
// word for any: it bears its capital in the middle of a line too.
func (s *Finder) hospitalByName(i int) bool {
	if !s.Doc.Tokens[i].Is(text.Capital) || s.Ordinary(i) {
		return false
	}
	switch string(s.Lowered(i)) {
	case "ziekenhuis", "umc", "hospital", "gasthuis", "ziekenhuizen", "ziekenhuisgroep", "streekziekenhuis", "medisch", "centrum", "medical", "center", "centre":
		return false
	}
	return true
}

// bodyAround gives the tokens of the name around the kind of body at token i: the
// capitalised words before it, or "De", "Het" and capitalised words behind it.
func (s *Finder) bodyAround(i int) (start, end int) {
	start, end = i, i+1
	for start > 0 && i-start < 3 && s.bodyPart(start-1) && !s.Doc.Tokens[start].Is(text.LineStart) && s.Doc.Tokens[start].Is(text.SpaceBefore) && !s.sentenceStart(start-1) {
		start--
	}
	if start < i {
		return start, end
	}
	k := end
	for k < len(s.Doc.Tokens) && k-end < 2 && !s.Doc.Tokens[k].Is(text.LineStart) && s.article(k) {
		k++
	}
	from := k
	for k < len(s.Doc.Tokens) && k-from < 3 && !s.Doc.Tokens[k].Is(text.LineStart) && s.bodyPart(k) && s.Doc.Tokens[k].Is(text.SpaceBefore) {
		k++
	}
	if k > from {
		end = k
	}
	return start, end
}

// bodyPart tells whether token i is a capitalised word that may be part of the name
// of a body.
func (s *Finder) bodyPart(i int) bool {
	t := &s.Doc.Tokens[i]
	const other = lexicon.Title | lexicon.Month | lexicon.Weekday | lexicon.Connector | lexicon.Kin | lexicon.PatientOf
	return t.Kind == text.Word && t.Is(text.Capital) && t.Len() > 1 && s.Taken[i] == rule.TypeNone && s.Classes[i]&other == 0
}

// sentenceStart tells whether token i starts a sentence with an ordinary word.
func (s *Finder) sentenceStart(i int) bool {
	if !s.Is(i, lexicon.Common) {
		return false
	}
	return s.Doc.Tokens[i].Is(text.LineStart) || s.Doc.Symbol(i-1) == '.'
}

func (s *Finder) article(i int) bool {
	w := s.Doc.Word(i)
	return len(w) <= 3 && (pass.EqualFold(w, "de") || pass.EqualFold(w, "het") || pass.EqualFold(w, "'t") || pass.EqualFold(w, "den") || pass.EqualFold(w, "the") || pass.EqualFold(w, "st"))
}

// rememberBody keeps the longest word of the name that is no ordinary word, so that
// "Oostwaard" alone is known later on.
func (s *Finder) rememberBody(r, start, end, kind int) {
	best := -1
	for k := start; k < end; k++ {
		if k != kind && s.distinctive(k) && (best < 0 || s.Width(k) > s.Width(best)) {
			best = k
		}
	}
	if best >= 0 && len(s.bodyNames) < maxBodies {
		s.bodyNames = append(s.bodyNames, bodyName{s.Doc.Tokens[best].Hash, r})
	}
}

// distinctive tells whether the word is distinctive enough to be known on its own.
func (s *Finder) distinctive(i int) bool {
	t := &s.Doc.Tokens[i]
	return t.Len() > 4 && t.Is(text.Capital) && !s.Is(i, lexicon.Common|lexicon.Place|lexicon.SmallPlace|lexicon.Given|lexicon.Surname) && !s.Pack.Common.Has(t.Hash)
}

// repeatBodies finds the remembered names elsewhere.
func (s *Finder) repeatBodies() {
	if len(s.bodyNames) == 0 {
		return
	}
	for i, m := range s.Marks {
		t := &s.Doc.Tokens[i]
		if m&pass.MarkCapital == 0 || s.Taken[i] != rule.TypeNone {
			continue
		}
		for _, b := range s.bodyNames {
			if b.hash == t.Hash {
				s.Add(b.rule, i, i+1, s.Pack.Rules[b.rule].Scores.Bare, pass.ByRepetition)
				break
			}
		}
	}
}
