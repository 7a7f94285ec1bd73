package detect

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// rows finds the bare numbers that stand beside a name or a date of birth, as in
// "mw Bouali, 5520114, 38 jaar" or "*1-7-1954, 2203877": patient numbers of 6 to 8
// digits, and a BSN when the elfproef holds.
func (s *scan) rows() {
	patients, bsn := s.typed(rule.MatchCode, rule.PatientNumber), s.typed(rule.MatchNumber, rule.BSN)
	if patients == rule.NoRule || bsn == rule.NoRule {
		return
	}
	s.subjectList(patients)
	s.weakColumns(patients)
	for i, m := range s.marks {
		if m&(markDigits|markCode) == 0 {
			continue
		}
		t := &s.doc.Tokens[i]
		if t.Kind == text.Mixed || t.Kind == text.Word && t.Is(text.Upper) {
			s.rowCode(patients, i)
			continue
		}
		if t.Kind == text.Number && t.Len() <= 5 && s.startsNumber(i) && s.taken[i] == rule.TypeNone && s.rowRun(bsn, patients, i) {
			continue
		}
		if t.Kind == text.Number && t.Len() >= 5 && t.Len() < 9 && s.taken[i] == rule.TypeNone && s.numberOfSomebody(i) && s.endsNumber(i) {
			s.add(patients, i, i+1, 0.8, ByNear)
			continue
		}
		if t.Kind == text.Number && t.Len() == 5 && s.taken[i] == rule.TypeNone && s.doc.Symbol(i-1) == '(' && s.doc.Symbol(i+1) == ')' && i > 1 && s.taken[i-2] == rule.PersonName {
			s.add(patients, i, i+1, 0.8, ByNear) // "mw. de Boer (20441)"
			continue
		}
		if t.Kind != text.Number || t.Len() < 6 || t.Len() > 9 || s.taken[i] != rule.TypeNone || !s.startsNumber(i) || !s.endsNumber(i) || s.decoy(i) {
			continue
		}
		beside := s.personBeside(i)
		field := beside || s.fieldEdge(i-1, i) && s.fieldEdge(i+1, i+1) && s.personOnLine(i)
		switch {
		case t.Len() == 9 && field && check.BSN(s.doc.Word(i)):
			s.add(bsn, i, i+1, s.pack.Rules[bsn].Scores.Near+0.15, ByChecksum|ByNear)
		case t.Len() == 8 && s.recentDate(i):
			s.add(s.typed(rule.MatchDate, rule.Date), i, i+1, 0.7, ByShape|ByNear)
		case t.Len() < 9 && t.Len() > 5 && (beside || field && s.bornOnLine(i)):
			s.add(patients, i, i+1, 0.82, ByNear)
		}
	}
}

// recentDate tells whether the eight digits at token i are a day of the last or next
// years, as systems write it: "20260312".
func (s *scan) recentDate(i int) bool {
	h, ok := s.compactDate(i)
	return ok && h.year >= 2000 && s.doc.Norm[s.doc.Tokens[i].Start] == '2' && s.typed(rule.MatchDate, rule.Date) != rule.NoRule
}

// rowCode reads a code such as "ZH-448812" directly beside a name or date of birth.
func (s *scan) rowCode(patients, i int) {
	if s.taken[i] != rule.TypeNone || s.decoy(i) || s.cueAt(i) {
		return
	}
	end := s.codeAt(i)
	if end == 0 || !s.personBeside(i) && !(s.idKey(i) && s.personOnLine(i)) || s.takenAt(end-1) != rule.TypeNone {
		return
	}
	if chars, digits := s.codeLength(i, end); digits >= 4 && chars > digits && chars <= 14 {
		s.add(patients, i, end, 0.8, ByNear)
	}
}

// rowRun reads a BSN in groups beside a name, "mw Bos 111.222.333", and a patient
// number in groups that is a field of its own on a line with a date of birth:
// "[Bos, H.] [03-01-1956] [7 118 204]".
func (s *scan) rowRun(bsn, patients, i int) bool {
	run := &s.digitRun
	s.readRun(i, run)
	g := run.groups - 1
	if g < 1 || g > 3 || run.loose || s.decoy(i) {
		return false
	}
	end := int(run.ends[g])
	switch {
	case run.n == 9 && check.BSN(run.digits[:9]) && (s.personBeside(i) || s.fieldSign(i-1) && s.fieldSign(end) && s.takenAbove(rule.BSN, i)):
		s.add(bsn, i, end, s.pack.Rules[bsn].Scores.Near+0.15, ByChecksum|ByNear)
	case run.n >= 6 && run.n <= 8 && run.counts[g]-run.counts[g-1] == 3 && run.digits[0] != '0' && s.fieldSign(i-1) && s.fieldSign(end) && s.bornOnLine(i):
		s.add(patients, i, end, 0.8, ByNear)
	default:
		return false
	}
	return true
}

