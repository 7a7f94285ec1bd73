package council

import (
	"fmt"
	"strings"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
)

// Sentence says the change, in "nl" or "en".
func (c Change) Sentence(lang string) string {
	switch c.What {
	case LongerTerm:
		r, _ := retention.RuleOf(retention.Kind(c.Subject))
		return fmt.Sprintf(in(lang, [2]string{"%s: bewaren voor %s in plaats van %s.", "%s: kept for %s instead of %s."}),
			KindWords(lang, r.Kind), Term(lang, r.Unit, c.To), Term(lang, r.Unit, c.From))
	case SmallerGroup:
		return fmt.Sprintf(in(lang, [2]string{"Aantallen gaan nu ook over kleinere groepen: vanaf %d mensen in plaats van %d.", "Counts are now about smaller groups too: from %d people on instead of %d."}), c.To, c.From)
	case NewField:
		f, _ := FieldOf(c.Subject)
		return fmt.Sprintf(in(lang, [2]string{"Nieuw gegeven: %s (%s).", "New data field: %s (%s)."}), lowerFirst(in(lang, [2]string{f.NL, f.EN})), c.Subject)
	case NewPurpose:
		return fmt.Sprintf(in(lang, [2]string{"Nieuw doel: %s.", "New purpose: %s."}), lowerFirst(Purpose(c.Subject).Words(lang)))
	case NewSight:
		var seen []string
		for _, perm := range c.Sight {
			seen = append(seen, SightWords(lang, perm))
		}
		return fmt.Sprintf(in(lang, [2]string{"Deze rol is nu in gebruik of ziet meer: %s. Wat deze rol nieuw ziet of mag: %s.", "This role is in use now or sees more: %s. What it newly sees or may do: %s."}), RoleWords(lang, ident.Role(c.Subject)), strings.Join(seen, "; "))
	case NewRecipient:
		return fmt.Sprintf(in(lang, [2]string{"Er gaan nu ook berichten naar buiten de console: %s.", "Messages now also leave the console: %s."}), in(lang, recipientWords[c.Subject]))
	case RevealRule:
		return c.revealSentence(lang)
	}
	return in(lang, [2]string{
		"Van de laatste instemming is niet bewaard waar zij over ging. Leg de afspraak opnieuw vast.",
		"Of the last consent it was not kept what it was about. Record the agreement again.",
	})
}

var recipientWords = map[string][2]string{
	"mail": {"mail", "mail"}, "api_incidents": {"programma's die pogingen en zaken lezen, onder schuilnaam", "programs that read attempts and cases, under pseudonyms"}, "api_devices": {"programma's die apparaten lezen", "programs that read devices"}, "webhook": {"webhooks (zonder schuilnaam)", "webhooks (without pseudonyms)"}, "syslog": {"het systeem voor logboeken (zonder schuilnaam)", "the log collector (without pseudonyms)"},
}

// PurposeOfReveal says for what names are disclosed.
func PurposeOfReveal(lang, purpose string) string { return in(lang, revealWords["purpose:"+purpose]) }

var revealWords = map[string][2]string{
	"purpose:inform_data_subjects":   {"betrokkenen inlichten", "informing the people concerned"},
	"purpose:facts_for_ap":           {"feiten voor de melding aan de toezichthouder", "facts for the notification to the supervisor"},
	"purpose:security_investigation": {"onderzoek naar het lek zelf", "investigation of the leak itself"},
	"field:user":                     {"wie het is", "who it is"},
	"field:device":                   {"welk apparaat het is", "which device it is"},
	"council:true":                   {"De ondernemingsraad mag onthullingen goedkeuren.", "The works council may approve reveals."},
	"council:false":                  {"De ondernemingsraad mag onthullingen niet meer goedkeuren.", "The works council may no longer approve reveals."},
}

// revealSentence says a rule of revealing that is new.
func (c Change) revealSentence(lang string) string {
	kind, value, _ := strings.Cut(c.Subject, ":")
	switch kind {
	case "council":
		return in(lang, revealWords[c.Subject])
	case "ask":
		return fmt.Sprintf(in(lang, [2]string{"Om een naam vragen mag nu ook: %s.", "May now also ask for a name: %s."}), RoleWords(lang, ident.Role(value)))
	case "approve":
		return fmt.Sprintf(in(lang, [2]string{"Een onthulling goedkeuren mag nu ook: %s.", "May now also approve a reveal: %s."}), RoleWords(lang, ident.Role(value)))
	case "hours":
		return fmt.Sprintf(in(lang, [2]string{"Een onthulde naam is nu zichtbaar voor %s uur.", "A revealed name is now visible for %s hours."}), value)
	case "purpose":
		return fmt.Sprintf(in(lang, [2]string{"Nieuw doel om een naam te onthullen: %s.", "New purpose of revealing a name: %s."}), in(lang, revealWords[c.Subject]))
	}
	return fmt.Sprintf(in(lang, [2]string{"Er kan meer worden onthuld: %s.", "More can be revealed: %s."}), in(lang, revealWords[c.Subject]))
}

func lowerFirst(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' { // an abbreviation
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
