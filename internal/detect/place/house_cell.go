package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// HouseCell adds the house number at token i when it stands in the column behind that of
// the street: no other number is meant there.
func HouseCell(s *pass.Pass, i int) bool {
	id := s.Table.Lines[s.Doc.Tokens[i].Line]
	if id == 0 || s.Table.Cols[i] < 2 || s.Doc.Tokens[i].Kind == text.Word {
		return false
	}
	r := s.Pack.Index(houseNumberRule)
	if r == rule.NoRule || !headed(s, id, s.Table.Cols[i]-2, rule.Address) || !headed(s, id, s.Table.Cols[i]-1, rule.PatientNumber) && !headed(s, id, s.Table.Cols[i]-1, rule.Address) || !houseNumber(s, i) || letterPair(s, i+1) {
		return false
	}
	s.Add(r, i, afterHouseNumber(s, i), s.Pack.Rules[r].Scores.Cue, pass.ByColumn)
	return true
}

const houseNumberRule = "nl.house_number"

// headed tells whether the header of a column of table id tells of items of type t.
func headed(s *pass.Pass, id uint16, col uint8, t rule.Type) bool {
	from, to := s.Table.First[id-1], len(s.Table.Heads)
	if int(id) < len(s.Table.First) {
		to = int(s.Table.First[id])
	}
	for _, h := range s.Table.Heads[from:to] {
		if h.Col != col {
			continue
		}
		for _, use := range s.Pack.CueUses[h.Cue] {
			if use.Kind&rule.CueColumn != 0 && s.Pack.Rules[use.Rule].Type == t {
				return true
			}
		}
	}
	return false
}
