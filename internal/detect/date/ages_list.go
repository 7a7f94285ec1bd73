package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The bounds of the age of who works.
const (
	leastWorker = 15
	mostWorker  = 99
)

// workerEndings end the words for who does some work: "vrachtwagenchauffeur".
var workerEndings = [...]string{"chauffeur", "monteur", "ingenieur", "directeur", "kapper", "kapster", "boer", "boerin", "bakker", "slager", "schilder", "timmerman", "metselaar", "vakker", "gieter", "ondernemer", "student", "studente", "leraar", "lerares",
	"docent", "docente", "medewerker", "medewerkster", "verkoper", "verkoopster", "schipper", "visser", "machinist", "piloot", "verzorgende", "verpleegkundige", "coureur", "tuinder", "hovenier", "electricien", "elektricien", "stukadoor", "stratenmaker", "lasser",
	"militair", "driver", "worker", "teacher", "farmer", "builder", "plumber", "electrician", "nurse", "carpenter", "painter", "baker", "butcher", "fisherman", "accountant", "engineer", "welder", "hairdresser"}

// eachWords make a span of time one that comes back.
var eachWords = pass.WordTable("elke", "iedere", "ieder", "elk", "every", "each", "per", "over", "binnen", "within", "gedurende", "during", "duurt", "takes")

// ageOfWorker tells whether the number at token i is the age of somebody named by work:
// "vrachtwagenchauffeur van 41,", "boer (63) beklemd".
func (s *Finder) ageOfWorker(i int) bool {
	n := s.NumberAt(i, 2)
	if i < 2 || n < leastWorker || n > mostWorker || s.Doc.Tokens[i-2].Kind != text.Word {
		return false
	}
	switch {
	case s.Doc.Symbol(i-1) == '(':
		if s.Doc.Symbol(i+1) != ')' && s.Doc.Symbol(i+1) != ',' {
			return false
		}
	case !s.HashIs(i-1, pass.Hash.Van) && !s.HashIs(i-1, pass.Hash.Of) && !pass.EqualFold(s.Doc.Word(i-1), "aged"), !s.EndsValue(i+1) && !s.ageGoesOn(i+1):
		return false
	}
	for _, e := range workerEndings {
		if pass.EndsFold(s.Doc.Word(i-2), e) {
			return true
		}
	}
	return false
}

// nextAge tells whether the number at token i goes on with a list of ages: "kinderen van 4
// en 7", "(2, 6 en 11)".
func (s *Finder) nextAge(i int) bool {
	if i < 2 || s.Doc.Tokens[i].Len() > 2 || s.Taken[i-2] != rule.Age || s.Doc.Tokens[i-2].Kind != text.Number {
		return false
	}
	joined := s.Doc.Symbol(i-1) == ',' || s.Doc.Symbol(i-1) == '&' || s.HashIs(i-1, pass.Hash.En) || s.HashIs(i-1, pass.Hash.And)
	return joined && (s.EndsValue(i+1) || s.joins(i+1))
}

// besideSex tells whether the sex stands before the number at token i, and a name before
// that: "Bakker, v 23,".
func (s *Finder) besideSex(i int) bool {
	if i < 3 || s.Doc.Tokens[i].Len() > 3 || s.Doc.Tokens[i-1].Len() != 1 || s.Doc.Tokens[i-1].Kind != text.Word || sexWords.Lookup(s.Doc.Tokens[i-1].Hash) == 0 {
		return false
	}
	k := i - 2
	if s.Doc.Symbol(k) == ',' {
		k--
	}
	return s.Taken[k] == rule.PersonName && s.EndsValue(i+1)
}

// kinBefore tells whether a word for a relative stands before the name that ends at token i:
// "zoon Emre".
func (s *Finder) kinBefore(i int) bool {
	for i > 0 && s.Taken[i] == rule.PersonName {
		if s.Is(i, lexicon.Kin) {
			return true
		}
		i--
	}
	return s.Is(i, lexicon.Kin|lexicon.PersonWord)
}

// saidOfOne tells whether the span of time at tokens [i, end) is said of somebody: "she's 7
// months", "baby Eva is 5 weken".
func (s *Finder) saidOfOne(i, end int) bool {
	if i < 1 || !s.EndsValue(end) || s.AgoAt(end) {
		return false
	}
	h := s.Doc.Tokens[i-1].Hash
	return ageContracted.Lookup(h) != 0 || ageVerbs.Lookup(h) != 0 && i > 1 && s.Taken[i-2] == rule.PersonName
}
