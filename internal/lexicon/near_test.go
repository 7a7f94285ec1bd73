package lexicon

import "testing"

func TestNear(t *testing.T) {
	n := NewNear(4)
	n.Add("longontsteking", 1)
	n.Add("paracetamol", 2)
	n.Add("schizofrenie", 3)
	n.Add("jicht", 4)
	for _, c := range []struct {
		name, word string
		want       uint8
	}{
		{"a word of the list", "paracetamol", 2},
		{"a doubled letter", "longontstekking", 1},
		{"a wrong letter", "parecetamol", 2},
		{"a missing letter", "paracetmol", 2},
		{"two letters swapped", "longnotsteking", 1},
		{"another spelling of the same sound", "schizophrenie", 3},
		{"capitals", "PARACETAMOL", 2},
		{"two slips", "parecitamol", 0},
		{"another word", "paragliding", 0},
		{"a short word", "jichd", 0},
		{"digits", "paracetamol500", 0},
		{"nothing", "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := n.Find([]byte(c.word)); got != c.want {
				t.Errorf("Find(%q) = %d, want %d", c.word, got, c.want)
			}
		})
	}
}

func TestEndings(t *testing.T) {
	var e Endings
	e.Add("itis", 6, 1)
	e.Add("diagnose", 0, 2)
	e.Add("nose", 6, 3)
	e.Add("insufficiëntie", 6, 4)
	for _, c := range []struct {
		name, word string
		want       int32
		ok         bool
	}{
		{"an ending", "Bronchitis", 1, true},
		{"the longest ending decides", "diagnose", 2, true},
		{"a shorter one otherwise", "cyanose", 3, true},
		{"a plural", "cyanosen", 3, true},
		{"accents in the ending", "nierinsufficiëntie", 4, true},
		{"accents left out", "nierinsufficientie", 4, true},
		{"too short a word", "aitis", 0, false},
		{"another word", "vergadering", 0, false},
		{"nothing", "", 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := e.Find([]byte(c.word))
			if got != c.want || ok != c.ok {
				t.Errorf("Find(%q) = %d, %v, want %d, %v", c.word, got, ok, c.want, c.ok)
			}
		})
	}
}
