package main

import (
	"strings"
	"unicode/utf8"
)

// stock holds the names of one origin.
type stock struct {
	origin          string
	given, surnames []string
}

// person is an invented name in its parts.
type person struct {
	given, second      string
	interfix, surname  string
	married            string // second surname, with its interfix, or empty
	initials, nickname string
}

// person draws a name: half of them Dutch, the others from all stocks alike.
func (f *filler) person() person {
	s := &f.stocks[f.rng.IntN(len(f.stocks))]
	if f.chance(50) {
		for i := range f.stocks {
			if f.stocks[i].origin == "dutch" {
				s = &f.stocks[i]
			}
		}
	}
	p := person{given: f.one(s.given), surname: f.one(s.surnames)}
	if f.chance(5) {
		p.surname = f.one(f.stocks[f.rng.IntN(len(f.stocks))].surnames)
	}
	p.interfix = f.interfix(s.origin)
	if f.chance(9) {
		p.second = f.one(s.given)
	}
	if f.chance(9) {
		p.married = f.interfix(s.origin) + f.one(s.surnames)
	}
	p.initials = f.initials(p.given)
	p.nickname = f.one(s.given)
	return p
}

// interfix gives the interfix of a surname with a space behind it, or nothing.
func (f *filler) interfix(origin string) string {
	slot, percent := "", 0
	switch origin {
	case "dutch":
		slot, percent = "interfix_nl", 33
	case "flemish", "surinamese", "faker":
		slot, percent = "interfix_nl", 8
	case "arabic":
		slot, percent = "interfix_ar", 30
	case "iberian-italian", "antillean":
		slot, percent = "interfix_ib", 20
	}
	if slot == "" || !f.chance(percent) {
		return ""
	}
	x := f.one(f.values[slot])
	if origin == "arabic" && f.chance(15) {
		return x + "-"
	}
	return x + " "
}

// initials are one to four, with or without dots.
func (f *filler) initials(given string) string {
	letters := []string{strings.ToUpper(first(given))}
	for n := f.one([]string{"", "", "x", "x", "xx", "xxx"}); n != ""; n = n[1:] {
		letters = append(letters, string(rune("ABCDEFGHIJKLMNPRSTVWZ"[f.rng.IntN(21)])))
	}
	if len(letters) == 1 && f.chance(6) {
		return f.one([]string{"Th.", "Chr.", "Ph.", "IJ.", "Sj.", "Jac."})
	}
	switch f.rng.IntN(10) {
	case 0:
		return strings.Join(letters, " ")
	case 1:
		return strings.Join(letters, "")
	case 2:
		return strings.Join(letters, ". ") + "."
	}
	return strings.Join(letters, ".") + "."
}

// name writes the name in the form that the slot asks for, and notes its span.
func (f *filler) name(p person, form string) {
	start := f.text.Len()
	f.text.WriteString(f.written(p, form))
	f.names = append(f.names, span{start, f.text.Len()})
}

func (f *filler) written(p person, form string) string {
	last := p.last()
	switch form {
	case "given":
		return f.givens(p)
	case "last":
		if p.interfix != "" && f.chance(55) {
			last = capital(last)
		}
		return last
	case "double":
		other := f.person()
		return last + "-" + other.last()
	case "init":
		return f.initialled(p, last)
	case "rev":
		return f.reversed(p)
	case "any":
		return f.written(p, f.one([]string{"full", "init", "rev", "last"}))
	case "initials":
		return strings.ToUpper(first(p.given)) + "." + f.one([]string{"A.", "B.", "K.", "M.", "J.P.", "v.D.", "el H.", "de W."})
	case "abbr":
		return f.givens(p) + " " + f.one([]string{"", "", "", "van ", "de ", "el ", "v. "}) + p.surnameInitial() + f.one([]string{".", ".", ""})
	case "userdot":
		return strings.ToLower(f.one([]string{first(p.given), p.given}) + f.one([]string{".", ".", "_"}) + strings.ReplaceAll(p.interfix, " ", "") + p.surname)
	case "surn":
		return f.one([]string{p.surname, strings.ToUpper(p.surname)})
	case "userflat":
		return strings.ToLower(f.one([]string{first(p.given), p.given, ""}) + strings.ReplaceAll(p.interfix, " ", "") + p.surname)
	case "upper":
		return strings.ToUpper(last)
	case "masked":
		return f.masked(p)
	case "tri":
		return f.trigram(p)
	case "code":
		return strings.ToUpper(string([]rune(p.surname + "XX")[:4])) + "-" + strings.ToUpper(first(p.given))
	case "mrz":
		return strings.ToUpper(strings.ReplaceAll(p.surname, "'", "")) + "<<" + strings.ToUpper(p.given)
	case "hl7":
		return f.caret(p)
	}
	return f.full(p, last)
}

// last is the surname with its interfix and a second surname.
func (p *person) last() string {
	if p.married == "" {
		return p.interfix + p.surname
	}
	return p.interfix + p.surname + "-" + p.married
}

func (p *person) surnameInitial() string {
	return strings.ToUpper(first(p.surname))
}

// first is the first letter.
func first(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}

func (f *filler) givens(p person) string {
	if p.second == "" {
		return p.given
	}
	return p.given + f.one([]string{"-", "-", " "}) + p.second
}

func (f *filler) full(p person, last string) string {
	g := f.givens(p)
	switch {
	case f.chance(4):
		return g + " " + p.surnameInitial() + ". " + last
	case f.chance(3):
		return g + " \"" + p.nickname + "\" " + last
	case p.married != "" && f.chance(40):
		return g + " " + p.interfix + p.surname + " - " + p.married
	case f.chance(2):
		return last + " " + g
	}
	return g + " " + last
}

func (f *filler) initialled(p person, last string) string {
	if f.chance(9) {
		return p.initials + " (" + p.given + ") " + last
	}
	if f.chance(6) {
		return p.initials + last
	}
	return p.initials + " " + last
}

// reversed is a surname before given name or initials.
func (f *filler) reversed(p person) string {
	forename := f.one([]string{p.initials, p.initials, p.given, f.givens(p), strings.TrimRight(p.initials, ".")})
	comma := f.one([]string{", ", ", ", ",", " "})
	surname := p.surname
	if p.married != "" {
		surname += "-" + p.married
	}
	if f.chance(15) {
		surname = strings.ToUpper(surname)
	}
	if p.interfix == "" {
		return surname + comma + forename
	}
	if f.chance(50) {
		return surname + comma + forename + " " + strings.TrimSpace(p.interfix)
	}
	return capital(p.interfix) + surname + comma + forename
}

// caret is the form of HL7 and DICOM.
func (f *filler) caret(p person) string {
	s := p.interfix + p.surname
	switch f.rng.IntN(5) {
	case 0:
		return strings.ToUpper(s + "^" + p.given)
	case 1:
		return s + "^" + first(p.given)
	case 2:
		return s + "&" + strings.TrimSpace(p.interfix) + "&" + p.surname + "^" + p.given + "^" + first(p.given) + "^^dhr"
	case 3:
		return s + "^" + p.given + "^" + f.nonEmpty(p.second, "J")
	}
	return s + "^" + p.given
}

func (f *filler) nonEmpty(s, other string) string {
	if s != "" {
		return s
	}
	return other
}
