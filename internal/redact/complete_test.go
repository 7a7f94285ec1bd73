package redact

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// words finds each word of the list wherever the sentence lets it show.
func words(shows func(source, word string) bool, list ...string) func(string) []detect.Finding {
	return func(source string) []detect.Finding {
		var all []detect.Finding
		for _, word := range list {
			if i := strings.Index(source, word); i >= 0 && shows(source, word) {
				all = append(all, detect.Finding{Type: rule.PersonName, Span: text.Span{Start: i, End: i + len(word)}, Ref: len(all) + 1})
			}
		}
		return all
	}
}

func TestCompleteFindsWhatHidBehindAnother(t *testing.T) {
	o := Options{Covers: rule.SetOf(rule.PersonName)}
	tests := map[string]struct {
		source string
		scan   func(string) []detect.Finding
		want   string
	}{
		"beside it, before and after": {
			"Bo en Jan en Aafke",
			words(func(s, word string) bool { return word == "Jan" || !strings.Contains(s, "Jan") }, "Jan", "Aafke", "Bo"),
			"[PERSOON_1] en [PERSOON_2] en [PERSOON_3]",
		},
		"over the placeholder": {
			"mevrouw Jan Bakker belt",
			words(func(string, string) bool { return true }, "Jan", "mevrouw [PERSOON_1] Bakker"),
			"[PERSOON_1] belt",
		},
		"a placeholder is no value": {
			"Jan belt",
			words(func(string, string) bool { return true }, "Jan", "PERSOON"),
			"[PERSOON_1] belt",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			all, whole := Complete(tt.source, tt.scan(tt.source), tt.scan, o)
			if got := Text(tt.source, all, o); !whole || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, whole, tt.want)
			}
		})
	}
}

func TestCompleteSaysWhenThereIsNoEnd(t *testing.T) {
	o := Options{Covers: rule.SetOf(rule.PersonName)}
	source := strings.Repeat("x", 100)
	next := func(s string) []detect.Finding {
		i := strings.LastIndexByte(s, 'x')
		return []detect.Finding{{Type: rule.PersonName, Span: text.Span{Start: i, End: i + 1}, Ref: 1}}
	}
	if _, whole := Complete(source, next(source), next, o); whole {
		t.Error("it says that nothing is left")
	}
}

func TestCompleteKeepsEqualValuesTogether(t *testing.T) {
	o := Options{Covers: rule.SetOf(rule.PersonName)}
	source := "Jan, ook jan en Piet"
	hidden := words(func(s, _ string) bool { return !strings.Contains(s, "Jan") }, "jan", "Piet")
	all, _ := Complete(source, words(func(string, string) bool { return true }, "Jan")(source), hidden, o)
	if got := Text(source, all, o); got != "[PERSOON_1], ook [PERSOON_1] en [PERSOON_2]" {
		t.Errorf("got %q", got)
	}
}
