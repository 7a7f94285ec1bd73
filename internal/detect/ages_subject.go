package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Words for the subject of an age, and those that tell of one.
var (
	// ageSubjects are the pronouns and short words for one person: "he is 76".
	ageSubjects = wordTable("hij", "zij", "ze", "he", "she", "ik", "i", "mw", "mevrouw", "meneer", "dhr", "pt", "patiënt", "patient", "cliënt", "client", "bewoner", "bewoonster", "kind", "man", "vrouw", "moeder", "vader", "zoon", "dochter", "oma", "opa",
		"mother", "father", "son", "daughter", "wife", "husband", "mum", "mom", "dad", "grandma", "grandpa", "broer", "zus", "brother", "sister", "resident")
	// ageContracted are subject and verb in one: "she's 45".
	ageContracted = wordTable("he's", "she's", "hij's", "i'm", "hes", "shes")
	ageVerbs      = wordTable("is", "was", "wordt", "werd", "turns", "turned", "turning", "am", "ben")
	// ageAdults and ageChildren stand directly before an age: "vrouw 45", "jongen 9".
	ageAdults     = wordTable("vrouw", "man", "female", "male", "woman", "dame", "heer", "vr", "patiënte", "bejaarde", "weduwe", "weduwnaar")
	ageChildren   = wordTable("jongen", "meisje", "boy", "girl", "kleuter", "peuter", "puber", "tiener", "dochter", "zoon", "kleinzoon", "kleindochter", "dochtertje", "zoontje")
	ageCelebrated = wordTable("jarig", "verjaardag", "birthday", "verjaart", "geworden")
	// ageAlmost stand between a verb or name and an age; ageWhen behind it.
	ageAlmost = wordTable("bijna", "net", "ruim", "pas", "inmiddels", "nu", "maand", "week", "dinsdag", "morgen", "gisteren", "vandaag", "binnenkort", "almost", "nearly", "just", "tomorrow", "today", "yesterday", "only", "al", "already")
	ageWhen   = wordTable("toen", "when", "of", "oud")
)

// ageOfSubject tells whether the bare number at token i is the age of whom the words
// before it name in general: "He is 76.", "vrouw 45", "wordt 100".
func (s *scan) ageOfSubject(i int) bool {
	t, n := &s.doc.Tokens[i], s.numberAt(i, 3)
	if n < 1 || n > 115 || t.Len() > 1 && s.doc.Norm[t.Start] == '0' || s.doc.Tokens[i-1].Kind != text.Word && s.doc.Symbol(i-1) != ',' {
		return false
	}
	ends := s.endsValue(i+1) || s.joins(i+1)
	h := s.doc.Tokens[i-1].Hash
	switch {
	case ageContracted.Lookup(h) != 0:
		return ends
	case ageAlmost.Lookup(h) != 0:
		return ends && s.turnsAge(i-1)
	case ageVerbs.Lookup(h) != 0:
		if i > 1 && (ageSubjects.Lookup(s.doc.Tokens[i-2].Hash) != 0 || s.taken[i-2] == rule.PersonName) {
			return ends && n > 1 || s.wordAt(i+1) && (ageCelebrated.Lookup(s.doc.Tokens[i+1].Hash) != 0 || n > 3 && ageWhen.Lookup(s.doc.Tokens[i+1].Hash) != 0)
		}
		return ends && n > 3 && s.celebrated(i)
	case ageAdults.Lookup(h) != 0:
		return n >= 16 && t.Len() <= 3 && s.ageAlone(i+1)
	case ageChildren.Lookup(h) != 0:
		return n <= 19 && s.ageAlone(i+1)
	case s.doc.Symbol(i-1) == ',' && i > 1 && ageAdults.Lookup(s.doc.Tokens[i-2].Hash) != 0:
		return n >= 16 && s.ageCloses(i+1)
	case s.doc.Symbol(i-1) == ',' && i > 1 && ageChildren.Lookup(s.doc.Tokens[i-2].Hash) != 0:
		return n <= 19 && s.ageCloses(i+1)
	}
	return false
}

// turnsAge tells whether "wordt" with a person before it, or a name and a comma, stands
// shortly before token i: "Sofie wordt volgende maand", "Thijs, bijna".
func (s *scan) turnsAge(i int) bool {
	for k := i; k >= 0 && k > i-4 && !s.sentenceEnd(k); k-- {
		if s.doc.Symbol(k-1) == ',' && k > 1 && s.taken[k-2] == rule.PersonName {
			return true
		}
		if ageVerbs.Lookup(s.doc.Tokens[k].Hash) != 0 {
			return k > 0 && (s.taken[k-1] == rule.PersonName || ageSubjects.Lookup(s.doc.Tokens[k-1].Hash) != 0)
		}
	}
	return false
}

// ageAlone tells whether nothing that the number counts stands at token k: the clause
// ends, or a word that is no plural goes on.
func (s *scan) ageAlone(k int) bool {
	if s.endsValue(k) || s.joins(k) || s.ageGoesOn(k) {
		return true
	}
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) || s.doc.Tokens[k].Is(text.Capital) || s.doc.Tokens[k].Len() < 3 {
		return false
	}
	w := s.doc.Word(k)
	return !endsFold(w, "en") && !endsFold(w, "s") && !s.is(k, lexicon.DoseUnit|lexicon.LabUnit|lexicon.Month)
}

// celebrated tells whether a birthday is told of shortly before token i.
func (s *scan) celebrated(i int) bool {
	for k := i - 1; k >= 0 && k > i-12; k-- {
		if ageCelebrated.Lookup(s.doc.Tokens[k].Hash) != 0 {
			return true
		}
	}
	return false
}

// lookalikeAge tells whether the number at token i goes on as a fraction or code.
func (s *scan) lookalikeAge(i int) bool {
	n := i + 1
	if n+1 >= len(s.doc.Tokens) || s.doc.Tokens[n].Is(text.SpaceBefore) || s.doc.Tokens[n+1].Is(text.SpaceBefore) {
		return false
	}
	c := s.doc.Symbol(n)
	return (c == '-' || c == '.' || c == '/' || c == ':') && s.doc.Tokens[n+1].Kind != text.Symbol
}
