package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// bodies finds named hospitals and other organisations: a word for the kind of
// body beside a capitalised name ("Maasdal Ziekenhuis", "Huize Avondrood"), known
// insurers, and the same names on their own elsewhere in the text.
func (s *scan) bodies() {
	hospital, organisation := s.typed(rule.MatchBody, rule.Hospital), s.typed(rule.MatchBody, rule.Organisation)
	if hospital == rule.NoRule || organisation == rule.NoRule {
		return
	}
	s.bodyNames = s.bodyNames[:0]
	for i := 0; i < len(s.doc.Tokens); i++ {
		if s.marks[i]&markBody == 0 {
			continue
		}
		r := organisation
		switch {
		case s.taken[i] != rule.TypeNone:
			continue
		case s.is(i, lexicon.HospitalWord):
			r = hospital
		case s.is(i, lexicon.BodyWord):
		case s.is(i, lexicon.Insurer) && s.doc.Tokens[i].Is(text.Capital) && s.insurerHere(i):
			s.add(organisation, i, i+1, s.pack.Rules[organisation].Scores.Bare, ByList)
			continue
		default:
			continue
		}
		start, end := s.bodyAround(i)
		if end-start < 2 {
			if r == hospital && s.hospitalByName(i) {
				s.add(r, i, i+1, s.pack.Rules[r].Scores.Bare, ByList)
			}
			continue
		}
		s.add(r, start, end, s.pack.Rules[r].Scores.Valid, ByList|ByShape)
		s.rememberBody(r, start, end, i)
		i = end - 1
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
func (s *scan) insurerHere(i int) bool {
	return !s.is(i, lexicon.Common|lexicon.Place|lexicon.Country) && (s.doc.Tokens[i].Is(text.Upper) || s.doc.Tokens[i].Len() > 3)
}

// hospitalByName tells whether the word at token i is the name of one hospital, not the
// word for any: it bears its capital in the middle of a line too.
func (s *scan) hospitalByName(i int) bool {
	if !s.doc.Tokens[i].Is(text.Capital) || s.ordinary(i) {
		return false
	}
	switch string(s.lowered(i)) {
	case "ziekenhuis", "umc", "hospital", "gasthuis", "ziekenhuizen", "ziekenhuisgroep", "streekziekenhuis", "medisch", "centrum", "medical", "center", "centre":
		return false
	}
	return true
}

// bodyAround gives the tokens of the name around the kind of body at token i: the
// capitalised words before it, or "De", "Het" and capitalised words behind it.
func (s *scan) bodyAround(i int) (start, end int) {
	start, end = i, i+1
	for start > 0 && i-start < 3 && s.bodyPart(start-1) && !s.doc.Tokens[start].Is(text.LineStart) && s.doc.Tokens[start].Is(text.SpaceBefore) && !s.sentenceStart(start-1) {
		start--
	}
	if start < i {
		return start, end
	}
	k := end
	for k < len(s.doc.Tokens) && k-end < 2 && !s.doc.Tokens[k].Is(text.LineStart) && s.article(k) {
		k++
	}
	from := k
	for k < len(s.doc.Tokens) && k-from < 3 && !s.doc.Tokens[k].Is(text.LineStart) && s.bodyPart(k) && s.doc.Tokens[k].Is(text.SpaceBefore) {
		k++
	}
	if k > from {
		end = k
	}
	return start, end
}

// bodyPart tells whether token i is a capitalised word that may be part of the name
// of a body.
func (s *scan) bodyPart(i int) bool {
	t := &s.doc.Tokens[i]
	const other = lexicon.Title | lexicon.Month | lexicon.Weekday | lexicon.Connector | lexicon.Kin | lexicon.PatientOf
	return t.Kind == text.Word && t.Is(text.Capital) && t.Len() > 1 && s.taken[i] == rule.TypeNone && s.classes[i]&other == 0
}

// sentenceStart tells whether token i starts a sentence with an ordinary word.
func (s *scan) sentenceStart(i int) bool {
	if !s.is(i, lexicon.Common) {
		return false
	}
	return s.doc.Tokens[i].Is(text.LineStart) || s.doc.Symbol(i-1) == '.'
}

func (s *scan) article(i int) bool {
	w := s.doc.Word(i)
	return len(w) <= 3 && (equalFold(w, "de") || equalFold(w, "het") || equalFold(w, "'t") || equalFold(w, "den") || equalFold(w, "the") || equalFold(w, "st"))
}

// rememberBody keeps the longest word of the name that is no ordinary word, so that
// "Oostwaard" alone is known later on.
func (s *scan) rememberBody(r, start, end, kind int) {
	best := -1
	for k := start; k < end; k++ {
		if k != kind && s.distinctive(k) && (best < 0 || s.width(k) > s.width(best)) {
			best = k
		}
	}
	if best >= 0 && len(s.bodyNames) < maxBodies {
		s.bodyNames = append(s.bodyNames, bodyName{s.doc.Tokens[best].Hash, r})
	}
}

// distinctive tells whether the word is distinctive enough to be known on its own.
func (s *scan) distinctive(i int) bool {
	t := &s.doc.Tokens[i]
	return t.Len() > 4 && t.Is(text.Capital) && !s.is(i, lexicon.Common|lexicon.Place|lexicon.SmallPlace|lexicon.Given|lexicon.Surname) && !s.pack.Common.Has(t.Hash)
}

// repeatBodies finds the remembered names elsewhere.
func (s *scan) repeatBodies() {
	if len(s.bodyNames) == 0 {
		return
	}
	for i, m := range s.marks {
		t := &s.doc.Tokens[i]
		if m&markCapital == 0 || s.taken[i] != rule.TypeNone {
			continue
		}
		for _, b := range s.bodyNames {
			if b.hash == t.Hash {
				s.add(b.rule, i, i+1, s.pack.Rules[b.rule].Scores.Bare, ByRepetition)
				break
			}
		}
	}
}
