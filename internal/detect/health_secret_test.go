package detect_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

// FuzzHealthAndSecrets holds that offsets are valid and findings sorted, disjoint
// and the same each time, whatever the text.
func FuzzHealthAndSecrets(f *testing.F) {
	p := detecttest.Pack(f)
	for _, seed := range []string{
		"Hb 5,9 mmol/l -> 6,1; RR 168/112; x10^9/l; Na", "ziekte van ", "wachtwoord is ", "password=\"", "pin 4 8 2 1", "://:@", "a://b:c@", "-----BEGIN PRIVATE KEY-----",
		"eyJ.eyJ.", "nr;CRP\n1;2\n", "nr|diagnose|\n|\n||", "36+4 wk", "F32.", "(K85.9)", "ICD: ", "parkinson's", "prednison 30 mg/", "verslaafd aan", "gebroken", "drinkt 2",
		"\u00e9\u0301 D\u00edabetes", "\"unit\": \"g/L\"", "4.9, \"unit\":", "api_key_", "ww:", "O 39.1", "cT2", "E4M6V5",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, b := detect.Scan(p, s), detect.Scan(p, s)
		if len(a.Findings) != len(b.Findings) {
			t.Fatalf("%d findings, then %d", len(a.Findings), len(b.Findings))
		}
		end := 0
		for i, x := range a.Findings {
			if x.Span.Start < end || x.Span.End <= x.Span.Start || x.Span.End > len(s) {
				t.Fatalf("span %v after %d in a text of %d bytes", x.Span, end, len(s))
			}
			if x.Span != b.Findings[i].Span || x.Type != b.Findings[i].Type {
				t.Fatal("two scans differ")
			}
			end = x.Span.End
		}
	})
}

func TestHealthAndSecretWorkGrowsLinearly(t *testing.T) {
	p := detecttest.Pack(t)
	for name, piece := range map[string]string{
		"addresses with passwords": "://a:b", "private keys without end": "-----BEGIN PRIVATE KEY-----\nabcd", "token starts": "eyJ.", "key prefixes": "sk-", "labels": "wachtwoord ",
		"labels and words": "wachtwoord is het ", "codes apart": "pincode 4 8 ", "columns of results": "nr;CRP\n", "columns of diagnoses": "diagnose;CRP\n1;2\n", "analytes": "Hb: ( ",
		"values with slashes": "Hb 5/6/", "courses": "Hb 4 -> ", "habits": "drinkt 2 ", "heads": "gebroken van de ", "diseases of persons": "ziekte van A-", "qualifiers": "ernstige ",
		"joined terms": "depressie met ", "stages": "astma, ernstige, ", "doses": "prednison 30 ", "codes": "F32.", "slips": "parecetamol ", "weak terms": "alcohol ", "several passwords": "wachtwoord Roos2024 en ",
	} {
		t.Run(name, func(t *testing.T) {
			const n = 60_000
			small, large := detect.Steps(p, strings.Repeat(piece, n/len(piece))), detect.Steps(p, strings.Repeat(piece, 2*n/len(piece)))
			if float64(large) > 2.2*float64(small) {
				t.Errorf("steps grow from %d to %d", small, large)
			}
		})
	}
}
