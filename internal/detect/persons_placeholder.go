package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// dropPlaceholders takes away the findings that stand in a placeholder: [PERSOON_1],
// [naam patiënt], {{achternaam}}, <<DATUM>>, <wachtwoord>.
func (s *scan) dropPlaceholders(r *Result) {
	kept, t := 0, 0
	for i := range s.cands {
		c := s.cands[i]
		for t < len(s.doc.Tokens) && s.doc.Tokens[t].End <= c.start {
			t++
		}
		end := t
		for end < len(s.doc.Tokens) && s.doc.Tokens[end].Start < c.end {
			end++
		}
		if s.inPlaceholder(t, end) {
			continue
		}
		s.cands[kept], r.Findings[kept] = c, r.Findings[i]
		kept++
	}
	s.cands, r.Findings = s.cands[:kept], r.Findings[:kept]
}

// placeholderReach is how many tokens a placeholder holds at most.
const placeholderReach = 7

// inPlaceholder tells whether tokens [from, to) touch a placeholder: brackets around
// few words that name a kind of value, or around a word in capitals and a number.
func (s *scan) inPlaceholder(from, to int) bool {
	for open := min(from+placeholderReach, to-1); open >= 0 && from-open <= placeholderReach; open-- {
		end := byte(0)
		switch s.doc.Symbol(open) {
		case '[':
			end = ']'
		case '{':
			end = '}'
		case '<':
			end = '>'
		default:
			continue
		}
		for shut := open + 1; shut < len(s.doc.Tokens) && shut-open <= placeholderReach+2; shut++ {
			if s.doc.Symbol(shut) == end {
				return shut >= from && s.namesKind(open+1, shut)
			}
		}
		return false
	}
	return false
}

// namesKind tells whether tokens [i, j) name a kind of value rather than give one: a
// number of more than three digits, a code and a word that is not ordinary give one.
func (s *scan) namesKind(i, j int) bool {
	words, kinds, others, capitals, digits, given := 0, 0, 0, 0, 0, false
	for k := i; k < j; k++ {
		t := &s.doc.Tokens[k]
		switch {
		case t.Kind != text.Symbol && t.Kind != text.Word && t.Len() > 3:
			return false
		case t.Kind == text.Number:
			digits++
		case t.Kind != text.Symbol:
			words++
			if personWords.Lookup(t.Hash)&(saysField|saysRole) != 0 || s.is(k, lexicon.CueStart) {
				kinds++
			} else if !s.is(k, lexicon.Common|lexicon.Connector|lexicon.Interfix) || t.Is(text.Capital) && s.is(k, lexicon.Given|lexicon.Surname) {
				others++
			} else if given && s.is(k, lexicon.Surname) {
				others++ // a given name and a surname, in lower case
			}
			given = given || s.is(k, lexicon.Given)
			if t.Is(text.Upper) {
				capitals++
			}
		}
	}
	return kinds > 0 && others == 0 && words <= 5 || words > 0 && words <= 3 && capitals == words && digits == 1
}
