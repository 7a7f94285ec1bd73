package council

import (
	"fmt"
	"slices"
	"strings"

	"dijkwacht/internal/register/retention"
)

// Parts that both papers have.

// keeping is a statement for each kind of data with a term.
func (w writer) keeping() part {
	p := part{id: "retention", title: w.in("Bewaartermijnen", "Terms of retention"), intro: []string{w.in(
		"AVG artikel 5 lid 1 e: niet langer dan nodig. Wat over zijn termijn is, gaat elke nacht weg.",
		"GDPR article 5(1)(e): no longer than necessary. What is past its term goes every night.",
	)}}
	for _, r := range retention.Rules {
		kept := w.term(Kept(r.Kind)) + ". " + w.in(r.WhyNL, r.WhyEN)
		if r.Kind == retention.Prompts {
			kept = w.in(r.WhyNL, r.WhyEN)
		}
		p.statements = append(p.statements, Statement{ID: "kept-" + string(r.Kind), Text: KindWords(w.lang, r.Kind) + ": " + kept, Setting: "retention." + string(r.Kind)})
	}
	p.statements = append(p.statements,
		w.by("TestAPurgeCountsAndDeletesOnceTwoPeopleAgree", "purge", "Buiten de nacht om verwijderen kan alleen met twee mensen.", "Deleting besides the nightly purge takes two people."),
		w.by("TestALongerTermWaitsForTheWorksCouncil", "longer-waits", "Langer bewaren dan afgesproken gaat pas in na instemming van de ondernemingsraad.", "Keeping something for longer than agreed takes effect only after consent of the works council."))
	return p
}

// whoSees is a statement for each role.
func (w writer) whoSees() part {
	p := part{id: "roles", title: w.in("Wie wat ziet", "Who sees what"), intro: []string{w.in(
		"Niemand ziet de naam van een bewaakte medewerker in een lijst, een rapport of een export. Hieronder staat per rol hoeveel mensen die hebben en wat zij zien of mogen.",
		"Nobody sees the name of a guarded employee in a list, a report or an export. Below is, for each role, how many people hold it and what they see or may do.",
	)}}
	for _, r := range w.v.Roles {
		var sees []string
		for _, perm := range r.Sight {
			sees = append(sees, SightWords(w.lang, perm))
		}
		if len(sees) == 0 {
			sees = []string{w.in("niets over medewerkers", "nothing about staff")}
		}
		p.statements = append(p.statements, Statement{
			ID: "role-" + string(r.Role), Setting: "role_bindings",
			Text: fmt.Sprintf(w.in("%s (%d): %s.", "%s (%d): %s."), RoleWords(w.lang, r.Role), r.People, strings.Join(sees, "; ")),
		})
	}
	recipients := w.in("Er gaat niets naar buiten de console.", "Nothing leaves the console.")
	if len(w.v.Facts.Recipients) > 0 {
		var names []string
		for _, r := range w.v.Facts.Recipients {
			names = append(names, in(w.lang, recipientWords[r]))
		}
		recipients = w.in("Berichten gaan ook naar: ", "Messages also go to: ") + strings.Join(names, ", ") + "."
	}
	p.statements = append(p.statements,
		w.by("TestEachRoleMayDoWhatItsPermissionsSay", "roles-enforced", "Elke rol kan precies wat hierboven staat, en niet meer.", "Each role can do exactly what is said above, and no more."),
		Statement{ID: "recipients", Text: recipients, Setting: "recipients"},
		w.by("TestAMailNamesNobody", "mail", "In mail van het programma staat geen naam en geen schuilnaam van een medewerker.", "Mail of the program holds no name and no pseudonym of an employee."),
		w.by("TestPostgresKeepsOrganisationsApartWithoutTheHelpOfAnyQuery", "apart", "Gegevens van organisaties op één installatie zijn gescheiden.", "Data of organisations on one installation are kept apart."))
	return p
}

