package render_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dijkwacht/internal/render"
)

func letter() render.Document {
	return render.Document{
		Lang: "nl", Title: hostile, Facts: []render.Fact{{Label: hostile, Value: hostile}}, Lead: []string{hostile}, Notices: []render.Notice{{Tone: "stop", Text: hostile}, {Tone: "warn", Text: "x"}},
		Figures: []render.Figure{{Label: "weg", Value: "1.234", Change: hostile}}, Footer: hostile,
		Sections: []render.Section{{ID: "a", Title: hostile, Text: []string{strings.Repeat("woord ", 40)}, Links: []render.Link{{Text: hostile, URL: "javascript:alert(1)"}, {Text: "doe dit", URL: "https://example.nl/x"}}, Tables: []render.Table{
			{Caption: hostile, Columns: []render.Column{{}, {Label: "Aantal", Numeric: true}}, Rows: []render.Row{{Cells: []string{hostile, "3"}, Share: 0.4}, {Cells: []string{"sub", "1"}, Share: 0, Sub: true}}},
			{Caption: "leeg", Empty: "Geen."},
		}}},
	}
}

func TestAMailLoadsNothingAndRunsNothing(t *testing.T) {
	var b strings.Builder
	if err := render.MailHTML(&b, letter()); err != nil {
		t.Fatal(err)
	}
	got := b.String()
	for _, bad := range []string{"<script", "<img", "onerror=alert(1)>", "url(", "@import", "<link", "<svg", "javascript:alert"} {
		if strings.Contains(got, bad) {
			t.Errorf("the mail has %s", bad)
		}
	}
	for _, good := range []string{`width="40%"`, `width="60%"`, `lang="nl"`, `name="color-scheme"`, "prefers-color-scheme: dark", `href="https://example.nl/x"`, "Geen."} {
		if !strings.Contains(got, good) {
			t.Errorf("no %s", good)
		}
	}
}

func TestTheTextPartSaysTheSameInShortLines(t *testing.T) {
	got := render.Text(letter())
	for _, want := range []string{"1.234 weg", "1. ", "https://example.nl/x", "Geen.", "  sub: 1"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	for line := range strings.Lines(got) {
		if n := utf8.RuneCountInString(line); n > 80 && !strings.Contains(line, "<") && strings.Trim(line, "=-\n") != "" {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}
