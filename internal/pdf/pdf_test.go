package pdf_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/pdf"
	"dijkwacht/internal/render"
)

var update = flag.Bool("update", false, "write the golden files anew")

var made = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

// sample has one of everything, with names in Dutch, Turkish and Polish letters.
func sample() render.Document {
	rows := make([]render.Row, 0, 60)
	for n := range 60 {
		rows = append(rows, render.Row{Cells: []string{fmt.Sprintf("Zaak 2026-%04d", n+1), "Ontslagbrief met naam en diagnose, verstuurd naar een dienst die de organisatie niet heeft goedgekeurd", fmt.Sprint(n * 37)}, Share: -1})
	}
	return render.Document{
		Lang: "nl", Title: "Weekrapport: één zaak vraagt aandacht",
		Facts:   []render.Fact{{Label: "Organisatie", Value: "Zorggroep De Lîn, team Noordoost en IJsselmonde"}, {Label: "Periode", Value: "16 tot en met 22 november 2026"}, {Label: "Controlepunt", Value: strings.Repeat("0123456789abcdef", 8)}},
		Lead:    []string{"Deze week zijn 14 berichten tegengehouden.", "Eén zaak wacht op een besluit."},
		Notices: []render.Notice{{Tone: "warn", Text: "Twee werkplekken waren niet beschermd. Hun berichten zijn niet geteld, dus de cijfers hieronder zijn een ondergrens voor wat er gebeurde."}},
		Figures: []render.Figure{{Label: "tegengehouden", Value: "14", Change: "3 meer dan vorige week"}, {Label: "veilig verstuurd", Value: "9", Change: "evenveel"}, {Label: "toch verstuurd", Value: "2"}, {Label: "zaken open", Value: "1.234.567", Change: "1 minder"}},
		Sections: []render.Section{
			{ID: "a", Title: "Wie en waar", Text: []string{"Şükrü Işık-Çağlayan en Łukasz Wójcik-Żółć vroegen naar coëfficiënten; Zoë's café kost € 3,50. Ελληνικά, кириллица. ▲ ◆ ● ○ → ≥ 🙂"}, Tables: []render.Table{
				{Caption: "Naar dienst", Columns: []render.Column{{}, {Label: "Aantal", Numeric: true}, {Label: "Aandeel", Numeric: true}}, Rows: []render.Row{
					{Cells: []string{"Berichten", "100", "100 %"}, Share: 1}, {Cells: []string{"waarvan tegengehouden", "14", "14 %"}, Share: 0.14, Sub: true}}},
				{Caption: "Naar afdeling", Columns: []render.Column{{Label: "Afdeling"}}, Empty: "Deze week was er niets."},
			}},
			{ID: "b", Title: "Alle zaken", Tables: []render.Table{{Caption: "Zaken", Columns: []render.Column{{Label: "Nummer"}, {Label: "Wat er gebeurde"}, {Label: "Tekens", Numeric: true}}, Rows: rows}}},
		},
		Footer: "Dijkwacht. Het register bevat geen tekst van berichten.",
	}
}

func write(t *testing.T, d render.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, d, made); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text is what a reader copies out of the file, by poppler.
func text(t *testing.T, content []byte, args ...string) string {
	t.Helper()
	return poppler(t, content, "pdftotext", append(args, "-", "-")...)
}

func poppler(t *testing.T, content []byte, program string, args ...string) string {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Stdin = bytes.NewReader(content)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v (it is in the package poppler-utils; see .ci/setup)", program, err)
	}
	return string(out)
}

