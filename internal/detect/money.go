package detect

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// money finds bank accounts, payment cards and VAT numbers.
func (s *scan) money() {
	ibans, cards, vats := s.pack.With(rule.MatchIBAN), s.pack.With(rule.MatchCard), s.pack.With(rule.MatchVAT)
	code, run := &s.codeRun, &s.digitRun
	for i, m := range s.marks {
		if m&(markDigits|markPair) == 0 || s.taken[i] != rule.TypeNone {
			continue
		}
		t := &s.doc.Tokens[i]
		switch {
		case t.Kind == text.Number && s.startsNumber(i):
			for _, r := range cards {
				s.card(r, i, run)
			}
		case t.Kind == text.Symbol || i > 0 && !t.Is(text.SpaceBefore) && s.doc.Tokens[i-1].Kind != text.Symbol:
		case s.countryStart(i):
			s.readCode(i, code)
			for _, r := range ibans {
				s.iban(r, i, code)
			}
			for _, r := range vats {
				s.vat(r, i, code)
			}
		}
	}
}

// countryStart tells whether token i starts with two letters and a digit, over
// tokens too: "NL21", "NL 21", "N L 2 1".
func (s *scan) countryStart(i int) bool {
	letters := 0
	for k := i; k < len(s.doc.Tokens) && k < i+4; k++ {
		if k > i && s.doc.Symbol(k) == '-' {
			continue
		}
		for _, c := range s.doc.Word(k) {
			switch {
			case c >= '0' && c <= '9':
				return letters == 2
			case c|0x20 < 'a' || c|0x20 > 'z' || letters == 2:
				return false
			}
			letters++
		}
	}
	return false
}

// codeRun is a row of letters and digits in upper case, with the token after each
// character's token where a token ends there.
type codeRun struct {
	chars [48]byte
	ends  [48]int32 // ends[n]: token after the n-th character, 0 inside a token
	n     int
}

// readCode reads letters and digits from token i over single spaces and signs, on
// one line or over one line break.
func (s *scan) readCode(i int, c *codeRun) {
	c.n = 0
	for k := i; k < len(s.doc.Tokens); k++ {
		t := &s.doc.Tokens[k]
		if t.Kind == text.Symbol {
			switch s.doc.Symbol(k) {
			case '-', '.', '_', '/':
				continue
			}
			return
		}
		if c.n+t.Len() >= len(c.chars) || t.Line > s.doc.Tokens[i].Line+1 {
			return
		}
		for _, b := range s.doc.Word(k) {
			if b >= 0x80 || b == '\'' {
				return
			}
			if b >= 'a' {
				b -= 'a' - 'A'
			}
			c.chars[c.n] = b
			c.n++
			c.ends[c.n] = 0
		}
		c.ends[c.n] = int32(k + 1)
		s.steps++
	}
}

// iban checks the code as an account number; one that fails the check digits still
// counts behind a label.
func (s *scan) iban(r, i int, c *codeRun) {
	if c.n < 5 {
		return
	}
	n := check.IBANLength(c.chars[0], c.chars[1])
	if n == 0 || n > c.n || c.ends[n] == 0 || !twoDigits(c.chars[2:4]) {
		return
	}
	end := int(c.ends[n])
	valid := check.IBAN(c.chars[:n])
	if !valid && (string(c.chars[:2]) != "NL" || !upperLetters(c.chars[4:8]) || !allDigits(c.chars[8:18])) {
		return
	}
	score, ev := weigh(&s.pack.Rules[r].Scores, supportFor(s.around(i, end), r), valid)
	if score > 0 {
		s.add(r, i, end, score, ev|ByShape)
	}
}

// vat reads a Dutch VAT number, with dots or without.
func (s *scan) vat(r, i int, c *codeRun) {
	if c.n < 14 || c.ends[14] == 0 || string(c.chars[:2]) != "NL" || c.chars[11] != 'B' || !allDigits(c.chars[2:11]) || !allDigits(c.chars[12:14]) {
		return
	}
	end := int(c.ends[14])
	score, ev := weigh(&s.pack.Rules[r].Scores, supportFor(s.around(i, end), r), check.VAT(c.chars[:14]))
	if score > 0 {
		s.add(r, i, end, score, ev|ByShape)
	}
}

// card reads a payment card number: four groups of four, or one row.
func (s *scan) card(r, i int, run *digitRun) {
	s.readCard(i, run)
	for g := run.groups - 1; g >= 0; g-- {
		n := int(run.counts[g])
		if n < 13 || n > 19 {
			continue
		}
		end := int(run.ends[g])
		valid := check.Card(run.digits[:n])
		if !valid && (n != 16 || g != 3 && g != 0) || s.decoy(i) {
			continue
		}
		sup := supportFor(s.around(i, end), r)
		score, ev := weigh(&s.pack.Rules[r].Scores, sup, valid)
		if valid && g > 0 && score < 0.9 {
			score = 0.9 // grouped as on a card
		}
		if score > 0 {
			s.add(r, i, end, score, ev|ByShape)
			return
		}
	}
}

// readCard is readRun that lets groups of four run over a line break.
func (s *scan) readCard(i int, run *digitRun) {
	s.readRun(i, run)
	for run.groups > 0 && run.groups < 4 && int(run.counts[run.groups-1]) == 4*run.groups {
		k := int(run.ends[run.groups-1])
		if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Number || s.doc.Tokens[k].Len() != 4 {
			return
		}
		run.n += copy(run.digits[run.n:], s.doc.Word(k))
		run.ends[run.groups], run.counts[run.groups] = int32(k+1), uint8(run.n)
		run.groups++
	}
}

func twoDigits(b []byte) bool { return allDigits(b[:2]) }

// allDigits tells whether b holds digits only.
func allDigits(b []byte) bool {
	for _, c := range b {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

func upperLetters(b []byte) bool {
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
