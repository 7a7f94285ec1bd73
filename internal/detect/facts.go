package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// The fact rules whose words need more than a person in the text.
const (
	factFunctionRule = "nl.function"
	factMoneyRule    = "nl.money"
	factOriginRule   = "nl.origin"
)

// factRules are the indices of those rules.
type factRules struct{ function, money, origin int }

// facts finds what is told of somebody and has no type of its own: a function that
// singles out, origin, religion, sexual life, crime and abuse, debts and income. The
// words say nothing in a text without a person, but for a function with a place.
func (s *scan) facts() {
	s.functions = 0
	if len(s.pack.With(rule.MatchFact)) == 0 {
		return
	}
	of := factRules{s.pack.Index(factFunctionRule), s.pack.Index(factMoneyRule), s.pack.Index(factOriginRule)}
	someone := s.someone()
	for i := 0; i < len(s.doc.Tokens); i++ {
		if s.marks[i]&markFact == 0 || s.taken[i] != rule.TypeNone {
			continue
		}
		end, id, ok := s.pack.Facts.Longest(&s.doc, i)
		if !ok {
			continue
		}
		s.steps++
		switch r := int(id); {
		case r == of.function:
			s.function(r, i, end, someone)
		case !someone:
			continue
		case r == of.money:
			s.amountOf(r, i, end)
		case r == of.origin:
			s.origin(r, i, end)
		default:
			s.addFact(r, i, s.factEnd(end))
		}
		i = end - 1
	}
}

// addFact enters a fact when nothing else covers it.
func (s *scan) addFact(r, i, end int) {
	for k := i; k < end; k++ {
		if s.taken[k] != rule.TypeNone {
			return
		}
	}
	s.add(r, i, end, s.pack.Rules[r].Scores.Near, ByList|ByNear)
}

// factEnd goes over what belongs to the fact that ends before token k: by whom, or
// for what, as in "misbruik door stiefvader" and "veroordeeld voor diefstal".
func (s *scan) factEnd(k int) int {
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) {
		return k
	}
	switch string(s.lowered(k)) {
	case "door", "voor", "wegens", "by", "for":
	default:
		return k
	}
	for n := k + 1; n < min(len(s.doc.Tokens), k+3) && s.wordAt(n) && !s.doc.Tokens[n].Is(text.LineStart) && s.taken[n] == rule.TypeNone; n++ {
		if s.width(n) > 3 {
			return n + 1
		}
	}
	return k
}

// function judges a function at tokens [i, end): it singles out with a place beside
// it, or when it is told of the person in the text.
func (s *scan) function(r, i, end int, someone bool) {
	if s.doc.Tokens[i].Is(text.Capital) && !s.doc.Tokens[i].Is(text.LineStart) && s.doc.Symbol(i-1) != '.' {
		return // a surname
	}
	only, start := s.singledOut(i)
	placed := s.placeBeside(i, end)
	own := s.wordSays(i-1)&saysOwn != 0 || s.wordSays(i-2)&saysOwn != 0
	switch {
	case !only && s.wordSays(i)&saysProfessional != 0 && s.wordSays(i)&saysUnique == 0: // many a village has a doctor
		return
	case s.doc.Symbol(start-1) == ',' && s.takenAt(start-2) == rule.PersonName: // "N. de Wit, notaris te Urk"
		return
	case placed, only && (own || someone):
	case someone && s.toldOf(start):
	default:
		return
	}
	s.functions++
	s.addFact(r, start, end)
}

// singledOut tells whether the word before token i makes the function that of one
// person, and where the function then starts: "enige", "vrouwelijke".
func (s *scan) singledOut(i int) (bool, int) {
	if i == 0 || s.doc.Tokens[i-1].Kind != text.Word {
		return false, i
	}
	switch string(s.lowered(i - 1)) {
	case "enige", "only", "eerste", "first", "jongste", "oudste", "sole":
		return true, i
	case "vrouwelijke", "mannelijke", "female", "male", "gay", "lesbische", "homoseksuele", "zwarte", "transgender":
		return true, i - 1
	}
	return false, i
}