func TestTextOfADocumentIsAllThere(t *testing.T) {
	got := text(t, write(t, sample()), "-layout")
	golden := filepath.Join("testdata", "sample.txt")
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestATableThatFitsOnAPageIsNotCut(t *testing.T) {
	table := func(name string) render.Table {
		made := render.Table{Caption: name, Columns: []render.Column{{Label: "Soort"}, {Label: "Aantal", Numeric: true}}}
		for n := range 17 {
			made.Rows = append(made.Rows, render.Row{Cells: []string{fmt.Sprint(name, " rij ", n), "7"}, Share: float64(n) / 17})
		}
		return made
	}
	d := render.Document{Lang: "nl", Title: "Proef", Sections: []render.Section{
		{Title: "Deel eerste", Text: []string{"Uitleg."}, Tables: []render.Table{table("eerste"), table("tweede")}}, {Title: "Deel derde", Tables: []render.Table{table("derde")}},
	}}
	for n, page := range strings.Split(text(t, write(t, d), "-layout"), "\f") {
		for _, name := range []string{"eerste", "tweede", "derde"} {
			if rows := strings.Count(page, name+" rij"); rows != 0 && rows != 17 {
				t.Errorf("page %d has %d rows of the table %q", n+1, rows, name)
			}
			if strings.Contains(page, "Deel "+name) && !strings.Contains(page, name+" rij") {
				t.Errorf("on page %d the heading of %q stands alone", n+1, name)
			}
		}
	}
}

func TestATableRepeatsItsHeadAndKeepsRowsWhole(t *testing.T) {
	pages := strings.Split(strings.TrimSuffix(text(t, write(t, sample()), "-layout"), "\f"), "\f")
	if len(pages) < 3 {
		t.Fatalf("got %d pages", len(pages))
	}
	for n, page := range pages[1:] {
		if !strings.Contains(page, "Wat er gebeurde") {
			t.Errorf("page %d has no head", n+2)
		}
		if begun, ended := strings.Count(page, "Zaak 2026-"), strings.Count(page, "heeft goedgekeurd"); begun != ended {
			t.Errorf("page %d begins %d rows and ends %d", n+2, begun, ended)
		}
		if !strings.Contains(page, fmt.Sprintf("Pagina %d van %d", n+2, len(pages))) {
			t.Errorf("page %d has no number", n+2)
		}
	}
}

func TestADocumentSaysWhatItIs(t *testing.T) {
	content := write(t, sample())
	info := poppler(t, content, "pdfinfo", "-isodates", "-")
	for _, want := range []string{"Weekrapport: één zaak vraagt aandacht", "(A4)", "2026-11-23T07:00:00Z", "Producer:        Dijkwacht"} {
		if !strings.Contains(info, want) {
			t.Errorf("no %q in\n%s", want, info)
		}
	}
	if !bytes.Contains(content, []byte("/Lang (nl)")) || !bytes.Contains(content, []byte("/Outlines")) {
		t.Error("no language or no bookmarks")
	}
	for _, active := range []string{"/JavaScript", "/Launch", "/Filespec", "/URI"} {
		if bytes.Contains(content, []byte(active)) {
			t.Errorf("the file holds %s", active)
		}
	}
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	first := write(t, sample())
	for range 3 {
		if !bytes.Equal(first, write(t, sample())) {
			t.Fatal("the bytes differ")
		}
	}
}

func TestAFileIsSmall(t *testing.T) {
	if n := len(write(t, sample())); n > 120_000 {
		t.Errorf("%d bytes", n)
	}
}

func TestARowLongerThanAPageGoesOn(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("woord ", 6000))
	d := render.Document{Lang: "en", Title: "Long", Sections: []render.Section{{ID: "a", Title: "A", Tables: []render.Table{
		{Caption: "C", Columns: []render.Column{{Label: "Key"}, {Label: "Value"}}, Rows: []render.Row{{Cells: []string{"k", long}, Share: -1}}}}}}}
	got := text(t, write(t, d))
	if n := strings.Count(got, "woord"); n != 6000 {
		t.Errorf("%d of 6000 words", n)
	}
	if n := strings.Count(got, "Key"); n != strings.Count(got, "\f") {
		t.Errorf("%d heads", n)
	}
}

func TestHostileTextPrintsAsText(t *testing.T) {
	odd := "(a) \\ ) <</S/JavaScript/JS(app.alert(1))>> \x00\x1b[31m \u202e {nb} \U0010FFFF \uFFFF " + strings.Repeat("x", 500) + "\n\n\nend"
	d := render.Document{
		Lang: "en", Title: odd, Facts: []render.Fact{{Label: odd, Value: odd}}, Lead: []string{odd, ""}, Notices: []render.Notice{{Tone: odd, Text: odd}},
		Figures: []render.Figure{{Label: odd, Value: odd, Change: odd}, {}, {}, {}, {}},
		Sections: []render.Section{{ID: odd, Title: odd, Text: []string{odd}, Facts: []render.Fact{{Label: odd, Value: odd}}, Links: []render.Link{{Text: odd, URL: odd}, {}}, Tables: []render.Table{
			{Caption: odd, Columns: []render.Column{{Label: odd}, {Label: odd, Numeric: true}}, Rows: []render.Row{{Cells: []string{odd, odd}}, {Cells: []string{odd}, Share: 7, Sub: true}, {}}}, {}}}},
		Footer: odd,
	}
	if got := text(t, write(t, d)); !strings.Contains(got, "<</S/JavaScript/JS(app.alert(1))>>") {
		t.Error("the text is not there")
	}
}
