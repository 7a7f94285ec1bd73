package council

import (
	"fmt"
	"strings"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/render"
)

// lines are to be filled in by hand; each is "nl|en".
func (w writer) lines(labels ...string) []render.Fact {
	var list []render.Fact
	for _, l := range labels {
		nl, en, _ := strings.Cut(l, "|")
		list = append(list, render.Fact{Label: w.in(nl, en), Value: "[ … ]"})
	}
	return list
}

// blanks are what is still to be filled in: settings first, then what only a person
// can judge.
func (w writer) blanks(which Paper) []string {
	blanks := append(w.toSet(),
		w.judged("wat de organisatie heeft overwogen: andere middelen, en waarom die niet genoeg zijn.", "what the organisation considered: other means, and why they are not enough."),
		w.judged("voor welke afdelingen en vanaf wanneer.", "for which departments and from when."))
	if which == Assessment {
		return append(blanks, w.judged("kans en gevolg bij elk risico, het advies van de FG, en het besluit.", "likelihood and effect of each risk, the advice of the DPO, and the decision."))
	}
	return append(blanks, w.judged("de instemming: datum van het overleg met de ondernemingsraad, en wie tekent.", "the consent: date of the consultation with the works council, and who signs."))
}

func (w writer) requestLead() []string {
	return []string{w.in(
		"De bestuurder vraagt de ondernemingsraad om instemming met het besluit hieronder (WOR artikel 27 lid 1, onder k en l). Bij dit verzoek hoort de DPIA van dezelfde datum.",
		"The management asks the works council for its consent to the decision below (WOR article 27(1) under k and l). The DPIA of the same date belongs to this request.",
	)}
}

// request is the request for consent, with what WOR article 27(2) asks: the reasons of
// the decision and what it means for people.
func (w writer) request() []part {
	return []part{w.decision(), w.reasons(), w.consequences(), w.kept(), w.keeping(), w.whoSees(), w.revealing(), w.unseen(), w.rights(), w.agreement(), w.evaluating(), w.signature()}
}

func (w writer) decision() part {
	return part{id: "decision", title: w.in("Het voorgenomen besluit", "The intended decision"), intro: []string{w.in(
		"Onder k: een regeling over het verwerken en beschermen van persoonsgegevens van medewerkers. Onder l: een voorziening die geschikt is om gedrag van medewerkers waar te nemen, ook als zij daar niet voor is bedoeld.",
		"Under k: a regulation on processing and protecting personal data of staff. Under l: a facility that is fit for observing the behaviour of staff, also when it is not meant for that.",
	)}, statements: append([]Statement{
		{ID: "decide", Setting: "organisation.name", Text: fmt.Sprintf(w.in("%s neemt Dijkwacht in gebruik: een controle van berichten die medewerkers aan AI-chatbots sturen.", "%s puts Dijkwacht into use: a check of messages that staff send to AI chatbots."), w.v.Organisation.Name)},
		w.by("TestAViolationIsInTheRegisterBeforeTheAnswer", "works", "De extensie houdt een bericht vast tot het is bekeken. Staan er gegevens van mensen of wachtwoorden in, dan krijgt de medewerker uitleg, een veilige versie of een verbod.", "The extension holds a message until it was looked at. When it holds data about people or passwords, the employee gets an explanation, a safe version or a ban."),
	}, append(w.answering(), w.hosting()...)...), facts: w.lines(w.unset()...)}
}

func (w writer) reasons() part {
	return part{id: "reasons", title: w.in("Waarom", "Why"), intro: []string{w.in(
		"WOR artikel 27 lid 2: de beweegredenen. Gegevens van patiënten in een openbare chatbot zijn een datalek, en kunnen het beroepsgeheim doorbreken.",
		"WOR article 27(2): the reasons. Data of patients in a public chatbot are a data breach, and can break professional secrecy.",
	)}, statements: []Statement{
		w.by("TestAViolationIsInTheRegisterBeforeTheAnswer", "prevent", "Een lek wordt voorkomen voordat het gebeurt: gegevens als een burgerservicenummer gaan niet naar een dienst die niet is goedgekeurd.", "A leak is prevented before it happens: data such as a citizen service number do not go to a service that was not approved."),
		w.by("TestEveryCellOfTheTable", "register", "Wat toch weggaat komt in het register dat de AVG vraagt (art. 33 lid 5), zodat het op tijd kan worden gemeld.", "What leaves all the same is in the register that the GDPR asks for (art. 33(5)), so that it can be notified in time."),
		w.by("TestTheEffectOfATextIsWhatPeopleDid", "learn", "Medewerkers leren op het moment zelf wat wel en niet kan.", "Staff learn at the moment itself what can be sent and what can not."),
	}}
}

