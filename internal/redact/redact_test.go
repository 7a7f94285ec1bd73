package redact

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// found marks the places of words in a text as findings, in the order given.
func found(source string, items ...detect.Finding) []detect.Finding {
	at := 0
	for i := range items {
		word := items[i].Rule
		start := at + strings.Index(source[at:], word)
		items[i].Span = text.Span{Start: start, End: start + len(word)}
		at = items[i].Span.End
	}
	return items
}

func item(word string, t rule.Type, ref int) detect.Finding {
	return detect.Finding{Rule: word, Type: t, Ref: ref}
}

var all = rule.SetOf(rule.Types()...)

func TestEqualValuesShareANumberAndOthersStay(t *testing.T) {
	source := "Jansen belt de Vries; Jansen heeft hartfalen en bsn 111222333 🎉"
	findings := found(source, item("Jansen", rule.PersonName, 1), item("de Vries", rule.PersonName, 2), item("Jansen", rule.PersonName, 1),
		item("hartfalen", rule.Diagnosis, 1), item("111222333", rule.BSN, 1))
	cases := map[string]struct {
		o    Options
		want string
	}{
		"Dutch":           {Options{Covers: all}, "[PERSOON_1] belt [PERSOON_2]; [PERSOON_1] heeft [AANDOENING_1] en bsn [BSN_1] 🎉"},
		"English":         {Options{Covers: all, Language: English}, "[PERSON_1] belt [PERSON_2]; [PERSON_1] heeft [CONDITION_1] en bsn [BSN_1] 🎉"},
		"names alone":     {Options{Covers: rule.SetOf(rule.PersonName)}, "[PERSOON_1] belt [PERSOON_2]; [PERSOON_1] heeft hartfalen en bsn 111222333 🎉"},
		"nothing":         {Options{}, source},
		"words of a rule": {Options{Covers: rule.SetOf(rule.BSN), Label: func(detect.Finding) string { return "NR" }}, "Jansen belt de Vries; Jansen heeft hartfalen en bsn [NR_1] 🎉"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := Text(source, findings, c.o); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestNumbersInTheTextAreSkipped(t *testing.T) {
	source := "[PERSOON_1] en [PERSOON_3] kennen Jansen en Pietersen"
	findings := found(source, item("Jansen", rule.PersonName, 1), item("Pietersen", rule.PersonName, 2))
	if got, want := Text(source, findings, Options{Covers: all}), "[PERSOON_1] en [PERSOON_3] kennen [PERSOON_2] en [PERSOON_4]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTypesThatShareAWordDoNotShareNumbers(t *testing.T) {
	source := "depressie en hartfalen"
	findings := found(source, item("depressie", rule.MentalHealth, 1), item("hartfalen", rule.Diagnosis, 1))
	if got, want := Text(source, findings, Options{Covers: all}), "[AANDOENING_1] en [AANDOENING_2]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestEachTypeHasAPlainWordInBothLanguages(t *testing.T) {
	for _, kind := range rule.Types() {
		for _, language := range []Language{Dutch, English} {
			word := Label(kind, language)
			if word == "" || strings.Trim(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") != "" {
				t.Errorf("%s: %q", kind, word)
			}
		}
	}
}
