package subject

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// dropPlaceholders takes away the findings that stand in a placeholder: [PERSOON_1],
// [naam patiënt], {{achternaam}}, <<DATUM>>, <wachtwoord>.
func (s *Finder) dropPlaceholders(r *pass.Result) {
	kept, t := 0, 0
	for i := range s.Cands {
		c := s.Cands[i]
		for t < len(s.Doc.Tokens) && s.Doc.Tokens[t].End <= c.Start {
			t++
		}
		end := t
		for end < len(s.Doc.Tokens) && s.Doc.Tokens[end].Start < c.End {
			end++
		}
		if s.inPlaceholder(t, end) {
			continue
		}
		s.Cands[kept], r.Findings[kept] = c, r.Findings[i]
		kept++
	}
	s.Cands, r.Findings = s.Cands[:kept], r.Findings[:kept]
}

// placeholderReach is how many tokens a placeholder holds at most.
const placeholderReach = 7

// inPlaceholder tells whether tokens [from, to) touch a placeholder: brackets around
// few words that name a kind of value, or around a word in capitals and a number.
func (s *Finder) inPlaceholder(from, to int) bool {
	for open := min(from+placeholderReach, to-1); open >= 0 && from-open <= placeholderReach; open-- {
		end := byte(0)
		switch s.Doc.Symbol(open) {
		case '[':
			end = ']'
		case '{':
			end = '}'
		case '<':
			end = '>'
		default:
			continue
		}
		if s.Doc.Symbol(open+1) == '"' && end != '>' {
			return false // a list or object of values
		}
		for shut := open + 1; shut < len(s.Doc.Tokens) && shut-open <= placeholderReach+2; shut++ {
			if s.Doc.Symbol(shut) == end {
				return shut >= from && s.namesKind(open+1, shut)
			}
		}
		return false
	}
	return false
}

// namesKind tells whether tokens [i, j) name a kind of value rather than give one: a
// number of more than three digits, a code and a word that is not ordinary give one.
func (s *Finder) namesKind(i, j int) bool {
	words, kinds, others, capitals, digits, given := 0, 0, 0, 0, 0, false
	for k := i; k < j; k++ {
		t := &s.Doc.Tokens[k]
		switch {
		case t.Kind != text.Symbol && t.Kind != text.Word && t.Len() > 3:
			return false
		case t.Kind == text.Number:
			digits++
		case t.Kind != text.Symbol:
			words++
			if pass.PersonWords.Lookup(t.Hash)&(pass.SaysField|pass.SaysRole) != 0 || s.Is(k, lexicon.CueStart) {
				kinds++
			} else if !s.Is(k, lexicon.Common|lexicon.Connector|lexicon.Interfix) || t.Is(text.Capital) && s.Is(k, lexicon.Given|lexicon.Surname) {
				others++
			} else if given && s.Is(k, lexicon.Surname) {
				others++ // a given name and a surname, in lower case
			}
			given = given || s.Is(k, lexicon.Given)
			if t.Is(text.Upper) {
				capitals++
			}
		}
	}
	return kinds > 0 && others == 0 && words <= 5 || words > 0 && words <= 3 && capitals == words && digits == 1
}
