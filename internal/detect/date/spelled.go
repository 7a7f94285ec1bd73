package date

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// spelledDate reads "elf maart negentien tweeënvijftig", "vijf zes achtenveertig" and
// "de tweede van de vierde vijftig".
func (s *Finder) spelledDate(i int) (dateHit, bool) {
	k := i + 1
	if !s.Is(k, lexicon.Month) {
		return s.spelledNumbers(i)
	}
	h := dateHit{start: i, end: k + 1, day: 1, month: 1}
	for k++; k < len(s.Doc.Tokens) && k < i+6 && (s.Is(k, lexicon.NumberWord) || s.spelledYear(k)); k++ {
		h.end, h.year = k+1, 1950 // some year: the words are not summed up
	}
	if h.year == 0 {
		s.yearAfter(&h)
	}
	return h, true
}

// spelledNumbers reads a day, a month and a year in words. It takes a label.
func (s *Finder) spelledNumbers(i int) (dateHit, bool) {
	k := i
	for part := 0; part < 2; part++ {
		if !s.smallNumber(k) {
			return dateHit{}, false
		}
		k++
		for part == 0 && k < i+4 && s.WordAt(k) && s.WordSays(k)&pass.SaysArticle != 0 || s.HashIs(k, pass.Hash.Van) {
			k++
		}
	}
	if !s.spelledYear(k) {
		return dateHit{}, false
	}
	return dateHit{start: i, end: k + 1, day: 1, month: 1, year: 1950, loose: true}, true
}

// smallNumber tells whether token k is the word for a day or month, counted or not.
func (s *Finder) smallNumber(k int) bool {
	if !s.WordAt(k) {
		return false
	}
	if s.Is(k, lexicon.NumberWord) {
		return !pass.EndsFold(s.Doc.Word(k), "tig")
	}
	switch string(s.Lowered(k)) {
	case "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde", "twaalfde", "dertiende", "veertiende", "vijftiende",
		"zestiende", "zeventiende", "achttiende", "negentiende", "twintigste", "dertigste", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth":
		return true
	}
	return false
}

// spelledYear tells whether token k is a year in words: "achtenveertig", "vijftig",
// "negentienvijftig".
func (s *Finder) spelledYear(k int) bool {
	if k >= len(s.Doc.Tokens) || s.Doc.Tokens[k].Kind != text.Word || s.Doc.Tokens[k].Len() < 6 {
		return false
	}
	w := s.Doc.Word(k)
	return pass.EndsFold(w, "tig") || len(w) > 10 && (pass.EqualFold(w[:10], "negentien") || pass.EqualFold(w[:9], "negentien"))
}
