package place

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// address reads a street with a house number. The anchor is the word that ends
// like a street ("Lindelaan", "Hoogstr"), or any word with a number behind a label
// or before a postcode.
func (s *Finder) address(r, i int) {
	t := &s.Doc.Tokens[i]
	if t.Kind != text.Word || t.Len() < 3 {
		return
	}
	kind := streetWord(s.Pass, i)
	if kind == streetNone && !t.Is(text.Capital) && !houseNumber(s.Pass, i+1) {
		return
	}
	k := i + 1
	if kind == streetAbbreviated && s.Doc.Symbol(k) == '.' {
		k++
	}
	if kind == streetLeading {
		k = namedAfter(s.Pass, i)
	}
	if kind = s.estate(i, k, kind); kind == streetLeading {
		k = namedAfter(s.Pass, i)
	}
	if houseNumber(s.Pass, k+1) {
		if side := s.side(k, kind); side > 0 {
			if k++; kind == streetNone && side > 1 {
				kind = streetFull
			}
		}
	}
	if side := s.dottedSide(k); side > k && houseNumber(s.Pass, side) {
		if k = side; kind == streetNone {
			kind = streetFull
		}
	}
	k = s.afterYear(i, k)
	if s.Is(k, lexicon.HouseWord) { // "nr. 12"
		if k++; s.Doc.Symbol(k) == '.' {
			k++
		}
	}
	number := houseNumber(s.Pass, k) && !(kind == streetFull && s.citedYear(i, k))
	inTable := s.Table.Lines[s.Doc.Tokens[i].Line] != 0 && s.Table.Cols[i] != 0 && (t.Is(text.LineStart) || s.FieldEdge(i-1, i))
	if kind == streetNone && !number && !inTable && !s.streetKey(r, i) {
		return
	}
	end := k
	if number {
		end = afterHouseNumber(s.Pass, k)
		end = s.afterSecondNumber(end)
	}
	start := s.streetStart(i, kind)
	sup := pass.SupportFor(s.Around(start, max(end, i+1)), r)
	labelled := sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0
	sc := &s.Pack.Rules[r].Scores
	var score float64
	switch {
	case kind != streetNone && number:
		if score = sc.Valid; labelled || s.postcodeFollows(end) {
			score = sc.CueValid
		}
	case number && t.Is(text.Capital) && (s.postcodeFollows(end) || labelled && s.plausibleStreet(i, k)):
		score = sc.CueValid
	case number && t.Is(text.Capital) && s.plausibleStreet(i, k) && (s.placeFollows(end) || s.placeBefore(start)):
		score = sc.Near
	case number && t.Is(text.Capital) && s.Is(i-1, lexicon.StreetName) && s.Doc.Tokens[i-1].Is(text.Capital) && !t.Is(text.LineStart) && s.plausibleStreet(i, k):
		score, start = sc.Near, i-1 // "Grote Markt 12"
	case kind == streetTypeAlone && !number && start > 0 && houseNumber(s.Pass, start-1) && s.Doc.Tokens[start-1].Kind != text.Word && (s.livesBefore(start-1) || labelled || s.listedHouse(start-1, i) || s.Doc.Symbol(i+1) == ',' && s.placeFollows(i+1)):
		score, start, end = sc.Near, start-1, i+1 // "12 Church Street"
	case kind == streetTypeAlone && !number && start > 0 && s.flatBefore(start-1):
		score, start, end = sc.Near, s.flatStart(start-1), i+1 // "Flat 4, 12 Rose Gardens"
	case kind == streetFull && !number && i > 0 && houseNumber(s.Pass, i-1) && s.Doc.Tokens[i-1].Kind != text.Word && (s.livesBefore(i-1) || labelled || s.listedHouse(i-1, i)):
		score, start, end = sc.Near, i-1, i+1 // "12 Kerkstraat"
	case number && kind == streetNone && s.livesBefore(i) && s.livesDirectly(i) && s.plausibleStreet(i, k):
		score = sc.Near
	case !number && t.Is(text.Capital) && s.streetKey(r, i), !number && inTable && s.streetCell(i, sup.Evidence):
		score, end = sc.CueValid, s.fieldEnd(i)
	case s.startsPlace(start, i):
		return // "'s-Heerenberg"
	case kind == streetFull && !number && t.Is(text.Capital) && (labelled || s.livesBefore(start)):
		score, end = sc.Bare, i+1
	}
	if score == 0 {
		return
	}
	s.Add(r, start, end, score, sup.Evidence|pass.ByShape)
}

