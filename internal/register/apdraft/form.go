package apdraft

import (
	"slices"
	"strings"
)

// Form names the form of the authority that the draft follows: its order of sections
// and questions, and its closed lists. A change of the form is another name, with
// other lists.
const Form = "ap-2021"

// List is a closed list of the form.
type List struct {
	// Key is the field that it answers.
	Key     string
	Options []Option
	// Checked says that the words were found in public copies of the form, at Sources
	// on the day Seen; else they are ours, and a person looks for the nearest answer.
	// The live form can only be seen by somebody who notifies.
	Checked bool
	Sources []string
	Seen    string
	// Note says what was found, and what was not.
	Note string
}

// Option is one answer.
type Option struct{ Code, Label string }

const compared = "2026-11-22"

// The public copies.
const (
	copySuitIT     = "https://suitit.nl/datalek/"
	copyJudiciary  = "https://www.brover.nl/datalek/"
	copySchieland  = "https://www.schielandendekrimpenerwaard.nl/aanvragen-en-melden/kwetsbaarheden-in-onze-systemen/datalek-melden/"
	copyVattenfall = "https://www.vattenfall.nl/service/contact/privacy/databreach/databreach-form/"
	howToNotify    = "https://www.autoriteitpersoonsgegevens.nl/themas/beveiliging/datalekken/zo-meldt-u-een-datalek"
)

// Lists are the closed lists of the form, in its order.
var Lists = []List{
	{
		Key: "notification_kind", Seen: compared, Sources: []string{howToNotify},
		Options: []Option{{"initial", "Nieuwe melding"}, {"follow_up", "Vervolgmelding"}},
		Note:    "The authority says that a notification can be supplemented, changed or withdrawn; the words of the list were not found.",
	},
	{
		Key: "cia", Checked: true, Seen: compared, Sources: []string{copySuitIT, copySchieland},
		Options: []Option{{"confidentiality", "Vertrouwelijkheid"}},
		Note:    "Section 7 asks for the consequences for confidentiality, integrity and availability; a text that went out touches the first.",
	},
	{
		Key: "data_categories", Checked: true, Seen: compared, Sources: []string{copySchieland, copyVattenfall},
		Options: []Option{
			{"naw", "naam-, adres- en woonplaatsgegevens"}, {"phone", "telefoonnummers"}, {"electronic_address", "e-mailadressen of andere adressen voor elektronische communicatie"},
			{"access", "toegangs- of identificatiegegevens"}, {"financial", "financiële gegevens"}, {"bsn", "burgerservicenummer (BSN)"},
			{"birth", "geslacht, geboortedatum en/of leeftijd"}, {"id_number", "overige gegevens: nummer van een identiteitsbewijs"}, {"patient_number", "overige gegevens: patiëntnummer"},
			{"insurance_number", "overige gegevens: verzekeringsnummer"}, {"provider_number", "overige gegevens: zorgverlenernummer"}, {"plate", "overige gegevens: kenteken"}, {"other", "overige gegevens"},
		},
		Note: "Copies of identity documents are on the list too; a text holds at most their numbers, which are other data.",
	},
	{
		Key: "special_categories", Checked: true, Seen: compared, Sources: []string{copySchieland, copySuitIT},
		Options: []Option{{"health", "gegevens over gezondheid"}},
		Note:    "Also on the list: religion or belief, race, political opinion, sexual life, trade union, criminal data. Nothing detects those; a person adds them in the notes.",
	},
	{
		Key: "subject_groups", Seen: compared, Sources: []string{copySuitIT, copyVattenfall},
		Options: []Option{
			{"patients", "patiënten of cliënten"}, {"staff", "medewerkers"}, {"relatives", "familie of naasten"}, {"minors", "minderjarigen"}, {"customers", "klanten"}, {"citizens", "burgers"}, {"other", "andere mensen"},
		},
		Note: "That the group of people is asked for was found; the words of the list were not.",
	},
	{
		Key: "consequences", Seen: compared, Sources: []string{copySuitIT},
		Options: []Option{
			{"identity_fraud", "identiteitsfraude"}, {"discrimination", "discriminatie"}, {"reputation", "schade aan de goede naam"}, {"financial", "financiële schade"}, {"loss_of_secrecy", "doorbreking van het beroepsgeheim"}, {"other", "anders"},
		},
		Note: "Physical, material and immaterial harm is asked for; the words are those of recital 85 of the GDPR.",
	},
	{
		Key: "severity_ap", Seen: compared, Sources: []string{copySuitIT},
		Options: []Option{{"low", "Te verwaarlozen"}, {"medium", "Beperkt"}, {"high", "Aanzienlijk"}, {"very_high", "Maximaal"}},
		Note:    "An estimate of the severity is asked for; the four words were not found.",
	},
	{
		Key: "org_sector", Seen: compared,
		Note: "The setting of the organisation as it is written there; no list was found.",
	},
}

// listOf finds a list; nil when a field is answered freely.
func listOf(key string) *List {
	if n := slices.IndexFunc(Lists, func(l List) bool { return l.Key == key }); n >= 0 {
		return &Lists[n]
	}
	return nil
}

// label is the words of a code.
func label(key, code string) string {
	for _, o := range listOf(key).Options {
		if o.Code == code {
			return o.Label
		}
	}
	return ""
}

// labels are the words of codes, with commas between them.
func labels(key string, codes []string) string {
	said := make([]string, len(codes))
	for n, code := range codes {
		said[n] = label(key, code)
	}
	return strings.Join(said, ", ")
}

// codesOf lists the codes of a list, sorted.
func codesOf(key string) []string {
	var codes []string
	for _, o := range listOf(key).Options {
		codes = append(codes, o.Code)
	}
	slices.Sort(codes)
	return codes
}
