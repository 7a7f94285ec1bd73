package detect_test

import (
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

// FuzzScan checks what holds for every text: findings lie within it, are sorted and
// disjoint, have a known rule and a positive ref, and a second scan gives the same.
func FuzzScan(f *testing.F) {
	p := detecttest.Pack(f)
	for _, seed := range []string{
		"Mevr. Jansen, BSN 111222333, heeft hartfalen", careNote, "naam;bsn\nKees;111222333\n", `{"bsn":"\u0031\u0031"}`,
		"mail naam (at) domein punt nl", "PID|1||8830127^^^ZIS^PI~111222333^^^NLMINBIZA||Bos^Jan||19520811", "QlNOIDExMTIyMjMzMyBLbGFhcyBWYWFr",
		"9️⃣1️⃣2️⃣", "bsn een een een twee twee twee drie drie drie", "woont Lindelaan 14 II, 3571 KE Utrecht", "\xff\xfe bsn \x00111222333", "Noe\u0308lle 06\u200b12345678",
		"P<NLDDE<BRUIJN<<WILLEKE<LISELOTTE<<<<<<<<<<<\nSPECI20142NLD6503101F2403096999999990<<<<<84", "R·o·b·e·r·t b5n 111222333",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r := detect.Scan(p, s)
		end := 0
		for _, x := range r.Findings {
			if x.Span.Start < end || x.Span.End <= x.Span.Start || x.Span.End > len(s) {
				t.Fatalf("span %v after %d in %d bytes", x.Span, end, len(s))
			}
			if utf8.ValidString(s) && (!utf8.RuneStart(s[x.Span.Start]) || x.Span.End < len(s) && !utf8.RuneStart(s[x.Span.End])) {
				t.Fatalf("span %v cuts a rune", x.Span)
			}
			if p.Index(x.Rule) < 0 || x.Ref < 1 || x.Score <= 0 || x.Score > 1 || x.Person >= len(r.Persons) {
				t.Fatalf("finding %+v", x)
			}
			end = x.Span.End
		}
		if diff := cmp.Diff(r, detect.Scan(p, s)); diff != "" {
			t.Fatalf("a second scan differs: %s", diff)
		}
	})
}
