package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// healthPass is the working memory of the health recogniser.
type healthPass struct {
	// term holds the rule for terms of each type; the others one rule each.
	term                 [rule.TypeCount]int
	code, atc, lab, dose int
	// weak terms wait until the certain ones are known.
	weak []weakTerm
	// tableHead is the header line of the table in hand, tableEnd the line after it;
	// columns counts its health columns.
	tableHead, tableEnd, columns int
}

// weakTerm is a term at tokens [start, end) that is an ordinary word too.
type weakTerm struct {
	start, end int32
	typ        rule.Type
}

// sureScore is for terms of several or of long words and for medicines with their
// strength: no name of a person looks like them.
const sureScore = 0.96

// Find finds health terms, results, doses and codes.
func (s *Finder) Find() {
	if !s.healthRules() {
		return
	}
	for i := 0; i < len(s.Doc.Tokens); {
		if s.Marks[i]&pass.MarkHealth == 0 {
			i++
			continue
		}
		s.observation(i)
		next := s.healthAt(i)
		if next <= i {
			next = i + 1
		}
		i = next
	}
	s.healthPass.tableHead, s.healthPass.tableEnd = -1, 0
	s.labelledHealth()
}

// healthRules picks the rules of the pass. It is false when the pack has none.
func (s *Finder) healthRules() bool {
	h := &s.healthPass
	h.weak = h.weak[:0]
	h.tableHead, h.tableEnd = -1, 0
	for t := range h.term {
		h.term[t] = rule.NoRule
	}
	for _, r := range s.Pack.With(rule.MatchHealth) {
		h.term[s.Pack.Rules[r].Type] = r
	}
	h.code, h.atc = rule.NoRule, rule.NoRule
	for _, r := range s.Pack.With(rule.MatchHealthCode) {
		if s.Pack.Rules[r].Type == rule.Medication {
			h.atc = r
		} else {
			h.code = r
		}
	}
	h.lab, h.dose = s.only(rule.MatchLab), s.only(rule.MatchDose)
	return h.code != rule.NoRule || h.lab != rule.NoRule || len(s.Pack.With(rule.MatchHealth)) > 0
}

// only is the first rule with the matcher, or NoRule.
func (s *Finder) only(m rule.Matcher) int {
	if all := s.Pack.With(m); len(all) > 0 {
		return all[0]
	}
	return rule.NoRule
}

// healthAt reads what starts at token i and gives the token after it, or i.
func (s *Finder) healthAt(i int) int {
	s.Steps++
	t := &s.Doc.Tokens[i]
	if t.Kind == text.Symbol || s.Taken[i] != rule.TypeNone && pass.Firm(s.Taken[i]) {
		return i
	}
	if t.Kind == text.Number {
		return s.measureAt(i)
	}
	if t.Kind == text.Word && t.Len() <= 3 {
		if end := s.shortVital(i); end > i {
			return end
		}
	}
	if s.Classes[i]&(pass.HealthClasses|lexicon.TermStart) != 0 {
		if end := s.termAt(i); end > i {
			return end
		}
	}
	if t.Kind == text.Mixed {
		if end := s.formAt(i); end > i {
			return end
		}
		return s.measureAt(i)
	}
	if t.Len() >= pass.LeastEnding && s.Classes[i]&(pass.TermClasses|lexicon.Common) == 0 {
		if end := s.endingAt(i); end > i {
			return end
		}
		if end := s.misspelt(i); end > i {
			return end
		}
	}
	if s.beside(i)&HabitClasses != 0 {
		return s.habitAt(i)
	}
	if t.Len() >= 4 {
		return s.unknownDose(i)
	}
	return i
}

// endingAt reads a word by its ending.
func (s *Finder) endingAt(i int) int {
	r, ok := s.Pack.Endings.Find(s.Doc.Word(i))
	if !ok || r == rule.NoRule {
		return i
	}
	return s.addTerm(int(r), i, i+1, s.Pack.Rules[r].Scores.Bare)
}

// misspelt reads a word that no list knows but that comes near a term.
func (s *Finder) misspelt(i int) int {
	t := &s.Doc.Tokens[i]
	const known = lexicon.Given | lexicon.Surname | lexicon.PublicName | lexicon.Place | lexicon.Institution | lexicon.NameVerb | lexicon.Interfix
	if s.Classes[i]&known != 0 || t.Is(text.Capital) && !t.Is(text.LineStart) && !t.Is(text.Upper) || s.Marks[i]&pass.MarkOrdinary != 0 {
		return i
	}
	s.Steps++
	v := s.Pack.Near.Find(s.Doc.Word(i))
	if v == 0 {
		return i
	}
	r := s.healthPass.term[rule.Type(v)]
	if r == rule.NoRule {
		return i
	}
	return s.addTerm(r, i, i+1, s.Pack.Rules[r].Scores.Cue)
}

