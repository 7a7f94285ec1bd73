package apdraft

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dijkwacht/internal/register/lifecycle"
)

var errSnapshot = errors.New("a stored snapshot is damaged")

// SubjectGroups and Consequences list the codes of the closed lists, sorted.
var (
	SubjectGroups = codesOf("subject_groups")
	Consequences  = codesOf("consequences")
)

// categoryOf puts types into the categories of the form.
var categoryOf = map[string]string{
	"person_name": "naw", "address": "naw", "postcode": "naw", "city": "naw", "phone": "phone", "email": "electronic_address", "url": "electronic_address", "ip_address": "electronic_address",
	"date_of_birth": "birth", "age": "birth", "bsn": "bsn", "passport": "id_number", "id_card": "id_number", "driving_licence": "id_number",
	"iban": "financial", "credit_card": "financial", "vat_number": "financial", "kvk_number": "other",
	"secret_api_key": "access", "secret_password": "access", "secret_private_key": "access",
	"patient_number": "patient_number", "insurance_number": "insurance_number", "agb_code": "provider_number", "big_number": "provider_number", "uzi_number": "provider_number",
	"licence_plate": "plate", "other": "other",
}

// categories are the plain and the special kinds of data, in the order of the form.
func (in Input) categories() (plain, special []string) {
	found := map[string]bool{}
	for _, t := range in.Incident.Types {
		if t.Group == "health" {
			special = []string{label("special_categories", "health")}
			continue
		}
		found[categoryOf[t.Type]] = true
	}
	for _, o := range listOf("data_categories").Options {
		if found[o.Code] {
			plain = append(plain, o.Label)
		}
	}
	if len(plain) == 0 {
		plain = []string{label("data_categories", "other")}
	}
	return plain, special
}

func (in Input) has(group string, types ...string) bool {
	for _, t := range in.Incident.Types {
		if t.Group == group || slices.Contains(types, t.Type) {
			return true
		}
	}
	return false
}

// groups proposes the kinds of people.
func (in Input) groups() []string {
	if in.has("health", "patient_number", "insurance_number") {
		return []string{"patients"}
	}
	return []string{"other"}
}

// summary proposes what happened.
func (in Input) summary() string {
	name := in.Destination.Name
	if name == "" {
		name = "een AI-dienst"
	}
	categories, special := in.categories()
	how := "heeft tekst met persoonsgegevens verstuurd naar"
	if in.Incident.Egress == "partial" || in.Incident.Egress == "unknown" {
		how = "heeft mogelijk tekst met persoonsgegevens verstuurd naar"
	}
	return fmt.Sprintf("Een medewerker %s %s. Het gaat om: %s. Aantal pogingen: %d.", how, name, strings.Join(append(categories, special...), ", "), max(in.Incident.Events, 1))
}

// consequences is section 7.
func consequences(in Input) []Field {
	codes, by := in.Incident.Record.Consequences, Human
	if len(codes) == 0 {
		codes, by = in.proposeConsequences(), Proposal
	}
	return []Field{
		{Key: "consequences", Label: "Mogelijke gevolgen", Value: labels("consequences", codes), By: by},
		{Key: "severity_ap", Label: "Ernst van de gevolgen", Value: label("severity_ap", in.Incident.Severity.String()), By: Proposal},
	}
}

func (in Input) proposeConsequences() (codes []string) {
	if in.has("", "bsn", "passport", "id_card", "driving_licence") {
		codes = append(codes, "identity_fraud")
	}
	if in.has("financial") {
		codes = append(codes, "financial")
	}
	if in.has("health", "patient_number") {
		codes = append(codes, "loss_of_secrecy", "reputation")
	}
	if len(codes) == 0 {
		codes = []string{"other"}
	}
	return codes
}

var toldNames = map[lifecycle.Subjects]string{
	lifecycle.SubjectsNotRequired: "Nee, dat is niet nodig", lifecycle.SubjectsPlanned: "Nog niet, dat gaat gebeuren",
	lifecycle.SubjectsInformed: "Ja", lifecycle.SubjectsPublicNotice: "Ja, met een openbaar bericht", lifecycle.SubjectsUndecided: "Nog niet besloten",
}

// reasonNames are why people need not be told, in the words of article 34.
var reasonNames = map[string]string{
	"unintelligible": "De gegevens waren onbegrijpelijk voor wie ze kan zien", "measures_taken": "Maatregelen achteraf namen het hoge risico weg",
	"disproportionate": "Iedereen informeren vergt onevenredige inspanning", "no_high_risk": "Er is geen hoog risico",
}

// notTold is why people were not told: the words of the law, and those of a person.
func (in Input) notTold() string {
	code, why, found := strings.Cut(in.Incident.SubjectReason, ": ")
	if name := reasonNames[code]; found && name != "" {
		return name + ". " + why
	}
	return in.Incident.SubjectReason
}

// actions is section 8.
func actions(in Input) []Field {
	i := in.Incident
	r := i.Record
	informed := i.Told == lifecycle.SubjectsInformed || i.Told == lifecycle.SubjectsPublicNotice
	var planned []string
	for _, m := range i.Measures {
		planned = append(planned, m.Text)
	}
	abroad, countries := "Nee", ""
	if c := in.Destination.Country; c != "" && c != "NL" {
		abroad, countries = "Ja", c
	}
	count := ""
	if r.InformedCount > 0 {
		count = number(r.InformedCount)
	}
	return []Field{
		{Key: "subjects_told", Label: "Zijn de mensen geïnformeerd?", Value: toldNames[i.Told], By: Auto},
		{Key: "subjects_reason", Label: "Waarom niet", Value: in.notTold(), By: Human, Optional: i.Told != lifecycle.SubjectsNotRequired},
		{Key: "subjects_date", Label: "Wanneer", Value: moment(r.InformedAt, in.Place), By: Human, Optional: !informed},
		{Key: "subjects_count", Label: "Hoeveel mensen", Value: count, By: Human, Optional: !informed},
		{Key: "subjects_channel", Label: "Hoe", Value: r.Channel, By: Human, Optional: !informed},
		{Key: "subjects_text", Label: "Tekst van het bericht", Value: r.Wording, By: Human, Optional: true},
		{Key: "post_measures", Label: "Maatregelen achteraf", Value: strings.Join(planned, "; "), By: Human},
		{Key: "deletion_requested", Label: "Verzoek tot verwijderen gedaan", Value: moment(r.DeletionRequestedAt, in.Place), By: Human, Optional: true},
		{Key: "deletion_confirmed", Label: "Verwijderen bevestigd", Value: moment(r.DeletionConfirmedAt, in.Place), By: Human, Optional: true},
		{Key: "cross_border", Label: "Gegevens buiten Nederland", Value: abroad, By: Auto},
		{Key: "countries", Label: "Landen", Value: countries, By: Auto, Optional: countries == ""},
		{Key: "other_authorities", Label: "Ook gemeld bij", Value: strings.Join(r.OtherAuthorities, ", "), By: Human, Optional: true},
	}
}
