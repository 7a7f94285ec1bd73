package render_test

import (
	"errors"
	"strings"
	"testing"

	"dijkwacht/internal/render"
)

const hostile = `</style></title><script>alert(1)</script>"'><img src=x onerror=alert(1)>`

func page(t *testing.T, d render.Document) string {
	t.Helper()
	var b strings.Builder
	if err := render.HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextInAnyFieldIsInert(t *testing.T) {
	got := page(t, render.Document{
		Lang: hostile, Title: hostile, Facts: []render.Fact{{Label: hostile, Value: hostile}}, Lead: []string{hostile},
		Notices: []render.Notice{{Tone: hostile, Text: hostile}}, Figures: []render.Figure{{Label: hostile, Value: hostile, Change: hostile}},
		Sections: []render.Section{{ID: hostile, Title: hostile, Text: []string{hostile}, Tables: []render.Table{
			{Caption: hostile, Columns: []render.Column{{Label: hostile}, {Label: hostile}}, Rows: []render.Row{{Cells: []string{hostile, hostile}}}},
			{Caption: hostile, Empty: hostile},
		}}}, Footer: hostile,
	})
	for _, tag := range []string{"<script", "<img", "onerror=alert(1)>"} {
		if strings.Contains(got, tag) {
			t.Errorf("%s came through", tag)
		}
	}
	if n := strings.Count(got, "</style>"); n != 1 {
		t.Errorf("%d style sheets end", n)
	}
}

func TestAPageLoadsNothing(t *testing.T) {
	got := page(t, render.Document{Lang: "nl", Title: "Proef"})
	for _, reference := range []string{"http://", "https://", "src=", "<link", "@import", "url("} {
		if strings.Contains(got, reference) {
			t.Errorf("the page refers to something: %s", reference)
		}
	}
	if !strings.Contains(got, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Error("no policy that forbids loading")
	}
}

func TestABarStaysWithinItsRow(t *testing.T) {
	for _, c := range []struct {
		share float64
		want  string
	}{{0, `width="0.0"`}, {0.256, `width="25.6"`}, {1, `width="100.0"`}, {1.5, `width="100.0"`}} {
		got := page(t, render.Document{Sections: []render.Section{{ID: "a", Tables: []render.Table{{
			Columns: []render.Column{{}}, Rows: []render.Row{{Cells: []string{"x"}, Share: c.share}},
		}}}}})
		if !strings.Contains(got, `<rect `+c.want) {
			t.Errorf("share %v has no bar with %s", c.share, c.want)
		}
	}
	got := page(t, render.Document{Sections: []render.Section{{ID: "a", Tables: []render.Table{{
		Columns: []render.Column{{}}, Rows: []render.Row{{Cells: []string{"x"}, Share: -1}},
	}}}}})
	if strings.Contains(got, "<rect") {
		t.Error("a row without a share has a bar")
	}
}

func TestAnEmptyTableSaysWhy(t *testing.T) {
	got := page(t, render.Document{Sections: []render.Section{{ID: "a", Tables: []render.Table{{Caption: "Soort", Empty: "Geen treffers."}}}}})
	if strings.Contains(got, "<table") || !strings.Contains(got, "<p class=\"empty\">Geen treffers.</p>") {
		t.Errorf("got %s", got)
	}
}

func TestAPageThatCannotBeWrittenIsAnError(t *testing.T) {
	if err := render.HTML(full{}, render.Document{}); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }
