package lexicon

// Class is a set of bits that tell what a single word can be. One table gives
// the classes of all word lists at once.
type Class uint64

// The classes of words.
const (
	// Names.
	Given      Class = 1 << iota // given name
	Surname                      // surname, without its interfix
	Interfix                     // van, der, el, dos ...
	Title                        // dhr, mevrouw, Mr, dr: written directly before a name
	Kin                          // moeder, zoon, wife
	PatientOf                    // patiënt, cliënt, bewoner, resident
	Profession                   // huisarts, verpleegkundige, uroloog
	Greeting                     // beste, geachte, dear
	Closing                      // groet, groeten, regards
	PublicName                   // surname of public or historical persons
	NameVerb                     // words that persons do or undergo: belde, heeft, is
	Eponym                       // disease, test or drug words named after a person

	// Words of the language.
	Common      // ordinary word, in lower case
	Month       // name or abbreviation of a month
	Weekday     // name or abbreviation of a day
	NumberWord  // zero to ninety, double, in Dutch and English
	Negation    // geen, niet, no, not
	Institution // ziekenhuis, huisartsenpost, GGD, kliniek
	Connector   // words between a label and its value: is, nummer, no, van
	Decoy       // label of a number that is nobody's: artikelnummer, ISBN, order
	AtWord      // at, apenstaartje
	DotWord     // punt, dot
	RoleAddress // info, receptie: local part of an address that is no one's own
	Example     // voorbeeld, test, dummy, fictief, example
	Country

	// Places.
	Place        // municipality or village
	SmallPlace   // with fewer than some 30,000 inhabitants
	StreetType   // straat, laan, weg, plein, on their own
	StreetName   // first words of street names: Oude, Burgemeester
	AgeWord      // jaar, jarige, years, old
	Insurer      // Menzis, CZ
	HospitalWord // ziekenhuis, UMC
	BodyWord     // praktijk, school, stichting
	Extension    // tst, sein: an internal number follows
	PersonWord   // vrouw, man, jongen, patient: a person without name
	HouseWord    // nr, nummer: before a house number
	LiveWord     // woont, wonende, adres, lives

	// Health.
	DiagnosisWord
	MedicationWord
	TreatmentWord
	MentalWord
	Analyte         // Hb, CRP, kreatinine, RR
	LabUnit         // mmol, mg, kg
	DoseUnit        // mg, ml, tablet
	HealthAmbiguous // health terms that are ordinary words too
	HealthAbbr      // health terms that count in upper case only
	HealthHead      // English words that make a health term of the word before: cancer, surgery
	BodyPart        // pols, heup, kidney
	Severity        // words that qualify a health term: ernstige, acute, links

	// PhraseStart: first word of an entry in Phrases.
	PhraseStart
	// CueStart: first word of a cue of some rule.
	CueStart

	// NameLabel: words that announce a name: naam, betreft, heet, user.
	NameLabel
	// ProperNoun: words that dictionaries write with a capital only; many are names.
	ProperNoun
	// Inflected: Common only without the last letter or two.
	Inflected

	// FactStart: first word of an entry of a rule for facts, such as religion.
	FactStart

	// PlaceStart, TermStart and PublicStart: first word of an entry in Phrases that is
	// a place, of health, a public person.
	PlaceStart
	TermStart
	PublicStart
	// OwnStart: first word of an entry in a list of the organisation.
	OwnStart
)

var classNames = map[string]Class{
	"given": Given, "surname": Surname, "interfix": Interfix, "title": Title, "kin": Kin,
	"patient": PatientOf, "profession": Profession, "greeting": Greeting, "closing": Closing,
	"public": PublicName, "name_verb": NameVerb, "eponym": Eponym, "name_label": NameLabel, "proper": ProperNoun,
	"common": Common, "month": Month, "weekday": Weekday, "number_word": NumberWord, "negation": Negation,
	"institution": Institution, "example": Example, "connector": Connector, "at_word": AtWord, "dot_word": DotWord, "role_address": RoleAddress, "decoy": Decoy, "country": Country,
	"place": Place, "small_place": SmallPlace, "street_type": StreetType, "street_name": StreetName, "live_word": LiveWord, "house_word": HouseWord, "insurer": Insurer, "age_word": AgeWord, "hospital_word": HospitalWord, "body_word": BodyWord, "extension": Extension, "person_word": PersonWord,
	"diagnosis": DiagnosisWord, "medication": MedicationWord, "treatment": TreatmentWord, "mental_health": MentalWord,
	"analyte": Analyte, "lab_unit": LabUnit, "dose_unit": DoseUnit, "health_ambiguous": HealthAmbiguous,
	"health_abbr": HealthAbbr, "health_head": HealthHead, "body_part": BodyPart, "severity": Severity,
}

// ParseClass looks up the name of a class as the word lists write it.
func ParseClass(name string) (Class, bool) {
	c, ok := classNames[name]
	return c, ok
}