// revealing is how a name becomes known.
func (w writer) revealing() part {
	p := part{id: "reveal", title: w.in("Schuilnamen en onthullen", "Pseudonyms and revealing")}
	p.statements = []Statement{
		w.by("TestAPseudonymIsTheSameForOneUserAndQuarter", "pseudonym", "Een medewerker heeft een schuilnaam, zoals Reiger-7KQ2M. Die verandert elk kwartaal, zodat er geen beeld over jaren ontstaat.", "An employee has a pseudonym such as Reiger-7KQ2M. It changes every quarter, so that no picture over years comes about."),
		w.by("TestTheServiceSealsIdentitiesWithoutThePrivateKey", "sealed", "De naam wordt verzegeld met een sleutel die de dienst zelf niet heeft.", "The name is sealed with a key that the service itself does not have."),
		w.by("TestAPersonIsRevealedByTwoPeopleAndTheKeeperOfTheKey", "two-people", "Een naam komt alleen vrij als iemand in een andere functie dat goedkeurt en de sleutelbewaarder de naam opent. Eén mens ziet hem, voor 24 uur.", "A name is disclosed only when somebody in another office approves and the keeper of the key opens it. One person sees it, for 24 hours."),
		w.by("TestStaffAreNeitherJudgedNorPunishedWithReveals", "not-judged", "Beoordelen en straffen zijn geen geldig doel: zo'n verzoek wordt geweigerd en opgeschreven.", "Appraisal and discipline are no valid purpose: such a request is refused and written down."),
		w.by("TestRevealsThatMustNotBeAreRefusedAndWrittenDown", "attempts", "Elke poging om een naam te krijgen staat in het logboek, ook een geweigerde.", "Each attempt at a name is in the log, also one that was refused."),
		w.by("TestTheCouncilHearsOfARevealWithoutAnyIdentity", "council-told", "De ondernemingsraad krijgt van elke onthulling bericht: doel en rollen, geen naam en geen inhoud.", "The works council hears of each reveal: purpose and roles, no name and no content."),
	}
	if w.v.Organisation.CouncilApproves {
		p.statements = append(p.statements, w.from("organisation.council_approves", "council-approves", "De ondernemingsraad mag onthullingen goedkeuren.", "The works council may approve reveals."))
	} else {
		p.statements = append(p.statements, w.from("organisation.council_approves", "council-approves", "De ondernemingsraad keurt onthullingen niet zelf goed; dat kan worden aangezet.", "The works council does not approve reveals itself; that can be switched on."))
	}
	return p
}

// unseen is what the employer can not see.
func (w writer) unseen() part {
	smallest := w.v.Facts.Smallest
	return part{id: "unseen", title: w.in("Wat de werkgever niet kan zien", "What the employer can not see"), statements: []Statement{
		w.by("TestNothingOfAPromptIsKeptOrRepeated", "no-text", "De tekst van een bericht. Die is alleen in het geheugen tijdens de controle, en staat daarna nergens: niet in het register, niet in een logboek, niet in een foutmelding.", "The text of a message. It is in memory during the inspection alone, and nowhere after that: not in the register, not in a log, not in an error."),
		w.by("TestNothingOfAFileIsKept", "no-files", "De inhoud van bestanden.", "The content of files."),
		w.by("TestACleanPromptLeavesNoEvent", "no-clean", "Berichten waarin niets is gevonden. Daarvan blijft alleen een telling per uur over, zonder mens.", "Messages in which nothing was found. Of those an hourly count is left, without a person."),
		w.by("TestNoRouteFindsCountsOrRanksByPerson", "no-ranking", "Een lijst van wie de meeste meldingen heeft. Geen pagina of export telt of rangschikt per mens.", "A list of who has the most alerts. No page or export counts or ranks by person."),
		w.by("TestAReportNamesNoPerson", "no-names", "Namen of schuilnamen in weekrapporten.", "Names or pseudonyms in weekly reports."),
		w.by("TestAWardManagerSeesTheOwnDepartmentInCounts", "no-ward", "Een leidinggevende ziet alleen aantallen van een hele afdeling, geen schuilnaam en geen tijdstip.", "A manager sees counts of a whole department alone, no pseudonym and no time of day."),
		{ID: "small-groups", Setting: "report.smallest_group", Text: fmt.Sprintf(w.in("In rapporten en bij leidinggevenden: aantallen van groepen met minder dan %d mensen. Kleine afdelingen worden samengevoegd.", "In reports and with managers: counts of groups of fewer than %d people. Small departments are joined."), smallest)},
		w.by("TestEveryPersonIsInOneCellThatIsLargeEnough", "no-subtraction", "Een kleine groep is ook niet uit te rekenen door aantallen van elkaar af te trekken.", "A small group cannot be worked out by subtracting counts either."),
	}}
}

