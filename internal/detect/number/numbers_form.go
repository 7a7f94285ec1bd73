package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// zeros tells whether the digits of tokens [i, end) are all zero, as in placeholders.
func (s *Finder) zeros(i, end int) bool {
	for k := i; k < end; k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			continue
		}
		for _, c := range s.Doc.Word(k) {
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
func (s *Finder) bsnForm(i, g int, run *pass.DigitRun) bool {
	if g < 1 || g > 3 || g+1 != run.Groups || run.Loose || run.Digits[0] == '0' || run.Counts[0] < 3 {
		return false
	}
	end := int(run.Ends[g])
	if s.isAmount(i, end) {
		return false
	}
	field := s.FieldEdge(i-1, i) && s.FieldEdge(end, end) || s.Doc.Symbol(i-1) == '~' || s.Doc.Symbol(i-1) == ':' || s.NumberWord(i)
	return field && (s.speaksOfOne(i) || s.Table.Lines[s.Doc.Tokens[i].Line] != 0)
}

// isAmount tells whether tokens [i, end) are an amount of money or of pieces.
func (s *Finder) isAmount(i, end int) bool {
	if i > 0 && !s.Doc.Tokens[i].Is(text.LineStart) {
		switch s.Doc.Symbol(i - 1) {
		case '$', '+':
			return true
		case 0:
			if s.Doc.Tokens[i-1].Kind == text.Symbol {
				return true // €, £
			}
		}
	}
	return end < len(s.Doc.Tokens) && (s.Is(end, lexicon.LabUnit|lexicon.DoseUnit) || pass.EqualFold(s.Doc.Word(end), "euro") || pass.EqualFold(s.Doc.Word(end), "eur"))
}

// speaksOfOne tells whether a title, word for a patient or name of the lists stands
// within a few tokens before token i.
func (s *Finder) speaksOfOne(i int) bool {
	for k := i - 1; k >= 0 && k > i-24; k-- {
		if s.Taken[k] == rule.PersonName || s.Is(k, lexicon.PatientOf|lexicon.Given|lexicon.Surname|lexicon.Title) && s.Doc.Tokens[k].Kind == text.Word && s.Width(k) > 2 {
			return true
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
func (s *Finder) hasSign(i, end int) bool {
	for k := i; k < end; k++ {
		if s.Doc.Tokens[k].Kind == text.Symbol {
			return true
		}
	}
	return false
}

// coded tells whether tokens [i, end) are a number of a register rather than an amount
// or a range: five digits or more with a hyphen or slash, or with one or two letters.
func (s *Finder) coded(i, end, chars, digits int) bool {
	if digits < 5 || chars-digits > 2 {
		return false
	}
	for k := i; k < end; k++ {
		if c := s.Doc.Symbol(k); s.Doc.Tokens[k].Kind == text.Symbol && c != '-' && c != '/' {
			return false
		}
	}
	return true
}

// enumerated tells whether an item of the type stands before token i in one enumeration,
// as in "BSN 111222333, 123456782 en ...".
func (s *Finder) enumerated(i int, t rule.Type) bool {
	for k := i - 1; k >= 0 && k >= i-5; k-- {
		if s.Taken[k] == t {
			return k < i-1 || !s.Doc.Tokens[i].Is(text.LineStart)
		}
		switch c := s.Doc.Symbol(k); {
		case c == ',' || c == '"' || c == '\'' || c == ';' || c == '/' || c == '-' || c == '&' || c == '*':
		case s.Doc.Tokens[k].Kind == text.Word && s.Width(k) <= 3 && s.Is(k, lexicon.Connector):
		default:
			return false
		}
	}
	return false
}