// toldOf tells whether the words before token i tell the function of somebody:
// "is", "als", "zijn baan als".
func (s *scan) toldOf(i int) bool {
	k := i - 1
	if k > 0 && s.doc.Tokens[k].Kind == text.Word && s.width(k) <= 3 && (s.is(k, lexicon.Connector) || s.wordSays(k)&saysArticle != 0) &&
		!equalFold(s.doc.Word(k), "als") && !equalFold(s.doc.Word(k), "is") {
		k--
	}
	if k < 0 || s.doc.Tokens[k].Kind != text.Word || s.doc.Tokens[k].Line != s.doc.Tokens[i].Line {
		return false
	}
	switch string(s.lowered(k)) {
	case "is", "als", "was", "as", "beroep", "werkzaam", "voormalig", "oud", "former", "retired", "gepensioneerd":
		return true
	}
	return false
}

// placeBeside tells whether a place goes with the function at tokens [i, end).
func (s *scan) placeBeside(i, end int) bool {
	for k := end; k < min(len(s.doc.Tokens), end+10) && !s.sentenceEnd(k); k++ {
		if s.placeName(k) || k == end && s.placeAt(k) > k && s.doc.Tokens[k].Is(text.Capital) || k == end+1 && s.leadsToPlace(end) && s.unlistedName(k) {
			return true
		}
	}
	for k := i - 1; k >= max(0, i-8) && !s.sentenceEnd(k); k-- {
		if s.placeName(k) {
			return true
		}
	}
	return false
}

// placeName tells whether a listed place that is no person's name starts at token k.
func (s *scan) placeName(k int) bool {
	if !s.doc.Tokens[k].Is(text.Capital) || s.taken[k] != rule.TypeNone && s.taken[k] != rule.City {
		return false
	}
	if s.placeAt(k) == 0 || s.is(k, lexicon.Country) {
		return false
	}
	return s.leadsToPlace(k-1) || s.doc.Symbol(k-1) == ',' || s.doc.Symbol(k-1) == '('
}

// leadsToPlace tells whether the word at token k stands between a function and its
// place.
func (s *scan) leadsToPlace(k int) bool {
	if k < 0 || s.doc.Tokens[k].Kind != text.Word || s.width(k) > 7 {
		return false
	}
	switch string(s.lowered(k)) {
	case "van", "in", "uit", "te", "op", "bij", "of", "on", "from", "at", "near", "rond":
		return true
	}
	return false
}

// unlistedName tells whether token k looks like the name of a place that no list has.
func (s *scan) unlistedName(k int) bool {
	t := &s.doc.Tokens[k]
	return t.Kind == text.Word && t.Is(text.Title) && t.Len() > 3 && !t.Is(text.LineStart) && s.taken[k] == rule.TypeNone &&
		!s.ordinary(k) && !s.is(k, lexicon.Given|lexicon.Surname|lexicon.Country|lexicon.Month|lexicon.Weekday|lexicon.Institution|lexicon.BodyWord)
}

// origin adds a nationality or people that stands by a person: before a word for one,
// or between signs, and not before a language or a dish.
func (s *scan) origin(r, i, end int) {
	const person = lexicon.PersonWord | lexicon.Kin | lexicon.PatientOf
	country := s.is(i, lexicon.Country)
	switch {
	case country && i > 0 && s.leadsToPlace(i-1) && s.personBefore(i-1):
	case country:
		return
	case s.is(end, person), end+1 < len(s.doc.Tokens) && s.is(end+1, person) && s.wordAt(end):
	case s.fieldEdge(i-1, i) && s.fieldEdge(end, end), s.toldOf(i), s.fieldEdge(end, end) && s.personBefore(i):
	default:
		return
	}
	s.addFact(r, i, end)
}

// personBefore tells whether a name or a word for a person stands shortly before
// token i.
func (s *scan) personBefore(i int) bool {
	for k := i - 1; k >= max(0, i-6); k-- {
		if s.taken[k] == rule.PersonName || s.is(k, lexicon.PersonWord|lexicon.Kin|lexicon.PatientOf) {
			return true
		}
		if s.sentenceEnd(k) {
			return false
		}
	}
	return false
}

// wordSays looks up what token i says about persons before the words are read.
func (s *scan) wordSays(i int) lexicon.Class {
	if i < 0 || s.marks[i]&markSays == 0 || s.doc.Tokens[i].Kind != text.Word {
		return 0
	}
	return personWords.Lookup(s.doc.Tokens[i].Hash)
}
