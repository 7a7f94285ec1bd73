package app

import (
	"slices"
	"strings"
	"testing"
)

func TestLabelsAreTheWordsOfTheSafeVersion(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	text := "Mevr. Jansen, j.jansen@ziggo.nl, heeft hartfalen, BSN 111222333."
	for language, want := range map[string][]string{"nl": {"PERSOON", "EMAIL", "BSN"}, "en": {"PERSON", "EMAIL", "BSN"}} {
		var v verdict
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", text, map[string]any{"lang_hint": language, "redact": true}), token).want(200, "").into(&v)
		var labels []string
		for _, f := range v.Findings {
			if f.Covered {
				labels = append(labels, f.Label)
			}
		}
		if !slices.Equal(labels, want) {
			t.Errorf("%s: got labels %v, want %v", language, labels, want)
		}
		for _, label := range want {
			if !strings.Contains(v.Redacted, "["+label+"_1]") {
				t.Errorf("%s: no %s in %q", language, label, v.Redacted)
			}
		}
	}
}
