package redact

import "dijkwacht/internal/rule"

// Language of the placeholder words.
type Language uint8

// The languages.
const (
	Dutch Language = iota
	English
)

var labels = [rule.TypeCount][2]string{
	rule.PersonName:       {"PERSOON", "PERSON"},
	rule.DateOfBirth:      {"GEBOORTEDATUM", "BIRTH_DATE"},
	rule.Age:              {"LEEFTIJD", "AGE"},
	rule.BSN:              {"BSN", "BSN"},
	rule.PatientNumber:    {"PATIENTNUMMER", "PATIENT_NUMBER"},
	rule.InsuranceNumber:  {"POLISNUMMER", "INSURANCE_NUMBER"},
	rule.AGBCode:          {"AGB", "AGB"},
	rule.BIGNumber:        {"BIG", "BIG"},
	rule.UZINumber:        {"UZI", "UZI"},
	rule.Passport:         {"PASPOORT", "PASSPORT"},
	rule.IDCard:           {"IDENTITEITSKAART", "ID_CARD"},
	rule.DrivingLicence:   {"RIJBEWIJS", "DRIVING_LICENCE"},
	rule.LicencePlate:     {"KENTEKEN", "LICENCE_PLATE"},
	rule.Other:            {"GEGEVEN", "DETAIL"},
	rule.Address:          {"ADRES", "ADDRESS"},
	rule.Postcode:         {"POSTCODE", "POSTCODE"},
	rule.City:             {"PLAATS", "CITY"},
	rule.Phone:            {"TELEFOON", "PHONE"},
	rule.Email:            {"EMAIL", "EMAIL"},
	rule.URL:              {"LINK", "LINK"},
	rule.IPAddress:        {"IP_ADRES", "IP_ADDRESS"},
	rule.IBAN:             {"REKENING", "ACCOUNT"},
	rule.CreditCard:       {"BETAALKAART", "CARD"},
	rule.VATNumber:        {"BTW_NUMMER", "VAT_NUMBER"},
	rule.KVKNumber:        {"KVK_NUMMER", "KVK_NUMBER"},
	rule.Diagnosis:        {"AANDOENING", "CONDITION"},
	rule.Medication:       {"MEDICIJN", "MEDICINE"},
	rule.LabValue:         {"MEETWAARDE", "MEASUREMENT"},
	rule.Treatment:        {"BEHANDELING", "TREATMENT"},
	rule.MentalHealth:     {"AANDOENING", "CONDITION"},
	rule.SecretAPIKey:     {"SLEUTEL", "KEY"},
	rule.SecretPassword:   {"WACHTWOORD", "PASSWORD"},
	rule.SecretPrivateKey: {"SLEUTEL", "KEY"},
	rule.Date:             {"DATUM", "DATE"},
	rule.Organisation:     {"INSTELLING", "ORGANISATION"},
	rule.Hospital:         {"INSTELLING", "ORGANISATION"},
}

// Label is the placeholder word of a type.
func Label(t rule.Type, language Language) string { return labels[t][language] }