// termAt reads the term of the word lists that starts at token i.
func (s *Finder) termAt(i int) int {
	term, end := s.longestTerm(i)
	if term.Class&lexicon.Analyte != 0 || s.Classes[i]&lexicon.Analyte != 0 {
		if next := s.labAt(i, max(end, i+1)); next > i {
			return next
		}
		if s.healthPass.lab != rule.NoRule {
			s.healthColumn(i, max(end, i+1), s.healthPass.lab)
		}
	}
	switch {
	case end == i, term.Class&pass.HealthClasses == 0:
		return i
	case term.Class&lexicon.Analyte != 0 && end > i+1 && term.Class&pass.TermClasses == 0:
		return end // Glasgow Coma Scale, without a score
	case term.Class&lexicon.Analyte != 0:
		return i
	case term.Class&lexicon.Eponym != 0:
		return s.eponymAt(i, end)
	case term.Class&lexicon.HealthHead != 0:
		return s.headAt(i, end, term.Type)
	case s.Classes[i]&lexicon.HealthHead != 0 && end == i+1:
		if next := s.headAt(i, end, term.Type); next > i {
			return next
		}
	}
	r := s.healthPass.term[term.Type]
	if r == rule.NoRule {
		return i
	}
	switch {
	case term.Class&lexicon.HealthAmbiguous != 0:
		s.healthPass.weak = append(s.healthPass.weak, weakTerm{int32(i), int32(end), term.Type})
		return end
	case term.Class&lexicon.HealthAbbr != 0:
		return s.abbreviation(r, i, end)
	case s.Classes[i]&lexicon.Eponym != 0 && s.personal(i):
		return i
	case s.Joint(end) && s.beside(end)&besideBody != 0 && s.Doc.Tokens[i].Is(text.Capital) && s.Doc.Tokens[end].Is(text.Capital):
		return end // Alzheimer Nederland
	}
	if s.Classes[i]&lexicon.Eponym != 0 || end > i+2 && s.Doc.Symbol(i+1) == '-' && s.Doc.Tokens[i].Is(text.Capital) && s.Doc.Tokens[i+2].Is(text.Capital) {
		return s.addTerm(r, i, end, eponymScore)
	}
	score := s.Pack.Rules[r].Scores.Bare
	if end > i+1 || s.Doc.Tokens[i].Len() >= 9 && s.Classes[i]&(lexicon.Given|lexicon.Surname) == 0 {
		score = max(score, sureScore)
	}
	return s.addTerm(r, i, end, score)
}

// longestTerm is the longest health term at token i, with the token after it;
// without one the end is i.
func (s *Finder) longestTerm(i int) (rule.Term, int) {
	if s.Classes[i]&lexicon.PhraseStart == 0 {
		return rule.Term{}, i
	}
	end, id, ok := s.Pack.Phrases.Longest(&s.Doc, i)
	s.Steps += max(end-i, 1)
	if !ok {
		return rule.Term{}, i
	}
	return s.Pack.Terms[id], end
}

// addTerm adds a term with the words that belong to it, and gives the token after
// it.
func (s *Finder) addTerm(r, i, end int, score float64) int {
	if s.Doc.Symbol(end) == ':' && s.Is(i, lexicon.CueStart) {
		return end // the label of what follows
	}
	if s.Pack.Rules[r].Type == rule.Medication {
		name := end
		if end = s.doseAfter(end); end > name+1 {
			score = max(score, sureScore)
		}
	} else {
		i, end = s.widened(s.qualified(i)), s.joinedTerm(s.trailing(s.staged(s.object(end))))
	}
	s.Add(r, i, end, score, pass.ByList)
	if s.Pack.Rules[r].Type == rule.Diagnosis && s.Is(end-1, lexicon.Analyte) && s.healthPass.lab != rule.NoRule { // neutropene koorts 39,4
		k := s.toValue(end)
		if after := s.value(k); after > k && s.Doc.Tokens[k].Kind == text.Number && !(s.Joint(after) && s.beside(after)&besideTimes != 0) {
			s.Add(s.healthPass.lab, k, after, s.Pack.Rules[s.healthPass.lab].Scores.Bare, pass.ByLabel)
			return after
		}
	}
	return end
}

// abbreviation adds a term that counts in upper case only. In a text that is in
// upper case throughout, one that is an ordinary word does not count, and one of
// two letters always needs support.
func (s *Finder) abbreviation(r, i, end int) int {
	letters := 0
	for k := i; k < end; k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Symbol {
			continue
		}
		if !t.Is(text.Upper) && t.Kind != text.Number {
			return i
		}
		letters += t.Len()
	}
	if s.Doc.Symbol(end) == '-' && end+1 < len(s.Doc.Tokens) && s.Doc.Tokens[end+1].Kind == text.Number {
		return i // ICD-10
	}
	if s.Doc.Symbol(end+1) == '+' && s.Joint(end+1) && s.Doc.Tokens[end].Kind == text.Number {
		return i // AD 31+4
	}
	sc := &s.Pack.Rules[r].Scores
	if letters <= 2 || s.Pack.Common.Has(s.Doc.Tokens[i].Hash) || s.Is(i, lexicon.Given|lexicon.Surname|lexicon.Title) {
		if s.shouting(i, end) {
			return i
		}
		if !s.illnessBefore(i) {
			s.healthPass.weak = append(s.healthPass.weak, weakTerm{int32(i), int32(end), s.Pack.Rules[r].Type})
			return end
		}
	}
	return s.addTerm(r, i, end, sc.Cue)
}

// shouting tells whether the words beside tokens [i, end) are in upper case too.
func (s *Finder) shouting(i, end int) bool {
	for _, k := range [2]int{i - 1, end} {
		if k >= 0 && k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line {
			if t := &s.Doc.Tokens[k]; t.Kind == text.Word && t.Len() > 3 && t.Is(text.Upper) {
				return true
			}
		}
	}
	return false
}
