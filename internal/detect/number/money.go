package number

import (
	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Money finds bank accounts, payment cards and VAT numbers.
func (s *Finder) Money() {
	ibans, cards, vats := s.Pack.With(rule.MatchIBAN), s.Pack.With(rule.MatchCard), s.Pack.With(rule.MatchVAT)
	code, run := &s.codeRun, &s.DigitRun
	for i := range s.Marked(pass.MarkDigits | pass.MarkPair) {
		if s.Taken[i] != rule.TypeNone {
			continue
		}
		t := &s.Doc.Tokens[i]
		switch {
		case t.Kind == text.Number && s.StartsNumber(i):
			for _, r := range cards {
				s.card(r, i, run)
			}
		case t.Kind == text.Symbol || i > 0 && !t.Is(text.SpaceBefore) && s.Doc.Tokens[i-1].Kind != text.Symbol:
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
func (s *Finder) countryStart(i int) bool {
	letters := 0
	for k := i; k < len(s.Doc.Tokens) && k < i+4; k++ {
		if k > i && s.Doc.Symbol(k) == '-' {
			continue
		}
		for _, c := range s.Doc.Word(k) {
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
func (s *Finder) readCode(i int, c *codeRun) {
	c.n = 0
	for k := i; k < len(s.Doc.Tokens); k++ {
		t := &s.Doc.Tokens[k]
		if t.Kind == text.Symbol {
			switch s.Doc.Symbol(k) {
			case '-', '.', '_', '/':
				continue
			}
			return
		}
		if c.n+t.Len() >= len(c.chars) || t.Line > s.Doc.Tokens[i].Line+1 {
			return
		}
		for _, b := range s.Doc.Word(k) {
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
		s.Steps++
	}
}

// iban checks the code as an account number; one that fails the check digits still
// counts behind a label.
func (s *Finder) iban(r, i int, c *codeRun) {
	if c.n < 5 {
		return
	}
	n := check.IBANLength(c.chars[0], c.chars[1])
	if n == 0 || n > c.n || c.ends[n] == 0 || !twoDigits(c.chars[2:4]) {
		return
	}
	end := int(c.ends[n])
	valid := check.IBAN(c.chars[:n])
	if !valid && (string(c.chars[:2]) != "NL" || !upperLetters(c.chars[4:8]) || !pass.AllDigits(c.chars[8:18])) {
		return
	}
	score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, pass.SupportFor(s.Around(i, end), r), valid)
	if score > 0 {
		s.Add(r, i, end, score, ev|pass.ByShape)
	}
}

// vat reads a Dutch VAT number, with dots or without.
func (s *Finder) vat(r, i int, c *codeRun) {
	if c.n < 14 || c.ends[14] == 0 || string(c.chars[:2]) != "NL" || c.chars[11] != 'B' || !pass.AllDigits(c.chars[2:11]) || !pass.AllDigits(c.chars[12:14]) {
		return
	}
	end := int(c.ends[14])
	score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, pass.SupportFor(s.Around(i, end), r), check.VAT(c.chars[:14]))
	if score > 0 {
		s.Add(r, i, end, score, ev|pass.ByShape)
	}
}

// card reads a payment card number: four groups of four, or one row.
func (s *Finder) card(r, i int, run *pass.DigitRun) {
	s.readCard(i, run)
	for g := run.Groups - 1; g >= 0; g-- {
		n := int(run.Counts[g])
		if n < 13 || n > 19 {
			continue
		}
		end := int(run.Ends[g])
		valid := check.Card(run.Digits[:n])
		if !valid && (n != 16 || g != 3 && g != 0) || s.Decoy(i) {
			continue
		}
		sup := pass.SupportFor(s.Around(i, end), r)
		score, ev := pass.Weigh(&s.Pack.Rules[r].Scores, sup, valid)
		if valid && g > 0 && score < 0.9 {
			score = 0.9 // grouped as on a card
		}
		if score > 0 {
			s.Add(r, i, end, score, ev|pass.ByShape)
			s.expiry(end)
			return
		}
	}
}

// cardExpiryRule is the rule of the month until which a card is valid.
const cardExpiryRule = "nl.card_expiry"

// expiry adds the month and year shortly behind a card that ends before token k: "exp 09/27".
func (s *Finder) expiry(k int) {
	r := s.Pack.Index(cardExpiryRule)
	for n := k; r != rule.NoRule && n < min(len(s.Doc.Tokens), k+6) && s.Doc.Tokens[n].Line == s.Doc.Tokens[k-1].Line; n++ {
		if month := s.NumberAt(n, 2); month >= 1 && month <= 12 && s.Doc.Tokens[n].Len() == 2 && (s.Doc.Symbol(n+1) == '/' || s.Doc.Symbol(n+1) == '-') && s.NumberAt(n+2, 4) >= 20 {
			s.Add(r, n, n+3, s.Pack.Rules[r].Scores.Near, pass.ByNear)
			return
		}
	}
}

// readCard is ReadRun that lets groups of four run over a line break.
func (s *Finder) readCard(i int, run *pass.DigitRun) {
	s.ReadRun(i, run)
	for run.Groups > 0 && run.Groups < 4 && int(run.Counts[run.Groups-1]) == 4*run.Groups {
		k := int(run.Ends[run.Groups-1])
		if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Number || s.Doc.Tokens[k].Len() != 4 {
			return
		}
		run.N += copy(run.Digits[run.N:], s.Doc.Word(k))
		run.Ends[run.Groups], run.Counts[run.Groups] = int32(k+1), uint8(run.N)
		run.Groups++
	}
}

func twoDigits(b []byte) bool { return pass.AllDigits(b[:2]) }

func upperLetters(b []byte) bool {
	for _, c := range b {
		if c < 'A' || c > 'Z' {
			return false
		}
	}
	return true
}
