package detect

import (
	"bytes"

	"dijkwacht/internal/rule"
)

// tables tells for each token in which column of a table it stands, and which cues
// head the columns.
type tables struct {
	// lines holds for each line 1 + the index of its table, or 0.
	lines []uint16
	// cols holds for each token of a table's body 1 + its column, or 0.
	cols  []uint8
	heads []columnHead
	// first holds for each table the index of its first head.
	first []int32
}

// columnHead is a cue in the header of a column.
type columnHead struct {
	cue uint32
	col uint8
}

// The limits of what is read as a table.
const (
	maxColumns   = 60
	maxTableLine = 4000
)

// structure finds the tables: a header line with a cue (two where commas
// separate), and lines of the same number of fields below it.
func (s *scan) structure() {
	t := &s.table
	t.heads, t.first = t.heads[:0], t.first[:0]
	t.lines = resize(t.lines, len(s.doc.Lines))
	clear(t.lines)
	if len(s.cues) == 0 || len(s.doc.Lines) < 2 {
		return
	}
	t.cols = resize(t.cols, len(s.doc.Tokens))
	clear(t.cols)
	for h := 0; h < len(s.cues); {
		line := s.doc.Tokens[s.cues[h].start].Line
		n := h
		for n < len(s.cues) && s.doc.Tokens[s.cues[n].start].Line == line {
			n++
		}
		if t.lines[line] == 0 {
			s.tableAt(int(line), s.cues[h:n])
		}
		h = n
	}
}

// tableAt reads the table whose header is the line with these cues, if it is one.
func (s *scan) tableAt(header int, cues []cueHit) {
	delim, fields := delimiter(s.line(header))
	least := header + 1
	if (delim == ',' || delim == aligned) && len(cues) < 2 {
		least = header + 3
	}
	if fields < 2 || longNumber(s.line(header)) || len(s.table.first) >= 1<<15 {
		return
	}
	last := header
	for l := header + 1; l < len(s.doc.Lines); l++ {
		row := s.line(l)
		s.steps++
		if len(row) > maxTableLine {
			break
		}
		if n := countFields(row, delim); n < 2 || n != fields && (delim == ',' || delim == ';' || n < fields-1 || n > fields+1) {
			break
		}
		last = l
	}
	if last < least {
		return
	}
	id := len(s.table.first) + 1
	s.table.first = append(s.table.first, int32(len(s.table.heads)))
	at := s.firstToken(header)
	for _, c := range cues {
		col := columnIn(s.doc.Norm[s.doc.Lines[header]:s.doc.Tokens[c.start].Start], delim)
		s.table.heads = append(s.table.heads, columnHead{cue: c.id, col: uint8(min(col, maxColumns))})
	}
	for l := header + 1; l <= last; l++ {
		s.table.lines[l] = uint16(id)
		at = s.columns(at, l, delim, s.table.cols)
	}
}

// longNumber tells whether a line holds three digits in a row, as headers do not.
func longNumber(line []byte) bool {
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

// firstToken is the index of the first token on line l or below.
func (s *scan) firstToken(l int) int {
	lo, hi := 0, len(s.doc.Tokens)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if int(s.doc.Tokens[mid].Line) < l {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// columns notes 1 + the column of each token of line l, from token at on, in cols,
// and returns the token after them.
func (s *scan) columns(at, l int, delim byte, cols []uint8) int {
	pos, col, quoted := s.doc.Lines[l], 0, false
	for ; at < len(s.doc.Tokens) && int(s.doc.Tokens[at].Line) <= l; at++ {
		t := &s.doc.Tokens[at]
		if int(t.Line) < l {
			continue
		}
		for ; pos <= t.Start; pos++ {
			switch c := s.doc.Norm[pos]; {
			case delim == aligned:
				if c != ' ' && pos > s.doc.Lines[l]+1 && s.doc.Norm[pos-1] == ' ' && s.doc.Norm[pos-2] == ' ' {
					col++
				}
			case c == '"' && delim != '\t' && delim != '|':
				quoted = !quoted
			case c == delim && !quoted:
				col++
			}
		}
		cols[at] = uint8(min(col, maxColumns) + 1)
	}
	return at
}

// delimiter finds the sign that separates the fields of a line, and their number.
func delimiter(line []byte) (delim byte, fields int) {
	if len(line) > maxTableLine {
		return 0, 0
	}
	for _, d := range [...]byte{'|', '\t', ';', ',', aligned} {
		if bytes.IndexByte(line, d) < 0 {
			continue
		}
		if n := countFields(line, d); n > 2 || n == 2 && d != ',' && d != aligned {
			return d, n
		}
	}
	return 0, 0
}

// aligned stands for columns that two or more spaces set apart.
const aligned = ' '

// countFields counts the fields of a line; delimiters within quotes do not count.
func countFields(line []byte, delim byte) int {
	if delim == aligned {
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

// columnIn counts the delimiters in the part of a header before a cue.
func columnIn(before []byte, delim byte) int {
	n := countFields(before, delim) - 1
	if delim == aligned && len(before) > 2 && before[len(before)-1] == ' ' && before[len(before)-2] == ' ' {
		n++ // the cue itself starts the next field
	}
	return n
}

// columnOf adds what the header of the column of token i says.
func (s *scan) columnOf(i int) {
	id := s.table.lines[s.doc.Tokens[i].Line]
	if id == 0 || s.table.cols[i] == 0 {
		return
	}
	from, to := s.table.first[id-1], len(s.table.heads)
	if int(id) < len(s.table.first) {
		to = int(s.table.first[id])
	}
	for _, h := range s.table.heads[from:to] {
		if h.col != s.table.cols[i]-1 {
			continue
		}
		for _, use := range s.pack.CueUses[h.cue] {
			if use.Kind&rule.CueColumn != 0 {
				s.note(int(use.Rule), ByColumn, false)
			}
		}
	}
}
