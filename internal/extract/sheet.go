package extract

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// grid is a sheet while it is read.
type grid struct {
	w      *workbook
	text   runs
	shown  Kind // of the rows that are shown
	now    Kind // of this row
	hidden map[int]bool
	column int
	kind   string // of the cell
	style  int
	value  strings.Builder
	open   bool
	head   bool
}

// sheet reads one sheet: rows as lines, cells by tabs, hidden ones apart.
func (w *workbook) sheet(page int, s sheet) error {
	g := &grid{w: w, text: runs{}, shown: Cells, hidden: map[int]bool{}}
	if s.hidden {
		g.shown = Hidden
	}
	g.text.write(g.shown, s.name+"\n")
	err := w.xml(s.file, visitor{start: g.start, end: g.end, text: g.chars})
	return errors.Join(err, g.text.add(w.c, page))
}

func (g *grid) start(name string, attr func(string) string) {
	switch name {
	case "col":
		if attr("hidden") == "1" || attr("hidden") == "true" {
			first, last := number(attr("min")), number(attr("max"))
			for i := first; i <= min(last, first+maxColumns); i++ {
				g.hidden[i] = true
			}
		}
	case "row":
		g.now, g.column = g.shown, 0
		if attr("hidden") == "1" || attr("hidden") == "true" {
			g.now = Hidden
		}
	case "c":
		g.kind, g.style = attr("t"), number(attr("s"))
		g.value.Reset()
		if at := columnOf(attr("r")); at > 0 {
			g.skipTo(at)
		} else {
			g.column++
		}
	case "v", "t":
		g.open = true
	case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
		g.head = true
	case "hyperlink":
		g.text.write(Metadata, attr("display")+" "+attr("tooltip")+"\n")
	case "dataValidation":
		g.text.write(Metadata, attr("prompt")+" "+attr("error")+"\n")
	}
}

// maxColumns is the width of a sheet of Excel.
const maxColumns = 16384

// skipTo leaves the cells between out, one tab for all: what matters is that they are
// apart.
func (g *grid) skipTo(column int) {
	if column > g.column+1 && g.column > 0 {
		g.text.write(g.now, "\t")
	}
	g.column = column
}

func (g *grid) end(name string) {
	switch name {
	case "v", "t":
		g.open = false
	case "c":
		kind := g.now
		if g.hidden[g.column] {
			kind = Hidden
		}
		g.text.write(kind, oneLine(g.cell())+"\t")
	case "row":
		g.text.line(g.now)
		if g.now != Hidden && len(g.hidden) > 0 {
			g.text.line(Hidden)
		}
	case "oddHeader", "evenHeader", "firstHeader", "oddFooter", "evenFooter", "firstFooter":
		g.head = false
		g.text.line(Headers)
	}
}

func (g *grid) chars(b []byte) {
	switch {
	case g.open:
		g.value.Write(b)
	case g.head:
		g.text.write(Headers, string(b))
	}
}

// cell is what a reader of the sheet sees in the cell, as far as it tells something.
func (g *grid) cell() string {
	s := g.value.String()
	switch {
	case g.kind == "s":
		if i := number(s); i >= 0 && i < len(g.w.strings) {
			return g.w.strings[i]
		}
		return ""
	case (g.kind == "" || g.kind == "n") && g.style < len(g.w.dates) && g.style >= 0 && g.w.dates[g.style]:
		return dateOf(s)
	case g.kind == "" || g.kind == "n":
		return plainNumber(s)
	}
	return s
}

// dateOf is the day of a serial number: days since 30 December 1899.
func dateOf(s string) string {
	days, err := strconv.ParseFloat(s, 64)
	if err != nil || days < 1 || days > 2958465 {
		return s
	}
	day := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days))
	return day.Format("02-01-2006")
}

// plainNumber writes a whole number without an exponent, as the sheet shows it.
func plainNumber(s string) string {
	if !strings.ContainsAny(s, "eE.") {
		return s
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1e15 {
		return s
	}
	return strconv.FormatFloat(f, 'f', 0, 64)
}

// columnOf is the number of the column in a reference such as AB12, or 0.
func columnOf(ref string) int {
	n := 0
	for _, c := range ref {
		if c < 'A' || c > 'Z' || n > maxColumns {
			break
		}
		n = 26*n + int(c-'A'+1)
	}
	return n
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s) }

// readStyles finds the styles that show a number as a day.
func (w *workbook) readStyles() error {
	formats := map[int]string{}
	inCells := false
	return w.xml("xl/styles.xml", visitor{
		start: func(name string, attr func(string) string) {
			switch name {
			case "numFmt":
				formats[number(attr("numFmtId"))] = attr("formatCode")
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id := number(attr("numFmtId"))
					w.dates = append(w.dates, isDateFormat(id, formats[id]))
				}
			}
		},
		end: func(name string) {
			if name == "cellXfs" {
				inCells = false
			}
		},
		text: func([]byte) {},
	})
}

// isDateFormat: 14 to 17 and 22 are built in (ECMA-376, part 1, 18.8.30).
func isDateFormat(id int, code string) bool {
	if id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 31 || id >= 50 && id <= 58 {
		return true
	}
	quoted := false
	for _, c := range strings.ToLower(code) {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (c == 'y' || c == 'd' || c == 'j'): // j: jaar, in files of Dutch programs
			return true
		}
	}
	return false
}
