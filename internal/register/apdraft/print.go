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
		Notices: []render.Notice{{Tone: "info", Text: "Dit is een concept. Controleer elk veld en neem het over in het formulier van de Autoriteit Persoonsgegevens."}},
		Footer:  "Dijkwacht. Het register bevat geen tekst van berichten.",
	}
	for _, s := range d.Sections {
		table := render.Table{Caption: s.Title, Columns: []render.Column{{Label: "Vraag"}, {Label: "Antwoord"}}}
		for _, f := range s.Fields {
			if f.Value == "" && f.Optional {
				continue
			}
			value := f.Value
			if value == "" {
				value = "Nog invullen"
			}
			table.Rows = append(table.Rows, render.Row{Cells: []string{f.Label, value}, Share: -1})
		}
		doc.Sections = append(doc.Sections, render.Section{ID: "deel-" + strconv.Itoa(s.Number), Title: strconv.Itoa(s.Number) + ". " + s.Title, Tables: []render.Table{table}})
	}
	return doc
}
