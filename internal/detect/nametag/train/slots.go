package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// filler fills the slots of frames with values, and notes which bytes are names.
type filler struct {
	rng    *rand.Rand
	values map[string][]string
	words  []string
	// homonyms are names that are ordinary words too.
	homonyms []string
	stocks   []stock
	text     strings.Builder
	names    []span
}

// span is a name in bytes of the text, without its title.
type span struct{ start, end int }

// fill makes the text of a frame: each {slot} that is known is filled, \n and \t
// are breaks, and all else stands for itself.
func (f *filler) fill(frame string) {
	english := strings.Contains(frame, " the ") || strings.Contains(frame, "{en}")
	for len(frame) > 0 {
		open := strings.IndexAny(frame, "{\\")
		if open < 0 {
			f.text.WriteString(frame)
			return
		}
		f.text.WriteString(frame[:open])
		frame = frame[open:]
		if frame[0] == '\\' && len(frame) > 1 && (frame[1] == 'n' || frame[1] == 't') {
			f.text.WriteByte(map[byte]byte{'n': '\n', 't': '\t'}[frame[1]])
			frame = frame[2:]
			continue
		}
		if end := strings.IndexByte(frame, '}'); end > 0 && f.slot(frame[1:end], english) {
			frame = frame[end+1:]
			continue
		}
		f.text.WriteByte(frame[0])
		frame = frame[1:]
	}
}

// slot writes a value for the slot, and tells whether it knows the slot.
func (f *filler) slot(slot string, english bool) bool {
	switch slot {
	case "homlast", "homgiven":
		f.homonym(slot)
		return true
	case "full", "given", "last", "init", "rev", "any", "abbr", "initials", "double", "userdot", "hl7", "code", "mrz", "upper", "masked", "tri", "surn", "userflat":
		f.name(f.person(), slot)
		return true
	case "plast", "pgiven":
		f.bare(slot)
		return true
	case "fix", "ini":
		f.part(f.one(f.values[slot]))
		return true
	case "titled":
		titles := f.values["title_nl"]
		if english || f.chance(12) {
			titles = f.values["title_en"]
		}
		f.text.WriteString(f.one(titles) + " ")
		f.name(f.person(), f.one([]string{"last", "last", "last", "last", "init", "init", "full"}))
		return true
	case "surname":
		f.text.WriteString(f.person().surname)
		return true
	}
	value, ok := f.value(slot)
	f.text.WriteString(value)
	return ok
}

// value gives a value of a slot that is no name.
func (f *filler) value(slot string) (string, bool) {
	switch slot {
	case "word":
		return f.one(f.words), true
	case "hom":
		return f.plainHomonym(), true
	case "Hom":
		return capital(f.plainHomonym()), true
	case "Fhom":
		return capital(f.one(f.values["fhom"])), true
	case "Func":
		return capital(f.one(f.values["func"])), true
	case "L":
		return f.letters("ABCDEFGHIJKLMNOPRSTVWXZ", 1), true
	case "Acr":
		return capital(strings.ToLower(f.letters("ABCDEFGHIKLMNOPRSTUVWXZ", 2+f.rng.IntN(3)))), true
	case "ACR":
		return f.letters("ABCDEFGHIKLMNOPRSTUVWXZ", 2+f.rng.IntN(4)), true
	case "trunc":
		return f.truncated() + f.one([]string{"", "", ".", "nr"}), true
	case "Trunc":
		return capital(f.truncated()), true
	case "Comp":
		return capital(f.one(f.words) + f.one(f.words)), true
	case "comp":
		return f.one(f.words) + f.one([]string{"", "", "s"}) + f.one(f.words), true
	case "ident":
		return f.identifier(), true
	case "Word":
		return capital(f.one(f.words)), true
	case "WORD":
		return strings.ToUpper(f.one(f.words)), true
	case "Proper":
		return capital(f.one(f.values["proper"])), true
	case "Med":
		return capital(f.one(f.values["med"])), true
	case "Dx":
		return capital(f.one(f.values["dx"])), true
	case "n":
		return fmt.Sprint(1 + f.rng.IntN(140)), true
	case "age":
		return fmt.Sprint(1 + f.rng.IntN(98)), true
	case "y":
		return fmt.Sprint(1925 + f.rng.IntN(100)), true
	case "num":
		return fmt.Sprint(1_000_000 + f.rng.IntN(900_000_000)), true
	case "time":
		return fmt.Sprintf("%d%s%02d", f.rng.IntN(24), f.one([]string{":", ".", ":"}), f.rng.IntN(60)), true
	case "tel":
		return f.one([]string{"06-", "06 ", "06"}) + fmt.Sprint(10_000_000+f.rng.IntN(89_000_000)), true
	case "email":
		return strings.ToLower(f.person().surname) + "@" + f.one(f.words) + ".nl", true
	case "date":
		return f.date(), true
	}
	values, ok := f.values[slot]
	if !ok {
		return "", false
	}
	return f.one(values), true
}

