package number

import (
	"bytes"

	"dijkwacht/internal/check"
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/rule"
)

// Records reads the messages that care systems exchange: HL7 version 2 segments
// and EDIFACT. Their fields say what they hold.
func (s *Finder) Records() {
	for l := range s.Doc.Lines {
		line := s.Line(l)
		start := s.Doc.Lines[l]
		for len(line) > 0 && (line[0] == ' ' || line[0] == '\t' || line[0] == '>') { // quoted in a letter
			line, start = line[1:], start+1
		}
		if len(line) < 8 || len(line) > pass.MaxTableLine {
			continue
		}
		if n := segmentAt(line); n >= 0 {
			s.hl7(string(line[n:n+3]), line[n+4:], start+uint32(n)+4)
			continue
		}
		switch {
		case line[3] == '+':
			s.edifact(string(line[:3]), line[4:], start+4)
		}
	}
}

// segmentAt gives where an HL7 segment starts in a line, behind a quote or prose,
// , or -1.
func segmentAt(line []byte) int {
	n := bytes.IndexByte(line, '|') - 3
	if n < 0 || len(line) < n+8 || n > 0 && (pass.Letter(line[n-1]) || pass.Digit(line[n-1])) {
		return -1
	}
	for k := n; k < n+3; k++ {
		if c := line[k]; (c < 'A' || c > 'Z') && (k == n || !pass.Digit(c)) {
			return -1
		}
	}
	return n
}

// part is a piece of a line: its bytes and where it starts in the text.
type part struct {
	b  []byte
	at uint32
}

// cut gives the n-th part, from 0, of a line at a delimiter.
func cut(b []byte, at uint32, delim byte, n int) part {
	for ; n > 0; n-- {
		i := bytes.IndexByte(b, delim)
		if i < 0 {
			return part{at: at + uint32(len(b))}
		}
		b, at = b[i+1:], at+uint32(i+1)
	}
	if i := bytes.IndexByte(b, delim); i >= 0 {
		b = b[:i]
	}
	b = bytes.TrimRight(b, " \r\n'")
	return part{b, at}
}

func (p part) sub(delim byte, n int) part { return cut(p.b, p.at, delim, n) }

// fieldScore is the score of what a named field of a message holds.
const fieldScore = 0.95

// put adds a field as a finding of the first rule of type t; empty fields and
// placeholders are left alone.
func (s *Finder) put(p part, m rule.Matcher, t rule.Type) {
	if len(p.b) == 0 || p.b[0] == '<' || p.b[0] == '[' || p.b[0] == '"' {
		return
	}
	r := s.Typed(m, t)
	if r == rule.NoRule {
		return
	}
	s.AddBytes(r, p.at, p.at+uint32(len(p.b)), fieldScore, pass.ByLabel)
	s.Mark(p.at, p.at+uint32(len(p.b)), t)
}

// hl7 reads one segment (HL7 version 2.5, chapters 3, 6 and 15).
func (s *Finder) hl7(segment string, b []byte, at uint32) {
	field := func(n int) part { return cut(b, at, '|', n-1) }
	switch segment {
	case "PID":
		s.identifiers(field(2))
		s.identifiers(field(3))
		s.put(field(5), rule.MatchNames, rule.PersonName)
		s.hl7Date(field(7), rule.DateOfBirth)
		s.hl7Address(field(11))
		s.put(field(13).sub('^', 0), rule.MatchPhone, rule.Phone)
		s.put(field(14).sub('^', 0), rule.MatchPhone, rule.Phone)
		if ssn := field(19).sub('^', 0); check.BSN(ssn.b) {
			s.put(ssn, rule.MatchNumber, rule.BSN)
		}
	case "NK1":
		s.put(field(2), rule.MatchNames, rule.PersonName)
		s.hl7Address(field(4))
		s.put(field(5).sub('^', 0), rule.MatchPhone, rule.Phone)
	case "PV1":
		for _, n := range [...]int{7, 8, 9, 17} {
			s.professional(field(n))
		}
	case "MSH":
		s.namedBody(field(3).sub('^', 0), rule.Hospital)
	case "IN1":
		for _, n := range [...]int{3, 4} {
			s.namedBody(field(n).sub('^', 0), rule.Organisation)
		}
		for _, n := range [...]int{33, 34, 35, 36, 49} {
			if id := field(n).sub('^', 0); len(id.b) >= 6 && pass.DigitIn(id.b) {
				s.put(id, rule.MatchCode, rule.InsuranceNumber)
			}
		}
		s.put(field(16), rule.MatchNames, rule.PersonName)
	case "EVN":
		s.hl7Date(field(2), rule.Date)
	}
}