// takenAbove tells whether an item of the type stands shortly before token i, on a
// line above.
func (s *scan) takenAbove(t rule.Type, i int) bool {
	for k := i - 1; k >= 0 && k > i-40; k-- {
		if s.taken[k] == t && s.doc.Tokens[k].Line < s.doc.Tokens[i].Line {
			return true
		}
	}
	return false
}

// idKey tells whether the value at token i has the key id: "id": "P-44102".
func (s *scan) idKey(i int) bool {
	k := i - 1
	for n := 0; n < 3 && (s.doc.Symbol(k) == '"' || s.doc.Symbol(k) == ':'); n++ {
		k--
	}
	return k >= 0 && k < i-2 && s.doc.Tokens[k].Hash == idWord
}

var idWord = text.HashWord("id")

// numberOfSomebody tells whether the number at token i follows "nr", "nummer" or "id"
// and a name or date of birth shortly before that: "mw de Boer, nr. 4410228".
func (s *scan) numberOfSomebody(i int) bool {
	k := i - 1
	for s.doc.Symbol(k) == '.' || s.doc.Symbol(k) == ':' || s.doc.Symbol(k) == '=' || s.doc.Symbol(k) == '#' {
		k--
	}
	if k < 0 || s.doc.Symbol(i-1) != '#' && numberWords.Lookup(s.doc.Tokens[k].Hash) == 0 && s.doc.Tokens[k].Hash != idWord {
		return false
	}
	for n := k - 1; n >= 0 && n > k-8 && s.doc.Tokens[n].Line == s.doc.Tokens[i].Line; n-- {
		switch s.taken[n] {
		case rule.PersonName, rule.DateOfBirth:
			return true
		case rule.TypeNone:
			if s.is(n, lexicon.Decoy|lexicon.HouseWord|lexicon.StreetType) {
				return false
			}
		default:
			return false
		}
	}
	return false
}

// fieldSign tells whether token i is a sign that sets fields of a record apart.
func (s *scan) fieldSign(i int) bool {
	switch s.doc.Symbol(i) {
	case '[', ']', '|', ';', '~', '"':
		return true
	}
	return false
}

// personOnLine tells whether a name or date of birth stands on the line of token i.
func (s *scan) personOnLine(i int) bool {
	for k := max(0, i-30); k < len(s.doc.Tokens) && k < i+30; k++ {
		if s.doc.Tokens[k].Line == s.doc.Tokens[i].Line && (s.taken[k] == rule.PersonName || s.taken[k] == rule.DateOfBirth) {
			return true
		}
	}
	return false
}

// bornOnLine tells whether a date of birth stands on the line of token i.
func (s *scan) bornOnLine(i int) bool {
	for k := max(0, i-20); k < len(s.doc.Tokens) && k < i+20; k++ {
		if s.doc.Tokens[k].Line == s.doc.Tokens[i].Line && s.taken[k] == rule.DateOfBirth {
			return true
		}
	}
	return false
}

// endsNumber tells whether the number at token i is followed by nothing that goes
// on with it: a sign and digit, a unit or a percentage.
func (s *scan) endsNumber(i int) bool {
	if i+1 >= len(s.doc.Tokens) || s.doc.Tokens[i+1].Is(text.LineStart) {
		return true
	}
	n := &s.doc.Tokens[i+1]
	if n.Kind == text.Symbol {
		c := s.doc.Symbol(i + 1)
		if c == '%' || c == 0 {
			return false
		}
		return i+2 >= len(s.doc.Tokens) || n.Is(text.SpaceBefore) || s.doc.Tokens[i+2].Is(text.SpaceBefore) || c == ',' || c == ';' || c == ')' || c == '|' || c == '"' || c == '\''
	}
	return n.Is(text.SpaceBefore) && n.Kind == text.Word && !s.is(i+1, lexicon.LabUnit|lexicon.DoseUnit)
}

// personBeside tells whether a name or a date of birth stands directly before or
// after token i, with signs only in between.
func (s *scan) personBeside(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && s.doc.Tokens[k].Line == s.doc.Tokens[i].Line; k-- {
		if t := s.taken[k]; t == rule.PersonName || t == rule.DateOfBirth {
			return true
		}
		if c := s.doc.Symbol(k); c != ',' && c != '(' && c != ';' && c != '|' && c != '-' && c != '"' && c != '=' && c != '/' {
			break
		}
	}
	if i > 0 && !s.doc.Tokens[i].Is(text.LineStart) && s.doc.Symbol(i-1) != '|' && s.doc.Symbol(i-1) != '"' {
		return false
	}
	for k := i + 1; k < len(s.doc.Tokens) && k <= i+3 && s.doc.Tokens[k].Line == s.doc.Tokens[i].Line; k++ {
		if s.taken[k] == rule.PersonName {
			return true
		}
		if s.doc.Tokens[k].Kind != text.Symbol {
			break
		}
	}
	return false
}
