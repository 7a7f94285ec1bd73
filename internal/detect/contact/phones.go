package contact

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Phones finds telephone numbers: Dutch in all forms, and foreign ones with + or 00.
func (s *Finder) Phones() {
	for _, r := range s.Pack.With(rule.MatchPhone) {
		for i := range s.Marked(pass.MarkNumber) {
			if !pass.Certain(s.Taken[i]) && s.Taken[i] != rule.Phone {
				s.phone(r, i)
			}
		}
	}
}

// cueWithin tells whether a cue ends close enough before token i to be its label.
func (s *Finder) cueWithin(i int) bool {
	if s.Table.Lines[s.Doc.Tokens[i].Line] != 0 {
		return true
	}
	h := s.LastCue(i)
	return h >= 0 && i-int(s.Cues[h].End) <= pass.LabelReach
}

// PhoneKind tells what the digits of a number say.
type PhoneKind uint8

const (
	PhoneNone PhoneKind = iota // no telephone number
	phoneMobile
	phoneArea
	phoneForeign
	phoneCompany // 085, 088: organisations, at times persons
	phoneService // 0800, 0900: nobody's own
	phonePart    // digits that only a label makes a phone number
	phoneNoZero  // a mobile number without its zero, that words around it must support
)

// phone tries the number that starts at token i.
func (s *Finder) phone(r, i int) {
	first := i
	switch s.Doc.Symbol(i - 1) {
	case '+':
		first = i - 1
		if s.Doc.Symbol(i-2) == '(' && s.Doc.Tokens[i-1].Start == s.Doc.Tokens[i-2].End {
			first = i - 2
		}
	case '(':
		first = i - 1
	}
	if first > 0 && !s.Doc.Tokens[first].Is(text.SpaceBefore) && first == i && !s.StartsNumber(i) {
		return
	}
	plus := first < i && s.Doc.Symbol(i-1) == '+'
	if !plus && s.Doc.Norm[s.Doc.Tokens[i].Start] != '0' && !s.cueWithin(i) || s.AmidDigits(i) {
		return
	}
	if plus && first > 0 && !s.Doc.Tokens[first].Is(text.SpaceBefore) && s.Doc.Tokens[first-1].Kind != text.Symbol {
		return // "UNOA:1+500012345"
	}
	d := &s.DigitRun
	s.readPhone(i, d)
	end, kind := s.phoneEnd(d, plus)
	if kind == PhoneNone || kind == phonePart {
		if e, k := s.shortPhone(i, d); k != PhoneNone {
			end, kind = e, k
		}
	}
	if kind == PhoneNone || kind == phoneService {
		return
	}
	if first == i-1 && s.Doc.Symbol(first) == '(' && !s.closes(first, end) {
		first = i
	}
	all := s.Around(first, end)
	sup := pass.SupportFor(all, r)
	labelled := sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0
	if !labelled && s.otherLabel(all, r) || s.Decoy(first) && !labelled {
		return
	}
	if kind == phoneForeign && !plus && !labelled && first > 0 && s.Doc.Tokens[first-1].Kind == text.Number {
		return // the middle of a longer number
	}
	score := s.phoneScore(r, kind, sup, d)
	if score == 0 {
		return
	}
	end = s.extension(end)
	s.Add(r, first, end, score, sup.Evidence|pass.ByShape)
}

// phoneScore weighs the kind of number and the words around it.
func (s *Finder) phoneScore(r int, kind PhoneKind, sup pass.Support, d *pass.DigitRun) float64 {
	sc := &s.Pack.Rules[r].Scores
	labelled := sup.Evidence&(pass.ByLabel|pass.ByColumn) != 0
	switch {
	case labelled && kind == phonePart:
		return sc.Cue
	case labelled:
		return sc.CueValid
	case kind == phoneNoZero && sup.Evidence&pass.ByNear == 0:
		return 0
	case kind == phonePart || sup.Anti:
		return 0
	case kind == phoneMobile, kind == phoneForeign:
		return sc.Valid
	case sup.Evidence&pass.ByNear != 0:
		return sc.NearValid
	case d.Groups > 1:
		return sc.Bare
	}
	return 0
}

// otherLabel tells whether a label of another rule stands directly before the
// number.
func (s *Finder) otherLabel(all []pass.Support, r int) bool {
	for k := range all {
		if all[k].Rule != r && numbered(s.Pack.Rules[all[k].Rule].Matcher) && all[k].Evidence&(pass.ByLabel|pass.ByColumn) != 0 {
			return true
		}
	}
	return false
}

// numbered tells whether a rule with this matcher could claim a row of digits.
func numbered(m rule.Matcher) bool {
	switch m {
	case rule.MatchNumber, rule.MatchCode, rule.MatchIBAN, rule.MatchCard, rule.MatchVAT, rule.MatchPassport, rule.MatchPlate:
		return true
	}
	return false
}

