package pass

import (
	"bytes"

	"dijkwacht/internal/rule"
)

// Tables tells for each token in which column of a table it stands, and which cues
// head the columns.
type Tables struct {
	// Lines holds for each line 1 + the index of its table, or 0.
	Lines []uint16
	// Cols holds for each token of a table's body 1 + its column, or 0.
	Cols  []uint8
	Heads []columnHead
	// First holds for each table the index of its first head.
	First []int32
}

// columnHead is a cue in the header of a column.
type columnHead struct {
	Cue uint32
	Col uint8
}

// The limits of what is read as a table.
const (
	MaxColumns   = 60
	MaxTableLine = 4000
)

// Structure finds the tables: a header line with a cue (two where commas
// separate), and lines of the same number of fields below it.
func (s *Pass) Structure() {
	t := &s.Table
	t.Heads, t.First = t.Heads[:0], t.First[:0]
	t.Lines = Resize(t.Lines, len(s.Doc.Lines))
	clear(t.Lines)
	if len(s.Cues) == 0 || len(s.Doc.Lines) < 2 {
		return
	}
	t.Cols = Resize(t.Cols, len(s.Doc.Tokens))
	clear(t.Cols)
	for h := 0; h < len(s.Cues); {
		line := s.Doc.Tokens[s.Cues[h].Start].Line
		n := h
		for n < len(s.Cues) && s.Doc.Tokens[s.Cues[n].Start].Line == line {
			n++
		}
		if t.Lines[line] == 0 {
			s.tableAt(int(line), s.Cues[h:n])
		}
		h = n
	}
}

// tableAt reads the table whose header is the line with these cues, if it is one.
func (s *Pass) tableAt(header int, cues []CueHit) {
	delim, fields := Delimiter(s.Line(header))
	least := header + 1
	if (delim == ',' || delim == Aligned) && len(cues) < 2 {
		least = header + 3
	}
	if fields < 2 || LongNumber(s.Line(header)) || len(s.Table.First) >= 1<<15 {
		return
	}
	last := header
	for l := header + 1; l < len(s.Doc.Lines); l++ {
		row := s.Line(l)
		s.Steps++
		if len(row) > MaxTableLine {
			break
		}
		if n := CountFields(row, delim); n < 2 || n != fields && (delim == ',' || delim == ';' || n < fields-1 || n > fields+1) {
			break
		}
		last = l
	}
	if last < least {
		return
	}
	id := len(s.Table.First) + 1
	s.Table.First = append(s.Table.First, int32(len(s.Table.Heads)))
	at := s.FirstToken(header)
	for _, c := range cues {
		col := ColumnIn(s.Doc.Norm[s.Doc.Lines[header]:s.Doc.Tokens[c.Start].Start], delim)
		s.Table.Heads = append(s.Table.Heads, columnHead{Cue: c.ID, Col: uint8(min(col, MaxColumns))})
	}
	for l := header + 1; l <= last; l++ {
		s.Table.Lines[l] = uint16(id)
		at = s.Columns(at, l, delim, s.Table.Cols)
	}
}

// LongNumber tells whether a line holds three digits in a row, as headers do not.
func LongNumber(line []byte) bool {
	run := 0
	for _, c := range line {
		if c < '0' || c > '9' {
			run = 0
		} else if run++; run == 3 {
			return true
		}
	}
	return false
}

// FirstToken is the index of the first token on line l or below.
func (s *Pass) FirstToken(l int) int {
	lo, hi := 0, len(s.Doc.Tokens)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if int(s.Doc.Tokens[mid].Line) < l {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// Columns notes 1 + the column of each token of line l, from token at on, in cols,
// and returns the token after them.
func (s *Pass) Columns(at, l int, delim byte, cols []uint8) int {
	pos, col, quoted := s.Doc.Lines[l], 0, false
	for ; at < len(s.Doc.Tokens) && int(s.Doc.Tokens[at].Line) <= l; at++ {
		t := &s.Doc.Tokens[at]
		if int(t.Line) < l {
			continue
		}
		for ; pos <= t.Start; pos++ {
			switch c := s.Doc.Norm[pos]; {
			case delim == Aligned:
				if c != ' ' && pos > s.Doc.Lines[l]+1 && s.Doc.Norm[pos-1] == ' ' && s.Doc.Norm[pos-2] == ' ' {
					col++
				}
			case c == '"' && delim != '\t' && delim != '|':
				quoted = !quoted
			case c == delim && !quoted:
				col++
			}
		}
		cols[at] = uint8(min(col, MaxColumns) + 1)
	}
	return at
}

// Delimiter finds the sign that separates the fields of a line, and their number.
func Delimiter(line []byte) (delim byte, fields int) {
	if len(line) > MaxTableLine {
		return 0, 0
	}
	for _, d := range [...]byte{'|', '\t', ';', ',', Aligned} {
		if bytes.IndexByte(line, d) < 0 {
			continue
		}
		if n := CountFields(line, d); n > 2 || n == 2 && d != ',' && d != Aligned {
			return d, n
		}
	}
	return 0, 0
}

// Aligned stands for columns that two or more spaces set apart.
const Aligned = ' '

// CountFields counts the fields of a line; delimiters within quotes do not count.
func CountFields(line []byte, delim byte) int {
	if delim == Aligned {
		return countAligned(line)
	}
	if delim == '\t' || delim == '|' || bytes.IndexByte(line, '"') < 0 {
		return 1 + bytes.Count(line, []byte{delim})
	}
	n, quoted := 1, false
	for _, c := range line {
		switch {
		case c == '"':
			quoted = !quoted
		case c == delim && !quoted:
			n++
		}
	}
	return n
}

// countAligned counts the fields of a line that two or more spaces set apart.
func countAligned(line []byte) int {
	n := 1
	for at := 0; ; {
		gap := bytes.Index(line[at:], []byte("  "))
		if gap < 0 {
			return n
		}
		for at += gap; at < len(line) && line[at] == ' '; at++ {
		}
		if at < len(line) && line[at] != '\n' && line[at] != '\r' {
			n++
		}
	}
}

// ColumnIn counts the delimiters in the part of a header before a cue.
func ColumnIn(before []byte, delim byte) int {
	n := CountFields(before, delim) - 1
	if delim == Aligned && len(before) > 2 && before[len(before)-1] == ' ' && before[len(before)-2] == ' ' {
		n++ // the cue itself starts the next field
	}
	return n
}

// ColumnOf adds what the header of the column of token i says.
func (s *Pass) ColumnOf(i int) {
	id := s.Table.Lines[s.Doc.Tokens[i].Line]
	if id == 0 || s.Table.Cols[i] == 0 {
		return
	}
	from, to := s.Table.First[id-1], len(s.Table.Heads)
	if int(id) < len(s.Table.First) {
		to = int(s.Table.First[id])
	}
	for _, h := range s.Table.Heads[from:to] {
		if h.Col != s.Table.Cols[i]-1 {
			continue
		}
		for _, use := range s.Pack.CueUses[h.Cue] {
			if use.Kind&rule.CueColumn != 0 {
				s.note(int(use.Rule), ByColumn, false)
			}
		}
	}
}
