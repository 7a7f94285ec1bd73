package number

import (
	"bytes"

	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Documents finds passport and identity card numbers by their form, the machine
// readable lines of such documents, and licence plates.
func (s *Finder) Documents() {
	passports, plates := s.Pack.With(rule.MatchPassport), s.Pack.With(rule.MatchPlate)
	for i := range s.Marked(pass.MarkPlate) {
		if s.Taken[i] != rule.TypeNone {
			continue
		}
		t := &s.Doc.Tokens[i]
		if t.Kind == text.Mixed && t.Len() == 9 {
			for _, r := range passports {
				s.passport(r, i)
			}
		}
		if t.Len() <= 6 && s.mayBePlate(i) {
			for _, r := range plates {
				s.plate(r, i)
			}
		}
	}
	for _, r := range s.Pack.With(rule.MatchMRZ) {
		s.mrz(r)
	}
}

// mayBePlate tells whether a digit stands in token i or close behind it.
func (s *Finder) mayBePlate(i int) bool {
	for k := i; k < len(s.Doc.Tokens) && k < i+3; k++ {
		switch s.Doc.Tokens[k].Kind {
		case text.Number, text.Mixed:
			return true
		case text.Word:
			if k > i && s.Doc.Tokens[k].Len() > 3 {
				return false
			}
		default:
			if s.Doc.Symbol(k) != '-' {
				return false
			}
		}
	}
	return s.Doc.Symbol(i+1) == '-' && s.Doc.Symbol(i+3) == '-'
}

// passport checks the form of a Dutch document number and its check digit. The
// first letter tells the kind: I is an identity card (RvIG).
func (s *Finder) passport(r, i int) {
	w := s.Doc.Word(i)
	form := check.DocumentForm(w)
	card := len(w) > 0 && w[0] == 'I'
	if len(w) > 2 && w[0] == 'K' && w[1] == 'B' && pass.AllDigits(w[2:]) {
		return // an update of Windows
	}
	if !form || card != (s.Pack.Rules[r].Type == rule.IDCard) {
		return
	}
	score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, pass.SupportFor(s.Around(i, i+1), r), check.DocumentDigit(w))
	if score > 0 && !s.Decoy(i) {
		s.Add(r, i, i+1, score, ev|pass.ByShape)
	}
}

// plate reads a licence plate in groups with hyphens, or without behind a label.
func (s *Finder) plate(r, i int) {
	if i > 0 && !s.Doc.Tokens[i].Is(text.SpaceBefore) && (s.Doc.Symbol(i-1) == '-' && !s.countryBefore(i) || s.Doc.Tokens[i-1].Kind != text.Symbol) {
		return
	}
	var chars [8]byte
	var lens [3]int
	n, parts, end, lowers := 0, 0, i, 0
	for end < len(s.Doc.Tokens) && parts < 3 {
		t := &s.Doc.Tokens[end]
		if t.Kind == text.Symbol || end > i && t.Is(text.LineStart) || n+t.Len() > 6 {
			return
		}
		for _, c := range s.Doc.Word(end) {
			if c >= 'a' && c <= 'z' {
				c -= 'a' - 'A'
				lowers++
			}
			chars[n] = c
			n++
		}
		lens[parts] = t.Len()
		parts++
		end++
		if n == 6 {
			break
		}
		if s.Doc.Symbol(end) == '-' {
			end++
		}
	}
	groups, ok := check.Plate(chars[:n])
	if !ok || s.Doc.Symbol(end) == '-' && s.WordAt(end+1) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) {
		return
	}
	if parts > 1 && lowers > 0 && s.Doc.Symbol(i+1) != '-' {
		return // "12 row 4"
	}
	sup := pass.SupportFor(s.Around(i, end), r)
	if s.enumerated(i, s.Pack.Rules[r].Type) {
		sup.Evidence |= pass.ByLabel
	}
	hyphens := s.Doc.Tokens[end-1].End-s.Doc.Tokens[i].Start == 8 && s.Doc.Symbol(i+1) == '-' && parts == 3 && lens == groups
	spaced := sup.Evidence&pass.ByNear != 0 && s.Doc.Tokens[end-1].End-s.Doc.Tokens[i].Start == 8 && parts == 3 && lens == groups && (s.EndsValue(end) || s.WordAt(end) && !s.Doc.Tokens[end].Is(text.Capital))
	score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, sup, (hyphens || spaced) && lowers == 0 && !plainLetters(chars[:6]))
	if score > 0 && !s.Decoy(i) {
		s.Add(r, i, end, score, ev|pass.ByShape)
	}
}

// countryBefore tells whether the sign of the Netherlands and a hyphen stand before token i:
// "NL-RD-72-X".
func (s *Finder) countryBefore(i int) bool {
	return i > 1 && s.Doc.Tokens[i-2].Is(text.SpaceBefore) && string(s.Doc.Word(i-2)) == "NL"
}

// plainLetters tells whether the letters of a would-be plate are a vowel or a unit,
// so that "10-20-MG" is none.
func plainLetters(c []byte) bool {
	for i, b := range c {
		switch b {
		case 'A', 'E', 'I', 'O', 'U':
			return true
		case 'M':
			if i+1 < len(c) && (c[i+1] == 'G' || c[i+1] == 'L' || c[i+1] == 'M') {
				return true
			}
		}
	}
	return false
}

// mrz finds machine readable lines: at least 28 capitals, digits and < without
// spaces, that start like a passport or card (ICAO 9303), and the one or two lines
// that follow. They may stand between quotes.
func (s *Finder) mrz(r int) {
	card := s.Pack.Rules[r].Type == rule.IDCard
	for l := 0; l < len(s.Doc.Lines); l++ {
		start, run := s.mrzRun(l)
		if !mrzStart(run, card) {
			continue
		}
		end, last := start+uint32(len(run)), l
		for last < l+2 && last+1 < len(s.Doc.Lines) {
			next, more := s.mrzRun(last + 1)
			if !mrzLine(more) || next != s.Doc.Lines[last+1] {
				break
			}
			last++
			end = next + uint32(len(more))
		}
		s.AddBytes(r, start, end, s.Pack.Rules[r].Scores.Valid, pass.ByShape)
		l = last
	}
}

// mrzRun gives the run of MRZ characters around the first < of line l.
func (s *Finder) mrzRun(l int) (start uint32, run []byte) {
	line := s.Line(l)
	at := bytes.IndexByte(line, '<')
	if at < 0 || len(line) > pass.MaxTableLine {
		return 0, nil
	}
	from, to := at, at
	for from > 0 && mrzByte(line[from-1]) {
		from--
	}
	for to < len(line) && mrzByte(line[to]) {
		to++
	}
	return s.Doc.Lines[l] + uint32(from), line[from:to]
}

func mrzByte(c byte) bool { return c == '<' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' }

func mrzStart(b []byte, card bool) bool {
	if !mrzLine(b) || !bytes.Contains(b, []byte("<<")) && b[0] == 'P' {
		return false
	}
	return card == (b[0] == 'I' || b[0] == 'A' || b[0] == 'C') && (card || b[0] == 'P' || b[0] == 'V')
}

func mrzLine(b []byte) bool { return len(b) >= 28 && len(b) <= 46 }
