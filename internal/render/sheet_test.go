package render_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/render"
)

var saturday = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func sheets() []render.Sheet {
	return []render.Sheet{{Name: "week", Header: []string{"wat", "aantal"}, Rows: [][]any{
		{`=HYPERLINK("http://x";"y")`, 3}, {"+31", 1.5}, {"-1+1", -2}, {"@SUM(A1)", 0}, {"\tx", 0}, {"\rx", 0}, {"Café \"één\"; <b>", 12345}, {"", 0},
	}}, {Name: "leeg", Header: []string{"id"}}}
}

func files(t *testing.T, b []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(content)
	}
	return got
}

func TestTheCellsOfACSVAreInert(t *testing.T) {
	for separator, half := range map[rune]string{';': "1,5", ',': "1.5"} {
		var b bytes.Buffer
		if err := render.CSV(&b, sheets(), separator, saturday); err != nil {
			t.Fatal(err)
		}
		content, marked := strings.CutPrefix(files(t, b.Bytes())["week.csv"], "\ufeff")
		r := csv.NewReader(strings.NewReader(content))
		r.Comma = separator
		rows, err := r.ReadAll()
		if err != nil || !marked {
			t.Fatal(err, marked)
		}
		want := [][]string{
			{"wat", "aantal"}, {`'=HYPERLINK("http://x";"y")`, "3"}, {"'+31", half}, {"'-1+1", "-2"}, {"'@SUM(A1)", "0"}, {"'\tx", "0"}, {"'x", "0"}, {"Café \"één\"; <b>", "12345"}, {"", "0"},
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Error(diff)
		}
	}
}

func TestAWorkbookIsWellFormedAndHoldsNoFormula(t *testing.T) {
	var b bytes.Buffer
	if err := render.XLSX(&b, sheets(), saturday); err != nil {
		t.Fatal(err)
	}
	got := files(t, b.Bytes())
	if len(got) != 7 {
		t.Errorf("%d parts", len(got))
	}
	for name, content := range got {
		if err := xml.Unmarshal([]byte(content), new(struct{})); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(content, "<f>") {
			t.Errorf("%s holds a formula", name)
		}
	}
	for _, want := range []string{`<c r="A2" t="inlineStr"><is><t xml:space="preserve">&#39;=HYPERLINK(`, `<c r="B2"><v>3</v></c>`, `<c r="B3"><v>1.5</v></c>`, `&lt;b&gt;`} {
		if !strings.Contains(got["xl/worksheets/sheet1.xml"], want) {
			t.Errorf("no %s in %s", want, got["xl/worksheets/sheet1.xml"])
		}
	}
}

func TestTheSameSheetsGiveTheSameBytes(t *testing.T) {
	for name, write := range map[string]func(io.Writer) error{
		"csv":  func(w io.Writer) error { return render.CSV(w, sheets(), ';', saturday) },
		"xlsx": func(w io.Writer) error { return render.XLSX(w, sheets(), saturday) },
	} {
		var a, b bytes.Buffer
		if err := errors.Join(write(&a), write(&b)); err != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s differs, %v", name, err)
		}
		if err := write(full{}); !errors.Is(err, errFull) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
