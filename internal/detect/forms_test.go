package detect_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

// The texts are marked with « and » around what must be covered by a finding of the
// group; a text without marks must have no finding of it.
func TestNumbersAndSecretsAreFoundInTheFormsThatPeopleUse(t *testing.T) {
	p := detecttest.Pack(t)
	for _, c := range []struct {
		name, text string
		group      rule.Group
	}{
		{"a number behind nr and a name", "mevr. de Boer, nr. «4410228», valt steeds", rule.GroupIdentity},
		{"a reference of FHIR", `"reference": "Patient/«px-771802»"`, rule.GroupIdentity},
		{"a BSN in groups in a line of fields", "Jansen;«98678 4230»;extractie 38;13.2.25", rule.GroupIdentity},
		{"a plate of another country", "kenteken «1-ABC-234»", rule.GroupIdentity},
		{"letters read as digits", "bel mw Jansen op «O6 12 34 56 78» na 5 uur", rule.GroupContact},
		{"a mobile number without its zero", "app mw Jansen op «6 38 44 19 02»", rule.GroupContact},
		{"a dot in brackets", "mw Jansen logt in vanaf «10(.)44(.)2(.)9»", rule.GroupContact},
		{"a page of somebody", "zijn profiel: «www.instagram.com/annie_jansen»", rule.GroupContact},
		{"a passphrase", "the pass phrase is «seven green Buses 41». Please turn this", rule.GroupSecret},
		{"a code in words", "sleutelcode is «vier-vier-acht-een» bij de Laan", rule.GroupSecret},
		{"the answer to a question", "code van het kluisje?\n[7:03] Anja: «2580» en dan draaien", rule.GroupSecret},
		{"a flag of curl", "curl -u beheer:«Tulp#2024» http://srv", rule.GroupSecret},
		{"a flag of mysql", "mysql -u root -p«S3cretTulp» hix", rule.GroupSecret},
		{"an account and its password", "nieuw account: sdeboer / «Zomer2025#»", rule.GroupSecret},
		{"a password in hexadecimal digits", "«57 69 6e 74 65 72 2d 32 30 32 35 21» is the root pw", rule.GroupSecret},
		{"a second thought", "the vault password is correct horse... no wait it's «purple-Kiwi-17-tractor»", rule.GroupSecret},
		{"recovery keys", "recovery key «482119-204413-558201-119377-620158-337491-008822-451170»", rule.GroupSecret},
		{"no code of character codes of nothing", "98 97 96 95 94 93 92 91 90", rule.GroupIdentity},
		{"no vertebrae", "hernia L4 L5 S1, T12 L1 fractuur", rule.GroupContact},
		{"no variables of a shell", "curl -u $USER:$PASS https://srv", rule.GroupSecret},
		{"no ports", "docker run -p 8080:80 nginx", rule.GroupSecret},
		{"no description of a passphrase", "een wachtzin is een zin van minstens vier woorden", rule.GroupSecret},
		{"no status of a server", "last status 503, next try in 30s", rule.GroupIdentity},
		{"no list of procedures", "15C468 diabetes\n15C469 copd\n15C470 hartfalen", rule.GroupIdentity},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, rest, marked := strings.Cut(c.text, "«")
			value, after, _ := strings.Cut(rest, "»")
			text := before + value + after
			for _, f := range detect.Scan(p, text).Findings {
				if f.Type.Group() != c.group {
					continue
				}
				if !marked {
					t.Fatalf("found %q", text[f.Span.Start:f.Span.End])
				}
				if f.Span.Start <= len(before) && f.Span.End >= len(before)+len(value) {
					return
				}
			}
			if marked {
				t.Errorf("%q not found", value)
			}
		})
	}
}
