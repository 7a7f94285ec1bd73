package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// spelledDate reads "elf maart negentien tweeënvijftig", "vijf zes achtenveertig" and
// "de tweede van de vierde vijftig".
func (s *scan) spelledDate(i int) (dateHit, bool) {
	k := i + 1
	if !s.is(k, lexicon.Month) {
		return s.spelledNumbers(i)
	}
	h := dateHit{start: i, end: k + 1, day: 1, month: 1}
	for k++; k < len(s.doc.Tokens) && k < i+6 && (s.is(k, lexicon.NumberWord) || s.spelledYear(k)); k++ {
		h.end, h.year = k+1, 1950 // some year: the words are not summed up
	}
	if h.year == 0 {
		s.yearAfter(&h)
	}
	return h, true
}

// spelledNumbers reads a day, a month and a year in words. It takes a label.
func (s *scan) spelledNumbers(i int) (dateHit, bool) {
	k := i
	for part := 0; part < 2; part++ {
		if !s.smallNumber(k) {
			return dateHit{}, false
		}
		k++
		for part == 0 && k < i+4 && s.wordAt(k) && s.wordSays(k)&saysArticle != 0 || s.hashIs(k, plain.van) {
			k++
		}
	}
	if !s.spelledYear(k) {
		return dateHit{}, false
	}
	return dateHit{start: i, end: k + 1, day: 1, month: 1, year: 1950, loose: true}, true
}

// smallNumber tells whether token k is the word for a day or month, counted or not.
func (s *scan) smallNumber(k int) bool {
	if !s.wordAt(k) {
		return false
	}
	if s.is(k, lexicon.NumberWord) {
		return !endsFold(s.doc.Word(k), "tig")
	}
	switch string(s.lowered(k)) {
	case "eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende", "elfde", "twaalfde", "dertiende", "veertiende", "vijftiende",
		"zestiende", "zeventiende", "achttiende", "negentiende", "twintigste", "dertigste", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth":
		return true
	}
	return false
}

// spelledYear tells whether token k is a year in words: "achtenveertig", "vijftig",
// "negentienvijftig".
func (s *scan) spelledYear(k int) bool {
	if k >= len(s.doc.Tokens) || s.doc.Tokens[k].Kind != text.Word || s.doc.Tokens[k].Len() < 6 {
		return false
	}
	w := s.doc.Word(k)
	return endsFold(w, "tig") || len(w) > 10 && (equalFold(w[:10], "negentien") || equalFold(w[:9], "negentien"))
}
