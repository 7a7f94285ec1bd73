package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// neighbours finds the houses that are told by their number alone: "She lives next door,
// number 14", "woont hiernaast op nr. 8".
func (s *Finder) neighbours() {
	r := s.Pack.Index(houseNumberRule)
	if r == rule.NoRule {
		return
	}
	for i, m := range s.Marks {
		if m&pass.MarkNumber == 0 || i < 2 || s.Doc.Tokens[i].Len() > 4 || s.Taken[i] != rule.TypeNone || s.Doc.Tokens[i].Kind != text.Number {
			continue
		}
		k := i - 1
		if s.Doc.Symbol(k) == '.' {
			k--
		}
		if k > 0 && s.Is(k, lexicon.HouseWord) && s.livesBefore(k) && s.besideUs(k) && s.EndsValue(i+1) && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line {
			s.Add(r, k, i+1, s.Pack.Rules[r].Scores.Cue, pass.ByNear)
		}
	}
}

// nextDoor are the words that say where a house stands, seen from another.
var nextDoor = pass.WordTable("door", "hiernaast", "ernaast", "daarnaast", "tegenover", "schuin", "opposite", "overkant", "street", "straat", "buren", "neighbour", "neighbor", "op", "at")

// besideUs tells whether one of these stands shortly before token k.
func (s *Finder) besideUs(k int) bool {
	for n := k - 1; n >= 0 && n >= k-3; n-- {
		if nextDoor.Lookup(s.Doc.Tokens[n].Hash) != 0 {
			return true
		}
	}
	return false
}
