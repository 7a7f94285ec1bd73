package text

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plain marks the bytes that normalisation copies as they are: ASCII without the
// bytes that can start an escape.
var plain = plainTable()

func plainTable() (t [256]bool) {
	for c := range 0x80 {
		t[c] = !strings.ContainsRune(`%&\=`, rune(c))
	}
	return t
}

// normalise fills Norm and marks. Text of plain bytes is copied in one go.
func (d *Doc) normalise(source string, edits []Edit) {
	d.Norm, d.marks = d.Norm[:0], d.marks[:0]
	escapes := escapesOf(source)
	for i := 0; i < len(source); {
		stop := len(source)
		if len(edits) > 0 {
			if e := &edits[0]; e.Start <= i {
				start := len(d.Norm)
				d.Norm = append(d.Norm, e.With...)
				d.replaced(i, e.End, start)
				i, edits = e.End, edits[1:]
				continue
			} else {
				stop = e.Start
			}
		}
		run := i
		for run < stop && plain[source[run]] {
			run++
		}
		d.Norm = append(d.Norm, source[i:run]...)
		if i = run; i == stop {
			continue
		}
		if source[i] < utf8.RuneSelf {
			i = d.escape(source, i, escapes)
		} else {
			i = d.wide(source, i)
		}
	}
}

// wide normalises the rune outside ASCII at offset i, with what combines with it,
// and returns the offset after it.
func (d *Doc) wide(source string, i int) int {
	r, n := utf8.DecodeRuneInString(source[i:])
	start := len(d.Norm)
	switch {
	case r == utf8.RuneError && n == 1:
		d.Norm = append(d.Norm, "\uFFFD"...)
	case dropped(r):
	case combining(r):
		return d.compose(source, i)
	case r < 0x250 && !compatibility(r):
		d.Norm = append(d.Norm, source[i:i+n]...)
		return i + n
	case wideASCII(r) != 0:
		d.Norm = append(d.Norm, wideASCII(r))
	case superscript(r) != 0:
		if start > 0 && classes[d.Norm[start-1]] != classSpace && !superscriptBefore(source, i) {
			d.Norm = append(d.Norm, source[i:i+n]...)
			return i + n
		}
		d.Norm = append(d.Norm, superscript(r))
	case lookAlike(r) != 0 && latinRun(source, i):
		d.Norm = append(d.Norm, lookAlike(r))
	default:
		return d.compatible(source, i)
	}
	d.replaced(i, i+n, start)
	return i + n
}

// superscriptBefore tells whether the rune before offset i was a superscript that
// became a digit, so that a row of them stays a row of digits.
func superscriptBefore(source string, i int) bool {
	r, n := utf8.DecodeLastRuneInString(source[:i])
	if superscript(r) == 0 {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(source[:i-n])
	return i == n || superscript(before) != 0 || before < utf8.RuneSelf && classes[before] == classSpace
}

// compatible replaces the segment at offset i by its NFKC form.
func (d *Doc) compatible(source string, i int) int {
	n := norm.NFKC.NextBoundaryInString(source[i:], true)
	if n <= 0 || n > 64 {
		_, n = utf8.DecodeRuneInString(source[i:])
	}
	start := len(d.Norm)
	d.Norm = norm.NFKC.AppendString(d.Norm, source[i:i+n])
	if string(d.Norm[start:]) == source[i:i+n] {
		return i + n
	}
	for at := start; at < len(d.Norm); at++ { // fraction slash, as in 1/2
		if strings.HasPrefix(string(d.Norm[at:min(at+3, len(d.Norm))]), "⁄") {
			d.Norm = append(append(d.Norm[:at], '/'), d.Norm[at+3:]...)
		}
	}
	d.replaced(i, i+n, start)
	return i + n
}

// compose joins the combining marks at offset i with the letter before them.
func (d *Doc) compose(source string, i int) int {
	end := i
	for end < len(source) && end-i < 32 {
		r, n := utf8.DecodeRuneInString(source[end:])
		if !combining(r) {
			break
		}
		end += n
	}
	_, back := utf8.DecodeLastRune(d.Norm)
	if len(d.Norm) == 0 || i == 0 || !letterBefore(source, i) {
		d.replaced(i, end, len(d.Norm))
		return end
	}
	_, sourceBack := utf8.DecodeLastRuneInString(source[:i])
	start := len(d.Norm) - back
	var buf [64]byte
	piece := append(append(buf[:0], d.Norm[start:]...), source[i:end]...)
	d.Norm = norm.NFKC.Append(d.Norm[:start], piece...)
	if n := len(d.marks); n > 0 && int(d.marks[n-1].norm) > start {
		d.marks = d.marks[:n-1] // the letter was itself a replaced piece: widen that
		if m := d.marks[len(d.marks)-1]; int(m.norm) == start && !m.exact {
			d.marks = append(d.marks, mark{norm: uint32(len(d.Norm)), source: uint32(end), exact: true})
			return end
		}
	}
	d.replaced(i-sourceBack, end, start)
	return end
}

func letterBefore(source string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(source[:i])
	if r < utf8.RuneSelf {
		return classes[r] == classLetter
	}
	return wideClass(r) == classLetter && !combining(r)
}

func combining(r rune) bool { return r >= 0x300 && r < 0x370 }

// latinRun tells whether the run of letters around offset i also holds a Latin
// letter. It looks at most 40 runes either way.
func latinRun(source string, i int) bool {
	for at, n := i, 0; at < len(source) && n < 40; n++ {
		r, size := utf8.DecodeRuneInString(source[at:])
		if latin, letter := latinLetter(r); latin {
			return true
		} else if !letter {
			break
		}
		at += size
	}
	for at, n := i, 0; at > 0 && n < 40; n++ {
		r, size := utf8.DecodeLastRuneInString(source[:at])
		if latin, letter := latinLetter(r); latin {
			return true
		} else if !letter {
			break
		}
		at -= size
	}
	return false
}

func latinLetter(r rune) (latin, letter bool) {
	switch {
	case r < utf8.RuneSelf:
		return classes[r] == classLetter, classes[r] == classLetter || classes[r] == classDigit
	case r < 0x250:
		l := wideClass(r) == classLetter && r != 0xB5
		return l, l
	}
	c := wideASCII(r)
	return c != 0 && classes[c] == classLetter, c != 0 || dropped(r) || wideClass(r) == classLetter
}
