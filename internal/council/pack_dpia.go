package council

import (
	"fmt"

	"dijkwacht/internal/ident"
)

func (w writer) assessmentLead() []string {
	return []string{w.in(
		"Deze beoordeling volgt AVG artikel 35 lid 7. De AP noemt controle van werknemers en grote hoeveelheden gezondheidsgegevens als verwerkingen waarvoor zij verplicht is.",
		"This assessment follows GDPR article 35(7). The Dutch authority lists monitoring of employees and large amounts of health data as processing for which it is mandatory.",
	)}
}

// assessment is the DPIA, in the order of GDPR article 35(7).
func (w writer) assessment() []part {
	return []part{w.describing(), w.subjects(), w.categories(), w.grounds(), w.necessity(), w.keeping(), w.whoSees(), w.processors(), w.revealing(), w.unseen(), w.rights(), w.automated(), w.risks(), w.measures(), w.evaluating(), w.advice()}
}

func (w writer) describing() part {
	controller := Statement{ID: "organisation", Setting: "organisation.name", Text: fmt.Sprintf(w.in("%s is verantwoordelijk voor de verwerking.", "%s is the controller."), w.v.Organisation.Name)}
	return part{id: "purpose", title: w.in("Wat er gebeurt en waarom", "What is done and why"), statements: append(append([]Statement{controller}, w.answering()...),
		w.by("TestEveryFieldHasWordsInDutchAndEnglish", "purposes", "Het doel is: gegevens van patiënten, collega's en anderen, en wachtwoorden, niet naar AI-diensten laten gaan die niet zijn goedgekeurd, en een register van datalekken bijhouden (AVG art. 33 lid 5). Elk gegeven hoort bij een doel.", "The purpose is to keep data about patients, colleagues and others, and passwords, from leaving to AI services that were not approved, and to have a register of breaches (GDPR art. 33(5)). Each data field belongs to a purpose."),
		w.by("TestAViolationIsInTheRegisterBeforeTheAnswer", "how", "Een extensie in de browser houdt een bericht aan een AI-chatbot vast tot een dienst van de organisatie het heeft bekeken. De dienst beslist met vaste regels en schrijft een treffer in het register voordat zij antwoordt.", "An extension in the browser holds a message to an AI chatbot until a service of the organisation has looked at it. The service decides by fixed rules and writes a hit to the register before it answers."),
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "text-gone", "Na de controle is de tekst weg.", "After the inspection the text is gone."),
	)}
}

func (w writer) subjects() part {
	return part{id: "subjects", title: w.in("Over wie het gaat", "Whom it concerns"), statements: []Statement{
		w.by("TestEveryMemberOfWhatIsKeptOfStaffIsStated", "staff", "Medewerkers van wie de browser wordt bewaakt, onder een schuilnaam.", "Staff whose browser is guarded, under a pseudonym."),
		{ID: "users", Setting: "role_bindings", Text: fmt.Sprintf(w.in("Mensen die met het programma werken, nu in %d rollen.", "People who work with the program, in %d roles now."), w.rolesHeld())},
		w.by("TestNothingOfAPromptIsInAnExport", "others", "Patiënten en anderen over wie wordt geschreven: alleen hoeveel, en welke soorten gegevens. Geen naam, nummer of klacht.", "Patients and others who are written about: only how many, and which kinds of data. No name, number or complaint."),
	}}
}

func (w writer) rolesHeld() (n int) {
	for _, r := range w.v.Roles {
		if r.People > 0 {
			n++
		}
	}
	return n
}

func (w writer) categories() part {
	return part{
		id: "data", title: w.in("Welke gegevens", "Which data"), intro: []string{w.in(
			"Dit is de hele lijst van tabellen met gegevens over mensen, gemaakt uit de database. Het venster van de ondernemingsraad toont elk veld apart.",
			"This is the whole list of tables with data about people, made from the database. The window of the works council shows each field apart.",
		)},
		statements: append(w.stored(Staff, Users),
			w.by("TestEveryColumnOfTheDatabaseIsStatedToTheWorksCouncil", "complete", "De lijst is volledig: een veld dat er niet in staat houdt een nieuwe versie tegen.", "The list is complete: a field that is not in it stops a new release."),
			w.by("TestNothingOfAPromptIsKeptOrRepeated", "special", "Bijzondere gegevens (AVG art. 9) worden niet bewaard: wel dat een tekst een soort gezondheidsgegeven bevatte, niet welk.", "Special categories (GDPR art. 9) are not kept: that a text held a kind of health data is, not which.")),
	}
}

