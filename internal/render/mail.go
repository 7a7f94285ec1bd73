package render

import (
	_ "embed" // the template
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode/utf8"
)

//go:embed mail.html
var mailHTML string

var mailPage = template.Must(template.New("mail").Funcs(template.FuncMap{
	"part":  func(share float64) int { return int(100*min(max(share, 0), 1) + 0.5) },
	"rest":  func(share float64) int { return 100 - int(100*min(max(share, 0), 1)+0.5) },
	"first": func(i int) bool { return i == 0 },
}).Parse(mailHTML))

// MailHTML writes the document for mail programs: tables of 640 pixels, styles in
// place, colours for light and dark, nothing that is loaded and nothing that runs.
func MailHTML(w io.Writer, d Document) error {
	if err := mailPage.Execute(w, d); err != nil {
		return fmt.Errorf("write mail: %w", err)
	}
	return nil
}

// Text is the document in plain text, lines of at most 72 characters where words
// allow.
func Text(d Document) string {
	var b strings.Builder
	line := func(s string) { b.WriteString(wrap(s, 72) + "\n") }
	title := func(s string, under string) {
		b.WriteString(s + "\n" + strings.Repeat(under, utf8.RuneCountInString(s)) + "\n")
	}
	title(d.Title, "=")
	for _, f := range d.Facts {
		line(f.Label + ": " + f.Value)
	}
	b.WriteString("\n")
	for _, s := range d.Lead {
		line(s)
	}
	for _, n := range d.Notices {
		b.WriteString("\n")
		line("! " + n.Text)
	}
	b.WriteString("\n")
	for _, f := range d.Figures {
		change := ""
		if f.Change != "" {
			change = " (" + f.Change + ")"
		}
		line("- " + f.Value + " " + f.Label + change)
	}
	for _, s := range d.Sections {
		b.WriteString("\n")
		title(s.Title, "-")
		for _, t := range s.Text {
			line(t)
		}
		for i, l := range s.Links {
			line(fmt.Sprintf("%d. %s", i+1, l.Text))
			if l.URL != "" {
				b.WriteString("   " + l.URL + "\n")
			}
		}
		for _, t := range s.Tables {
			b.WriteString("\n" + t.Caption + "\n")
			t.text(&b)
		}
	}
	if d.Footer != "" {
		b.WriteString("\n")
		line(d.Footer)
	}
	return b.String()
}

func (t Table) text(b *strings.Builder) {
	if len(t.Rows) == 0 {
		b.WriteString(t.Empty + "\n")
		return
	}
	for _, r := range t.Rows {
		indent := ""
		if r.Sub {
			indent = "  "
		}
		var values []string
		for i, c := range r.Cells[1:] {
			if label := t.Columns[i+1].Label; label != "" && len(r.Cells) > 2 {
				c = strings.ToLower(label) + " " + c
			}
			values = append(values, c)
		}
		b.WriteString(indent + wrap(r.Cells[0]+": "+strings.Join(values, ", "), 70) + "\n")
	}
}

// wrap breaks lines between words.
func wrap(s string, width int) string {
	var b strings.Builder
	at := 0
	for i, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && at+1+n > width:
			b.WriteString("\n  ")
			at = 2
		case i > 0:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += n
	}
	return b.String()
}
