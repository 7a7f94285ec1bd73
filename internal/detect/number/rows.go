package number

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/date"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Rows finds the bare numbers that stand beside a name or a date of birth, as in
// "mw Bouali, 5520114, 38 jaar" or "*1-7-1954, 2203877": patient numbers of 6 to 8
// digits, and a BSN when the elfproef holds.
func (s *Finder) Rows() {
	patients, bsn := s.Typed(rule.MatchCode, rule.PatientNumber), s.Typed(rule.MatchNumber, rule.BSN)
	if patients == rule.NoRule || bsn == rule.NoRule {
		return
	}
	s.subjectList(patients)
	s.weakColumns(patients)
	s.weakKeys()
	s.ofSubjects(patients)
	for i := range s.Marked(pass.MarkDigits | pass.MarkCode) {
		t := &s.Doc.Tokens[i]
		if t.Kind == text.Mixed || t.Kind == text.Word && t.Is(text.Upper) {
			s.rowCode(patients, i)
			continue
		}
		if t.Kind == text.Number && t.Len() <= 5 && s.StartsNumber(i) && s.Taken[i] == rule.TypeNone && s.rowRun(bsn, patients, i) {
			continue
		}
		if t.Kind == text.Number && t.Len() >= 5 && t.Len() < 9 && s.Taken[i] == rule.TypeNone && s.numberOfSomebody(i) && s.endsNumber(i) {
			s.Add(patients, i, i+1, 0.8, pass.ByNear)
			continue
		}
		if t.Kind == text.Number && t.Len() == 5 && s.Taken[i] == rule.TypeNone && s.Doc.Symbol(i-1) == '(' && s.Doc.Symbol(i+1) == ')' && i > 1 && s.Taken[i-2] == rule.PersonName {
			s.Add(patients, i, i+1, 0.8, pass.ByNear) // "mw. de Boer (20441)"
			continue
		}
		if t.Kind != text.Number || t.Len() < 6 || t.Len() > 9 || s.Taken[i] != rule.TypeNone || !s.StartsNumber(i) || !s.endsNumber(i) || s.Decoy(i) {
			continue
		}
		beside := s.personBeside(i)
		field := beside || s.FieldEdge(i-1, i) && s.FieldEdge(i+1, i+1) && s.personOnLine(i)
		switch {
		case t.Len() == 9 && field && check.BSN(s.Doc.Word(i)):
			s.Add(bsn, i, i+1, s.Pack.Rules[bsn].Scores.Near+0.15, pass.ByChecksum|pass.ByNear)
		case t.Len() == 8 && s.recentDate(i):
			s.Add(s.Typed(rule.MatchDate, rule.Date), i, i+1, 0.7, pass.ByShape|pass.ByNear)
		case t.Len() < 9 && t.Len() > 5 && (beside || field && s.bornOnLine(i)):
			s.Add(patients, i, i+1, 0.82, pass.ByNear)
		}
	}
}

// recentDate tells whether the eight digits at token i are a day of the last or next
// years, as systems write it: "20260312".
func (s *Finder) recentDate(i int) bool {
	year, ok := date.CompactYear(s.Pass, i)
	return ok && year >= 2000 && s.Doc.Norm[s.Doc.Tokens[i].Start] == '2' && s.Typed(rule.MatchDate, rule.Date) != rule.NoRule
}

// rowCode reads a code such as "ZH-448812" directly beside a name or date of birth.
func (s *Finder) rowCode(patients, i int) {
	if s.Taken[i] != rule.TypeNone || s.Decoy(i) || s.CueAt(i) {
		return
	}
	end := s.CodeAt(i)
	if end == 0 || !s.personBeside(i) && !(s.idKey(i) && s.personOnLine(i)) || s.TakenAt(end-1) != rule.TypeNone {
		return
	}
	if chars, digits := s.CodeLength(i, end); digits >= 4 && chars > digits && chars <= 14 {
		s.Add(patients, i, end, 0.8, pass.ByNear)
	}
}

// rowRun reads a BSN in groups beside a name, "mw Bos 111.222.333", and a patient
// number in groups that is a field of its own on a line with a date of birth:
// "[Bos, H.] [03-01-1956] [7 118 204]".
func (s *Finder) rowRun(bsn, patients, i int) bool {
	run := &s.DigitRun
	s.ReadRun(i, run)
	g := run.Groups - 1
	if g < 1 || g > 3 || run.Loose || s.Decoy(i) {
		return false
	}
	end := int(run.Ends[g])
	switch {
	case run.N == 9 && check.BSN(run.Digits[:9]) && (s.personBeside(i) || s.fieldSign(i-1) && s.fieldSign(end) && s.takenAbove(rule.BSN, i)):
		s.Add(bsn, i, end, s.Pack.Rules[bsn].Scores.Near+0.15, pass.ByChecksum|pass.ByNear)
	case run.N >= 6 && run.N <= 8 && run.Counts[g]-run.Counts[g-1] == 3 && run.Digits[0] != '0' && s.fieldSign(i-1) && s.fieldSign(end) && s.bornOnLine(i):
		s.Add(patients, i, end, 0.8, pass.ByNear)
	default:
		return false
	}
	return true
}

