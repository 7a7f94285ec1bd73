package council

import (
	"fmt"
	"strconv"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/render"
)

// Paper is a document for the works council.
type Paper string

// The papers: the assessment of GDPR article 35, and the request for consent of WOR
// article 27 paragraph 1 under k and l.
const (
	Assessment     Paper = "dpia"
	ConsentRequest Paper = "consent-request"
)

// Papers lists all.
var Papers = []Paper{Assessment, ConsentRequest}

// SettingKeys are the settings that statements are made from.
var SettingKeys = []string{
	"organisation.name", "legal.address", "legal.dpo", "legal.hosting", "organisation.council_approves", "retention.prompts", "retention.events", "retention.counters", "retention.identities", "retention.incidents", "retention.audit", "retention.reports",
	"role_bindings", "recipients", "report.smallest_group", "setup.legal_gate", "database.schema",
}

// Statement is a sentence of a paper, and where it shows: the setting it was made
// from, or the test that would fail if it were not so.
type Statement struct {
	ID, Section, Text string
	Setting, Test     string
}

// part is a section of a paper.
type part struct {
	id, title string
	// intro is what the law or the question is; it promises nothing.
	intro      []string
	statements []Statement
	// facts are lines to fill in.
	facts []render.Fact
}

// Pack is a paper in one language, made from the settings.
type Pack struct {
	Title string
	// Blanks are what only the organisation knows, and has to fill in.
	Blanks []string

	lang  string
	facts []render.Fact
	lead  []string
	parts []part
}

// writer makes statements in one language.
type writer struct {
	lang string
	v    View
}

func (w writer) in(nl, en string) string { return in(w.lang, [2]string{nl, en}) }

// by is a statement that a test proves.
func (w writer) by(test, id, nl, en string) Statement {
	return Statement{ID: id, Text: w.in(nl, en), Test: test}
}

// from is a statement that was made from a setting.
func (w writer) from(setting, id, nl, en string) Statement {
	return Statement{ID: id, Text: w.in(nl, en), Setting: setting}
}

func (w writer) day(t time.Time) string {
	if t.IsZero() {
		return w.in("[datum]", "[date]")
	}
	return t.Format("02-01-2006")
}

// PackOf makes a paper from what holds now, in "nl" or "en".
func PackOf(v View, which Paper, lang string) Pack {
	w := writer{lang, v}
	p := Pack{lang: lang, Blanks: w.blanks(which), facts: []render.Fact{
		{Label: w.in("Organisatie", "Organisation"), Value: v.Organisation.Name},
		{Label: w.in("Gemaakt op", "Made on"), Value: w.day(v.At)},
		{Label: w.in("Kenmerk van de instellingen", "Fingerprint of the settings"), Value: v.Consent.Fingerprint[:min(16, len(v.Consent.Fingerprint))]},
	}}
	if which == ConsentRequest {
		p.Title = w.in("Verzoek om instemming: bewaking van AI-chatbots", "Request for consent: guarding of AI chatbots")
		p.lead, p.parts = w.requestLead(), w.request()
	} else {
		p.Title = w.in("Gegevensbeschermingseffectbeoordeling (DPIA): bewaking van AI-chatbots", "Data protection impact assessment (DPIA): guarding of AI chatbots")
		p.lead, p.parts = w.assessmentLead(), w.assessment()
	}
	return p
}

// Statements lists all, in order.
func (p Pack) Statements() []Statement {
	var list []Statement
	for _, part := range p.parts {
		for _, s := range part.statements {
			s.Section = part.id
			list = append(list, s)
		}
	}
	return list
}

// Document is the paper, ready to print. Each statement has the number of its proof.
func (p Pack) Document() render.Document {
	w := writer{lang: p.lang}
	d := render.Document{
		Lang: p.lang, Title: p.Title, Facts: p.facts, Lead: p.lead,
		Footer: w.in("Gemaakt door Dijkwacht uit de instellingen van dit moment. Wat tussen haken staat vult de organisatie in.",
			"Made by Dijkwacht from the settings of this moment. The organisation fills in what is between brackets."),
	}
	numbers, proofs := map[string]int{}, []render.Row{}
	number := func(s Statement) string {
		name := w.in("Instelling ", "Setting ") + s.Setting
		if s.Test != "" {
			name = w.in("Proef ", "Test ") + s.Test
		}
		if numbers[name] == 0 {
			numbers[name] = len(numbers) + 1
			proofs = append(proofs, render.Row{Cells: []string{strconv.Itoa(numbers[name]), name}, Share: -1})
		}
		return strconv.Itoa(numbers[name])
	}
	for i, part := range p.parts {
		s := render.Section{ID: part.id, Title: fmt.Sprintf("%d. %s", i+1, part.title), Text: part.intro}
		if len(part.statements) > 0 {
			t := render.Table{Caption: w.in("Vastgesteld, met het nummer van het bewijs", "Established, with the number of its proof"), Columns: []render.Column{{Label: w.in("Vastgesteld", "Established")}, {Label: w.in("Bewijs", "Proof"), Numeric: true}}}
			for _, one := range part.statements {
				t.Rows = append(t.Rows, render.Row{Cells: []string{one.Text, number(one)}, Share: -1})
			}
			s.Tables = []render.Table{t}
		}
		if len(part.facts) > 0 {
			s.Tables = append(s.Tables, w.toFillIn(part.facts))
		}
		d.Sections = append(d.Sections, s)
	}
	fill := render.Section{ID: "fill-in", Title: w.in("Wat de organisatie nog invult", "What the organisation has to fill in"), Text: p.Blanks}
	proof := render.Section{ID: "proof", Title: w.in("Waar het blijkt", "Where it shows"), Text: []string{w.in(
		"Een instelling is van nu. Een proef hoort bij het programma: klopt de zin niet meer, dan komt er geen nieuwe versie uit.",
		"A setting is that of now. A test belongs to the program: when the sentence no longer holds, no new version comes out.",
	)}, Tables: []render.Table{{
		Caption: w.in("Bewijs", "Proof"), Columns: []render.Column{{Label: w.in("Nummer", "Number")}, {Label: w.in("Waar", "Where")}}, Rows: proofs,
	}}}
	d.Sections = append(d.Sections, fill, proof)
	return d
}

// toFillIn is a table of lines to write on.
func (w writer) toFillIn(lines []render.Fact) render.Table {
	t := render.Table{Caption: w.in("In te vullen", "To fill in"), Columns: []render.Column{{Label: w.in("Wat", "What")}, {Label: w.in("Ingevuld", "Filled in")}}}
	for _, l := range lines {
		t.Rows = append(t.Rows, render.Row{Cells: []string{l.Label, l.Value}, Share: -1})
	}
	return t
}

// term is the term of a kind in words.
func (w writer) term(k Keep) string { return k.Words(w.lang, w.v.Terms) }

// holders says how many people have a role.
func (w writer) holders(r ident.Role) int {
	for _, one := range w.v.Roles {
		if one.Role == r {
			return one.People
		}
	}
	return 0
}
