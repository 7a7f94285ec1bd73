package ruletest

import (
	"encoding/json"
	"strings"
)

// marks around what a rule must find.
const open, shut = "«", "»"

// context puts an example, with its marks, where people put it.
type context struct {
	name string
	// lines tells whether an example of several lines fits in.
	lines bool
	put   func(example string) string
}

// contexts is the context matrix. The form of the value is the rule's own; what
// surrounds it must not hide it.
var contexts = []context{
	{"prose", false, func(e string) string { return "Kun je dit herschrijven? " + e + " Alvast bedankt." }},
	{"lines of a message", true, func(e string) string { return "Kun je dit herschrijven?\n" + e + "\nAlvast bedankt." }},
	{"quoted in prose", false, func(e string) string { return "Vat dit samen: \"" + e + "\"" }},
	{"chat line", false, func(e string) string { return "[14:03] Zorgteam: " + e + "\n[14:04] Zorgteam: oké, dank" }},
	{"list", false, func(e string) string { return "Te doen:\n- koffie halen\n- " + e + "\n- overdracht" }},
	{"table row", false, func(e string) string {
		return "| nr | opmerking | klaar |\n|---|---|---|\n| 1 | " + e + " | ja |\n"
	}},
	{"CSV", false, func(e string) string {
		return "nr;opmerking;klaar\n1;\"" + strings.ReplaceAll(e, `"`, `""`) + "\";ja\n"
	}},
	{"JSON", true, func(e string) string { return `{"nr": 1, "opmerking": ` + quote(e) + `, "klaar": true}` }},
	{"FHIR", true, func(e string) string {
		return `{"resourceType": "Observation", "status": "final", "note": [{"text": ` + quote(e) + `}]}`
	}},
	{"HL7v2", false, func(e string) string {
		return "MSH|^~\\&|EPD|ZH|LAB|ZH|20260102||ORU^R01|7|P|2.5\rNTE|1||" + e + "\r"
	}},
	{"e-mail header", false, func(e string) string { return "Onderwerp: " + e + "\n\nDag, kun je hiernaar kijken?" }},
	{"signature", true, func(e string) string { return "Kun je dit nalezen?\n\nMet vriendelijke groet,\n\n-- \n" + e }},
	{"no-break spaces", true, func(e string) string { return strings.ReplaceAll(e, " ", "\u00A0") }},
	{"soft hyphens", true, func(e string) string { return within(e, "\u00AD") }},
	{"zero-width spaces", true, func(e string) string { return within(e, "\u200B") }},
}

// quote writes a JSON string as most programs do, with letters as they are.
func quote(s string) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.Encode(s) // a string cannot fail
	return strings.TrimSuffix(b.String(), "\n")
}

// within puts an invisible sign into the middle of each marked value of more than
// three characters.
func within(example, sign string) string {
	var b strings.Builder
	for i, part := range strings.Split(example, open) {
		if i == 0 {
			b.WriteString(part)
			continue
		}
		value, rest, _ := strings.Cut(part, shut)
		if runes := []rune(value); len(runes) > 3 {
			half := len(runes) / 2
			value = string(runes[:half]) + sign + string(runes[half:])
		}
		b.WriteString(open + value + shut + rest)
	}
	return b.String()
}
