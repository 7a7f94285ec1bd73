package apdraft

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"dijkwacht/internal/register/lifecycle"
)

var errSnapshot = errors.New("a stored snapshot is damaged")

// groupNames are the kinds of people that the form knows.
var groupNames = map[string]string{
	"patients": "patiënten of cliënten", "staff": "medewerkers", "relatives": "familie of naasten", "minors": "minderjarigen",
	"customers": "klanten", "citizens": "burgers", "other": "andere mensen",
}

// consequenceNames are the consequences that the form knows.
var consequenceNames = map[string]string{
	"identity_fraud": "identiteitsfraude", "discrimination": "discriminatie", "reputation": "schade aan de goede naam", "financial": "financiële schade",
	"loss_of_secrecy": "doorbreking van het beroepsgeheim", "other": "anders",
}

// SubjectGroups and Consequences list the codes of the closed lists, sorted.
var (
	SubjectGroups = keys(groupNames)
	Consequences  = keys(consequenceNames)
)

func keys(names map[string]string) []string {
	list := make([]string, 0, len(names))
	for code := range names {
		list = append(list, code)
	}
	slices.Sort(list)
	return list
}

func labels(names map[string]string, codes []string) string {
	list := make([]string, len(codes))
	for i, code := range codes {
		list[i] = names[code]
	}
	return strings.Join(list, ", ")
}

// categoryOf puts types into the words of the form.
var categoryOf = map[string]string{
	"person_name": "naam, adres, woonplaats", "address": "naam, adres, woonplaats", "postcode": "naam, adres, woonplaats", "city": "naam, adres, woonplaats",
	"phone": "telefoonnummer", "email": "e-mailadres", "url": "e-mailadres", "ip_address": "overige gegevens",
	"date_of_birth": "geslacht, geboortedatum of leeftijd", "age": "geslacht, geboortedatum of leeftijd",
	"bsn": "burgerservicenummer (BSN)", "passport": "kopie of nummer van een identiteitsbewijs", "id_card": "kopie of nummer van een identiteitsbewijs",
	"driving_licence": "kopie of nummer van een identiteitsbewijs", "iban": "financiële gegevens", "credit_card": "financiële gegevens", "vat_number": "financiële gegevens",
	"kvk_number": "overige gegevens", "secret_api_key": "toegangs- of identificatiegegevens", "secret_password": "toegangs- of identificatiegegevens",
	"secret_private_key": "toegangs- of identificatiegegevens", "patient_number": "overige gegevens: patiëntnummer", "insurance_number": "overige gegevens: verzekeringsnummer",
	"agb_code": "overige gegevens: zorgverlenernummer", "big_number": "overige gegevens: zorgverlenernummer", "uzi_number": "overige gegevens: zorgverlenernummer",
	"licence_plate": "overige gegevens: kenteken", "other": "overige gegevens",
}

// categories are the plain and the special kinds of data.
func (in Input) categories() (plain, special []string) {
	for _, t := range in.Incident.Types {
		if t.Group == "health" {
			special = []string{"gegevens over gezondheid"}
		} else if c := categoryOf[t.Type]; c != "" && !slices.Contains(plain, c) {
			plain = append(plain, c)
		}
	}
	slices.Sort(plain)
	if len(plain) == 0 {
		plain = []string{"overige gegevens"}
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
		{Key: "consequences", Label: "Mogelijke gevolgen", Value: labels(consequenceNames, codes), By: by},
		{Key: "severity_ap", Label: "Ernst van de gevolgen", Value: level(in.Incident), By: Proposal, Unchecked: true},
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
		{Key: "subjects_reason", Label: "Waarom niet", Value: i.SubjectReason, By: Human, Optional: i.Told != lifecycle.SubjectsNotRequired},
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