// readPhone reads digits over the separators that people put in phone numbers,
// brackets and double signs among them, on one line.
func (s *Finder) readPhone(i int, d *pass.DigitRun) {
	d.N, d.Groups = 0, 0
	for k := i; k < len(s.Doc.Tokens) && d.Groups < len(d.Ends); {
		t := &s.Doc.Tokens[k]
		if t.Kind != text.Number || k > i && t.Is(text.LineStart) || d.N+t.Len() > 20 {
			return
		}
		d.N += copy(d.Digits[d.N:], s.Doc.Word(k))
		k++
		d.Ends[d.Groups], d.Counts[d.Groups] = int32(k), uint8(d.N)
		d.Groups++
		s.Steps++
		signs := 0
		for ; k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Kind == text.Symbol && signs < 3; k++ {
			switch s.Doc.Symbol(k) {
			case '-', '.', '/', '(', ')', '_', '*', '~':
				signs++
				continue
			}
			return
		}
	}
}

// phoneEnd decides how many groups of digits form the number.
func (s *Finder) phoneEnd(d *pass.DigitRun, plus bool) (end int, kind PhoneKind) {
	for g := range d.Groups {
		n := int(d.Counts[g])
		if k := PhoneKindOf(d.Digits[:n], plus); k != PhoneNone && (k != phonePart || g == d.Groups-1) {
			if k == phoneForeign && g+1 < d.Groups && d.Counts[g+1] <= 13 && d.Counts[g+1]-d.Counts[g] <= 4 {
				continue // foreign numbers run on
			}
			return int(d.Ends[g]), k
		}
	}
	return 0, PhoneNone
}

// PhoneKindOf classifies the digits; with plus they follow a +.
func PhoneKindOf(d []byte, plus bool) PhoneKind {
	switch {
	case plus && pass.HasPrefix(d, "31"):
		return national(d[2:], true)
	case pass.HasPrefix(d, "0031"):
		return national(d[4:], true)
	case plus && len(d) >= 9 && len(d) <= 15:
		return phoneForeign
	case pass.HasPrefix(d, "00") && len(d) >= 11 && len(d) <= 16 && d[2] != '0':
		return phoneForeign
	case len(d) > 0 && d[0] == '0' && len(d) == 10:
		return national(d[1:], false)
	case len(d) == 11 && d[0] == '0' && (d[1] == '7' && d[2] > '2' || d[1] == '2' || d[1] == '1' && d[2] > '0'):
		return phoneArea // British
	case !plus && (pass.HasPrefix(d, "0800") || pass.HasPrefix(d, "0900") || pass.HasPrefix(d, "0906") || pass.HasPrefix(d, "0909") || pass.HasPrefix(d, "14")):
		return phoneService
	case !plus && len(d) >= 6 && len(d) <= 12:
		return phonePart
	}
	return PhoneNone
}

// national classifies the digits after the country code or the leading zero. With
// abroad, a superfluous zero, as in +31 (0)6, is skipped.
func national(d []byte, abroad bool) PhoneKind {
	if abroad && len(d) == 10 && d[0] == '0' {
		d = d[1:]
	}
	if len(d) != 9 {
		return PhoneNone
	}
	switch {
	case d[0] == '6':
		if d[1] == '0' || d[1] == '7' && d[2] > '3' {
			return phonePart // not given out
		}
		return phoneMobile
	case pass.HasPrefix(d, "800"), pass.HasPrefix(d, "900"), pass.HasPrefix(d, "906"), pass.HasPrefix(d, "909"):
		return phoneService
	case pass.HasPrefix(d, "85"), pass.HasPrefix(d, "88"), pass.HasPrefix(d, "84"), pass.HasPrefix(d, "87"), pass.HasPrefix(d, "91"), pass.HasPrefix(d, "97"), pass.HasPrefix(d, "82"):
		return phoneCompany
	case areaCode(d):
		return phoneArea
	}
	return PhoneNone
}

// areaCode tells whether the digits start with a Dutch area code, without its
// zero, and go on with a subscriber number (Nummerplan telefoon- en ISDN-diensten).
func areaCode(d []byte) bool {
	switch string(d[:2]) {
	case "10", "13", "15", "20", "23", "24", "26", "30", "33", "35", "36", "38", "40", "43", "45", "46", "50", "53", "55", "58",
		"70", "71", "72", "73", "74", "75", "76", "77", "78", "79":
		return d[2] != '0'
	case "11", "16", "17", "18", "22", "25", "29", "31", "32", "34", "41", "47", "48", "49", "51", "52", "54", "56", "57", "59":
		return d[3] != '0'
	}
	return false
}

// closes tells whether the bracket that opens at token i closes before token end.
func (s *Finder) closes(i, end int) bool {
	for k := i + 1; k < end; k++ {
		if s.Doc.Symbol(k) == ')' {
			return true
		}
	}
	return false
}

// extension includes "tst 4" or "ext. 12" after a number that ends at token end.
func (s *Finder) extension(end int) int {
	k := end
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.LineStart) {
		return end
	}
	w := s.Doc.Word(k)
	if !pass.EqualFold(w, "tst") && !pass.EqualFold(w, "toestel") && !pass.EqualFold(w, "ext") && !pass.EqualFold(w, "toest") {
		return end
	}
	k++
	if s.Doc.Symbol(k) == '.' || s.Doc.Symbol(k) == ':' {
		k++
	}
	if k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Kind == text.Number && s.Doc.Tokens[k].Len() <= 5 {
		return k + 1
	}
	return end
}
