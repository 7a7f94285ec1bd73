package pdf

import (
	"strconv"

	"dijkwacht/internal/render"
)

// document prints the parts in their order.
func (w *writer) document(d render.Document) {
	w.Bookmark(plain(d.Title), 0, -1)
	w.paragraph(d.Title, "B", title, ink, 1.25, bodyWidth)
	w.SetY(w.GetY() + 4)
	w.facts(d.Facts)
	if len(d.Lead) > 0 {
		w.gap(12)
	}
	for _, text := range d.Lead {
		w.paragraph(text, "", lead, ink, leading, bodyWidth)
		w.SetY(w.GetY() + 2)
	}
	for _, n := range d.Notices {
		w.notice(n)
	}
	w.figures(d.Figures)
	for _, s := range d.Sections {
		w.section(s)
	}
}

// section prints a part. Its heading stays with what follows.
func (w *writer) section(s render.Section) {
	w.gap(14)
	w.need(w.opening(s))
	if w.GetY() > marginY {
		w.hairline(w.GetY())
		w.gap(12)
	}
	w.Bookmark(plain(s.Title), 1, -1)
	w.paragraph(s.Title, "B", heading, ink, 1.25, bodyWidth)
	w.gap(4)
	for _, text := range s.Text {
		w.paragraph(text, "", body, ink, leading, measure)
		w.gap(5)
	}
	w.facts(s.Facts)
	w.links(s.Links)
	for _, t := range s.Tables {
		w.table(t)
	}
}

// opening is the room that the heading of a part needs with what follows: all up to the
// end of its first table, when that begins the part and a page can hold it.
func (w *writer) opening(s render.Section) float64 {
	const least = 130
	if len(s.Tables) == 0 || len(s.Facts)+len(s.Links) > 0 {
		return least
	}
	height := 12 + heading*1.25 + 4 + 8 + w.height(s.Tables[0])
	for _, text := range s.Text {
		w.SetFont(family, "", body)
		height += float64(len(w.SplitText(plain(text), measure)))*body*leading + 5
	}
	if height > bottom-marginY {
		return least
	}
	return max(height, least)
}

// paragraph prints text from line to line, over pages when it must.
func (w *writer) paragraph(text, style string, size float64, c colour, spacing, width float64) {
	w.ink(style, size, c)
	height := size * spacing
	for _, l := range w.SplitText(plain(text), width) {
		w.need(height)
		w.line(marginX, height, l)
		w.SetY(w.GetY() + height)
	}
}

// line puts one line of text in the line box that starts at the cursor.
func (w *writer) line(x, height float64, text string) {
	size, _ := w.GetFontSize()
	w.Text(x, w.GetY()+(height+0.72*size)/2, text)
}

// labels is the width of the column of labels of facts.
const labels = 160.0

// facts prints labels with their values beside them.
func (w *writer) facts(list []render.Fact) {
	const height = body * leading
	for _, f := range list {
		w.SetFont(family, "", body)
		label, value := w.SplitText(plain(f.Label), labels-10), w.SplitText(plain(f.Value), bodyWidth-labels)
		w.need(float64(min(max(len(label), len(value)), 8)) * height)
		for n := range max(len(label), len(value)) {
			w.need(height)
			if n < len(label) {
				w.ink("", body, muted)
				w.line(marginX, height, label[n])
			}
			if n < len(value) {
				w.ink("", body, ink)
				w.line(marginX+labels, height, value[n])
			}
			w.SetY(w.GetY() + height)
		}
		w.gap(1.5)
	}
}

// links prints things to do with their numbers, and where they lead on paper too.
func (w *writer) links(list []render.Link) {
	const height, in = body * leading, 16.0
	for n, l := range list {
		w.ink("", body, ink)
		text := l.Text
		if l.URL != "" {
			text += " (" + l.URL + ")"
		}
		for k, part := range w.SplitText(plain(text), measure-in) {
			w.need(height)
			if k == 0 {
				w.line(marginX, height, strconv.Itoa(n+1)+".")
			}
			w.line(marginX+in, height, part)
			w.SetY(w.GetY() + height)
		}
	}
}

// tones maps a tone to the colours of its text and ground.
var tones = map[string][2]colour{
	"info": {{0x1F, 0x4E, 0x96}, {0xE8, 0xF0, 0xFB}},
	"warn": {{0x7A, 0x4E, 0x00}, {0xFF, 0xF3, 0xD9}},
	"stop": {{0xA8, 0x20, 0x1A}, {0xFC, 0xEA, 0xE8}},
}

// notice prints a remark on tinted ground.
func (w *writer) notice(n render.Notice) {
	tone, known := tones[n.Tone]
	if !known {
		tone = tones["info"]
	}
	const height, pad = body * leading, 7.0
	w.gap(10)
	w.ink("", body, tone[0])
	lines := w.SplitText(plain(n.Text), bodyWidth-24)
	whole := float64(len(lines))*height + 2*pad
	w.need(whole)
	w.SetFillColor(tone[1][0], tone[1][1], tone[1][2])
	w.RoundedRect(marginX, w.GetY(), bodyWidth, whole, 4, "1234", "F")
	w.SetY(w.GetY() + pad)
	for _, l := range lines {
		w.line(marginX+12, height, l)
		w.SetY(w.GetY() + height)
	}
	w.SetY(w.GetY() + pad)
}

// figures prints a row of numbers, four beside each other.
func (w *writer) figures(list []render.Figure) {
	const across = 4
	const width = bodyWidth / across
	for len(list) > 0 {
		row := list[:min(across, len(list))]
		list = list[len(row):]
		w.gap(16)
		w.need(80)
		top, end := w.GetY(), 0.0
		for n, f := range row {
			x := marginX + float64(n)*width
			w.SetY(top)
			w.ink("B", big, ink)
			w.line(x, big*1.25, w.fit(f.Value, width-12))
			w.SetY(top + big*1.25)
			w.column(x, width-12, f.Label, body, ink)
			w.column(x, width-12, f.Change, small, muted)
			end = max(end, w.GetY())
		}
		w.SetY(end)
	}
}

// column prints text from line to line at x without a page break.
func (w *writer) column(x, width float64, text string, size float64, c colour) {
	w.ink("", size, c)
	for _, l := range w.SplitText(plain(text), width) {
		w.line(x, size*1.3, l)
		w.SetY(w.GetY() + size*1.3)
	}
}
