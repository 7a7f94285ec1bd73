package apdraft

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// By says who fills a field.
type By string

// Who fills fields.
const (
	Auto     By = "auto"     // from the register and the settings
	Proposal By = "proposal" // from the register, for a person to confirm
	Human    By = "human"    // only a person knows
)

// Field is one question of the form.
type Field struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	// Value is "" while nobody has filled it.
	Value string `json:"value"`
	By    By     `json:"filled_by"`
	// Optional fields may stay empty, because the form lets them or because they do
	// not apply; they count for nothing in Filled.
	Optional bool `json:"optional,omitempty"`
	// Unchecked says that the words of the options were found in no public copy of the
	// form; see Lists.
	Unchecked bool `json:"unchecked,omitempty"`
}

// Section is one section of the form.
type Section struct {
	Number int     `json:"number"`
	Title  string  `json:"title"`
	Fields []Field `json:"fields"`
}

// Draft is the form, filled as far as the register knows.
type Draft struct {
	IncidentID string    `json:"incident_id"`
	Number     string    `json:"number"`
	Form       string    `json:"form"`
	Sections   []Section `json:"sections"`
}

// Filled is the share of the fields that must be filled and are, by the register
// and settings alone when automatic is set.
func (d Draft) Filled(automatic bool) float64 {
	filled, all := 0, 0
	for _, s := range d.Sections {
		for _, f := range s.Fields {
			if f.Optional {
				continue
			}
			all++
			if f.Value != "" && (!automatic || f.By != Human) {
				filled++
			}
		}
	}
	return float64(filled) / float64(all)
}

// Build fills the form.
func Build(in Input) Draft {
	d := Draft{IncidentID: in.Incident.ID, Number: in.Incident.Number.String(), Form: Form}
	for n, fill := range []func(Input) []Field{about, contact, timeline, breach, data, people, before, consequences, actions, rest} {
		fields := fill(in)
		for f := range fields {
			list := listOf(fields[f].Key)
			fields[f].Unchecked = list != nil && !list.Checked
		}
		d.Sections = append(d.Sections, Section{n, titles[n], fields})
	}
	return d
}

var titles = []string{
	"Over deze melding", "Contactgegevens", "Tijdlijn", "Over het datalek", "Persoonsgegevens",
	"Groep mensen", "Maatregelen vooraf", "Gevolgen", "Vervolgacties", "Overig",
}

// about is section 0.
func about(in Input) []Field {
	kind, reference := "initial", ""
	if n := len(in.Sent); n > 0 {
		kind, reference = "follow_up", in.Sent[n-1].Reference
	}
	return []Field{
		{Key: "legal_basis", Label: "Wet", Value: "AVG, artikel 33", By: Auto},
		{Key: "notification_kind", Label: "Soort melding", Value: label("notification_kind", kind), By: Auto},
		{Key: "ap_reference", Label: "Nummer van de eerdere melding", Value: reference, By: Auto, Optional: true},
	}
}

// contact is section 1.
func contact(in Input) []Field {
	l, d := in.Legal, in.Destination
	party := strings.TrimSpace(d.Name + " (AI-dienst)")
	if d.Name == "" {
		party = in.Incident.Destination + " (AI-dienst)"
	}
	agreement := "nee"
	if in.Incident.Class.String() == "approved" {
		agreement = "ja"
	}
	return []Field{
		{Key: "org_name", Label: "Organisatie", Value: in.Organisation(), By: Auto},
		{Key: "org_kvk", Label: "KvK-nummer", Value: l.KVK, By: Auto},
		{Key: "org_sector", Label: "Sector", Value: l.Sector, By: Auto},
		{Key: "reporter_name", Label: "Melder: naam", Value: l.Reporter.Name, By: Auto},
		{Key: "reporter_function", Label: "Melder: functie", Value: l.Reporter.Function, By: Auto},
		{Key: "reporter_phone", Label: "Melder: telefoon", Value: l.Reporter.Phone, By: Auto},
		{Key: "reporter_email", Label: "Melder: e-mail", Value: l.Reporter.Email, By: Auto, Optional: true},
		{Key: "dpo_name", Label: "Functionaris gegevensbescherming", Value: l.DPO.Name, By: Auto},
		{Key: "dpo_registration", Label: "Registratienummer FG", Value: l.DPO.Registration, By: Auto, Optional: true},
		{Key: "party", Label: "Andere organisatie", Value: party, By: Auto},
		{Key: "party_country", Label: "Land van die organisatie", Value: d.Country, By: Auto, Optional: d.Country == ""},
		{Key: "party_agreement", Label: "Verwerkersovereenkomst", Value: agreement, By: Auto},
	}
}

// timeline is section 2.
func timeline(in Input) []Field {
	i := in.Incident
	late := !i.DeadlineAt.IsZero() && !i.NotifiedAt.IsZero() && i.NotifiedAt.After(i.DeadlineAt)
	return []Field{
		{Key: "occurred_from", Label: "Begin", Value: moment(i.OccurredFrom, in.Place), By: Auto},
		{Key: "occurred_to", Label: "Einde", Value: moment(i.OccurredTo, in.Place), By: Auto},
		{Key: "ongoing", Label: "Duurt het nog voort?", Value: yesNo(i.Record.Ongoing), By: Auto},
		{Key: "detected_at", Label: "Ontdekt", Value: moment(i.DetectedAt, in.Place), By: Auto},
		{Key: "aware_at", Label: "Bekend geworden", Value: moment(i.AwareAt, in.Place), By: Auto},
		{Key: "late_reason", Label: "Waarom later dan de termijn", Value: i.LateReason, By: Human, Optional: !late},
	}
}

