package detect_test

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
)

// adversaries are pieces of text that, repeated, aim at the costly paths.
var adversaries = map[string]string{
	"digits":                   "1",
	"single digits":            "1 ",
	"digits and hyphens":       "12-",
	"digits over lines":        "123\n",
	"phone-like":               "06 12 ",
	"date-like":                "1-1-",
	"cues without values":      "bsn ",
	"cues and commas":          "bsn, patiëntnummer, tel: ",
	"cues and numbers":         "bsn 123 ",
	"number words":             "een twee ",
	"at signs":                 "a@",
	"dotted words":             "a.",
	"e-mail-like":              "a.b-c@d.e.f-",
	"addresses without number": "Kerkstraat ",
	"capitals":                 "Van Der ",
	"single letters":           "a ",
	"leetspeak":                "c1@",
	"base64":                   "QmFzZTY0",
	"hex pairs":                "3a ",
	"percent escapes":          "%41",
	"backslashes":              `\u00`,
	"quotes":                   `"a" + `,
	"brackets":                 "((((",
	"pipes":                    "naam|bsn|\n1|2|\n",
	"long table line":          "bsn;naam;",
	"URL":                      "http://a/",
	"months":                   "mei ",
	"colons":                   "a:b:",
	"unknown words":            "qwrtx ",
	"identifiers":              `"identifier":"value":`,
	"names":                    "Jan de Vries, ",
	"health words":             "diabetes mellitus type ",
	"passwords":                "wachtwoord: ",
	"combining marks":          "e\u0301\u0302",
	"zero width":               "1\u200b",
	"HL7":                      "PID|1||1^^^a~",
	"street parts":             "Laan van Oude ",
	"apostrophes":              "'s ",
}

func TestWorkGrowsLinearlyOnAdversarialText(t *testing.T) {
	p := detecttest.Pack(t)
	for name, piece := range adversaries {
		t.Run(name, func(t *testing.T) {
			const n = 100_000
			small, large := detect.Steps(p, fill(piece, n)), detect.Steps(p, fill(piece, 2*n))
			if float64(large) > 2.2*float64(small) {
				t.Errorf("steps grow from %d to %d", small, large)
			}
		})
	}
}

// The time is measured too, since steps only count what the recognisers count.
// The bound is far above what a quiet machine needs, and far below quadratic time.
func TestAMegabyteOfAdversarialTextTakesLessThanASecondOrTwo(t *testing.T) {
	p := detecttest.Pack(t)
	for name, piece := range adversaries {
		text := fill(piece, 1_000_000)
		start := time.Now()
		detect.Scan(p, text)
		if d := time.Since(start); d > 4*time.Second {
			t.Errorf("%s: %v", name, d)
		} else {
			t.Logf("%s: %v", name, d)
		}
	}
}

func fill(piece string, n int) string { return strings.Repeat(piece, n/len(piece)+1)[:n] }

func TestAScanAllocatesAtMostFourTimes(t *testing.T) {
	p := detecttest.Pack(t)
	text := prose(2000) + "\nMevrouw Jansen, BSN 111222333, tel 06-12345678, woont Lindelaan 14, 3571 KE Utrecht."
	detect.Scan(p, text)
	if n := testing.AllocsPerRun(100, func() { detect.Scan(p, text) }); n > 4 {
		t.Errorf("%v allocations", n)
	}
}
