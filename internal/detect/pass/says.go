package pass

import (
	"strings"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// LeadsToPlace tells whether the word at token k stands between a function and its
// place.
func (s *Pass) LeadsToPlace(k int) bool {
	if k < 0 || s.Doc.Tokens[k].Kind != text.Word || s.Width(k) > 7 {
		return false
	}
	switch string(s.Lowered(k)) {
	case "van", "in", "uit", "te", "op", "bij", "of", "on", "from", "at", "near", "rond":
		return true
	}
	return false
}

// UnlistedName tells whether token k looks like the name of a place that no list has.
func (s *Pass) UnlistedName(k int) bool {
	t := &s.Doc.Tokens[k]
	return t.Kind == text.Word && t.Is(text.Title) && t.Len() > 3 && !t.Is(text.LineStart) && s.Taken[k] == rule.TypeNone &&
		!s.Ordinary(k) && !s.Is(k, lexicon.Given|lexicon.Surname|lexicon.Country|lexicon.Month|lexicon.Weekday|lexicon.Institution|lexicon.BodyWord)
}

// PersonBefore tells whether a name or a word for a person stands shortly before
// token i.
func (s *Pass) PersonBefore(i int) bool {
	for k := i - 1; k >= max(0, i-6); k-- {
		if s.Taken[k] == rule.PersonName || s.Is(k, lexicon.PersonWord|lexicon.Kin|lexicon.PatientOf) {
			return true
		}
		if s.SentenceEnd(k) {
			return false
		}
	}
	return false
}

// WordSays looks up what token i says about persons before the words are read.
func (s *Pass) WordSays(i int) lexicon.Class {
	if i < 0 || s.Marks[i]&MarkSays == 0 || s.Doc.Tokens[i].Kind != text.Word {
		return 0
	}
	return PersonWords.Lookup(s.Doc.Tokens[i].Hash)
}

// Hash are the hashes of words that matter by themselves.
var Hash = struct{ Al, And, Born, Burgemeester, De, Doe, En, Et, Geboren, Het, In, Mayor, Naam, Name, Of, Or, Play, Plot, Postbus, Rol, Role, Speel, Stijl, Style, Te, The, Tweeling, Uit, Van, Wethouder, Voor, For uint64 }{
	Al:           text.HashWord("al"),
	And:          text.HashWord("and"),
	Born:         text.HashWord("born"),
	Burgemeester: text.HashWord("burgemeester"),
	De:           text.HashWord("de"),
	Doe:          text.HashWord("doe"),
	En:           text.HashWord("en"),
	Et:           text.HashWord("et"),
	Geboren:      text.HashWord("geboren"),
	Het:          text.HashWord("het"),
	In:           text.HashWord("in"),
	Mayor:        text.HashWord("mayor"),
	Naam:         text.HashWord("naam"),
	Name:         text.HashWord("name"),
	Of:           text.HashWord("of"),
	Or:           text.HashWord("or"),
	Play:         text.HashWord("play"),
	Plot:         text.HashWord("plot"),
	Postbus:      text.HashWord("postbus"),
	Rol:          text.HashWord("rol"),
	Role:         text.HashWord("role"),
	Speel:        text.HashWord("speel"),
	Stijl:        text.HashWord("stijl"),
	Style:        text.HashWord("style"),
	Te:           text.HashWord("te"),
	The:          text.HashWord("the"),
	Tweeling:     text.HashWord("tweeling"),
	Uit:          text.HashWord("uit"),
	Van:          text.HashWord("van"),
	Voor:         text.HashWord("voor"),
	For:          text.HashWord("for"),
	Wethouder:    text.HashWord("wethouder"),
}

// What a word says about the person named near it. These are bits of a table of
// its own and have nothing to do with the classes of the word lists.
const (
	SaysPatient lexicon.Class = 1 << iota
	SaysRelative
	SaysColleague
	SaysProfessional
	// SaysInvented: fictional, hypothetical; next to a case or person.
	SaysInvented
	// SaysExample: example, test, dummy; next to a name or value.
	SaysExample
	// SaysFake: dummy, test number: of values.
	SaysFake
	// SaysOffice: minister, king: what stands before the name of a public person.
	SaysOffice
	// SaysTest: test, which may as well be that of a laboratory.
	SaysTest
	// SaysCase: the person or case that an invented or exam word is about.
	SaysCase
	// SaysExercise: exam question, textbook, quiz: a text of its own.
	SaysExercise
	// SaysWorks: film, novel, plot: what follows are characters.
	SaysWorks
	// SaysFame: words that go with public and historical persons.
	SaysFame
	// SaysStage: words that may, but need not, speak of a public person.
	SaysStage
	// SaysWho: wie, who.
	SaysWho
	// SaysWas: was, waren, were, is, discovered.
	SaysWas
	// SaysUnique: a function or fact that few in one place share.
	SaysUnique
	// SaysFunction: a trade or part that some in one place share.
	SaysFunction
	// SaysSole: the only or first one.
	SaysSole
	// SaysField: the name of a field of a form or template.
	SaysField
	// SaysVillage: village; SaysYears: the unit of an age.
	SaysVillage
	SaysYears
	// SaysTown: town, province: what somebody can be the only one of.
	SaysTown
	// SaysThing: after a name makes it the name of a room, street, method.
	SaysThing
	// SaysPublicDesk: the desk or number of an institution.
	SaysPublicDesk
	// saysPrivateTitle: mevrouw, dhr; SaysWorkTitle: dr., prof.
	SaysMale
	SaysFemale
	SaysWorkTitle
	SaysNegation
	// SaysHim: third person, singular.
	SaysHim
	// SaysReplace: door, with, into: what follows replaces something real.
	SaysReplace
	// SaysOwn: mijn, onze, my, our.
	SaysOwn
	// SaysCalled: words between a role and the name.
	SaysCalled
	// SaysCare: words of care for one person.
	SaysCare
	SaysArticle
	// SaysForm: words about the form of numbers.
	SaysForm
	// SaysI: first person, singular.
	SaysI
	// SaysStaff: words of staff matters, such as verzuim and contract.
	SaysStaff
	// SaysOwing: words for a debt, which say something without an amount.
	SaysOwing
)

// SaysRole: one of the roles that persons have.
const SaysRole = SaysPatient | SaysRelative | SaysColleague | SaysProfessional

// wordsThat lists the words by what they say. Forms are folded: no capitals, no
// accents needed.
var wordsThat = []struct {
	says  lexicon.Class
	words string
}{
	{SaysPatient, `patient patiente patienten patiënten pat pt pte pnt client cliente clt clienten bewoner bewoonster bewoners zorgvrager zorgvraagster
		kraamvrouw zwangere verzekerde verzekerden proefpersoon deelnemer deelneemster leerling pupil jeugdige jongere minderjarige kind baby klant klante inwoner inwoonster
		huurder aanvrager aanvraagster klager klaagster melder betrokkene belanghebbende slachtoffer hulpvrager cliëntnaam naam_client gast medebewoner medepatient
		resident residents clients patients claimant subject participant insured member tenant customer victim inmate logee opgenomene gedetineerde
		pleegkind vluchteling asielzoeker statushouder`},
	{SaysRelative, `moeder vader ouders ouder zoon dochter zoontje dochtertje broer broertje zus zusje zuster partner echtgenoot echtgenote man vrouw weduwe weduwnaar ex exman exvrouw
		oma opa grootmoeder grootvader kleinzoon kleindochter kleinkind tante oom neef nicht neefje nichtje stiefmoeder stiefvader stiefzoon stiefdochter stiefbroer stiefzus
		pleegmoeder pleegvader pleegouders pleegzoon pleegdochter schoonmoeder schoonvader schoonzoon schoondochter schoonzus zwager mantelzorger contactpersoon familie gezin
		vriend vriendin buurman buurvrouw buur tweeling tweelingbroer tweelingzus mam mama pap papa mem heit verloofde verzorger vertegenwoordiger curator mentor bewindvoerder
		mother father parents parent son daughter brother sister husband wife spouse widow widower grandmother grandfather grandson granddaughter grandma grandpa aunt uncle
		nephew niece stepmother stepfather stepson stepdaughter stepbrother stepsister mum mom dad family friend neighbour neighbor boyfriend girlfriend fiance fiancee carer
		caregiver foster twin guardian mentor`},
	{SaysColleague, `collega collegas teamgenoot medewerker medewerkster werknemer werkneemster stagiair stagiaire leidinggevende teamleider uitzendkracht zzp'er zzper invalkracht
		oud-collega sollicitant kandidaat flexwerker vrijwilliger vrijwilligster colleague colleagues coworker employee trainee intern applicant manager volunteer staffer teammate`},
	{SaysProfessional, `dokter arts doctor physician gp huisarts specialist internist cardioloog neuroloog uroloog chirurg oncoloog psychiater psycholoog kinderarts gynaecoloog
		verpleegkundige vpk verpleegkundig zuster broeder nurse therapeut fysiotherapeut fysio physiotherapist ergotherapeut logopedist dietist diëtist apotheker pharmacist tandarts
		dentist surgeon consultant registrar verloskundige midwife behandelaar hoofdbehandelaar regiebehandelaar begeleider begeleidster pb'er evv'er wijkverpleegkundige aios anios
		coassistent specialist praktijkondersteuner poh assistente assistent tolk advocaat lawyer rechter judge agent wijkagent notaris jeugdbeschermer gezinsvoogd casemanager
		maatschappelijk social worker teacher juf meester docent leerkracht ib'er wethouder minister staatssecretaris professor hoogleraar onderzoeker author auteur prescriber
		radioloog patholoog anesthesist dermatoloog orthopeed reumatoloog longarts oogarts bedrijfsarts verzekeringsarts jeugdarts schoolarts secretaresse secretary ambtenaar consulent`},
	{SaysInvented, `fictief fictieve fictional fictitious hypothetisch hypothetische hypothetical denkbeeldig denkbeeldige imaginary invented verzonnen bedacht bedachte gefingeerd
		gefingeerde made-up synthetisch synthetische synthetic nonexistent niet-bestaande geanonimiseerde geanonimiseerd anonymised anonymized`},
	{SaysExample, `voorbeeldcasus voorbeeldclient voorbeeld voorbeelden voorbeeldnaam voorbeeldpatient voorbeeldclient example examples sample testpatient testpersoon testdata testnummer
		testgebruiker testclient testcase dummy dummydata demo mock placeholder documentatie documentation sjabloon template nepnaam nep fake lorem`},
	{SaysFake, `dummygegevens testgegevens nepgegevens nepdata testomgeving dummypersoon faker fixture fixtures seeder oefengegevens voorbeeldgegevens dummy dummydata dummywaarde dummywaarden fake nep nepnummer mock mocked testdata testnummer testnummers testwaarde testwaarden testpatient testpersoon testgebruiker testcase
		testbsn voorbeeldnummer voorbeeldnummers voorbeeldwaarde voorbeeldwaarden voorbeeld-bsn placeholder placeholders fictief fictieve verzonnen bogus lorem`},
	{SaysOffice, `minister ministers premier staatssecretaris president koning koningin prins prinses king queen prince princess paus pope keizer keizerin minister-president kanselier
		chancellor`},
	{SaysTest, `test tests testen testpatienten`},
	{SaysCase, `casus casussen casuistiek casuïstiek case cases vignet vignette patient patiënt patiente patienten client cliënt person persoon personen persons people mensen doctors
		artsen scenario voorbeeld situatie situation character characters personage personages figuur figuren figure figures man woman vrouw jongen meisje boy girl bewoner resident data
		gegevens verhaal story oefening`},
	{SaysExercise, `examenvraag examenvragen examen tentamen tentamenvraag rollenspel rollenspellen roleplay role-play simulatie simulation toetsvraag toetsvragen mcq quiz quizvraag quizvragen pubquiz oefenvraag oefenopgave oefencasus oefen-soep leerboek textbook
		exam exercise meerkeuzevraag meerkeuzevragen toetsgroep toetsgroepje studietoets kennistoets`},
	{SaysWorks, `roman novel film movie boek book plot sprookje kinderverhaal kinderverhaaltje kerstverhaal voorleesverhaal prentenboek kinderboek kleurplaat verhaaltje prentenboek serie series stripverhaal toneelstuk gedicht lied liedje song opera
		musical mythe legende fabel`},
	{SaysFame, `beroemd beroemde famous historisch historische historical geschiedenis history ontdekker uitvinder ontdekte uitvond uitgevonden ontdekt discovered invented
		inventor grondlegger pionier pioneer founder nobelprijs nobel biografie biography wikipedia theorie theory theorieen stroming beschreef described eeuw century bijdrage
		contribution contributions oeuvre stelling theorem verzetsstrijder speelde historici historians mythologie mythology beatles`},
	{SaysStage, `schilder schilders painter painters schrijver schrijfster schrijvers writer writers author componist composer filosoof philosopher dichter poet koning koningin prins prinses
		king queen prince princess keizer keizerin president premier minister minister-president staatssecretaris paus pope heilige saint kunstenaar artiest acteur actrice actor actress
		zanger zangeres singer voetballer politicus politician filmster bekende leefde lived boeken books romans schreef wrote gedicht lied liedje song songs acteurs presentator
		according volgens model leven life rol verhaal story werk`},
	{SaysWho, `wie who`},
	{SaysWas, `was waren were is are`},
	{SaysUnique, `burgemeester wethouder pastoor dominee imam rabbijn dirigent voorzitter directeur notaris koster schoolhoofd rector commandant veldwachter wijkagent postbode molenaar
		mayor vicar priest conductor chairman headmaster headteacher postmaster sexton organist raadslid gemeenteraadslid griffier kampioen olympier drieling
		wereldrecordhouder councillor champion`},
	{SaysFunction, `boer boerin akkerbouwer veehouder tuinder bakker slager kapper kapster kroegbaas cafebaas cafehouder winkelier smid visser schipper leraar lerares juf meester docent
		gymleraar directeur eigenaar eigenares organist trainer coach scheidsrechter brandweerman brandweervrouw politieagent agent militair piloot advocaat rechter ondernemer
		loodgieter timmerman metselaar vrachtwagenchauffeur chauffeur buschauffeur machinist tuinman kok ober journalist presentator presentatrice zanger zangeres muzikant voetballer
		profvoetballer wielrenner schaatser monteur dierenarts huisarts tandarts apotheker tweeling farmer baker butcher hairdresser teacher fisherman miner firefighter policeman
		soldier pilot footballer journalist singer musician driver shopkeeper landlord twins vet
		receptionist receptioniste telefoniste baliemedewerker baliemedewerkster doktersassistente schoonmaker schoonmaakster conciërge portier kantinejuf gastvrouw gastheer vrijwilliger
		uitvaartondernemer boswachter havenmeester caretaker janitor cleaner`},
	{SaysSole, `enige eerste jongste oudste only first youngest oldest`},
	{SaysVillage, `dorp dorpje village gehucht eiland buurtschap hamlet island`},
	{SaysField, `naam namen voornaam achternaam roepnaam voorletters tussenvoegsel datum geboortedatum geb_datum gebdatum tijd plaats woonplaats straat adres postcode huisnummer telefoon
		telefoonnummer mobiel nummer email e-mail bsn patientnummer clientnummer rekeningnummer iban wachtwoord password token key secret name names firstname lastname surname date
		birthdate dob birth time address street city phone number email username user login handtekening signature afspraak appointment naam_kind achternaam_kind medicijn diagnose
		diagnosis medication waarde value invullen vul xxx in-te-vullen uitslag lengte gewicht leeftijd age functie organisatie instelling ziekenhuis afdeling locatie tekst titel
		link onderwerp reden bedrag persoon person insert your`},
	{SaysYears, `jaar jarige jarig jr years year yo`},
	{SaysTown, `stad stadje plaats wijk buurt straat gemeente regio provincie eiland land nederland school klas afdeling bedrijf team gezin village town city street
		region province island country netherlands class ward company department family province`},
	{SaysThing, `zaal room zaaltje straat laan plein weg kade school college ziekenhuis hospital kliniek stichting foundation methode method methodiek test schaal scale score
		index criteria syndroom syndrome ziekte disease effect wet law prijs prize award lezing lecture instituut institute huis model theorie concept piramide pyramid techniek
		manoeuvre maneuver procedure classificatie classification klassificatie formule formula rule regel stadium staging tests schalen scales scores methoden methodes methods theorieen classificaties criterium tekenen signs proeven`},
	{SaysPublicDesk, `receptie reception balie portier servicedesk helpdesk klantenservice meldpunt loket secretariaat poli polikliniek praktijk huisartsenpost hap apotheek ministerie ministry
		gemeente gemeentehuis inspectie autoriteit belastingdienst rijksoverheid rivm ggd nza zorginstituut postbus kantoor hoofdkantoor bereikbaar algemeen algemene centrale meldkamer
		spoedlijn informatielijn stichting vereniging bibliotheek buurthuis gezondheidscentrum wijkcentrum huize afdeling dienst facilitaire patientenvereniging ombudsman
		zorgkantoor zorgverzekeraar uwv svb cjib politie brandweer leverancier winkel restaurant hotel school museum office desk helpline surgery practice
		openingstijden geopend bezoektijden bezoekuren parkeren parkeergarage nieuwsbrief adressenlijst dokterspost spoedpost registratiehouder fabrikant distributeur
		importeur hoofdingang opening visiting parking newsletter switchboard unit route klachtenfunctionaris klachtencommissie`},
	{SaysMale, `dhr heer hr meneer mnr mijnheer mister`},
	{SaysFemale, `mevr mw mevrouw mej mejuffrouw mrs ms miss`},
	{SaysWorkTitle, `dr drs prof professor ir ing dokter doctor zr br arts`},
	{SaysNegation, `niet geen not no nooit never zonder without`},
	{SaysHim, `hij zij haar hem he she her him his hers`},
	{SaysReplace, `door into by vervang vervangen replace replaced swap`},
	{SaysCare, `afspraak afspraken uitslag uitslagen bloeduitslag recept medicatie medicijn medicijnen pillen behandeling behandelplan opname opgenomen ontslag operatie geopereerd controle
		consult spreekuur diagnose indicatie zorgplan ondersteuningsplan begeleiding rapportage rapporteer rapporteren overdracht valincident mdo intake dossier zorg thuiszorg
		appointment appointments results prescription medication treatment admission admitted discharge discharged surgery clinic handover ward`},
	{SaysForm, `geldig geldige ongeldig ongeldige valid invalid elfproef validator validation valideren validate checksum controlecijfer format formaat regex`},
	{SaysArticle, `de het een a an the 's s`},
	{SaysI, `ik mij mijn me i my mine myself mn`},
	{SaysStaff, `verzuim ziekmelding ziekgemeld functioneringsgesprek beoordelingsgesprek sollicitatie sollicitatiebrief arbeidscontract ontslagbrief vog reintegratie re-integratie
		salaris salarisstrook loonstrook personeelsdossier personeelsnummer collega collegas functioneren exitgesprek jubileum dienstverband proeftijd
		sickness payroll salary appraisal onboarding employment sick zwangerschapsverlof ouderschapsverlof ziekteverlof`},
	{SaysOwing, `schuld schulden huurachterstand betalingsachterstand debt debts arrears bijstandsuitkering bijstand wajong schuldsanering schuldhulp wsnp loonbeslag deurwaarder
		deurwaarders uithuiszetting ontruiming eviction bankruptcy failliet faillissement`},
	{SaysCalled, `heet heette genaamd genoemd named called is was die who met with`},
	{SaysOwn, `mijn mn onze ons my our zijn haar his her their hun uw your`},
}

// PersonWords holds what words say about the person named near them.
var PersonWords = func() *lexicon.Table {
	t := lexicon.NewTable(1500)
	for _, row := range wordsThat {
		for _, w := range strings.Fields(row.words) {
			t.Add(w, row.says)
		}
	}
	return t
}()