// breach is section 3.
func breach(in Input) []Field {
	i := in.Incident
	summary, by := i.Record.Summary, Human
	if summary == "" {
		summary, by = in.summary(), Proposal
	}
	return []Field{
		{Key: "summary", Label: "Samenvatting", Value: summary, By: by},
		{Key: "nature", Label: "Aard van het datalek", Value: "Persoonsgegevens zijn gedeeld met een AI-dienst die daar geen recht op heeft", By: Auto},
		{Key: "cia", Label: "Wat is geschonden", Value: label("cia", "confidentiality"), By: Auto},
	}
}

// data is section 4.
func data(in Input) []Field {
	categories, special := in.categories()
	records := in.records()
	return []Field{
		{Key: "data_categories", Label: "Soorten persoonsgegevens", Value: strings.Join(categories, ", "), By: Auto},
		{Key: "special_categories", Label: "Bijzondere persoonsgegevens", Value: orNone(strings.Join(special, ", ")), By: Auto},
		{Key: "records_est", Label: "Aantal gegevensrecords (schatting)", Value: number(records), By: Auto},
	}
}

// people is section 5.
func people(in Input) []Field {
	i := in.Incident
	groups, by := i.Record.SubjectGroups, Human
	if len(groups) == 0 {
		groups, by = in.groups(), Proposal
	}
	low, high, numbersBy := i.SubjectsMin, i.SubjectsMax, Proposal
	if i.Record.SubjectsMin != nil && i.Record.SubjectsMax != nil {
		low, high, numbersBy = *i.Record.SubjectsMin, *i.Record.SubjectsMax, Human
	}
	return []Field{
		{Key: "subject_groups", Label: "Om welke mensen gaat het", Value: labels("subject_groups", groups), By: by},
		{Key: "subjects_min", Label: "Minstens", Value: number(max(low, 1)), By: numbersBy},
		{Key: "subjects_max", Label: "Hoogstens", Value: number(max(high, low, 1)), By: numbersBy},
	}
}

// before is section 6.
func before(in Input) []Field {
	unintelligible := "Nee"
	switch {
	case in.Incident.Judged != nil && in.Incident.Judged.Unintelligible:
		unintelligible = "Ja"
	case in.Safe:
		unintelligible = "Deels: namen en nummers waren vervangen"
	}
	return []Field{
		{Key: "pre_measures", Label: "Maatregelen vooraf", Value: "Beleid voor AI-diensten, uitleg op het moment van versturen, technische controle van teksten vóór verzending", By: Auto},
		{Key: "unintelligible", Label: "Gegevens onbegrijpelijk gemaakt?", Value: unintelligible, By: Auto},
	}
}

// rest is section 9.
func rest(in Input) []Field {
	complete := "Nee"
	if i := in.Incident; i.Judged != nil && i.Told.Terminal() && i.Told != "" {
		complete = "Ja"
	}
	return []Field{
		{Key: "complete", Label: "Is de melding volledig?", Value: complete, By: Proposal},
		{Key: "notes", Label: "Opmerkingen", Value: in.Incident.Record.Remarks, By: Human, Optional: true},
	}
}

func yesNo(v bool) string {
	if v {
		return "Ja"
	}
	return "Nee"
}

func orNone(s string) string {
	if s == "" {
		return "Geen"
	}
	return s
}

func number(n int) string { return strconv.Itoa(n) }

// moment is a time on the organisation's wall clock, with its offset.
func moment(t time.Time, place *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(place).Format("02-01-2006 15:04 (UTC-07:00)")
}

// Changed lists the keys of the fields that a person would have to tell the
// authority about: those whose value differs from the snapshot that was sent.
func (d Draft) Changed(snapshot json.RawMessage) ([]string, error) {
	var sent Draft
	if err := json.Unmarshal(snapshot, &sent); err != nil {
		return nil, errSnapshot
	}
	before := map[string]string{}
	for _, s := range sent.Sections {
		for _, f := range s.Fields {
			before[f.Key] = f.Value
		}
	}
	changed := []string{}
	for _, s := range d.Sections[1:] { // what the notification itself is changes by sending it
		for _, f := range s.Fields {
			if f.Value != before[f.Key] {
				changed = append(changed, f.Key)
			}
		}
	}
	slices.Sort(changed)
	return changed, nil
}

// Value is the answer to a question; "" while nobody has filled it.
func (d Draft) Value(key string) string {
	for _, s := range d.Sections {
		for _, f := range s.Fields {
			if f.Key == key {
				return f.Value
			}
		}
	}
	return ""
}

// Labels are the questions of the keys, in the order of the form.
func (d Draft) Labels(keys []string) (list []string) {
	for _, s := range d.Sections {
		for _, f := range s.Fields {
			if slices.Contains(keys, f.Key) {
				list = append(list, f.Label)
			}
		}
	}
	return list
}
