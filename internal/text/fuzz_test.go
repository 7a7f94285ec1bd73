package text_test

import (
	"testing"
	"unicode/utf8"

	"dijkwacht/internal/text"
)

// FuzzReset checks that tokens are in order within the normalised text, and that
// the map back gives places in order within the original.
func FuzzReset(f *testing.F) {
	for _, s := range []string{"BSN 111222333", "Noe\u0308lle ９６ 9️⃣", `\u0039%20&#57;=C3=AB`, "\xff\xc3", "a\u0301\u0302\u0303", "ﬁ ½ №", "jаnsеn", "R·o·b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var d text.Doc
		d.Reset(s)
		at, from := uint32(0), 0
		for _, tok := range d.Tokens {
			if tok.Start < at || tok.End <= tok.Start || int(tok.End) > len(d.Norm) {
				t.Fatalf("token %+v after %d", tok, at)
			}
			src := d.Source(tok.Start, tok.End)
			if src.Start < from || src.End < src.Start || src.End > len(s) {
				t.Fatalf("source %v after %d of %d", src, from, len(s))
			}
			at, from = tok.End, src.Start
		}
		if utf8.ValidString(s) && !utf8.Valid(d.Norm) {
			t.Fatal("the normalised text is no UTF-8")
		}
	})
}

// FuzzOffsets checks the conversion against a count rune by rune.
func FuzzOffsets(f *testing.F) {
	f.Add("a😀é x", 1, 5)
	f.Fuzz(func(t *testing.T, s string, start, end int) {
		if !utf8.ValidString(s) || start < 0 || end < start || end > len(s) || start < len(s) && !utf8.RuneStart(s[start]) || end < len(s) && !utf8.RuneStart(s[end]) {
			return
		}
		got := []text.Span{{Start: start, End: end}}
		text.Offsets(s, got, text.CodePoints)
		if want := (text.Span{Start: utf8.RuneCountInString(s[:start]), End: utf8.RuneCountInString(s[:end])}); got[0] != want {
			t.Fatalf("got %v, want %v", got[0], want)
		}
	})
}
