package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/text"
)

func TestNormalisedFormOfWhatPeopleType(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"plain text stays":                     {"BSN 123 van Jan", "BSN 123 van Jan"},
		"accents stay":                         {"Noëlle Yıldız", "Noëlle Yıldız"},
		"combining marks are joined":           {"Noe\u0308lle", "Noëlle"},
		"full-width becomes ASCII":             {"９６７０ ＢＳＮ", "9670 BSN"},
		"mathematical digits become ASCII":     {"𝟵𝟮𝟮", "922"},
		"mathematical script becomes ASCII":    {"𝓗𝓮𝓲𝓭𝓲", "Heidi"},
		"keycaps become digits":                {"9️⃣1️⃣", "91"},
		"circled letters become letters":       {"🅚🅔🅔🅢", "KEES"},
		"zero width and soft hyphens go":       {"9\u200b6\u00ad5", "965"},
		"no-break spaces become spaces":        {"a\u00a0b", "a b"},
		"dashes become hyphens":                {"965–836−770", "965-836-770"},
		"quotes are unified":                   {"O’Dowd “x”", "O'Dowd \"x\""},
		"look-alikes in a Latin word fold":     {"jаnsеn", "jansen"},
		"Russian stays Russian":                {"Москва", "Москва"},
		"a superscript after a letter stays":   {"10⁹/L", "10⁹/L"},
		"a row of superscripts becomes digits": {" ⁹⁸⁷", " 987"},
		"ligatures come apart":                 {"ĳs", "ijs"},
	} {
		t.Run(name, func(t *testing.T) {
			var d text.Doc
			d.Reset(c.in)
			if diff := cmp.Diff(c.want, string(d.Norm)); diff != "" {
				t.Error(diff)
			}
			if got := d.Source(0, uint32(len(d.Norm))); got.Start < 0 || got.End > len(c.in) {
				t.Errorf("source of all = %v, beyond %d", got, len(c.in))
			}
		})
	}
}

func TestTokensMapBackToTheOriginal(t *testing.T) {
	const in = "BSN 9\u200b6５ — Noe\u0308lle"
	var d text.Doc
	d.Reset(in)
	var got []string
	for _, tok := range d.Tokens {
		s := d.Source(tok.Start, tok.End)
		got = append(got, in[s.Start:s.End])
	}
	want := []string{"BSN", "9\u200b6５", "—", "Noe\u0308lle"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWordsHashByTheirFoldedForm(t *testing.T) {
	for _, pair := range [][2]string{{"Noëlle", "noelle"}, {"ÖZGÜR", "ozgur"}, {"Łukasz", "lukasz"}, {"O’Dowd", "o'dowd"}, {"µmol", "umol"}, {"Nguyễn", "nguyen"}} {
		if text.HashWord(pair[0]) != text.HashWord(pair[1]) {
			t.Errorf("%q and %q hash differently", pair[0], pair[1])
		}
	}
}

func TestOffsetsCountCodePointsAndUTF16(t *testing.T) {
	const in = "a😀é x"
	spans := []text.Span{{Start: 1, End: 5}, {Start: 5, End: 7}, {Start: 8, End: 9}}
	points := append([]text.Span(nil), spans...)
	text.Offsets(in, points, text.CodePoints)
	if diff := cmp.Diff([]text.Span{{Start: 1, End: 2}, {Start: 2, End: 3}, {Start: 4, End: 5}}, points); diff != "" {
		t.Error(diff)
	}
	text.Offsets(in, spans, text.UTF16)
	if diff := cmp.Diff([]text.Span{{Start: 1, End: 3}, {Start: 3, End: 4}, {Start: 5, End: 6}}, spans); diff != "" {
		t.Error(diff)
	}
}

func BenchmarkReset(b *testing.B) {
	s := ""
	for len(s) < 100_000 {
		s += "Mevrouw Jansen belde gisteren over de uitslag van het bloedonderzoek; zij is ongerust. "
	}
	var d text.Doc
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		d.Reset(s)
	}
}

func TestEscapesAreUndone(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"JSON":                         {`{"b":"\u0039\u0032","n":"Lo\u0069s"}`, `{"b":"92","n":"Lois"}`},
		"JSON line ends":               {`{"t":"naam:\nJan\tde Wit"}`, "{\"t\":\"naam:\nJan\tde Wit\"}"},
		"a Windows path stays":         {`C:\new\table`, `C:\new\table`},
		"URL":                          {"naam%3DJelle%20Bouwma %C3%96mer", "naam=Jelle Bouwma Ömer"},
		"a share stays":                {"5%20 of 10%25", "5%20 of 10%25"},
		"HTML":                         {"&#57;&#x36; Zo&euml; &amp; co", "96 Zoë & co"},
		"an unknown entity stays":      {"R&D; &foo;", "R&D; &foo;"},
		"quoted-printable":             {"Pati=EBnt Ant=F3nio, BSN =39=37=\n=39 Zo=C3=AB", "Patiënt António, BSN 979 Zoë"},
		"settings with equals signs":   {"a=12 b=34 c=56", "a=12 b=34 c=56"},
		"an escape at the end":         {`x%4 \u00 &#`, `x%4 \u00 &#`},
		"a query with two-digit parts": {"?a=10&b=20&c=30", "?a=10&b=20&c=30"},
	} {
		t.Run(name, func(t *testing.T) {
			var d text.Doc
			d.Reset(c.in)
			if diff := cmp.Diff(c.want, string(d.Norm)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEditsReplacePiecesAndMapBack(t *testing.T) {
	const in = "dx R·o·b voor\u00a0cl0z@pine"
	var d text.Doc
	d.Rewrite(in, []text.Edit{
		{Span: text.Span{Start: 4, End: 6}}, {Span: text.Span{Start: 7, End: 9}},
		{Span: text.Span{Start: 19, End: 20}, With: "o"}, {Span: text.Span{Start: 21, End: 22}, With: "a"},
	})
	if got := string(d.Norm); got != "dx Rob voor clozapine" {
		t.Errorf("normalised = %q", got)
	}
	last := d.Tokens[len(d.Tokens)-1]
	if s := d.Source(last.Start, last.End); in[s.Start:s.End] != "cl0z@pine" {
		t.Errorf("source = %q", in[s.Start:s.End])
	}
}
