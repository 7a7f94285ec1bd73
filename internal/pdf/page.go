package pdf

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"codeberg.org/go-pdf/fpdf"

	"dijkwacht/internal/render"
)

// Sizes in points: A4 with margins of 18 mm above and below and 16 mm beside.
const (
	pageWidth, pageHeight = 595.28, 841.89
	marginX, marginY      = 45.0, 51.0
	bodyWidth             = pageWidth - 2*marginX
	bottom                = pageHeight - marginY - 22 // the footer is below
	measure               = 400.0                     // longest line of running text
)

// Font sizes.
const (
	small, body, lead, heading, title, big = 8.5, 10.0, 12.5, 14.0, 20.0, 22.0
)

// leading is the height of a line of running text, as a multiple of its size.
const leading = 1.45

type colour [3]int

// The colours of the light theme; paper is white.
var (
	ink    = colour{0x10, 0x22, 0x2B}
	muted  = colour{0x51, 0x65, 0x6E}
	line   = colour{0xD3, 0xDD, 0xE0}
	accent = colour{0x0B, 0x66, 0x72}
)

// allPages stands for the number of pages until it is known.
const allPages = "{n}"

type writer struct {
	*fpdf.Fpdf
	lang string
}

// Write prints d as PDF. The time made is the only clock: the same document made at
// the same time gives the same bytes.
func Write(out io.Writer, d render.Document, made time.Time) error {
	faces, err := typefaces()
	if err != nil {
		return err
	}
	w := &writer{fpdf.New("P", "pt", "A4", ""), d.Lang}
	w.AliasNbPages(allPages) // before the fonts: it keeps the digits in them
	for style, face := range faces {
		w.AddUTF8FontFromBytes(family, style, face)
	}
	w.describe(d, made)
	w.SetFooterFunc(func() { w.footer(d.Footer) })
	w.AddPage()
	w.document(d)
	if err := w.Output(out); err != nil {
		return fmt.Errorf("write pdf: %w", err)
	}
	return nil
}

func (w *writer) describe(d render.Document, made time.Time) {
	w.SetCatalogSort(true)
	w.SetCreationDate(made.UTC())
	w.SetModificationDate(made.UTC())
	w.SetTitle(plain(d.Title), true)
	w.SetLang(d.Lang)
	w.SetProducer("Dijkwacht", true)
	w.SetCreator("Dijkwacht", true)
	w.SetMargins(marginX, marginY, marginX)
	w.SetAutoPageBreak(false, 0)
	w.SetCellMargin(0)
	w.SetLineWidth(0.5)
}

func (w *writer) footer(text string) {
	w.hairline(bottom + 8)
	number := fmt.Sprintf(map[string]string{"nl": "Pagina %d van "}[w.lang], w.PageNo())
	if w.lang != "nl" {
		number = fmt.Sprintf("Page %d of ", w.PageNo())
	}
	w.ink("", small, muted)
	// The number of pages is not known yet: room for two digits keeps it in place.
	x := pageWidth - marginX - w.GetStringWidth(number+"00")
	w.Text(x, bottom+22, number+allPages)
	w.Text(marginX, bottom+22, w.fit(text, x-marginX-12))
}

// fit cuts what is longer than width.
func (w *writer) fit(text string, width float64) string {
	lines := w.SplitText(plain(text), width)
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return lines[0]
	}
	return w.SplitText(lines[0], width-w.GetStringWidth("…"))[0] + "…"
}

// ink chooses style, size and colour of what follows.
func (w *writer) ink(style string, size float64, c colour) {
	w.SetFont(family, style, size)
	w.SetTextColor(c[0], c[1], c[2])
}

func (w *writer) hairline(y float64) {
	w.SetDrawColor(line[0], line[1], line[2])
	w.Line(marginX, y, pageWidth-marginX, y)
}

// need starts a page when less than height is left.
func (w *writer) need(height float64) {
	if w.GetY()+height > bottom && w.GetY() > marginY {
		w.AddPage()
		w.SetY(marginY)
	}
}

// gap leaves room, but none at the top of a page.
func (w *writer) gap(height float64) {
	if w.GetY() > marginY {
		w.SetY(w.GetY() + height)
	}
}

// plain removes what a page cannot show: control signs, and signs outside the
// tables of the font.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u00a0':
			return ' '
		case r >= 0xFFFF || r == unicode.ReplacementChar:
			return '□'
		case r == '◆':
			return '♦'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, s)
}