func (w writer) grounds() part {
	return part{id: "basis", title: w.in("Grondslag", "Legal basis"), statements: []Statement{
		w.by("TestEveryFieldHasWordsInDutchAndEnglish", "bases", "Bewaking: AVG art. 6 lid 1 f met art. 32. Register en rechten: art. 6 lid 1 c met art. 33 lid 5 en art. 12. Bij elke tabel over mensen staat de grondslag; er is geen tabel zonder.", "Guarding: GDPR art. 6(1)(f) with art. 32. Register and rights: art. 6(1)(c) with art. 33(5) and art. 12. Each table about people has its basis; there is none without."),
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "art9", "Gezondheidsgegevens in een tekst worden alleen in het geheugen bekeken, als maatregel van beveiliging (AVG art. 32, UAVG art. 30 lid 3).", "Health data in a text are looked at in memory alone, as a measure of security (GDPR art. 32, UAVG art. 30(3))."),
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "bsn", "Een burgerservicenummer wordt herkend en niet bewaard, ook niet als hash (UAVG art. 46).", "A citizen service number is recognised and not kept, not as a hash either (UAVG art. 46)."),
	}}
}

func (w writer) necessity() part {
	return part{id: "necessity", title: w.in("Noodzaak en evenredigheid", "Necessity and proportionality"), intro: []string{w.in(
		"Kan het doel ook met minder? De organisatie vult aan wat zij zelf heeft overwogen.",
		"Can the purpose be reached with less? The organisation adds what it considered itself.",
	)}, statements: []Statement{
		w.by("TestACleanPromptLeavesNoEvent", "least", "Alleen berichten aan AI-diensten worden bekeken, en van een bericht zonder treffer blijft niets over dat naar een mens wijst.", "Only messages to AI services are looked at, and of a message without a hit nothing is left that points to a person."),
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "less-text", "Met minder dan de tekst bekijken is een lek niet te herkennen; met meer dan soorten en aantallen bewaren is niets gewonnen.", "With less than looking at the text a leak cannot be recognised; with more than kinds and counts nothing is gained."),
		w.by("TestTheEffectOfATextIsWhatPeopleDid", "coaching", "Het eerste middel is uitleg op het moment zelf: de medewerker kan de tekst aanpassen of een veilige versie sturen.", "The first means is an explanation at the moment itself: the employee can edit the text or send a safe version."),
		w.by("TestADepartmentCanOnlyTighten", "proportional", "Een verbod geldt naar de soort gegevens en de AI-dienst, niet naar de mens. Er is geen score per mens.", "A ban goes by the kind of data and the AI service, not by the person. There is no score of a person."),
		w.by("TestAPseudonymIsTheSameForOneUserAndQuarter", "subsidiary", "Namen zijn niet nodig om het doel te bereiken, en daarom zijn er schuilnamen die elk kwartaal wisselen.", "Names are not needed for the purpose, and so there are pseudonyms that change every quarter."),
	}}
}

func (w writer) processors() part {
	return part{id: "processors", title: w.in("Verwerkers en doorgifte", "Processors and transfers"), facts: w.lines(w.unset()...), statements: append(w.hosting(),
		w.by("TestPagesComeInTheLanguageOfTheBrowserAndLoadNothingFromElsewhere", "no-calls", "De console laadt niets van buiten de eigen server.", "The console loads nothing from outside its own server."),
		w.by("TestPseudonymKeysLieSealedInTheStore", "host", "Wie de machine beheert kan in de database schuilnamen en soorten gegevens lezen, geen tekst en geen verzegelde naam.", "Whoever runs the machine can read pseudonyms and kinds of data in the database, no text and no sealed name."),
	)}
}

func (w writer) automated() part {
	return part{id: "automated", title: w.in("Besluiten door een machine (AVG artikel 22)", "Decisions by a machine (GDPR article 22)"), statements: []Statement{
		w.by("TestEveryCellOfTheTable", "machine", "De machine houdt een bericht tegen en opent een zaak. Alleen een mens stelt vast dat iets een lek of een vals alarm is.", "The machine holds a message and opens a case. Only a person establishes that something is a leak or a false alarm."),
		w.by("TestNoRouteFindsCountsOrRanksByPerson", "no-profile", "Er wordt geen profiel van een medewerker gemaakt.", "No profile of an employee is made."),
	}}
}

