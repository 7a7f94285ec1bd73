package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Words for the subject of an age, and those that tell of one.
var (
	// ageSubjects are the pronouns and short words for one person: "he is 76".
	ageSubjects = pass.WordTable("hij", "zij", "ze", "he", "she", "ik", "i", "mw", "mevrouw", "meneer", "dhr", "pt", "patiënt", "patient", "cliënt", "client", "bewoner", "bewoonster", "kind", "man", "vrouw", "moeder", "vader", "zoon", "dochter", "oma", "opa",
		"mother", "father", "son", "daughter", "wife", "husband", "mum", "mom", "dad", "grandma", "grandpa", "broer", "zus", "brother", "sister", "resident")
	// ageContracted are subject and verb in one: "she's 45".
	ageContracted = pass.WordTable("he's", "she's", "hij's", "i'm", "hes", "shes")
	ageVerbs      = pass.WordTable("is", "was", "wordt", "werd", "turns", "turned", "turning", "am", "ben")
	// ageAdults and ageChildren stand directly before an age: "vrouw 45", "jongen 9".
	ageAdults     = pass.WordTable("vrouw", "man", "female", "male", "woman", "dame", "heer", "vr", "patiënte", "bejaarde", "weduwe", "weduwnaar")
	ageChildren   = pass.WordTable("jongen", "meisje", "boy", "girl", "kleuter", "peuter", "puber", "tiener", "dochter", "zoon", "kleinzoon", "kleindochter", "dochtertje", "zoontje")
	ageCelebrated = pass.WordTable("jarig", "verjaardag", "birthday", "verjaart", "geworden")
	// ageAlmost stand between a verb or name and an age; ageWhen behind it.
	ageAlmost = pass.WordTable("bijna", "net", "ruim", "pas", "inmiddels", "nu", "maand", "week", "dinsdag", "morgen", "gisteren", "vandaag", "binnenkort", "almost", "nearly", "just", "tomorrow", "today", "yesterday", "only", "al", "already")
	ageWhen   = pass.WordTable("toen", "when", "of", "oud")
)

// ageOfSubject tells whether the bare number at token i is the age of whom the words
// before it name in general: "He is 76.", "vrouw 45", "wordt 100".
func (s *Finder) ageOfSubject(i int) bool {
	t, n := &s.Doc.Tokens[i], s.NumberAt(i, 3)
	if n < 1 || n > 115 || t.Len() > 1 && s.Doc.Norm[t.Start] == '0' || s.Doc.Tokens[i-1].Kind != text.Word && s.Doc.Symbol(i-1) != ',' {
		return false
	}
	ends := s.EndsValue(i+1) || s.joins(i+1)
	h := s.Doc.Tokens[i-1].Hash
	switch {
	case ageContracted.Lookup(h) != 0:
		return ends
	case ageAlmost.Lookup(h) != 0:
		return ends && s.turnsAge(i-1)
	case ageVerbs.Lookup(h) != 0:
		if i > 1 && (ageSubjects.Lookup(s.Doc.Tokens[i-2].Hash) != 0 || s.Taken[i-2] == rule.PersonName) {
			return ends && n > 1 || s.WordAt(i+1) && (ageCelebrated.Lookup(s.Doc.Tokens[i+1].Hash) != 0 || n > 3 && ageWhen.Lookup(s.Doc.Tokens[i+1].Hash) != 0)
		}
		return ends && n > 3 && s.celebrated(i)
	case ageAdults.Lookup(h) != 0:
		return n >= 16 && t.Len() <= 3 && s.ageAlone(i+1)
	case ageChildren.Lookup(h) != 0:
		return n <= 19 && s.ageAlone(i+1)
	case s.Doc.Symbol(i-1) == ',' && i > 1 && ageAdults.Lookup(s.Doc.Tokens[i-2].Hash) != 0:
		return n >= 16 && s.ageCloses(i+1)
	case s.Doc.Symbol(i-1) == ',' && i > 1 && ageChildren.Lookup(s.Doc.Tokens[i-2].Hash) != 0:
		return n <= 19 && s.ageCloses(i+1)
	}
	return false
}

// turnsAge tells whether "wordt" with a person before it, or a name and a comma, stands
// shortly before token i: "Sofie wordt volgende maand", "Thijs, bijna".
func (s *Finder) turnsAge(i int) bool {
	for k := i; k >= 0 && k > i-4 && !s.SentenceEnd(k); k-- {
		if s.Doc.Symbol(k-1) == ',' && k > 1 && s.Taken[k-2] == rule.PersonName {
			return true
		}
		if ageVerbs.Lookup(s.Doc.Tokens[k].Hash) != 0 {
			return k > 0 && (s.Taken[k-1] == rule.PersonName || ageSubjects.Lookup(s.Doc.Tokens[k-1].Hash) != 0)
		}
	}
	return false
}

// ageAlone tells whether nothing that the number counts stands at token k: the clause
// ends, or a word that is no plural goes on.
func (s *Finder) ageAlone(k int) bool {
	if s.EndsValue(k) || s.joins(k) || s.ageGoesOn(k) {
		return true
	}
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) || s.Doc.Tokens[k].Is(text.Capital) || s.Doc.Tokens[k].Len() < 3 {
		return false
	}
	w := s.Doc.Word(k)
	return !pass.EndsFold(w, "en") && !pass.EndsFold(w, "s") && !s.Is(k, lexicon.DoseUnit|lexicon.LabUnit|lexicon.Month)
}

// celebrated tells whether a birthday is told of shortly before token i.
func (s *Finder) celebrated(i int) bool {
	for k := i - 1; k >= 0 && k > i-12; k-- {
		if ageCelebrated.Lookup(s.Doc.Tokens[k].Hash) != 0 {
			return true
		}
	}
	return false
}

// lookalikeAge tells whether the number at token i goes on as a fraction or code.
func (s *Finder) lookalikeAge(i int) bool {
	n := i + 1
	if n+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[n].Is(text.SpaceBefore) || s.Doc.Tokens[n+1].Is(text.SpaceBefore) {
		return false
	}
	c := s.Doc.Symbol(n)
	return (c == '-' || c == '.' || c == '/' || c == ':') && s.Doc.Tokens[n+1].Kind != text.Symbol
}