// startsPlace tells whether a listed place runs from token start over token i.
func (s *Finder) startsPlace(start, i int) bool {
	return start < i && s.PlaceAt(start) > i
}

// streetKey tells whether token i starts the value of a field for a street, as in
// <straat>Brink</straat>: its number stands in a field of its own.
func (s *Finder) streetKey(r, i int) bool {
	if c := s.Doc.Symbol(i - 1); c != '>' && c != '"' && c != '\'' && c != '(' {
		return false
	}
	h := s.LastCue(i)
	if h < 0 || i-int(s.Cues[h].End) > 5 || !s.Connected(int(s.Cues[h].End), i) {
		return false
	}
	for _, use := range s.Pack.CueUses[s.Cues[h].ID] {
		if int(use.Rule) == r && use.Kind&rule.CueKey != 0 {
			return true
		}
	}
	return false
}

// fieldEnd gives the token after the words of the field that token i starts.
func (s *Finder) fieldEnd(i int) int {
	k := i
	for k < len(s.Doc.Tokens) && k < i+6 && !(k > i && s.Doc.Tokens[k].Is(text.LineStart)) {
		if s.Doc.Tokens[k].Kind == text.Symbol && s.Doc.Symbol(k) != '.' && s.Doc.Symbol(k) != '-' {
			break
		}
		k++
	}
	return k
}

// livesDirectly tells whether only small words stand between a word for living and
// token i: "woont op Molenakker 16".
func (s *Finder) livesDirectly(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if s.Is(k, lexicon.LiveWord) {
			return true
		}
		if s.Doc.Symbol(k) != ':' && (s.Doc.Tokens[k].Kind != text.Word || s.Width(k) > 3) {
			return false
		}
	}
	return false
}

// streetStart goes left over the words that belong to the street's name: "Oude",
// "Dr.", "Jonker", "van der".
func (s *Finder) streetStart(i int, kind streetKind) int {
	start := i
	if s.Doc.Symbol(i-1) == '-' && i > 2 && s.Width(i-2) == 1 && s.Doc.Symbol(i-3) == '\'' {
		start, i = i-3, i-3 // "'s-Gravendijkwal"
	} else if i > 1 && s.Doc.Symbol(i-2) == '\'' && s.Width(i-1) == 1 && pass.EqualFold(s.Doc.Word(i-1), "t") {
		return i - 2 // "'t Zand"
	}
	if !s.Doc.Tokens[i].Is(text.Capital) && kind == streetFull {
		return s.lowerStart(i)
	}
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		t, next := &s.Doc.Tokens[k], &s.Doc.Tokens[k+1]
		if next.Is(text.LineStart) || s.Taken[k] != rule.TypeNone {
			break
		}
		if s.Doc.Symbol(k) == '.' {
			if n := s.shortInterfix(k); n < k {
				k = n
				start = n
				continue
			}
			if k > 0 && s.Doc.Tokens[k-1].Kind == text.Word && s.Doc.Tokens[k-1].Len() <= 4 && s.Doc.Tokens[k-1].Is(text.Capital) && !s.Is(k-1, lexicon.Common) {
				continue
			}
			break
		}
		if t.Kind == text.Mixed && s.ordinal(k) && k == start-1 {
			return k // "1e Kerkstraat"
		}
		if t.Kind != text.Word || !next.Is(text.SpaceBefore) && s.Doc.Symbol(k+1) != '.' {
			break
		}
		if !t.Is(text.Capital) {
			if n := s.honoured(k); n < k {
				return n
			}
			if s.Is(k, lexicon.Interfix) && k > 1 && s.Doc.Symbol(k-1) == '.' && s.Is(k-2, lexicon.StreetName) {
				continue // "Burg. de Vlugtlaan"
			}
			if s.Is(k, lexicon.Interfix) && k > 0 && s.Doc.Tokens[k-1].Is(text.Capital) && s.streetPart(k-1) && !s.Is(k-1, lexicon.Given) {
				continue
			}
			break
		}
		if !s.streetPart(k) {
			break
		}
		start = k
	}
	return start
}

