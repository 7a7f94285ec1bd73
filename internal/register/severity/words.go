package severity

// sentences say why a factor has its value, in Dutch and English.
var sentences = map[string][2]string{
	"dpc health":             {"De tekst gaat over iemands gezondheid.", "The text is about somebody's health."},
	"dpc financial":          {"De tekst bevat financiële gegevens.", "The text holds financial data."},
	"dpc patient_number":     {"Een patiëntnummer bewijst dat iemand patiënt is.", "A patient number proves that somebody is a patient."},
	"dpc care_context":       {"Uit de tekst blijkt dat mensen zorg krijgen.", "The text shows that people receive care."},
	"dpc bsn":                {"Met een burgerservicenummer is fraude mogelijk.", "A citizen service number makes fraud possible."},
	"dpc credential":         {"Een wachtwoord of sleutel geeft toegang. Vul in tot welke gegevens.", "A password or key gives access. Fill in to which data."},
	"dpc simple":             {"De tekst bevat gewone contactgegevens.", "The text holds plain contact data."},
	"ei bsn":                 {"Een burgerservicenummer wijst één persoon aan.", "A citizen service number points to one person."},
	"ei identity_document":   {"Een identiteitsbewijs wijst één persoon aan.", "An identity document points to one person."},
	"ei name_birth_date":     {"Naam en geboortedatum wijzen één persoon aan.", "Name and birth date point to one person."},
	"ei name_address":        {"Naam en adres wijzen één persoon aan.", "Name and address point to one person."},
	"ei name_iban":           {"Naam en rekeningnummer wijzen één persoon aan.", "Name and bank account point to one person."},
	"ei credential":          {"De sleutel hoort bij één account.", "The key belongs to one account."},
	"ei postcode_birth_date": {"Postcode en geboortedatum wijzen bijna altijd één persoon aan.", "Postcode and birth date nearly always point to one person."},
	"ei patient_number":      {"Het nummer wijst iemand aan voor wie de administratie heeft.", "The number points to somebody for whoever has the records."},
	"ei name_place":          {"Naam en woonplaats wijzen vaak één persoon aan.", "Name and place often point to one person."},
	"ei reachable":           {"Met dit gegeven is iemand te vinden of te bereiken.", "With this fact somebody can be found or reached."},
	"ei name":                {"Een naam alleen kan van meer mensen zijn.", "A name alone may belong to several people."},
	"ei two_quasi":           {"Twee kenmerken samen maken de groep klein.", "Two characteristics together make the group small."},
	"ei little":              {"De tekst zegt weinig over wie het is.", "The text says little about who it is."},
	"ei redacted":            {"Namen en nummers waren vervangen.", "Names and numbers were replaced."},
	"cb own_tenant":          {"De dienst is van de organisatie zelf.", "The service is the organisation's own."},
	"cb redacted":            {"Alleen de veilige versie is verstuurd.", "Only the safe version was sent."},
	"cb known_recipient":     {"Er is één bekende ontvanger.", "There is one known recipient."},
	"cb unknown_recipients":  {"De dienst mag de tekst gebruiken of delen. Wie het leest, is niet bekend.", "The service may use or share the text. Nobody knows who reads it."},
	"dpc human":              {"Ingevuld door een medewerker.", "Filled in by a person."},
	"ei human":               {"Ingevuld door een medewerker.", "Filled in by a person."},
	"cb human":               {"Ingevuld door een medewerker.", "Filled in by a person."},
}

// Sentence puts a reason into words, in "nl" or "en".
func (r Reason) Sentence(lang string) string {
	s := sentences[r.Factor+" "+r.Code]
	if lang == "en" {
		return s[1]
	}
	return s[0]
}
