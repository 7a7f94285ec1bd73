package report

var dutch = words{
	lang: "nl", thousands: ".",
	title: "Weekrapport", organisation: "Organisatie", period: "Periode",
	made: "Gemaakt", revision: "Versie", policy: "Beleid",
	policyVersions: "versie %s", noPolicy: "geen treffers, dus geen versie bekend",
	partial: "Deze week is nog niet voorbij. De cijfers kunnen nog stijgen.",
	idle:    "Er is niets gecontroleerd. Dat bewijst niet dat er niets is verstuurd.",
	footer:  "Dijkwacht bewaart geen teksten. Dit rapport noemt geen personen.",

	held: "tegengehouden", left: "toch weg", unknown: "niet bekend of het weg is", incidents: "nieuwe zaken",
	same: "ongeveer gelijk aan vorige week", more: "% meer dan vorige week", less: "% minder dan vorige week",
	nothingBefore: "vorige week geen",

	funnelTitle:  "Van controle tot afloop",
	funnelText:   "Elk bericht aan een AI-dienst wordt gecontroleerd. Bij een treffer zegt het beleid wat er moet gebeuren. Daarna kiest de gebruiker wat hij doet.",
	askedCaption: "Wat het beleid vroeg",
	thenCaption:  "Hoe het afliep",
	number:       "Berichten", share: "Deel", before: "Vorige week",
	inspected: "Gecontroleerd", hits: "Met een treffer",
	asked: [6]string{"Alleen geteld", "Tip gegeven", "Gewaarschuwd", "Reden gevraagd", "Veilige versie aangeboden", "Tegengehouden"},
	then: [8]string{"Aangepast en verstuurd", "Veilige versie verstuurd", "Naar de eigen AI-dienst gegaan", "Niet verstuurd",
		"Verstuurd, mocht van het beleid", "Toch verstuurd na een waarschuwing", "Verstuurd met de noodknop", "Niet bekend"},

	byCategoryTitle: "Waar het om ging",
	categoryNote:    "Een bericht kan meer soorten gegevens bevatten. De soorten tellen dus niet op tot het totaal.",
	category:        "Soort gegevens", destination: "AI-dienst", channel: "Manier van invoeren",
	none: "Geen treffers in deze week.", unknownDestination: "Onbekende dienst",
	names: map[string]string{
		categoryBSN: "Burgerservicenummer", categoryIdentity: "Naam, nummer of geboortedatum", categoryContact: "Adres of contactgegevens",
		categoryFinancial: "Rekening of betaalkaart", categoryHealth: "Gezondheid", categorySecret: "Wachtwoord of sleutel",
		"typed": "Getypt", "paste": "Geplakt", "drop": "Gesleept", "voice": "Ingesproken", "autosave": "Automatisch bewaard", "file": "Bestand",
	},

	methodTitle: "Hoe we tellen",
	method: []string{
		"Een treffer is een bericht waarvoor een regel van het beleid gold. Tegengehouden: de gegevens zijn niet naar de AI-dienst gegaan. Toch weg: de gegevens gingen naar een dienst die niet is goedgekeurd, ook als het beleid daar alleen een tip bij gaf.",
		"We noemen iets pas meer of minder als het verschil te groot is voor toeval.",
	},
	days:   []string{"zo", "ma", "di", "wo", "do", "vr", "za"},
	months: []string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},

	sentenceNoHeld:     "Deze week hoefden we geen bericht tegen te houden.",
	sentenceHeldOne:    "Deze week hielden we 1 bericht met gevoelige gegevens tegen.",
	sentenceHeld:       "Deze week hielden we # berichten met gevoelige gegevens tegen.",
	sentenceNoLeft:     "Er ging geen bericht met zulke gegevens toch weg",
	sentenceLeftOne:    "1 bericht ging toch weg",
	sentenceLeft:       "# berichten gingen toch weg",
	sentenceUnknownOne: "; van 1 bericht weten we het niet",
	sentenceUnknown:    "; van # berichten weten we het niet",
	sentenceNoOpen:     "; geen zaak wacht nog op een besluit",
	sentenceOpenOne:    "; 1 zaak wacht op een besluit",
	sentenceOpen:       "; # zaken wachten op een besluit",
	sentenceMost:       "De meeste treffers waren bij %s (%s)",
	sentenceQuiet:      "We controleerden # berichten en vonden niets.",
	sentencesNothing: []string{
		"Deze week is er geen enkel bericht gecontroleerd.",
		"Er zijn dus ook geen berichten tegengehouden.",
		"Kijk of de bewaking werkt.",
	},
}
