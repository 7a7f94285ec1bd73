package phrase

import "dijkwacht/internal/rule"

var dutch = vocabulary{
	and: "en", or: "of",

	each: "Elk bericht#: #.", ifHolds: "Staat in een bericht# #, dan #",
	toClass: "naar een AI-dienst die # is", toID: "naar #", byChannel: "dat # is", byGroup: "van iemand uit #", notByGroup: "niet van iemand uit #",
	inLanguage: "in het #", ofSize: "van #",
	samePerson: "over één persoon #", without: ", maar niet #", role: "de persoon is #",
	narrowing: "# feiten die naar één persoon wijzen", subjects: "gegevens van # personen",
	distinct: "# keer een andere waarde van #", count: "# keer #", kinds: "# soorten van: #",
	exactly: "precies #", atLeast: "minstens #", atMost: "hoogstens #",
	confidence: [4]string{"", "", " (redelijk zeker)", " (bijna zeker)"},
	then: [7]string{"mag het.", "mag het, en telt Dijkwacht het.", "mag het, met een tip.", "krijgt de gebruiker een waarschuwing.",
		"moet de gebruiker eerst een reden geven.", "mag alleen de veilige versie weg.", "gaat het niet weg."},
	noOverride: "Toch versturen mag niet.", override: "Toch versturen mag.", overrideReason: "Toch versturen mag met een reden: #.",
	budget: "Dat mag hoogstens # keer per dag.",
	modes:  [3]string{"", "Deze regel meet alleen en doet nog niets.", "Deze regel staat uit."},

	types: [rule.TypeCount]string{
		rule.PersonName: "een naam", rule.DateOfBirth: "een geboortedatum", rule.Age: "een leeftijd", rule.BSN: "een burgerservicenummer",
		rule.PatientNumber: "een patiëntnummer", rule.InsuranceNumber: "een polisnummer", rule.AGBCode: "een AGB-code", rule.BIGNumber: "een BIG-nummer",
		rule.UZINumber: "een UZI-nummer", rule.Passport: "een paspoortnummer", rule.IDCard: "een nummer van een identiteitskaart",
		rule.DrivingLicence: "een rijbewijsnummer", rule.LicencePlate: "een kenteken", rule.Other: "een ander persoonlijk gegeven",
		rule.Address: "een adres", rule.Postcode: "een postcode", rule.City: "een woonplaats", rule.Phone: "een telefoonnummer",
		rule.Email: "een e-mailadres", rule.URL: "een webadres", rule.IPAddress: "een IP-adres",
		rule.IBAN: "een bankrekening", rule.CreditCard: "een betaalkaart", rule.VATNumber: "een btw-nummer", rule.KVKNumber: "een KVK-nummer",
		rule.Diagnosis: "een diagnose", rule.Medication: "een medicijn", rule.LabValue: "een meetwaarde", rule.Treatment: "een behandeling",
		rule.MentalHealth: "een psychische klacht",
		rule.SecretAPIKey: "een geheime sleutel", rule.SecretPassword: "een wachtwoord", rule.SecretPrivateKey: "een privésleutel",
		rule.Date: "een datum", rule.Organisation: "een organisatie", rule.Hospital: "een ziekenhuis",
	},
	groups: [rule.GroupCount]string{
		rule.GroupIdentity: "een gegeven dat een persoon aanwijst", rule.GroupContact: "een contactgegeven", rule.GroupFinancial: "een financieel gegeven",
		rule.GroupHealth: "iets over gezondheid", rule.GroupSecret: "een wachtwoord of sleutel", rule.GroupContext: "een datum of organisatie",
	},
	actions:    [7]string{"toestaan", "alleen tellen", "een tip geven", "waarschuwen", "om een reden vragen", "alleen de veilige versie toestaan", "tegenhouden"},
	modeNames:  [3]string{"aan", "alleen meten", "uit"},
	classes:    [5]string{"onbekend", "goedgekeurd", "gedoogd", "niet goedgekeurd", "geblokkeerd"},
	channels:   [6]string{"getypt", "geplakt", "gesleept", "ingesproken", "automatisch bewaard", "als bestand gestuurd"},
	languages:  [3]string{"onbekende taal", "Nederlands", "Engels"},
	sizes:      [5]string{"minder dan 200 tekens", "200 tot 2.000 tekens", "2.000 tot 20.000 tekens", "20.000 tot 200.000 tekens", "200.000 tekens of meer"},
	roles:      [5]string{"niet nader bekend", "patiënt of cliënt", "familie of naaste", "collega", "zorgverlener"},
	reasons:    [7]string{"verzonnen persoon", "eigen gegevens", "toestemming", "spoed", "openbare informatie", "de melding klopt niet", "anders"},
	offers:     [3]string{"de veilige versie", "de eigen AI-dienst", "de noodknop"},
	severities: [5]string{"niet bepaald", "laag", "midden", "hoog", "zeer hoog"},
	failModes:  [3]string{"alles tegenhouden", "controleren op het apparaat", "alles doorlaten en tellen"},
	firstCheck: [2]string{"op de server", "op het apparaat"},
}
