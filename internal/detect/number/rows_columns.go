package number

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// weakHeads are the headers of columns that number anything: articles, tariffs, subjects.
var weakHeads = pass.WordTable("nr", "id", "nummer", "record", "key", "code", "kaart", "casus")

// codeHeads head lists of codes, whose rows may well name diseases; goodsHeads those of
// goods, whose rows may name firms.
var (
	codeHeads  = pass.WordTable("code", "key", "kaart")
	goodsHeads = pass.WordTable("zi", "zinr", "zi-nr", "zinummer", "zi-nummer", "artikel", "article", "art", "hpk", "prk", "gpk", "atc", "gtin", "ean", "product", "item", "sku", "order", "bestel", "batch", "lot", "charge", "serie", "serial", "factuur", "invoice", "tarief", "prestatie", "dbc", "icd", "icpc", "snomed", "loinc",
		"stock", "voorraad", "leverancier", "supplier", "magazijn", "materiaal", "material", "inventaris", "asset")
	subjectHeads = pass.WordTable("patiënt", "patient", "patiënten", "cliënt", "client", "pat", "pt", "bewoner", "deelnemer", "respondent", "subject", "participant", "proefpersoon", "klant", "resident")
)

// What the header of a column of numbers numbers.
type headKind uint8

const (
	headNone    headKind = iota // it names somebody, or nothing that is known
	headWeak                    // anything
	headCodes                   // codes
	headOfGoods                 // goods
)

// weakColumns takes away the numbers that only such a column makes numbers of patients, in
// rows that tell nothing of a person.
func (s *Finder) weakColumns(patients int) {
	if len(s.Table.First) == 0 {
		return
	}
	for k := range s.Cands {
		c := &s.Cands[k]
		if c.Type != rule.PatientNumber || c.Evidence&pass.ByColumn == 0 || c.Evidence&pass.ByLabel != 0 {
			continue
		}
		i := s.TokenEndingAfter(c.Start)
		if i >= len(s.Doc.Tokens) {
			continue
		}
		if kind := s.headOf(i); kind == headOfGoods || kind != headNone && !s.tellsOfOne(i, kind) {
			s.withdraw(c, i)
		}
	}
}

// withdraw takes candidate c, from token i on, away.
func (s *Finder) withdraw(c *pass.Candidate, i int) {
	c.Score = 0
	for n := i; n < len(s.Doc.Tokens) && s.Doc.Tokens[n].Start < c.End; n++ {
		s.Taken[n] = rule.TypeNone
	}
}

// headOf tells what the header of the column of token i numbers.
func (s *Finder) headOf(i int) headKind {
	id := s.Table.Lines[s.Doc.Tokens[i].Line]
	if id == 0 || s.Table.Cols[i] == 0 {
		return headNone
	}
	head := int(s.Doc.Tokens[i].Line)
	for head > 0 && s.Table.Lines[head] == id {
		head--
	}
	from, to := s.fieldOf(head, s.Table.Cols[i]-1)
	words, kind := 0, headNone
	for n := from; n < to; n++ {
		if s.Doc.Tokens[n].Kind == text.Symbol {
			continue
		}
		h := s.Doc.Tokens[n].Hash
		words++
		switch {
		case subjectHeads.Lookup(h) != 0:
			return headNone
		case goodsHeads.Lookup(h) != 0:
			kind = headOfGoods
		case kind == headNone && codeHeads.Lookup(h) != 0:
			kind = headCodes
		case kind == headNone && weakHeads.Lookup(h) != 0:
			kind = headWeak
		}
	}
	if words > 1 && kind != headOfGoods {
		return headNone
	}
	return kind
}

// fieldOf gives the tokens of column col of the header on line l.
func (s *Finder) fieldOf(l int, col uint8) (from, to int) {
	delim, _ := pass.Delimiter(s.Line(l))
	first := s.FirstToken(l)
	n := uint8(0)
	from = first
	for k := first; k < len(s.Doc.Tokens) && int(s.Doc.Tokens[k].Line) == l; k++ {
		gap := delim == pass.Aligned && k > first && s.Doc.Tokens[k].Start >= s.Doc.Tokens[k-1].End+2 || delim == '\t' && k > first && s.Doc.Norm[s.Doc.Tokens[k].Start-1] == '\t'
		if !gap && (delim == pass.Aligned || delim == '\t' || s.Doc.Symbol(k) != delim) {
			continue
		}
		if n == col {
			return from, k
		}
		n, from = n+1, k
	}
	if n != col {
		return first, first
	}
	for to = from; to < len(s.Doc.Tokens) && int(s.Doc.Tokens[to].Line) == l; to++ {
	}
	return from, to
}

// tellsOfOne tells whether something on the line of token i belongs to one person.
func (s *Finder) tellsOfOne(i int, kind headKind) bool {
	line, dated, health := s.Doc.Tokens[i].Line, false, false
	for k := s.FirstToken(int(line)); k < len(s.Doc.Tokens) && s.Doc.Tokens[k].Line == line; k++ {
		s.Steps++
		switch t := s.Taken[k]; t {
		case rule.PatientNumber, rule.TypeNone, rule.City, rule.Organisation, rule.Medication, rule.Treatment, rule.LabValue:
		case rule.Date:
			dated = true
		case rule.Diagnosis, rule.MentalHealth:
			health = kind != headCodes
		default:
			return true
		}
	}
	return dated && health
}
