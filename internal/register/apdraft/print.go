package apdraft

import (
	"strconv"

	"dijkwacht/internal/render"
)

// Document is the draft to print.
func (d Draft) Document(made string) render.Document {
	doc := render.Document{
		Lang: "nl", Title: "Concept melding datalek " + d.Number,
		Facts:   []render.Fact{{Label: "Nummer in het register", Value: d.Number}, {Label: "Gemaakt op", Value: made}},
		Notices: []render.Notice{{Tone: "info", Text: "Dit is een concept. Controleer elk veld en neem het over in het formulier van de Autoriteit Persoonsgegevens. Bij een vraag met * kan het formulier andere woorden hebben: kies dan wat er het dichtst bij ligt."}},
		Footer:  "Dijkwacht. Het register bevat geen tekst van berichten.",
	}
	for _, s := range d.Sections {
		section := render.Section{ID: "deel-" + strconv.Itoa(s.Number), Title: strconv.Itoa(s.Number) + ". " + s.Title}
		for _, f := range s.Fields {
			if f.Value == "" && f.Optional {
				continue
			}
			label, value := f.Label, f.Value
			if f.Unchecked {
				label += " *"
			}
			if value == "" {
				value = "Nog invullen"
			}
			section.Facts = append(section.Facts, render.Fact{Label: label, Value: value})
		}
		doc.Sections = append(doc.Sections, section)
	}
	return doc
}