// rights of staff.
func (w writer) rights() part {
	return part{id: "rights", title: w.in("Rechten van medewerkers", "Rights of staff"), statements: []Statement{
		w.by("TestPeopleSeeTheirOwnEventsAndNobodyElses", "own-view", "Een medewerker ziet in de extensie alles wat over hem is bewaard, en wie dat mag zien (AVG art. 13 en 15).", "Employees see in the extension all that is kept of them, and who may see it (GDPR art. 13 and 15)."),
		w.by("TestAnEmployeeAddsTheirOwnWordAndHasAnAnswerInFourWeeks", "own-word", "Een medewerker kan verbetering vragen, bezwaar maken of een eigen woord toevoegen (AVG art. 16 en 21). Het antwoord komt binnen vier weken, met reden.", "Employees can ask for correction, object, or add their own word (GDPR art. 16 and 21). The answer comes within four weeks, with a reason."),
		w.by("TestRemindersComeMoreOftenUntilTheTermIsOverAndThenEachWeek", "reminders", "De FG krijgt bericht van elk verzoek, en opnieuw zolang het open staat.", "The DPO hears of each request, and again as long as it is open."),
		w.by("TestOwnDataLeaveTheRecordAtOnce", "own-data", "Bleek het om eigen gegevens van de medewerker te gaan, dan gaat wat naar hem wijst uit de zaak.", "When it was about the employee's own data, what points to them leaves the case."),
		w.by("TestALetterSaysWhatWasDecidedAndWhatIsStillPossible", "complaint", "Het antwoord zegt waar de medewerker terecht kan als hij het er niet mee eens is.", "The answer says where employees can turn when they disagree."),
	}}
}

// evaluating is when it is looked at again.
func (w writer) evaluating() part {
	g := w.v.Gate
	p := part{id: "evaluation", title: w.in("Evaluatie en wijzigingen", "Evaluation and changes")}
	text := fmt.Sprintf(w.in("Afgesproken op %s; werkgever en ondernemingsraad kijken er opnieuw naar op %s.", "Agreed on %s; employer and works council look at it again on %s."), w.day(g.ConsentedOn), w.day(g.EvaluateOn))
	if g.ConsentedOn.IsZero() {
		text = w.in("Er is nog geen instemming vastgelegd. Tot die er is, gelden de regels voor ten hoogste 25 apparaten.", "No consent was recorded yet. Until then the rules act for at most 25 devices.")
	}
	p.statements = []Statement{
		{ID: "dates", Setting: "setup.legal_gate", Text: text},
		w.by("TestBeforeTheLegalGateRulesActForTwentyFiveDevices", "trial", "Zonder DPIA en instemming gelden de regels voor ten hoogste 25 apparaten.", "Without DPIA and consent the rules act for at most 25 devices."),
		w.by("TestWhatIsMoreThanWasAgreedTakesConsentAgain", "again", "Nieuwe gegevens, een langere termijn, een nieuw doel, een rol die meer ziet of andere regels voor onthullen vragen opnieuw om instemming. Het programma vergelijkt dat zelf.", "New data, a longer term, a new purpose, a role that sees more or other rules of revealing take consent again. The program compares that by itself."),
	}
	if w.v.Consent.State == Again {
		for i, c := range w.v.Consent.Changes {
			p.statements = append(p.statements, Statement{ID: fmt.Sprintf("change-%d", i+1), Text: w.in("Nog niet mee ingestemd: ", "Not consented to yet: ") + c.Sentence(w.lang), Setting: settingOf(c.Change)})
		}
	}
	return p
}

// settingOf is the setting that a change is of.
func settingOf(c Change) string {
	switch c.What {
	case LongerTerm:
		return "retention." + c.Subject
	case NewSight:
		return "role_bindings"
	case RevealRule:
		return "organisation.council_approves"
	case NewRecipient:
		return "recipients"
	case SmallerGroup:
		return "report.smallest_group"
	case UnknownBefore:
		return "setup.legal_gate"
	}
	return "database.schema"
}

// stored is a statement for each table about people.
func (w writer) stored(about ...About) []Statement {
	var list []Statement
	for _, t := range Tables {
		if !slices.Contains(about, t.About) {
			continue
		}
		var names []string
		for _, f := range t.Fields() {
			if name := lowerFirst(in(w.lang, [2]string{f.NL, f.EN})); !slices.Contains(names, name) && !w.technical(t, f) {
				names = append(names, name)
			}
		}
		list = append(list, Statement{
			ID: "table-" + t.Name, Setting: "database.schema",
			Text: fmt.Sprintf(w.in("%s: %s. Doel: %s. Grondslag: %s. Bewaard: %s.", "%s: %s. Purpose: %s. Basis: %s. Kept: %s."), t.Words(w.lang), strings.Join(names, "; "),
				lowerFirst(t.Purpose.Words(w.lang)), t.Basis.Words(w.lang), lowerFirst(w.term(t.Keep))),
		})
	}
	return list
}

// technical reports whether a column says nothing about a person and is left out of
// prose; the window of the works council lists it too. A body that has words of its
// own is not.
func (w writer) technical(t Table, f Field) bool {
	_, own := fieldWords[f.Name]
	name := f.Name[strings.LastIndex(f.Name, ".")+1:]
	return !own && slices.Contains([]string{"org_id", "rev", "body", "id"}, name)
}
