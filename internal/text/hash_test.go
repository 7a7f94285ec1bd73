package text_test

import (
	"slices"
	"testing"

	"dijkwacht/internal/text"
)

func hashesOf(s string) []uint64 {
	var d text.Doc
	d.Reset(s)
	var hashes []uint64
	for i := range d.Tokens {
		hashes = append(hashes, d.Tokens[i].Hash)
	}
	return hashes
}

func TestAppendHashes(t *testing.T) {
	for _, c := range []struct {
		name, in string
		plain    bool
	}{
		{"words", "Code van de kluis", true},
		{"letters and digits are one token", "p1123 2b", true},
		{"signs are tokens of their own", "patient.nr #5 e-mail", true},
		{"accented letters", "Patiënt ÉÉN łódź", true},
		{"nothing", "", true},
		{"spaces alone", "  ", true},
		{"an apostrophe may be a letter", "foto's", false},
		{"an escape", "50%20", false},
		{"a ligature", "ﬁets", false},
		{"a digraph of Latin Extended-A", "ĳs", false},
		{"a letter with a mark behind it", "e\u0301", false},
		{"a look-alike", "jаn", false},
		{"a soft hyphen", "zo\u00ADnet", false},
		{"a line end", "a\nb", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, plain := text.AppendHashes(nil, []byte(c.in))
			if plain != c.plain {
				t.Fatalf("plain = %v", plain)
			}
			if want := hashesOf(c.in); plain && !slices.Equal(got, want) {
				t.Errorf("%x, want %x", got, want)
			}
		})
	}
}

// FuzzAppendHashes checks that what is told without normalising is what Reset makes.
func FuzzAppendHashes(f *testing.F) {
	for _, s := range []string{"a.b", "één #2", "µ ª × ÷", "ſ ŉ", "a_b-c", "\x7f", "\xc3"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, s []byte) {
		got, plain := text.AppendHashes([]uint64{7}, s)
		if len(got) == 0 || got[0] != 7 || !plain && len(got) > 1 {
			t.Fatalf("%x is not what was there and more", got)
		}
		if plain && !slices.Equal(got[1:], hashesOf(string(s))) {
			t.Errorf("%q: %x, want %x", s, got[1:], hashesOf(string(s)))
		}
	})
}
