package main

import "strings"

// masked is a name with its surname cut to a letter, as writers do to hide it.
func (f *filler) masked(p person) string {
	fix := f.one([]string{"", "", "van ", "van der ", "v. d. ", "de ", "el "})
	return first(p.given) + "." + f.one([]string{" ", ""}) + fix + p.surnameInitial() + "."
}

// trigram is the short form of a name in rosters and studies: AHK, LvS, JvdB.
func (f *filler) trigram(p person) string {
	given := strings.ToUpper(first(p.given))
	if f.chance(40) {
		return given + f.one([]string{"v", "vd", "d", "vS"}) + p.surnameInitial()
	}
	return given + f.letters("ABCDEFGHJKLMNPRSTVW", f.rng.IntN(2)) + p.surnameInitial()
}
