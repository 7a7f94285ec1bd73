package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Words for somebody behind which the number that a body gave them stands, and the words of
// SQL before the rows of a table.
var (
	subjectNouns = pass.WordTable("client", "cliënt", "cliënte", "cliente", "klant", "bewoner", "bewoonster", "resident", "patient", "patiënt", "patiënte", "patiente", "pt", "pat", "zorgvrager", "huurder", "tenant", "customer", "lid", "member", "leerling", "student", "kind")
	// researchNouns are those of research, whose codes have a letter and few digits.
	researchNouns = pass.WordTable("participant", "deelnemer", "deelneemster", "respondent", "respondente", "proefpersoon", "subject", "interviewee", "informant", "geïnterviewde")
	valuesWord    = text.HashWord("values")
)

// ofSubjects finds the numbers behind a word for somebody, in a text that names one: "(klant
// F-20931)", "client 3391", "Participant: P07"; and those that open the rows of a table of
// persons in SQL.
func (s *Finder) ofSubjects(patients int) {
	someone := s.Someone()
	for i, m := range s.Marks {
		if m&(pass.MarkDigits|pass.MarkCode) == 0 || i == 0 || s.Taken[i] != rule.TypeNone || s.Doc.Tokens[i].Is(text.LineStart) {
			continue
		}
		noun := i - 1
		if s.Doc.Symbol(noun) == '(' {
			if s.sqlRow(noun) && s.personOnLine(i) && s.rowNumber(i) {
				s.Add(patients, i, i+1, 0.8, pass.ByNear)
			}
			continue
		}
		for noun > 0 && (s.Doc.Symbol(noun) == ':' || s.Doc.Symbol(noun) == '.' || s.Doc.Symbol(noun) == '#') {
			noun--
		}
		h := s.Doc.Tokens[noun].Hash
		research := researchNouns.Lookup(h) != 0
		if !research && subjectNouns.Lookup(h) == 0 && !(h == idWord && noun < i-1 && s.personOnLine(i)) {
			continue
		}
		if end := s.CodeAt(i); someone && end > i && (!research || s.tellsAround(i)) && s.subjectCode(i, end, research) {
			s.Add(patients, i, end, 0.85, pass.ByNear)
		}
	}
}

// subjectCode tells whether tokens [i, end) are a number that a body gives: four digits or
// more that are no year, or letters with digits; in research a letter and two digits will do.
func (s *Finder) subjectCode(i, end int, research bool) bool {
	if s.TakenAt(end-1) != rule.TypeNone || s.UnitBehind(end) || s.isAmount(i, end) || s.zeros(i, end) {
		return false
	}
	chars, digits := s.CodeLength(i, end)
	if chars == digits {
		plain := end == i+1 && digits >= 4 && digits <= 9 && (s.EndsValue(end) || s.Doc.Tokens[end].Is(text.SpaceBefore))
		y := s.FourDigits(i)
		return plain && (y < 1900 || y > 2100)
	}
	c := s.Doc.Norm[s.Doc.Tokens[i].Start]
	return chars <= 16 && (digits >= 3 || research && digits == 2) && (c >= 'A' && c <= 'Z' || digits > 4)
}

// sqlRow tells whether the bracket at token i opens a row of values.
func (s *Finder) sqlRow(i int) bool {
	return i > 0 && s.Doc.Tokens[i-1].Hash == valuesWord || i > 1 && s.Doc.Symbol(i-1) == ',' && s.Doc.Symbol(i-2) == ')'
}

// rowNumber tells whether a number of four digits or more, followed by a comma, stands at
// token i.
func (s *Finder) rowNumber(i int) bool {
	t := &s.Doc.Tokens[i]
	return t.Kind == text.Number && t.Len() >= 4 && t.Len() < 9 && s.Doc.Symbol(i+1) == ','
}

// keyReach is how far around a weak key something must tell of a person, in tokens.
const keyReach = 40

// weakKeys takes away the numbers that only a key such as "code=" or the number of a process
// makes numbers of patients, where nothing near them tells of a person.
func (s *Finder) weakKeys() {
	for k := range s.Cands {
		c := &s.Cands[k]
		if c.Type != rule.PatientNumber || c.Evidence&pass.ByLabel == 0 || c.Score == 0 {
			continue
		}
		i := s.TokenEndingAfter(c.Start)
		if i >= len(s.Doc.Tokens) {
			continue
		}
		key := i - 1
		for key > 0 && (s.Doc.Symbol(key) == '"' || s.Doc.Symbol(key) == ':' || s.Doc.Symbol(key) == '=') {
			key--
		}
		if key < 0 {
			continue
		}
		if s.fundedBy(key) {
			s.withdraw(c, i)
			continue
		}
		h := s.Doc.Tokens[key].Hash
		loose := weakHeads.Lookup(h) != 0 && key < i-1 && !s.Is(key-1, lexicon.PatientOf) && !s.Is(key-2, lexicon.PatientOf) || h == pidWord && s.Doc.Tokens[i].Kind == text.Number && s.Doc.Tokens[i].Len() <= 6 && s.Doc.Tokens[i].End == c.End && !s.Doc.Tokens[key].Is(text.Upper) || h == fileWord && s.Doc.Tokens[key].Is(text.Upper)
		if loose && !s.tellsAround(i) {
			s.withdraw(c, i)
		}
	}
}

// funders give numbers to studies, and keep files of these.
var funders = pass.WordTable("zonmw", "nwo", "kwf", "horizon", "erc", "fda", "ema", "cbg", "metc", "ccmo", "rivm", "nivel", "nza", "zin", "who", "hartstichting", "nierstichting", "hersenstichting", "longfonds", "epilepsiefonds", "reumanederland", "diabetesfonds", "acm", "igj", "wob", "woo")

// fundedBy tells whether one of these stands before the bracket before the key at token i:
// "ZonMw (dossier 639003916)".
func (s *Finder) fundedBy(i int) bool {
	return i > 1 && s.Doc.Symbol(i-1) == '(' && funders.Lookup(s.Doc.Tokens[i-2].Hash) != 0
}

var (
	pidWord  = text.HashWord("pid")
	fileWord = text.HashWord("file")
)

// tellsAround tells whether a name, date of birth or number of a person stands near token i.
func (s *Finder) tellsAround(i int) bool {
	for k := max(0, i-keyReach); k < min(len(s.Doc.Tokens), i+keyReach); k++ {
		s.Steps++
		switch s.Taken[k] {
		case rule.PersonName, rule.DateOfBirth, rule.BSN, rule.Phone, rule.Email, rule.Address, rule.Age:
			return true
		}
	}
	return false
}
