package detect

import (
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// phones finds telephone numbers: Dutch in all forms, and foreign ones with + or 00.
func (s *scan) phones() {
	for _, r := range s.pack.With(rule.MatchPhone) {
		for i, m := range s.marks {
			if m&markNumber != 0 && !certain(s.taken[i]) && s.taken[i] != rule.Phone {
				s.phone(r, i)
			}
		}
	}
}

// cueWithin tells whether a cue ends close enough before token i to be its label.
func (s *scan) cueWithin(i int) bool {
	if s.table.lines[s.doc.Tokens[i].Line] != 0 {
		return true
	}
	h := s.lastCue(i)
	return h >= 0 && i-int(s.cues[h].end) <= labelReach
}

// certain tells whether an item of this type leaves no room for another reading.
func certain(t rule.Type) bool {
	switch t {
	case rule.IBAN, rule.CreditCard, rule.Email, rule.IPAddress, rule.VATNumber, rule.SecretAPIKey, rule.SecretPassword, rule.SecretPrivateKey:
		return true
	}
	return false
}

// phoneKind tells what the digits of a number say.
type phoneKind uint8

const (
	phoneNone phoneKind = iota // no telephone number
	phoneMobile
	phoneArea
	phoneForeign
	phoneCompany // 085, 088: organisations, at times persons
	phoneService // 0800, 0900: nobody's own
	phonePart    // digits that only a label makes a phone number
	phoneNoZero  // a mobile number without its zero, that words around it must support
)

// phone tries the number that starts at token i.
func (s *scan) phone(r, i int) {
	first := i
	switch s.doc.Symbol(i - 1) {
	case '+':
		first = i - 1
		if s.doc.Symbol(i-2) == '(' && s.doc.Tokens[i-1].Start == s.doc.Tokens[i-2].End {
			first = i - 2
		}
	case '(':
		first = i - 1
	}
	if first > 0 && !s.doc.Tokens[first].Is(text.SpaceBefore) && first == i && !s.startsNumber(i) {
		return
	}
	plus := first < i && s.doc.Symbol(i-1) == '+'
	if !plus && s.doc.Norm[s.doc.Tokens[i].Start] != '0' && !s.cueWithin(i) || s.amidDigits(i) {
		return
	}
	if plus && first > 0 && !s.doc.Tokens[first].Is(text.SpaceBefore) && s.doc.Tokens[first-1].Kind != text.Symbol {
		return // "UNOA:1+500012345"
	}
	d := &s.digitRun
	s.readPhone(i, d)
	end, kind := s.phoneEnd(d, plus)
	if kind == phoneNone || kind == phonePart {
		if e, k := s.shortPhone(i, d); k != phoneNone {
			end, kind = e, k
		}
	}
	if kind == phoneNone || kind == phoneService {
		return
	}
	if first == i-1 && s.doc.Symbol(first) == '(' && !s.closes(first, end) {
		first = i
	}
	all := s.around(first, end)
	sup := supportFor(all, r)
	labelled := sup.evidence&(ByLabel|ByColumn) != 0
	if !labelled && s.otherLabel(all, r) || s.decoy(first) && !labelled {
		return
	}
	if kind == phoneForeign && !plus && !labelled && first > 0 && s.doc.Tokens[first-1].Kind == text.Number {
		return // the middle of a longer number
	}
	score := s.phoneScore(r, kind, sup, d)
	if score == 0 {
		return
	}
	end = s.extension(end)
	s.add(r, first, end, score, sup.evidence|ByShape)
}

// phoneScore weighs the kind of number and the words around it.
func (s *scan) phoneScore(r int, kind phoneKind, sup support, d *digitRun) float64 {
	sc := &s.pack.Rules[r].Scores
	labelled := sup.evidence&(ByLabel|ByColumn) != 0
	switch {
	case labelled && kind == phonePart:
		return sc.Cue
	case labelled:
		return sc.CueValid
	case kind == phoneNoZero && sup.evidence&ByNear == 0:
		return 0
	case kind == phonePart || sup.anti:
		return 0
	case kind == phoneMobile, kind == phoneForeign:
		return sc.Valid
	case sup.evidence&ByNear != 0:
		return sc.NearValid
	case d.groups > 1:
		return sc.Bare
	}
	return 0
}

// otherLabel tells whether a label of another rule stands directly before the
// number.
func (s *scan) otherLabel(all []support, r int) bool {
	for k := range all {
		if all[k].rule != r && numbered(s.pack.Rules[all[k].rule].Matcher) && all[k].evidence&(ByLabel|ByColumn) != 0 {
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
func (s *scan) readPhone(i int, d *digitRun) {
	d.n, d.groups = 0, 0
	for k := i; k < len(s.doc.Tokens) && d.groups < len(d.ends); {
		t := &s.doc.Tokens[k]
		if t.Kind != text.Number || k > i && t.Is(text.LineStart) || d.n+t.Len() > 20 {
			return
		}
		d.n += copy(d.digits[d.n:], s.doc.Word(k))
		k++
		d.ends[d.groups], d.counts[d.groups] = int32(k), uint8(d.n)
		d.groups++
		s.steps++
		signs := 0
		for ; k < len(s.doc.Tokens) && s.doc.Tokens[k].Kind == text.Symbol && signs < 3; k++ {
			switch s.doc.Symbol(k) {
			case '-', '.', '/', '(', ')', '_', '*', '~':
				signs++
				continue
			}
			return
		}
	}
}

// phoneEnd decides how many groups of digits form the number.
func (s *scan) phoneEnd(d *digitRun, plus bool) (end int, kind phoneKind) {
	for g := range d.groups {
		n := int(d.counts[g])
		if k := phoneKindOf(d.digits[:n], plus); k != phoneNone && (k != phonePart || g == d.groups-1) {
			if k == phoneForeign && g+1 < d.groups && d.counts[g+1] <= 13 && d.counts[g+1]-d.counts[g] <= 4 {
				continue // foreign numbers run on
			}
			return int(d.ends[g]), k
		}
	}
	return 0, phoneNone
}

// phoneKindOf classifies the digits; with plus they follow a +.
func phoneKindOf(d []byte, plus bool) phoneKind {
	switch {
	case plus && hasPrefix(d, "31"):
		return national(d[2:], true)
	case hasPrefix(d, "0031"):
		return national(d[4:], true)
	case plus && len(d) >= 9 && len(d) <= 15:
		return phoneForeign
	case hasPrefix(d, "00") && len(d) >= 11 && len(d) <= 16 && d[2] != '0':
		return phoneForeign
	case len(d) > 0 && d[0] == '0' && len(d) == 10:
		return national(d[1:], false)
	case !plus && (hasPrefix(d, "0800") || hasPrefix(d, "0900") || hasPrefix(d, "0906") || hasPrefix(d, "0909") || hasPrefix(d, "14")):
		return phoneService
	case !plus && len(d) >= 6 && len(d) <= 12:
		return phonePart
	}
	return phoneNone
}

// hasPrefix tells whether d starts with p.
func hasPrefix(d []byte, p string) bool { return len(d) >= len(p) && string(d[:len(p)]) == p }

// national classifies the digits after the country code or the leading zero. With
// abroad, a superfluous zero, as in +31 (0)6, is skipped.
func national(d []byte, abroad bool) phoneKind {
	if abroad && len(d) == 10 && d[0] == '0' {
		d = d[1:]
	}
	if len(d) != 9 {
		return phoneNone
	}
	switch {
	case d[0] == '6':
		if d[1] == '0' || d[1] == '7' && d[2] > '3' {
			return phoneNone
		}
		return phoneMobile
	case hasPrefix(d, "800"), hasPrefix(d, "900"), hasPrefix(d, "906"), hasPrefix(d, "909"):
		return phoneService
	case hasPrefix(d, "85"), hasPrefix(d, "88"), hasPrefix(d, "84"), hasPrefix(d, "87"), hasPrefix(d, "91"), hasPrefix(d, "97"), hasPrefix(d, "82"):
		return phoneCompany
	case areaCode(d):
		return phoneArea
	}
	return phoneNone
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
func (s *scan) closes(i, end int) bool {
	for k := i + 1; k < end; k++ {
		if s.doc.Symbol(k) == ')' {
			return true
		}
	}
	return false
}

// extension includes "tst 4" or "ext. 12" after a number that ends at token end.
func (s *scan) extension(end int) int {
	k := end
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.LineStart) {
		return end
	}
	w := s.doc.Word(k)
	if !equalFold(w, "tst") && !equalFold(w, "toestel") && !equalFold(w, "ext") && !equalFold(w, "toest") {
		return end
	}
	k++
	if s.doc.Symbol(k) == '.' || s.doc.Symbol(k) == ':' {
		k++
	}
	if k < len(s.doc.Tokens) && s.doc.Tokens[k].Kind == text.Number && s.doc.Tokens[k].Len() <= 5 {
		return k + 1
	}
	return end
}
