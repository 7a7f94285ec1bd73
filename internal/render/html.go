package render

import (
	_ "embed" // the template and the style sheet
	"fmt"
	"html/template"
	"io"
	"strconv"
)

//go:embed document.html
var documentHTML string

//go:embed document.css
var documentCSS string

var page = template.Must(template.New("document").Funcs(template.FuncMap{
	"bar": func(share float64) string { return strconv.FormatFloat(100*min(max(share, 0), 1), 'f', 1, 64) },
}).Parse(documentHTML))

// HTML writes a self-contained page: nothing is loaded, no script runs, and it
// prints on A4.
func HTML(w io.Writer, d Document) error {
	err := page.Execute(w, struct {
		Document
		Style template.CSS
	}{d, template.CSS(documentCSS)})
	if err != nil {
		return fmt.Errorf("write page: %w", err)
	}
	return nil
}