// streetPart tells whether the capitalised word at token k can belong to the name
// of a street: not a title, a label or the end of a person's name.
func (s *Finder) streetPart(k int) bool {
	if s.Is(k, lexicon.Title|lexicon.Kin|lexicon.CueStart|lexicon.Connector|lexicon.Place) && !s.Is(k, lexicon.StreetName|lexicon.Interfix) {
		return false
	}
	if s.Doc.Tokens[k].Is(text.LineStart) && s.Is(k, lexicon.Common) {
		return false
	}
	for b := k - 1; b >= 0 && b >= k-4; b-- { // "mw. 't Hart Hoogstr 5"
		if s.Is(b, lexicon.Title) {
			return false
		}
		if s.Doc.Tokens[b].Kind == text.Symbol && s.Doc.Symbol(b) != '.' && s.Doc.Symbol(b) != '\'' {
			break
		}
	}
	return true
}

// postcodeFollows tells whether a postcode stands behind tokens before end.
func (s *Finder) postcodeFollows(end int) bool {
	for k := end; k < len(s.Doc.Tokens) && k < end+3; k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Symbol {
			continue
		}
		w := s.Doc.Word(k)
		if t.Kind == text.Mixed && len(w) == 6 && pass.AllDigits(w[:4]) && postcodeLetters(w[4:]) {
			return true
		}
		return t.Kind == text.Number && len(w) == 4 && w[0] != '0' && letterPair(s.Pass, k+1) && s.Doc.Tokens[k+1].Is(text.Upper) && postcodeLetters(s.Doc.Word(k+1))
	}
	return false
}

// placeFollows tells whether a known place stands behind tokens before end.
func (s *Finder) placeFollows(end int) bool {
	for k := end; k < len(s.Doc.Tokens) && k < end+3; k++ {
		if s.Is(k, lexicon.Place|lexicon.SmallPlace) && s.Doc.Tokens[k].Is(text.Capital) {
			return true
		}
		if s.Doc.Tokens[k].Kind != text.Symbol && s.Width(k) != 2 {
			return false
		}
	}
	return false
}

// placeBefore tells whether a known place and a comma stand before token i.
func (s *Finder) placeBefore(i int) bool {
	return i > 1 && s.Doc.Symbol(i-1) == ',' && s.Is(i-2, lexicon.Place|lexicon.SmallPlace) && s.Doc.Tokens[i-2].Is(text.Capital)
}

// plausibleStreet tells whether the word at token i is not plainly something else
// that takes a number, such as a kamer, bed or diagnosis.
func (s *Finder) plausibleStreet(i, k int) bool {
	return !s.Is(i, lexicon.Month|lexicon.Weekday|lexicon.MedicationWord|lexicon.DiagnosisWord|lexicon.CueStart|lexicon.Connector|lexicon.Decoy) && s.Doc.Tokens[k].Kind != text.Symbol
}

// livesBefore tells whether the words before token i say that someone lives there:
// "wonen in Ermelo aan de", "in de", "lives at".
func (s *Finder) livesBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-7 && s.Doc.Tokens[k].Line == s.Doc.Tokens[i].Line; k-- {
		if s.Is(k, lexicon.LiveWord) {
			return true
		}
		if s.Doc.Symbol(k) == '.' {
			return false
		}
	}
	return false
}
