package subject

import (
	"dijkwacht/internal/detect/pass"
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

// Facts finds what is told of somebody and has no type of its own: a function that
// singles out, origin, religion, sexual life, crime and abuse, debts and income. The
// words say nothing in a text without a person, but for a function with a place.
func (s *Finder) Facts() {
	s.Functions = 0
	if len(s.Pack.With(rule.MatchFact)) == 0 {
		return
	}
	of := factRules{s.Pack.Index(factFunctionRule), s.Pack.Index(factMoneyRule), s.Pack.Index(factOriginRule)}
	someone := s.Someone()
	next := 0
	for i := range s.Marked(pass.MarkFact) {
		if i < next || s.Taken[i] != rule.TypeNone {
			continue
		}
		end, id, ok := s.Pack.Facts.Longest(&s.Doc, i)
		if !ok {
			continue
		}
		s.Steps++
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
		next = end
	}
}

// addFact enters a fact when nothing else covers it.
func (s *Finder) addFact(r, i, end int) {
	for k := i; k < end; k++ {
		if s.Taken[k] != rule.TypeNone {
			return
		}
	}
	s.Add(r, i, end, s.Pack.Rules[r].Scores.Near, pass.ByList|pass.ByNear)
}

// factEnd goes over what belongs to the fact that ends before token k: by whom, or
// for what, as in "misbruik door stiefvader" and "veroordeeld voor diefstal".
func (s *Finder) factEnd(k int) int {
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		return k
	}
	switch string(s.Lowered(k)) {
	case "door", "voor", "wegens", "by", "for":
	default:
		return k
	}
	for n := k + 1; n < min(len(s.Doc.Tokens), k+4) && s.WordAt(n) && !s.Doc.Tokens[n].Is(text.LineStart) && s.Taken[n] == rule.TypeNone; n++ {
		if s.Width(n) > 3 || s.Is(n, lexicon.Kin) {
			return n + 1
		}
	}
	return k
}

// function judges a function at tokens [i, end): it singles out with a place beside
// it, or when it is told of the person in the text.
func (s *Finder) function(r, i, end int, someone bool) {
	if s.Doc.Tokens[i].Is(text.Capital) && !s.Doc.Tokens[i].Is(text.LineStart) && s.Doc.Symbol(i-1) != '.' {
		return // a surname
	}
	only, start := s.singledOut(i)
	placed := s.placeBeside(i, end)
	own := s.WordSays(i-1)&pass.SaysOwn != 0 || s.WordSays(i-2)&pass.SaysOwn != 0
	switch {
	case !only && s.WordSays(i)&pass.SaysProfessional != 0 && s.WordSays(i)&pass.SaysUnique == 0: // many a village has a doctor
		return
	case s.Doc.Symbol(start-1) == ',' && s.TakenAt(start-2) == rule.PersonName: // "N. de Wit, notaris te Urk"
		return
	case placed, only && (own || someone):
	case someone && s.toldOf(start):
	default:
		return
	}
	s.Functions++
	s.addFact(r, start, end)
}

// singledOut tells whether the word before token i makes the function that of one
// person, and where the function then starts: "enige", "vrouwelijke".
func (s *Finder) singledOut(i int) (bool, int) {
	if i == 0 || s.Doc.Tokens[i-1].Kind != text.Word {
		return false, i
	}
	switch string(s.Lowered(i - 1)) {
	case "enige", "only", "eerste", "first", "jongste", "oudste", "sole":
		return true, i
	case "vrouwelijke", "mannelijke", "female", "male", "gay", "lesbische", "homoseksuele", "zwarte", "transgender":
		return true, i - 1
	}
	return false, i
}

// toldOf tells whether the words before token i tell the function of somebody:
// "is", "als", "zijn baan als".
func (s *Finder) toldOf(i int) bool {
	k := i - 1
	if k > 0 && s.Doc.Tokens[k].Kind == text.Word && s.Width(k) <= 3 && (s.Is(k, lexicon.Connector) || s.WordSays(k)&pass.SaysArticle != 0) &&
		!pass.EqualFold(s.Doc.Word(k), "als") && !pass.EqualFold(s.Doc.Word(k), "is") {
		k--
	}
	if k < 0 || s.Doc.Tokens[k].Kind != text.Word || s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line {
		return false
	}
	switch string(s.Lowered(k)) {
	case "is", "als", "was", "as", "beroep", "werkzaam", "voormalig", "oud", "former", "retired", "gepensioneerd":
		return true
	}
	return false
}

// placeBeside tells whether a place goes with the function at tokens [i, end).
func (s *Finder) placeBeside(i, end int) bool {
	for k := end; k < min(len(s.Doc.Tokens), end+10) && !s.SentenceEnd(k); k++ {
		if s.placeName(k) || k == end && s.PlaceAt(k) > k && s.Doc.Tokens[k].Is(text.Capital) || k == end+1 && s.LeadsToPlace(end) && s.UnlistedName(k) {
			return true
		}
	}
	for k := i - 1; k >= max(0, i-8) && !s.SentenceEnd(k); k-- {
		if s.placeName(k) {
			return true
		}
	}
	return false
}

// placeName tells whether a listed place that is no person's name starts at token k.
func (s *Finder) placeName(k int) bool {
	if !s.Doc.Tokens[k].Is(text.Capital) || s.Taken[k] != rule.TypeNone && s.Taken[k] != rule.City {
		return false
	}
	if s.PlaceAt(k) == 0 || s.Is(k, lexicon.Country) {
		return false
	}
	return s.LeadsToPlace(k-1) || s.Doc.Symbol(k-1) == ',' || s.Doc.Symbol(k-1) == '('
}

// origin adds a nationality or people that stands by a person: before a word for one,
// or between signs, and not before a language or a dish.
func (s *Finder) origin(r, i, end int) {
	const person = lexicon.PersonWord | lexicon.Kin | lexicon.PatientOf
	country := s.Is(i, lexicon.Country)
	switch {
	case country && i > 0 && s.LeadsToPlace(i-1) && s.PersonBefore(i-1):
	case country:
		return
	case s.Is(end, person), end+1 < len(s.Doc.Tokens) && s.Is(end+1, person) && s.WordAt(end):
	case s.FieldEdge(i-1, i) && s.FieldEdge(end, end), s.toldOf(i), s.FieldEdge(end, end) && s.PersonBefore(i):
	default:
		return
	}
	s.addFact(r, i, end)
}
