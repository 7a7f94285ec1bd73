package apdraft

import (
	"strings"

	"dijkwacht/internal/render"
)

// Letter is one of the letters that go with a leak.
type Letter string

// The letters.
const (
	ToSubjects Letter = "subjects" // GDPR article 34
	ToVendor   Letter = "vendor"   // please delete what you received
)

// Letters lists all.
var Letters = []Letter{ToSubjects, ToVendor}

// Write is the letter in "nl" (level B1) or "en", with places between brackets for
// what only a person knows. It names no person and holds nothing of the text.
func (l Letter) Write(in Input, lang string) render.Document {
	org := in.Organisation()
	service := in.Destination.Name
	if service == "" {
		service = "[naam van de dienst]"
	}
	plain, special := in.categories()
	w := strings.NewReplacer("{org}", org, "{service}", service, "{kinds}", strings.Join(append(plain, special...), ", "),
		"{date}", in.Incident.OccurredFrom.In(in.Place).Format("02-01-2006"), "{number}", in.Incident.Number.String(),
		"{from}", moment(in.Incident.OccurredFrom, in.Place), "{to}", moment(in.Incident.OccurredTo, in.Place),
		"{phone}", or(in.Legal.DPO.Phone, "[telefoonnummer]"), "{email}", or(in.Legal.DPO.Email, "[e-mailadres]"), "{dpo}", or(in.Legal.DPO.Name, "[naam]"))
	text := letters[string(l)+" "+lang]
	doc := render.Document{Lang: lang, Title: w.Replace(text.title)}
	for i, part := range text.parts {
		doc.Sections = append(doc.Sections, render.Section{ID: "p" + number(i+1), Title: w.Replace(part.title), Text: strings.Split(w.Replace(part.text), "\n")})
	}
	return doc
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

type letterText struct {
	title string
	parts []letterPart
}

type letterPart struct{ title, text string }

var letters = map[string]letterText{
	"subjects nl": {"Brief over uw gegevens", []letterPart{
		{"Wat is er gebeurd?", "Geachte [naam],\nOp {date} is bij {org} iets misgegaan met uw gegevens. Een medewerker gebruikte de AI-dienst {service}. In de tekst stonden gegevens over u. Dat had niet mogen gebeuren. Wij vinden dat heel vervelend voor u."},
		{"Om welke gegevens gaat het?", "Het gaat om: {kinds}."},
		{"Wat kunt u hiervan merken?", "[Beschrijf de mogelijke gevolgen.]\nKrijgt u een vreemd bericht of telefoontje? Geef dan geen gegevens door."},
		{"Wat doen wij?", "Wij hebben de AI-dienst gevraagd de gegevens te wissen. Wij hebben het gemeld bij de Autoriteit Persoonsgegevens. [Noem andere maatregelen.]"},
		{"Heeft u vragen?", "Bel {phone} of mail naar {email}. Vraag naar {dpo}, onze functionaris gegevensbescherming. Noem daarbij nummer {number}.\nBent u niet tevreden? Dan kunt u een klacht indienen bij de Autoriteit Persoonsgegevens."},
		{"Met vriendelijke groet", "{org}"},
	}},
	"subjects en": {"Letter about your data", []letterPart{
		{"What happened?", "Dear [name],\nOn {date} something went wrong with your data at {org}. A member of staff used the AI service {service}. The text held data about you. That should not have happened. We are very sorry."},
		{"Which data?", "These kinds of data: {kinds}."},
		{"What may you notice?", "[Describe the likely consequences.]\nDo you get a strange message or call? Then do not give any data."},
		{"What do we do?", "We asked the AI service to delete the data. We told the Dutch supervisory authority. [Name other measures.]"},
		{"Do you have questions?", "Call {phone} or mail {email}. Ask for {dpo}, our data protection officer, and give number {number}.\nAre you not satisfied? Then you can complain to the Autoriteit Persoonsgegevens."},
		{"Kind regards", "{org}"},
	}},
	"vendor nl": {"Verzoek om persoonsgegevens te wissen", []letterPart{
		{"Verzoek", "Aan {service}\nTussen {from} en {to} heeft een medewerker van {org} persoonsgegevens naar uw dienst gestuurd. Daar was geen toestemming voor. Wij vragen u deze gegevens te wissen (AVG, artikel 17), ook uit kopieën, logboeken en trainingsgegevens."},
		{"Om welk gesprek gaat het?", "Account: [account]. Gesprek: [kenmerk van het gesprek]. Soorten gegevens: {kinds}. Ons kenmerk: {number}."},
		{"Uw antwoord", "Wilt u binnen 14 dagen schriftelijk bevestigen wat u heeft gewist en wanneer? Laat ons ook weten of mensen de tekst hebben gelezen, en of de tekst is gebruikt voor training."},
		{"Contact", "{org}, {dpo}, {email}, {phone}"},
	}},
	"vendor en": {"Request to delete personal data", []letterPart{
		{"Request", "To {service}\nBetween {from} and {to} a member of staff of {org} sent personal data to your service without permission. We ask you to erase these data (GDPR, article 17), also from copies, logs and training data."},
		{"Which conversation?", "Account: [account]. Conversation: [reference]. Kinds of data: {kinds}. Our reference: {number}."},
		{"Your answer", "Please confirm in writing within 14 days what you erased and when. Please also tell us whether people read the text, and whether it was used for training."},
		{"Contact", "{org}, {dpo}, {email}, {phone}"},
	}},
}
