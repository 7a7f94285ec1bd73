//go:build office

package render_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dijkwacht/internal/render"
)

// TestLibreOfficeOpensTheWorkbook lets an office program read the workbook and write
// every sheet as text again. It is part of `make e2e`.
func TestLibreOfficeOpensTheWorkbook(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatal("soffice is missing: .ci/setup office-tools brings libreoffice-calc-nogui in")
	}
	dir := t.TempDir()
	book := filepath.Join(dir, "book.xlsx")
	f, err := os.Create(book)
	if err == nil {
		err = render.XLSX(f, sheets(), saturday)
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	// The last parameter of the filter writes each sheet to a file of its own.
	out, err := exec.Command(program, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to",
		`csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1`, "--outdir", dir, book).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "book-week.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`'=HYPERLINK(`, "'@SUM(A1)", "12345", "Café", "1.5"} {
		if !strings.Contains(string(got), want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "book-leeg.csv")); err != nil {
		t.Error("the empty sheet is gone")
	}
}