// namedBody puts a field that names a body: a word of three letters or more that is no
// name of a system.
func (s *Finder) namedBody(p part, t rule.Type) {
	if len(p.b) < 2 || !pass.Letter(p.b[0]) || pass.DigitIn(p.b) || t == rule.Hospital && len(p.b) < 6 {
		return
	}
	s.put(p, rule.MatchBody, t)
}

// identifiers reads a list of numbers with their issuer: a BSN by NLMINBIZA or
// NNNLD, a patient number otherwise.
func (s *Finder) identifiers(p part) {
	for n := 0; n < 6; n++ {
		id := p.sub('~', n)
		if len(id.b) == 0 {
			return
		}
		value := id.sub('^', 0)
		switch {
		case !pass.DigitIn(value.b):
		case check.BSN(value.b) && len(value.b) == 9, bytes.Contains(id.b, []byte("NLMINBIZA")) || bytes.Contains(id.b, []byte("NNNLD")) || bytes.Contains(id.b, []byte("BSN")):
			s.put(value, rule.MatchNumber, rule.BSN)
		default:
			s.put(value, rule.MatchCode, rule.PatientNumber)
		}
	}
}

// professional reads id^family^given of a care professional.
func (s *Finder) professional(p part) {
	id := p.sub('^', 0)
	if len(id.b) < len(p.b) {
		s.put(part{p.b[len(id.b)+1:], id.at + uint32(len(id.b)) + 1}, rule.MatchNames, rule.PersonName)
	}
	switch {
	case check.AGB(id.b):
		s.put(id, rule.MatchNumber, rule.AGBCode)
	case len(id.b) == 11 && pass.AllDigits(id.b):
		s.put(id, rule.MatchNumber, rule.BIGNumber)
	case len(id.b) == 9 && pass.AllDigits(id.b):
		s.put(id, rule.MatchNumber, rule.UZINumber)
	}
}

// hl7Date reads the first eight digits of a time stamp.
func (s *Finder) hl7Date(p part, t rule.Type) {
	if len(p.b) >= 8 && pass.AllDigits(p.b[:8]) {
		s.put(part{p.b[:8], p.at}, rule.MatchDate, t)
	}
}

func (s *Finder) hl7Address(p part) {
	s.put(p.sub('^', 0), rule.MatchAddress, rule.Address)
	s.put(p.sub('^', 2), rule.MatchCity, rule.City)
	s.put(p.sub('^', 4), rule.MatchPostcode, rule.Postcode)
}

// edifact reads the segments that name a person (UN/EDIFACT MEDLAB, MEDREF).
func (s *Finder) edifact(segment string, b []byte, at uint32) {
	field := func(n int) part { return cut(b, at, '+', n-1) }
	switch segment {
	case "PNA":
		id := field(2)
		s.put(id.sub(':', 0), rule.MatchCode, rule.PatientNumber)
		if second := id.sub(':', 1); check.BSN(second.b) {
			s.put(second, rule.MatchNumber, rule.BSN)
		}
		s.put(field(4), rule.MatchNames, rule.PersonName)
	case "DTM":
		if d := field(1); bytes.HasPrefix(d.b, []byte("329:")) {
			s.hl7Date(d.sub(':', 1), rule.DateOfBirth)
		}
	case "NAD":
		s.put(field(2), rule.MatchAddress, rule.Address)
		s.put(field(3), rule.MatchCity, rule.City)
		s.put(field(4), rule.MatchPostcode, rule.Postcode)
	case "UNB":
		for n := 2; n < 4; n++ {
			if id := field(n).sub(':', 0); check.AGB(id.b) {
				s.put(id, rule.MatchNumber, rule.AGBCode)
			}
		}
	}
}
