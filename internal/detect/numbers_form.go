package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// numberWords say that a number follows, but not what it numbers.
var numberWords = wordTable("nr", "nummer", "no", "number", "nrs", "num")

// numberWord tells whether one of these stands directly before token i.
func (s *scan) numberWord(i int) bool {
	k := i - 1
	for n := 0; n < 2 && (s.doc.Symbol(k) == '.' || s.doc.Symbol(k) == ':'); n++ {
		k--
	}
	return k >= 0 && numberWords.Lookup(s.doc.Tokens[k].Hash) != 0
}

// zeros tells whether the digits of tokens [i, end) are all zero, as in placeholders.
func (s *scan) zeros(i, end int) bool {
	for k := i; k < end; k++ {
		if s.doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		for _, c := range s.doc.Word(k) {
			if c > '0' && c <= '9' {
				return false
			}
		}
	}
	return true
}

// bsnForm tells whether nine digits that pass the elfproef are written as people
// write a BSN, in two to four groups, in a text that speaks of somebody: a name or a
// word for the person stands on the line, and the number is a field of its own or
// follows "nummer". An amount and a telephone number are none.
func (s *scan) bsnForm(i, g int, run *digitRun) bool {
	if g < 1 || g > 3 || g+1 != run.groups || run.loose || run.digits[0] == '0' || run.counts[0] < 3 {
		return false
	}
	end := int(run.ends[g])
	if s.isAmount(i, end) {
		return false
	}
	field := s.fieldEdge(i-1, i) && s.fieldEdge(end, end) || s.doc.Symbol(i-1) == '~' || s.doc.Symbol(i-1) == ':' || s.numberWord(i)
	return field && (s.speaksOfOne(i) || s.table.lines[s.doc.Tokens[i].Line] != 0)
}

// isAmount tells whether tokens [i, end) are an amount of money or of pieces.
func (s *scan) isAmount(i, end int) bool {
	if i > 0 && !s.doc.Tokens[i].Is(text.LineStart) {
		switch s.doc.Symbol(i - 1) {
		case '$', '+':
			return true
		case 0:
			if s.doc.Tokens[i-1].Kind == text.Symbol {
				return true // €, £
			}
		}
	}
	return end < len(s.doc.Tokens) && (s.is(end, lexicon.LabUnit|lexicon.DoseUnit) || equalFold(s.doc.Word(end), "euro") || equalFold(s.doc.Word(end), "eur"))
}

// speaksOfOne tells whether a title, word for a patient or name of the lists stands
// within a few tokens before token i.
func (s *scan) speaksOfOne(i int) bool {
	for k := i - 1; k >= 0 && k > i-24; k-- {
		if s.taken[k] == rule.PersonName || s.is(k, lexicon.PatientOf|lexicon.Given|lexicon.Surname|lexicon.Title) && s.doc.Tokens[k].Kind == text.Word && s.width(k) > 2 {
			return true
		}
	}
	return false
}

// houseCell adds the house number at token i when it stands in the column behind that of
// the street: no other number is meant there.
func (s *scan) houseCell(i int) bool {
	id := s.table.lines[s.doc.Tokens[i].Line]
	if id == 0 || s.table.cols[i] < 2 || s.doc.Tokens[i].Kind == text.Word {
		return false
	}
	r := s.pack.Index(houseNumberRule)
	if r == rule.NoRule || !s.headed(id, s.table.cols[i]-2, rule.Address) || !s.headed(id, s.table.cols[i]-1, rule.PatientNumber) && !s.headed(id, s.table.cols[i]-1, rule.Address) || !s.houseNumber(i) || s.letterPair(i+1) {
		return false
	}
	s.add(r, i, s.afterHouseNumber(i), s.pack.Rules[r].Scores.Cue, ByColumn)
	return true
}

const houseNumberRule = "nl.house_number"

// headed tells whether the header of a column of table id tells of items of type t.
func (s *scan) headed(id uint16, col uint8, t rule.Type) bool {
	from, to := s.table.first[id-1], len(s.table.heads)
	if int(id) < len(s.table.first) {
		to = int(s.table.first[id])
	}
	for _, h := range s.table.heads[from:to] {
		if h.col != col {
			continue
		}
		for _, use := range s.pack.CueUses[h.cue] {
			if use.Kind&rule.CueColumn != 0 && s.pack.Rules[use.Rule].Type == t {
				return true
			}
		}
	}
	return false
}

// noNumber tells whether the digits stand for any number: one digit, again and again.
func noNumber(d []byte) bool {
	same := true
	for _, c := range d {
		same = same && c == d[0]
	}
	return same
}

// hasSign tells whether signs join tokens [i, end), as in "10.000".
func (s *scan) hasSign(i, end int) bool {
	for k := i; k < end; k++ {
		if s.doc.Tokens[k].Kind == text.Symbol {
			return true
		}
	}
	return false
}

// coded tells whether tokens [i, end) are a number of a register rather than an amount
// or a range: five digits or more with a hyphen or slash, or with one or two letters.
func (s *scan) coded(i, end, chars, digits int) bool {
	if digits < 5 || chars-digits > 2 {
		return false
	}
	for k := i; k < end; k++ {
		if c := s.doc.Symbol(k); s.doc.Tokens[k].Kind == text.Symbol && c != '-' && c != '/' {
			return false
		}
	}
	return true
}

// enumerated tells whether an item of the type stands before token i in one enumeration,
// as in "BSN 111222333, 123456782 en ...".
func (s *scan) enumerated(i int, t rule.Type) bool {
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		if s.taken[k] == t {
			return k < i-1 || !s.doc.Tokens[i].Is(text.LineStart)
		}
		switch c := s.doc.Symbol(k); {
		case c == ',' || c == '"' || c == '\'' || c == ';' || c == '/' || c == '-' || c == '&' || c == '*':
		case s.doc.Tokens[k].Kind == text.Word && s.width(k) <= 3 && s.is(k, lexicon.Connector):
		default:
			return false
		}
	}
	return false
}
