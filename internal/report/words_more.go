package report

import (
	"fmt"
	"strings"
)

// t takes the text of the language.
func (w words) t(nl, en string) string {
	if w.lang == "nl" {
		return nl
	}
	return en
}

// in takes the text of the language from a table, and the key itself for what is not
// in it.
func (w words) in(table map[string][2]string, key string) string {
	text, known := table[key]
	if !known {
		return key
	}
	return w.t(text[0], text[1])
}

var reasons = map[string][2]string{
	"none":           {"geen reden gegeven", "no reason given"},
	"fictief":        {"de gegevens zijn verzonnen", "the data is made up"},
	"eigen_gegevens": {"eigen gegevens", "own data"},
	"toestemming":    {"met toestemming", "with consent"},
	"spoed":          {"spoed", "urgent"},
	"openbaar":       {"openbare gegevens", "public data"},
	"anders":         {"anders", "other"},
}

func (w words) reason(code string) string { return w.in(reasons, code) }

var acts = map[string][2]string{
	"policy.published":    {"beleid gepubliceerd, versie", "policy published, version"},
	"policy.activated":    {"beleid in werking, versie", "policy in force, version"},
	"policy.rolled_back":  {"beleid teruggezet, versie", "policy rolled back, version"},
	"destination.changed": {"AI-dienst gewijzigd", "AI service changed"},
}

var effects = map[string][2]string{
	EffectTightens: {"strenger", "tightens"},
	EffectLoosens:  {"ruimer", "loosens"},
	EffectNeutral:  {"geen gevolg", "no effect"},
}

func (w words) act(name string) string { return w.in(acts, name) }

var purposes = map[string][2]string{
	"inform_data_subjects":   {"om betrokkenen in te lichten", "to inform people concerned"},
	"facts_for_ap":           {"feiten voor de Autoriteit Persoonsgegevens", "facts for the authority"},
	"security_investigation": {"onderzoek naar het lek", "investigation of the leak"},
}

func (w words) purpose(name string) string { return w.in(purposes, name) }

// advice has the words of each recommendation; # is the number, @ the whole, $ what
// it is about.
var advice = map[string][2]string{
	"terms_missed":        {"Gemiste termijnen: #. Leg vast waarom en meld alsnog.", "Missed terms: #. Write down why and notify now."},
	"terms_running":       {"Lopende termijnen: #. Beslis op tijd.", "Running terms: #. Decide in time."},
	"counting":            {"Kijk of de teller werkt: er zijn treffers maar # gecontroleerde berichten.", "See whether counting works: there are hits but # checked messages."},
	"coverage_low":        {"Herstel de dekking: # % van de berichten is gecontroleerd.", "Restore coverage: # % of the messages were checked."},
	"rule_false":          {"Zet regel $ op meekijken of verfijn hem: # van @ treffers klopten niet volgens gebruikers.", "Set rule $ to shadow or refine it: users called # of @ hits wrong."},
	"cases_old":           {"Handel # van de @ open zaken af: ze zijn ouder dan een week.", "Settle # of the @ open cases: they are older than a week."},
	"rule_overridden":     {"Bekijk regel $: # van @ waarschuwingen zijn genegeerd.", "Look at rule $: # of @ warnings were ignored."},
	"outcomes_unknown":    {"Zoek uit waarom van # van @ treffers de afloop niet bekend is.", "Find out why the outcome of # of @ hits is not known."},
	"exceptions_expiring": {"Uitzonderingen die binnen 14 dagen aflopen: #. Beslis of ze nodig blijven.", "Exceptions that end within 14 days: #. Decide whether they are still needed."},
	"devices_silent":      {"Kijk naar # van @ apparaten die langer dan 3 dagen stil zijn.", "Look at # of @ devices that are silent for more than 3 days."},
}

func (w words) recommend(r Recommendation) string {
	return strings.NewReplacer("#", w.count(r.Number), "@", w.count(r.Of), "$", r.About).Replace(w.in(advice, r.ID))
}

// withheld says that a group is too small.
func withheld(w words) []string {
	return []string{w.t("De organisatie is te klein om cijfers over een afdeling te tonen.", "The organisation is too small to show figures about a department.")}
}

// Subject of the mail with the report; it tells nothing of what happened.
func (r Report) Subject(language string) string {
	w := dutch
	if language == english.lang {
		w = english
	}
	n := r.Attention()
	points := w.say(n, w.t("niets bijzonders", "nothing unusual"), w.t("1 punt vraagt aandacht", "1 point needs attention"), w.t("# punten vragen aandacht", "# points need attention"))
	return fmt.Sprintf("%s %s - %s", w.t("Weekrapport AI-bewaking", "Weekly AI guard report"), r.ISOWeek, points)
}