func (w writer) risks() part {
	return part{id: "risks", title: w.in("Risico's en wat ertegen is gedaan", "Risks, and what is done against them"), intro: []string{w.in(
		"Per risico: wat er mis kan gaan, en de maatregel. Hoe groot kans en gevolg zijn beoordelen mensen, niet het programma.",
		"For each risk: what can go wrong, and the measure. How large likelihood and effect are is judged by people, not by the program.",
	)}, facts: w.estimates(), statements: []Statement{
		w.by("TestStaffAreNeitherJudgedNorPunishedWithReveals", "risk-control", "Medewerkers voelen zich bespied of worden op meldingen beoordeeld. Maatregel: schuilnamen, geen lijsten per mens, beoordelen is geen doel om een naam te krijgen.", "Staff feel watched or are judged by alerts. Measure: pseudonyms, no lists by person, appraisal is no purpose of getting a name."),
		w.by("TestARandomWalkNeverLetsOnePersonActAlone", "risk-curious", "Een nieuwsgierige beheerder zoekt uit wie iets schreef. Maatregel: twee mensen in twee functies, een sleutel buiten de dienst, elke poging in het logboek.", "A curious administrator finds out who wrote something. Measure: two people in two offices, a key outside the service, each attempt in the log."),
		w.by("TestEveryPersonIsInOneCellThatIsLargeEnough", "risk-small", "In een kleine afdeling wijst een aantal naar een mens. Maatregel: kleine groepen worden samengevoegd.", "In a small department a count points to a person. Measure: small groups are joined."),
		w.by("TestFeedbackIsAProposalOnTheIncident", "risk-false", "Een vals alarm. Maatregel: één klik om het te melden, een mens beslist, en het telt mee om de regel te verbeteren.", "A false alarm. Measure: one click to report it, a person decides, and it counts for improving the rule."),
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "risk-leak", "Het programma lekt zelf wat het bekijkt. Maatregel: tekst alleen in het geheugen, nergens bewaard of herhaald.", "The program itself leaks what it looks at. Measure: text in memory alone, kept and repeated nowhere."),
		w.by("TestEveryAttackIsFoundAndNamed", "risk-tamper", "Iemand verandert het register achteraf. Maatregel: een keten van vingerafdrukken die elke verandering laat zien.", "Somebody changes the register afterwards. Measure: a chain of hashes that shows each change."),
		w.by("TestWithoutARegisterNothingSensitivePassesAndCleanPromptsGoOn", "risk-care", "De bewaking houdt de zorg op. Maatregel: schone berichten gaan door, ook als het register er niet is.", "The guard holds up care. Measure: clean messages go on, also when the register is not there."),
		w.by("TestWhatIsMoreThanWasAgreedTakesConsentAgain", "risk-creep", "Er wordt steeds meer bewaard of meer mensen zien het. Maatregel: het programma vergelijkt met wat is afgesproken en zegt het tegen de ondernemingsraad.", "More and more is kept, or more people see it. Measure: the program compares with what was agreed and tells the works council."),
	}}
}

func (w writer) measures() part {
	return part{id: "security", title: w.in("Beveiliging (AVG artikel 32)", "Security (GDPR article 32)"), statements: []Statement{
		w.by("TestTheServiceSpeaksTLSFromVersion12On", "tls", "Verkeer is versleuteld met TLS 1.2 of nieuwer.", "Traffic is encrypted with TLS 1.2 or newer."),
		w.by("TestARevokedDeviceIsRefusedOnEveryReplica", "revoked", "Een ingetrokken apparaat wordt meteen geweigerd.", "A device that was revoked is refused at once."),
		w.by("TestOperationsThatGivePowerAskForAStepUp", "step-up", "Wat macht geeft vraagt een nieuwe aanmelding met twee factoren.", "What gives power takes a fresh sign-in with two factors."),
		w.by("TestPostgresKeepsOrganisationsApartWithoutTheHelpOfAnyQuery", "isolation", "De database zelf scheidt organisaties.", "The database itself keeps organisations apart."),
		w.by("TestKillingTheProcessLosesNoAcknowledgedEvent", "durable", "Wat is vastgelegd gaat niet verloren, ook niet als de dienst uitvalt.", "What was recorded is not lost, also not when the service fails."),
	}}
}

func (w writer) advice() part {
	p := part{id: "advice", title: w.in("Advies, mening en besluit", "Advice, views and decision"), intro: []string{w.in(
		"AVG artikel 35 lid 2: advies van de FG. Lid 9: de mening van betrokkenen, hier de ondernemingsraad. Artikel 36: blijft het risico hoog, dan eerst naar de AP.",
		"GDPR article 35(2): advice of the DPO. Paragraph 9: the views of those concerned, here the works council. Article 36: when the risk stays high, first to the authority.",
	)}}
	p.statements = []Statement{{
		ID: "officer", Setting: "role_bindings",
		Text: fmt.Sprintf(w.in("Functionarissen gegevensbescherming in het programma, met plaatsvervangers: %d. Leden van de ondernemingsraad met toegang: %d.", "Data protection officers in the program, deputies included: %d. Members of the works council with access: %d."),
			w.holders(ident.FG)+w.holders(ident.DeputyFG), w.holders(ident.WorksCouncil)),
	}}
	p.facts = w.lines("Advies van de FG|Advice of the DPO", "Mening van de ondernemingsraad|Views of the works council", "Blijvend hoog risico (ja / nee)|Remaining high risk (yes / no)", "Besluit, datum en handtekening|Decision, date and signature")
	return p
}
