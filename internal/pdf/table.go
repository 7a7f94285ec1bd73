package pdf

import (
	"cmp"
	"slices"
	"strings"

	"dijkwacht/internal/render"
)

// The measures of a table.
const (
	between = 10.0 // room between columns
	padding = 3.5  // above and below the text of a row
	cell    = body * 1.35
	headrow = small * 1.35
	indent  = 12.0 // of a row that is part of the one above
	barRoom = 7.0
)

// table prints its caption, head and rows. One that fits on a page is not cut; of a
// longer one each page has the head, and no row is cut unless it is longer than a page.
func (w *writer) table(t render.Table) {
	w.gap(8)
	w.need(80)
	if height := w.height(t); height < bottom-marginY {
		w.need(height)
	}
	if t.Caption != "" {
		w.paragraph(t.Caption, "B", body, ink, leading, bodyWidth)
	}
	if len(t.Rows) == 0 {
		w.paragraph(t.Empty, "", body, muted, leading, measure)
		return
	}
	widths := w.widths(t)
	w.head(t, widths)
	for _, r := range t.Rows {
		w.row(t, r, widths)
	}
	w.gap(4)
}

// height is what a table takes on one page.
func (w *writer) height(t render.Table) float64 {
	height := body*leading + 2*headrow + 3
	widths := w.widths(t)
	for _, r := range t.Rows {
		_, lines, extra := w.split(t, r, widths)
		height += float64(lines)*cell + extra
	}
	return height
}

// split divides the cells of a row in lines, and tells how many it has and the room
// beside them.
func (w *writer) split(t render.Table, r render.Row, widths []float64) (cells [][]string, lines int, extra float64) {
	in := indentOf(r)
	cells, lines, extra = make([][]string, len(t.Columns)), 1, 2*padding
	w.SetFont(family, "", body)
	for n := range t.Columns {
		if n < len(r.Cells) {
			cells[n] = w.SplitText(plain(r.Cells[n]), w.room(widths, n, in))
			lines = max(lines, len(cells[n]))
		}
	}
	if r.Share >= 0 {
		extra += barRoom
	}
	return cells, lines, extra
}

func indentOf(r render.Row) float64 {
	if r.Sub {
		return indent
	}
	return 0
}

// head prints the labels of the columns, when there are any.
func (w *writer) head(t render.Table, widths []float64) {
	cells, lines := make([][]string, len(t.Columns)), 0
	w.ink("B", small, muted)
	for n, c := range t.Columns {
		cells[n] = w.SplitText(plain(c.Label), widths[n]+0.01)
		lines = max(lines, len(cells[n]))
	}
	if lines == 0 {
		return
	}
	w.cells(t, cells, widths, 0, lines, headrow, 0)
	w.SetY(w.GetY() + 3)
	w.hairline(w.GetY())
}

func (w *writer) row(t render.Table, r render.Row, widths []float64) {
	in := indentOf(r)
	cells, lines, extra := w.split(t, r, widths)
	for from := 0; from < lines; {
		w.continued(t, widths, w.whole(float64(lines-from)*cell+extra))
		fit := min(lines-from, max(int((bottom-w.GetY()-extra)/cell), 1))
		w.ink("", body, ink)
		w.SetY(w.GetY() + padding)
		w.cells(t, cells, widths, from, from+fit, cell, in)
		from += fit
	}
	if r.Share >= 0 {
		w.bar(widths[0], in, r.Share)
	}
	w.SetY(w.GetY() + padding)
	w.hairline(w.GetY())
}

// whole is the height to look for: all of a row, or a few lines of one that is longer
// than a page anyway.
func (w *writer) whole(height float64) float64 {
	if height > bottom-marginY-3*headrow {
		return 4*cell + 2*padding + barRoom
	}
	return height
}

// continued starts a page with the head when a row of that height does not fit on
// this one.
func (w *writer) continued(t render.Table, widths []float64, height float64) {
	page := w.PageNo()
	if w.need(height); w.PageNo() != page {
		w.head(t, widths)
	}
}

// room is the width for the text of a cell.
func (w *writer) room(widths []float64, n int, in float64) float64 {
	if n == 0 {
		return widths[0] - in + 0.01
	}
	return widths[n] + 0.01
}

// cells prints lines from to to of each cell beside each other.
func (w *writer) cells(t render.Table, cells [][]string, widths []float64, from, to int, height, in float64) {
	top, x := w.GetY(), marginX
	for n, lines := range cells {
		for i := from; i < min(to, len(lines)); i++ {
			w.SetY(top + float64(i-from)*height)
			at := x
			if n == 0 {
				at += in
			}
			if t.Columns[n].Numeric {
				at = x + widths[n] - w.GetStringWidth(lines[i])
			}
			w.line(at, height, lines[i])
		}
		x += widths[n] + between
	}
	w.SetY(top + float64(to-from)*height)
}

// bar draws a share of the whole under the name of a row.
func (w *writer) bar(width, in, share float64) {
	y, x, width := w.GetY()+2, marginX+in, width-in
	w.SetFillColor(line[0], line[1], line[2])
	w.Rect(x, y, width, 3, "F")
	w.SetFillColor(accent[0], accent[1], accent[2])
	w.Rect(x, y, width*min(share, 1), 3, "F")
	w.SetY(w.GetY() + barRoom)
}

// widths gives each column what its longest text wants. When that is too much, the
// modest columns get it and the others share the rest, each at least as wide as its
// longest word; when it is too little, the last column that is not numeric gets
// what is left.
func (w *writer) widths(t render.Table) []float64 {
	least, wish := make([]float64, len(t.Columns)), make([]float64, len(t.Columns))
	for n, c := range t.Columns {
		w.SetFont(family, "B", small)
		least[n], wish[n] = w.extent(c.Label)
		w.SetFont(family, "", body)
		for _, r := range t.Rows {
			if n >= len(r.Cells) {
				continue
			}
			word, text := w.extent(r.Cells[n])
			if n == 0 && r.Sub {
				word, text = word+indent, text+indent
			}
			least[n], wish[n] = max(least[n], word), max(wish[n], text)
		}
		least[n] = min(least[n], bodyWidth/float64(2*len(t.Columns)))
	}
	widths := divide(least, wish, bodyWidth-between*float64(len(t.Columns)-1))
	return widen(t, widths, bodyWidth-between*float64(len(t.Columns)-1))
}

// divide gives each column at most its wish and at least its least, the modest first.
// The least widths together are below whole.
func divide(least, wish []float64, whole float64) []float64 {
	order := make([]int, len(wish))
	reserved := 0.0
	for n := range order {
		order[n] = n
		reserved += least[n]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(wish[a], wish[b]) })
	widths := make([]float64, len(wish))
	for done, n := range order {
		reserved -= least[n]
		fair := max(whole/float64(len(order)-done), least[n])
		widths[n] = min(wish[n], fair, whole-reserved)
		whole -= widths[n]
	}
	return widths
}

// widen gives what is left to the last column that is not numeric.
func widen(t render.Table, widths []float64, whole float64) []float64 {
	for _, width := range widths {
		whole -= width
	}
	for n, c := range slices.Backward(t.Columns) {
		if !c.Numeric && whole > 0 {
			widths[n] += whole
			break
		}
	}
	return widths
}

// extent measures the longest word and the longest line of a text.
func (w *writer) extent(text string) (word, whole float64) {
	for l := range strings.Lines(plain(text)) {
		whole = max(whole, w.GetStringWidth(strings.TrimRight(l, "\n")))
		for _, f := range strings.Fields(l) {
			word = max(word, w.GetStringWidth(f))
		}
	}
	return word, whole
}