func (w writer) consequences() part {
	return part{id: "consequences", title: w.in("Wat het voor medewerkers betekent", "What it means for staff"), statements: []Statement{
		w.by("TestPeopleSeeTheirOwnEventsAndNobodyElses", "sees-own", "Een medewerker ziet zelf alles wat over hem is bewaard.", "Employees see all that is kept of them."),
		w.by("TestStaffAreNeitherJudgedNorPunishedWithReveals", "no-discipline", "Het programma wordt niet gebruikt om medewerkers te beoordelen of te straffen.", "The program is not used for appraising or punishing staff."),
		w.by("TestBreakingTheGlassLetsTextsPastForAQuarter", "emergency", "Bij spoed voor een patiënt is er een noodknop, als het beleid die biedt. Gebruik daarvan wordt nagekeken.", "In an emergency for a patient there is an emergency exit, where the policy offers it. Its use is looked at."),
		w.by("TestFeedbackIsAProposalOnTheIncident", "feedback", "Klopt een melding niet, dan zegt de medewerker dat met één klik.", "When an alert is wrong, the employee says so with one click."),
	}}
}

func (w writer) kept() part {
	return part{id: "data", title: w.in("Wat er over medewerkers wordt bewaard", "What is kept of staff"), statements: append(w.stored(Staff),
		w.by("TestEveryColumnOfTheDatabaseIsStatedToTheWorksCouncil", "complete", "Deze lijst is volledig en staat altijd in het venster van de ondernemingsraad.", "This list is complete and is always in the window of the works council."))}
}

func (w writer) agreement() part {
	return part{id: "conditions", title: w.in("Waar de ondernemingsraad op kan rekenen", "What the works council can count on"), statements: []Statement{
		w.by("TestWhatIsMoreThanWasAgreedTakesConsentAgain", "consent-again", "Elke wezenlijke wijziging vraagt opnieuw om instemming.", "Each material change takes consent again."),
		w.by("TestALongerTermWaitsForTheWorksCouncil", "waits", "Een langere termijn en andere regels voor wie onthullingen goedkeurt gaan niet in zonder instemming.", "A longer term and other rules on who approves reveals do not take effect without consent."),
		w.by("TestTheCouncilHearsOfARevealWithoutAnyIdentity", "told", "De ondernemingsraad krijgt ongevraagd bericht van elke onthulling, elke langere termijn, elk nieuw gegeven en elke nieuwe rol: per mail en in het eigen venster.", "The works council is told, unasked, of each reveal, each longer term, each new data field and each new role: by mail and in its own window."),
		w.by("TestTheOfficerAnswersARemarkOnceWithinFourWeeks", "remarks", "De ondernemingsraad kan in het venster een opmerking maken. De FG heeft vier weken om te antwoorden; de uiterste dag en het antwoord staan in het venster.", "The works council can make a remark in the window. The DPO has four weeks to answer; the last day and the answer are in the window."),
		w.by("TestRolesHoldWhatTheTableSays", "verify", "De ondernemingsraad kan zelf nagaan of de keten van het logboek heel is.", "The works council can check for itself whether the chain of the log is whole."),
		{ID: "members", Setting: "role_bindings", Text: fmt.Sprintf(w.in("Leden van de ondernemingsraad met toegang tot het venster: %d.", "Members of the works council with access to the window: %d."), w.holders(ident.WorksCouncil))},
	}}
}

func (w writer) signature() part {
	v := w.v
	return part{id: "signature", title: w.in("Instemming", "Consent"), intro: []string{
		w.in("Instemmen gaat schriftelijk en met redenen, na ten minste één overleg (WOR artikel 27 lid 2). Stemt de ondernemingsraad niet in, dan kan de bestuurder de kantonrechter om toestemming vragen (lid 4). Zonder instemming of toestemming is het besluit nietig als de ondernemingsraad daar schriftelijk een beroep op doet, binnen een maand nadat hij ervan hoorde (lid 5).",
			"Consent is given in writing and with reasons, after at least one consultation (WOR article 27(2)). When the works council does not consent, the management can ask the court for leave (paragraph 4). Without consent or leave the decision is void when the works council invokes that in writing, within a month after it heard of it (paragraph 5)."),
		w.in("\"De ondernemingsraad stemt in met het besluit in dit verzoek, met de bewaartermijnen, rollen, gegevens en regels die hierboven staan, en met het kenmerk hieronder.\"",
			"\"The works council consents to the decision in this request, with the terms, roles, data and rules above, and with the fingerprint below.\""),
	}, statements: []Statement{
		{ID: "fingerprint", Setting: "setup.legal_gate", Text: w.in("Kenmerk van de instellingen: ", "Fingerprint of the settings: ") + v.Consent.Fingerprint},
	}, facts: w.lines("Datum van het overleg|Date of the consultation", "Kenmerk van het besluit van de ondernemingsraad|Reference of the works council's decision", "Evaluatie op|Evaluation on", "Voorwaarden|Conditions",
		"Voor de ondernemingsraad: naam, handtekening, datum|For the works council: name, signature, date", "Voor de bestuurder: naam, handtekening, datum|For the management: name, signature, date")}
}
