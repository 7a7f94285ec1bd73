package detect

import (
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

const (
	// termClasses are those of the lists of health terms.
	termClasses = lexicon.DiagnosisWord | lexicon.MedicationWord | lexicon.TreatmentWord | lexicon.MentalWord
	// healthClass are all classes that a health term may start with.
	healthClass = termClasses | lexicon.HealthAmbiguous | lexicon.HealthAbbr | lexicon.HealthHead | lexicon.Eponym | lexicon.Analyte
	// leastEnding is the length of the shortest word whose ending counts.
	leastEnding = 6
)

// health finds health terms, results, doses and codes.
func (s *scan) health() {
	if !s.healthRules() {
		return
	}
	for i := 0; i < len(s.doc.Tokens); {
		if s.marks[i]&markHealth == 0 {
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
func (s *scan) healthRules() bool {
	h := &s.healthPass
	h.weak = h.weak[:0]
	h.tableHead, h.tableEnd = -1, 0
	for t := range h.term {
		h.term[t] = rule.NoRule
	}
	for _, r := range s.pack.With(rule.MatchHealth) {
		h.term[s.pack.Rules[r].Type] = r
	}
	h.code, h.atc = rule.NoRule, rule.NoRule
	for _, r := range s.pack.With(rule.MatchHealthCode) {
		if s.pack.Rules[r].Type == rule.Medication {
			h.atc = r
		} else {
			h.code = r
		}
	}
	h.lab, h.dose = s.only(rule.MatchLab), s.only(rule.MatchDose)
	return h.code != rule.NoRule || h.lab != rule.NoRule || len(s.pack.With(rule.MatchHealth)) > 0
}

// only is the first rule with the matcher, or NoRule.
func (s *scan) only(m rule.Matcher) int {
	if all := s.pack.With(m); len(all) > 0 {
		return all[0]
	}
	return rule.NoRule
}

// healthAt reads what starts at token i and gives the token after it, or i.
func (s *scan) healthAt(i int) int {
	s.steps++
	t := &s.doc.Tokens[i]
	if t.Kind == text.Symbol || s.taken[i] != rule.TypeNone && firm(s.taken[i]) {
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
	if s.classes[i]&(healthClass|lexicon.TermStart) != 0 {
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
	if t.Len() >= leastEnding && s.classes[i]&(termClasses|lexicon.Common) == 0 {
		if end := s.endingAt(i); end > i {
			return end
		}
		if end := s.misspelt(i); end > i {
			return end
		}
	}
	if s.beside(i)&besideHabit != 0 {
		return s.habitAt(i)
	}
	if t.Len() >= 4 {
		return s.unknownDose(i)
	}
	return i
}

// endingAt reads a word by its ending.
func (s *scan) endingAt(i int) int {
	r, ok := s.pack.Endings.Find(s.doc.Word(i))
	if !ok || r == rule.NoRule {
		return i
	}
	return s.addTerm(int(r), i, i+1, s.pack.Rules[r].Scores.Bare)
}

// misspelt reads a word that no list knows but that comes near a term.
func (s *scan) misspelt(i int) int {
	t := &s.doc.Tokens[i]
	const known = lexicon.Given | lexicon.Surname | lexicon.PublicName | lexicon.Place | lexicon.Institution | lexicon.NameVerb | lexicon.Interfix
	if s.classes[i]&known != 0 || t.Is(text.Capital) && !t.Is(text.LineStart) && !t.Is(text.Upper) || s.marks[i]&markOrdinary != 0 {
		return i
	}
	s.steps++
	v := s.pack.Near.Find(s.doc.Word(i))
	if v == 0 {
		return i
	}
	r := s.healthPass.term[rule.Type(v)]
	if r == rule.NoRule {
		return i
	}
	return s.addTerm(r, i, i+1, s.pack.Rules[r].Scores.Cue)
}

// termAt reads the term of the word lists that starts at token i.
func (s *scan) termAt(i int) int {
	term, end := s.longestTerm(i)
	if term.Class&lexicon.Analyte != 0 || s.classes[i]&lexicon.Analyte != 0 {
		if next := s.labAt(i, max(end, i+1)); next > i {
			return next
		}
		if s.healthPass.lab != rule.NoRule {
			s.healthColumn(i, max(end, i+1), s.healthPass.lab)
		}
	}
	switch {
	case end == i, term.Class&healthClass == 0:
		return i
	case term.Class&lexicon.Analyte != 0 && end > i+1 && term.Class&termClasses == 0:
		return end // Glasgow Coma Scale, without a score
	case term.Class&lexicon.Analyte != 0:
		return i
	case term.Class&lexicon.Eponym != 0:
		return s.eponymAt(i, end)
	case term.Class&lexicon.HealthHead != 0:
		return s.headAt(i, end, term.Type)
	case s.classes[i]&lexicon.HealthHead != 0 && end == i+1:
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
	case s.classes[i]&lexicon.Eponym != 0 && s.personal(i):
		return i
	case s.joint(end) && s.beside(end)&besideBody != 0 && s.doc.Tokens[i].Is(text.Capital) && s.doc.Tokens[end].Is(text.Capital):
		return end // Alzheimer Nederland
	}
	if s.classes[i]&lexicon.Eponym != 0 || end > i+2 && s.doc.Symbol(i+1) == '-' && s.doc.Tokens[i].Is(text.Capital) && s.doc.Tokens[i+2].Is(text.Capital) {
		return s.addTerm(r, i, end, eponymScore)
	}
	score := s.pack.Rules[r].Scores.Bare
	if end > i+1 || s.doc.Tokens[i].Len() >= 9 && s.classes[i]&(lexicon.Given|lexicon.Surname) == 0 {
		score = max(score, sureScore)
	}
	return s.addTerm(r, i, end, score)
}

// longestTerm is the longest health term at token i, with the token after it;
// without one the end is i.
func (s *scan) longestTerm(i int) (rule.Term, int) {
	if s.classes[i]&lexicon.PhraseStart == 0 {
		return rule.Term{}, i
	}
	end, id, ok := s.pack.Phrases.Longest(&s.doc, i)
	s.steps += max(end-i, 1)
	if !ok {
		return rule.Term{}, i
	}
	return s.pack.Terms[id], end
}

// addTerm adds a term with the words that belong to it, and gives the token after
// it.
func (s *scan) addTerm(r, i, end int, score float64) int {
	if s.doc.Symbol(end) == ':' && s.is(i, lexicon.CueStart) {
		return end // the label of what follows
	}
	if s.pack.Rules[r].Type == rule.Medication {
		name := end
		if end = s.doseAfter(end); end > name+1 {
			score = max(score, sureScore)
		}
	} else {
		i, end = s.widened(s.qualified(i)), s.joinedTerm(s.trailing(s.staged(s.object(end))))
	}
	s.add(r, i, end, score, ByList)
	if s.pack.Rules[r].Type == rule.Diagnosis && s.is(end-1, lexicon.Analyte) && s.healthPass.lab != rule.NoRule { // neutropene koorts 39,4
		k := s.toValue(end)
		if after := s.value(k); after > k && s.doc.Tokens[k].Kind == text.Number && !(s.joint(after) && s.beside(after)&besideTimes != 0) {
			s.add(s.healthPass.lab, k, after, s.pack.Rules[s.healthPass.lab].Scores.Bare, ByLabel)
			return after
		}
	}
	return end
}

// abbreviation adds a term that counts in upper case only. In a text that is in
// upper case throughout, one that is an ordinary word does not count, and one of
// two letters always needs support.
func (s *scan) abbreviation(r, i, end int) int {
	letters := 0
	for k := i; k < end; k++ {
		t := &s.doc.Tokens[k]
		if t.Kind == text.Symbol {
			continue
		}
		if !t.Is(text.Upper) && t.Kind != text.Number {
			return i
		}
		letters += t.Len()
	}
	if s.doc.Symbol(end) == '-' && end+1 < len(s.doc.Tokens) && s.doc.Tokens[end+1].Kind == text.Number {
		return i // ICD-10
	}
	if s.doc.Symbol(end+1) == '+' && s.joint(end+1) && s.doc.Tokens[end].Kind == text.Number {
		return i // AD 31+4
	}
	sc := &s.pack.Rules[r].Scores
	if letters <= 2 || s.pack.Common.Has(s.doc.Tokens[i].Hash) || s.is(i, lexicon.Given|lexicon.Surname|lexicon.Title) {
		if s.shouting(i, end) {
			return i
		}
		if !s.illnessBefore(i) {
			s.healthPass.weak = append(s.healthPass.weak, weakTerm{int32(i), int32(end), s.pack.Rules[r].Type})
			return end
		}
	}
	return s.addTerm(r, i, end, sc.Cue)
}

// shouting tells whether the words beside tokens [i, end) are in upper case too.
func (s *scan) shouting(i, end int) bool {
	for _, k := range [2]int{i - 1, end} {
		if k >= 0 && k < len(s.doc.Tokens) && s.doc.Tokens[k].Line == s.doc.Tokens[i].Line {
			if t := &s.doc.Tokens[k]; t.Kind == text.Word && t.Len() > 3 && t.Is(text.Upper) {
				return true
			}
		}
	}
	return false
}