func (f *filler) date() string {
	d, m, y := 1+f.rng.IntN(28), 1+f.rng.IntN(12), 1930+f.rng.IntN(96)
	switch f.rng.IntN(6) {
	case 0:
		return fmt.Sprintf("%d %s %d", d, f.one(f.values["month"]), y)
	case 1:
		return fmt.Sprintf("%d-%d-%02d", d, m, y%100)
	case 2:
		return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
	case 3:
		return fmt.Sprintf("%d/%d", d, m)
	case 4:
		return fmt.Sprintf("%02d.%02d.%d", d, m, y)
	}
	return fmt.Sprintf("%02d-%02d-%d", d, m, y)
}

// chance is true in percent of the cases.
func (f *filler) chance(percent int) bool { return f.rng.IntN(100) < percent }

func (f *filler) one(values []string) string { return values[f.rng.IntN(len(values))] }

// capital puts the first letter in upper case.
func capital(s string) string {
	for i, r := range s {
		if i > 0 {
			return strings.ToUpper(s[:i]) + s[i:]
		}
		_ = r
	}
	return strings.ToUpper(s)
}

func (f *filler) letters(alphabet string, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[f.rng.IntN(len(alphabet))]
	}
	return string(b)
}

// truncated is a word cut short, or without its vowels, as in notes.
func (f *filler) truncated() string {
	w := []rune(f.one(f.words))
	if f.chance(75) {
		return string(w[:min(len(w), 3+f.rng.IntN(4))])
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("aeiou", r) {
			return -1
		}
		return r
	}, string(w[:min(len(w), 9)]))
}

// identifier is a word of a program.
func (f *filler) identifier() string {
	a, b := f.one(f.words), f.one(f.words)
	switch f.rng.IntN(5) {
	case 0:
		return a + "_" + b
	case 1:
		return a + "." + b
	case 2:
		return a + capital(b)
	case 3:
		return strings.ToUpper(a) + "_" + strings.ToUpper(b)
	}
	return a[:min(len(a), 4)] + b[:min(len(b), 4)]
}

// homonym writes a name that is an ordinary word too.
func (f *filler) homonym(slot string) {
	p := f.person()
	p.married, p.second = "", ""
	if f.chance(40) {
		p.surname, p.given = capital(f.one(f.values["fhom"])), capital(f.one(f.values["fhom"]))
	} else {
		p.surname = capital(f.one(f.homonyms))
		p.given = p.surname
	}
	p.initials = f.initials(p.given)
	if slot == "homgiven" {
		f.name(p, "given")
		return
	}
	f.name(p, f.one([]string{"last", "last", "init", "rev"}))
}

// bare writes a surname or given name alone, often one that is a word too.
func (f *filler) bare(slot string) {
	forms := map[string][2]string{"plast": {"homlast", "last"}, "pgiven": {"homgiven", "given"}}[slot]
	if f.chance(35) {
		f.homonym(forms[0])
		return
	}
	p := f.person()
	p.second = ""
	f.name(p, forms[1])
}

// part writes a piece of a name that has a field of its own.
func (f *filler) part(s string) {
	start := f.text.Len()
	f.text.WriteString(s)
	f.names = append(f.names, span{start, f.text.Len()})
}

// plainHomonym is a word that is a name too, mostly a frequent one.
func (f *filler) plainHomonym() string {
	if f.chance(75) {
		return f.one(f.values["fhom"])
	}
	return f.one(f.homonyms)
}