// takenAbove tells whether an item of the type stands shortly before token i, on a
// line above.
func (s *Finder) takenAbove(t rule.Type, i int) bool {
	for k := i - 1; k >= 0 && k > i-40; k-- {
		if s.Taken[k] == t && s.Doc.Tokens[k].Line < s.Doc.Tokens[i].Line {
			return true
		}
	}
	return false
}

// idKey tells whether the value at token i has the key id: "id": "P-44102".
func (s *Finder) idKey(i int) bool {
	k := i - 1
	for n := 0; n < 3 && (s.Doc.Symbol(k) == '"' || s.Doc.Symbol(k) == ':'); n++ {
		k--
	}
	return k >= 0 && k < i-2 && s.Doc.Tokens[k].Hash == idWord
}

var idWord = text.HashWord("id")

// numberOfSomebody tells whether the number at token i follows "nr", "nummer" or "id"
// and a name or date of birth shortly before that: "mw de Boer, nr. 4410228".
func (s *Finder) numberOfSomebody(i int) bool {
	k := i - 1
	for s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == ':' || s.Doc.Symbol(k) == '=' || s.Doc.Symbol(k) == '#' {
		k--
	}
	if k < 0 || s.Doc.Symbol(i-1) != '#' && pass.NumberWords.Lookup(s.Doc.Tokens[k].Hash) == 0 && s.Doc.Tokens[k].Hash != idWord {
		return false
	}
	for n := k - 1; n >= 0 && n > k-8 && s.Doc.Tokens[n].Line == s.Doc.Tokens[i].Line; n-- {
		switch s.Taken[n] {
		case rule.PersonName, rule.DateOfBirth:
			return true
		case rule.TypeNone:
			if s.Is(n, lexicon.Decoy|lexicon.HouseWord|lexicon.StreetType) {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// fieldSign tells whether token i is a sign that sets fields of a record apart.
func (s *Finder) fieldSign(i int) bool {
	switch s.Doc.Symbol(i) {
	case '[', ']', '|', ';', '~', '"':
		return true
	}
	return false
}

// personOnLine tells whether a name or date of birth stands on the line of token i.
func (s *Finder) personOnLine(i int) bool {
	for k := max(0, i-30); k < len(s.Doc.Tokens) && k < i+30; k++ {
		if s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line && (s.Taken[k] == rule.PersonName || s.Taken[k] == rule.DateOfBirth) {
			return true
		}
	}
	return false
}

// bornOnLine tells whether a date of birth stands on the line of token i.
func (s *Finder) bornOnLine(i int) bool {
	for k := max(0, i-20); k < len(s.Doc.Tokens) && k < i+20; k++ {
		if s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line && s.Taken[k] == rule.DateOfBirth {
			return true
		}
	}
	return false
}

// endsNumber tells whether the number at token i is followed by nothing that goes
// on with it: a sign and digit, a unit or a percentage.
func (s *Finder) endsNumber(i int) bool {
	if i+1 >= len(s.Doc.Tokens) || s.Doc.Tokens[i+1].Is(text.LineStart) {
		return true
	}
	n := &s.Doc.Tokens[i+1]
	if n.Kind == text.Symbol {
		c := s.Doc.Symbol(i + 1)
		if c == '%' || c == 0 {
			return false
		}
		return i+2 >= len(s.Doc.Tokens) || n.Is(text.SpaceBefore) || s.Doc.Tokens[i+2].Is(text.SpaceBefore) || c == ',' || c == ';' || c == ')' || c == '|' || c == '"' || c == '\''
	}
	return n.Is(text.SpaceBefore) && n.Kind == text.Word && !s.Is(i+1, lexicon.LabUnit|lexicon.DoseUnit)
}

// personBeside tells whether a name or a date of birth stands directly before or
// after token i, with signs only in between.
func (s *Finder) personBeside(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line; k-- {
		if t := s.Taken[k]; t == rule.PersonName || t == rule.DateOfBirth {
			return true
		}
		if c := s.Doc.Symbol(k); c != ',' && c != '(' && c != ';' && c != '|' && c != '-' && c != '"' && c != '=' && c != '/' {
			break
		}
	}
	if i > 0 && !s.Doc.Tokens[i].Is(text.LineStart) && s.Doc.Symbol(i-1) != '|' && s.Doc.Symbol(i-1) != '"' {
		return false
	}
	for k := i + 1; k < len(s.Doc.Tokens) && k <= i+3 && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line; k++ {
		if s.Taken[k] == rule.PersonName {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol {
			break
		}
	}
	return false
}
