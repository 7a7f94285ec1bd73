package demo

import (
	"math/rand/v2"
	"strings"
)

// Department is a ward of the invented hospital.
type Department struct {
	Name   string
	People int
	// share is how much of the work happens here.
	share int
}

// Departments are those of the invented hospital; some are too small to report on.
var Departments = []Department{
	{"Spoedeisende hulp", 140, 5}, {"Interne geneeskunde", 210, 6}, {"Kindergeneeskunde", 95, 3},
	{"Psychiatrie", 60, 3}, {"Radiologie", 70, 2}, {"Klinische genetica", 8, 1}, {"Facilitair bedrijf", 120, 1},
}

// People are the invented people of the hospital, by role.
var People = map[string]string{
	"fg": "Fatima de Groot", "deputy_fg": "Daan Visser", "ciso": "Chris van Dijk", "analyst": "Anouk Smit", "policy_editor": "Piet Meijer", "it_admin": "Ilse Kok",
	"ward_manager": "Wim de Boer", "works_council": "Olga Mulder", "auditor": "Ad Peters", "owner": "Emma Jansen",
}

type browser struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	os      string
}

var browsers = []browser{{"Chrome", "142.0", "windows"}, {"Edge", "142.0", "windows"}, {"Firefox", "140.0", "windows"}, {"Chrome", "141.0", "linux"}}

// attempt is one message on its way out.
type attempt struct {
	destination, channel, text, conversation string
	dice                                     *rand.Rand
}

// sample is a text with how often it comes. The braces are filled from the lists of
// fill; the numbers pass their checks and belong to nobody.
type sample struct {
	text   string
	weight int
}

var samples = []sample{
	{"Vat deze richtlijn over antistolling samen in vijf punten.", 14},
	{"Schrijf een vriendelijke uitnodiging voor de teamdag van {dag}.", 10},
	{"Wat is de gebruikelijke dosering van amoxicilline bij kinderen?", 8},
	{"Mevrouw {naam}, BSN 111222333, heeft {ziekte}. Schrijf een ontslagbrief.", 9},
	{"Brief aan de huisarts over dhr. {naam}, geboren {datum}: opgenomen met {ziekte}, start metoprolol 50 mg.", 8},
	{"Patiënt {naam} belde over de uitslag van {dag}; bel terug op 06-12345678.", 7},
	{"Collega {naam} is ziek gemeld, herschrijf dit rooster.", 4},
	{"MRN 8837421, {ziekte}, controle over drie weken. Maak een samenvatting.", 5},
	{"Cliënt van 92 uit Appelscha met {ziekte}, oud-burgemeester. Hoe vertel ik dit de familie?", 3},
	{"Het wachtwoord van het EPD-testaccount is Zomer2026!Dijk, waarom werkt het niet?", 2},
	{"Declareer op IBAN NL91ABNA0417164300 van {naam}.", 2},
	{"Mijn buurvrouw {naam} slikt sertraline, is dat erg met paracetamol?", 3},
}

var fill = map[string][]string{
	"{naam}":   {"De Vries", "Yılmaz", "Bakker", "El Amrani", "Jansen", "Van den Berg", "Kowalska", "Ramdin"},
	"{ziekte}": {"hartfalen", "een depressie", "COPD", "diabetes type 2", "borstkanker", "een longontsteking"},
	"{datum}":  {"12-03-1951", "4 mei 1987", "30-11-1944"},
	"{dag}":    {"maandag", "dinsdag", "donderdag"},
}

// services are where texts go, the usual ones more often.
var services = []string{"chatgpt", "chatgpt", "chatgpt", "copilot", "copilot", "gemini", "claude", "perplexity", "deepseek"}

var channels = []string{"typed", "typed", "paste", "paste", "paste", "drop"}

// next makes up a message.
func next(dice *rand.Rand) attempt {
	total := 0
	for _, s := range samples {
		total += s.weight
	}
	at, text := dice.IntN(total), ""
	for _, s := range samples {
		if at -= s.weight; at < 0 {
			text = s.text
			break
		}
	}
	for _, place := range []string{"{naam}", "{ziekte}", "{datum}", "{dag}"} {
		text = strings.ReplaceAll(text, place, pick(dice, fill[place]))
	}
	return attempt{pick(dice, services), pick(dice, channels), text, "", dice}
}

func pick[T any](dice *rand.Rand, list []T) T { return list[dice.IntN(len(list))] }

// outcome is what the person does with the warning, as evidence of the extension.
// False when no outcome comes: a browser that was closed.
func (a attempt) outcome(action string, mayOverride bool) (map[string]any, bool) {
	result := map[string]any{"outcome": "sent", "egress_evidence": "full", "evidence": map[string]any{"hook": "fetch", "bytes_before_decision": 0}, "shown_ms": 900 + a.dice.IntN(9000), "decided_ms": 400 + a.dice.IntN(4000)}
	stopped := func(outcome string) (map[string]any, bool) {
		result["outcome"], result["egress_evidence"] = outcome, "none"
		return result, true
	}
	chance := a.dice.IntN(100)
	switch {
	case action == "allow" || action == "log" || action == "coach":
		return result, true
	case chance < 4:
		return nil, false
	case action == "block":
		return stopped("blocked")
	case action == "redact" && chance < 70:
		result["outcome"], result["egress_evidence"] = "redacted_and_sent", "none"
		return result, true
	case mayOverride && chance > 82:
		result["override"] = map[string]any{"reason": pick(a.dice, []string{"fictief", "spoed", "toestemming", "klopt_niet"})}
		return result, true
	case chance < 55:
		return stopped("edited_and_sent")
	}
	return stopped("cancelled")
}
