package rights

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/render"
)

// Letter is the letter of a request in "nl" or "en". Returns
// fault.PermissionDenied and fault.NotFound.
func (s *Service) Letter(ctx context.Context, p ident.Principal, id, lang string) (Request, render.Document, error) {
	r, _, err := s.Get(ctx, p, id)
	if err != nil {
		return r, render.Document{}, err
	}
	o, err := s.store.Organisation(ctx, p.OrgID)
	if err != nil {
		return r, render.Document{}, err
	}
	place, err := time.LoadLocation(o.TimeZone)
	if err != nil {
		return r, render.Document{}, fmt.Errorf("load the time zone of the organisation: %w", err)
	}
	return r, r.Letter(o.Name, lang, place), nil
}

// Letter is what the employee gets on paper, in "nl" (level B1) or "en": that the
// request came in and when the answer is due, or the decision with its reason and
// what the employee can still do (GDPR article 12(3) and (4)). The service does not
// know the name, so there is a place for it between brackets.
func (r Request) Letter(organisation, lang string, place *time.Location) render.Document {
	text := letters[string(r.State)+" "+lang]
	w := strings.NewReplacer(
		"{org}", organisation, "{right}", rightNames[string(r.Kind)+" "+lang], "{asked}", date(r.At, place), "{due}", date(r.DueAt, place),
		"{decided}", date(r.AnsweredAt, place), "{answer}", r.Answer,
	)
	doc := render.Document{Lang: lang, Title: text.title, Facts: []render.Fact{{Label: numberLabels[lang], Value: r.ID}}, Footer: w.Replace(footers[lang])}
	for _, part := range text.parts {
		doc.Sections = append(doc.Sections, render.Section{ID: part.id, Title: part.title, Text: strings.Split(w.Replace(part.text), "\n")})
	}
	return doc
}

func date(t time.Time, place *time.Location) string {
	return t.In(place).Format("02-01-2006")
}

var (
	rightNames = map[string]string{
		"rectification nl": "verbetering van uw gegevens (AVG artikel 16)", "rectification en": "correction of your data (GDPR article 16)",
		"statement nl": "het toevoegen van uw eigen woord (AVG artikel 16)", "statement en": "your own word to be added (GDPR article 16)",
		"objection nl": "bezwaar tegen het gebruik van uw gegevens (AVG artikel 21)", "objection en": "an objection to the use of your data (GDPR article 21)",
	}
	numberLabels = map[string]string{"nl": "Kenmerk", "en": "Reference"}
	footers      = map[string]string{
		"nl": "{org}. Dijkwacht kent uw naam niet. De afzender vult uw naam zelf in.",
		"en": "{org}. Dijkwacht does not know your name. The sender fills it in.",
	}
)

type letterText struct {
	title string
	parts []letterPart
}

type letterPart struct{ id, title, text string }

const (
	complainNL = "Bent u het niet eens met ons besluit? Praat met onze functionaris gegevensbescherming: [naam en telefoonnummer].\nU kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens: www.autoriteitpersoonsgegevens.nl.\nU kunt ook naar de rechter gaan. Doe dat binnen zes weken."
	complainEN = "Do you disagree with our decision? Talk to our data protection officer: [name and phone number].\nYou can also complain to the Dutch data protection authority: www.autoriteitpersoonsgegevens.nl.\nYou can also go to court. Do so within six weeks."
	whatNL     = "Geachte [naam],\nOp {asked} vroeg u om {right}."
	whatEN     = "Dear [name],\nOn {asked} you asked for {right}."
)

var letters = map[string]letterText{
	"open nl": {"Wij hebben uw verzoek ontvangen", []letterPart{
		{"ask", "Uw verzoek", whatNL},
		{"term", "Wanneer krijgt u antwoord?", "U krijgt ons besluit uiterlijk op {due}. Dat is binnen vier weken.\nHebben wij meer tijd nodig? Dan hoort u dat voor deze datum, met de reden."},
	}},
	"open en": {"We have received your request", []letterPart{
		{"ask", "Your request", whatEN},
		{"term", "When do you get an answer?", "You get our decision on {due} at the latest. That is within four weeks.\nDo we need more time? Then we tell you before that date, with the reason."},
	}},
	"granted nl": {"Ons besluit op uw verzoek", []letterPart{
		{"ask", "Uw verzoek", whatNL},
		{"decision", "Ons besluit", "Op {decided} hebben wij uw verzoek toegewezen."},
		{"why", "Uitleg", "{answer}"},
		{"further", "Wat kunt u nog doen?", complainNL},
	}},
	"granted en": {"Our decision on your request", []letterPart{
		{"ask", "Your request", whatEN},
		{"decision", "Our decision", "On {decided} we granted your request."},
		{"why", "Explanation", "{answer}"},
		{"further", "What else can you do?", complainEN},
	}},
	"refused nl": {"Ons besluit op uw verzoek", []letterPart{
		{"ask", "Uw verzoek", whatNL},
		{"decision", "Ons besluit", "Op {decided} hebben wij uw verzoek afgewezen."},
		{"why", "Waarom", "{answer}"},
		{"further", "Wat kunt u nog doen?", complainNL},
	}},
	"refused en": {"Our decision on your request", []letterPart{
		{"ask", "Your request", whatEN},
		{"decision", "Our decision", "On {decided} we refused your request."},
		{"why", "Why", "{answer}"},
		{"further", "What else can you do?", complainEN},
	}},
}
