package detect

import (
	"strings"

	"dijkwacht/internal/lexicon"
)

// What a word says about the person named near it. These are bits of a table of
// its own and have nothing to do with the classes of the word lists.
const (
	saysPatient lexicon.Class = 1 << iota
	saysRelative
	saysColleague
	saysProfessional
	// saysInvented: fictional, hypothetical; next to a case or person.
	saysInvented
	// saysExample: example, test, dummy; next to a name or value.
	saysExample
	// saysFake: dummy, test number: of values.
	saysFake
	// saysOffice: minister, king: what stands before the name of a public person.
	saysOffice
	// saysTest: test, which may as well be that of a laboratory.
	saysTest
	// saysCase: the person or case that an invented or exam word is about.
	saysCase
	// saysExercise: exam question, textbook, quiz: a text of its own.
	saysExercise
	// saysWorks: film, novel, plot: what follows are characters.
	saysWorks
	// saysFame: words that go with public and historical persons.
	saysFame
	// saysStage: words that may, but need not, speak of a public person.
	saysStage
	// saysWho: wie, who.
	saysWho
	// saysWas: was, waren, were, is, discovered.
	saysWas
	// saysUnique: a function or fact that few in one place share.
	saysUnique
	// saysFunction: a trade or part that some in one place share.
	saysFunction
	// saysSole: the only or first one.
	saysSole
	// saysField: the name of a field of a form or template.
	saysField
	// saysVillage: village; saysYears: the unit of an age.
	saysVillage
	saysYears
	// saysTown: town, province: what somebody can be the only one of.
	saysTown
	// saysThing: after a name makes it the name of a room, street, method.
	saysThing
	// saysPublicDesk: the desk or number of an institution.
	saysPublicDesk
	// saysPrivateTitle: mevrouw, dhr; saysWorkTitle: dr., prof.
	saysMale
	saysFemale
	saysWorkTitle
	saysNegation
	// saysHim: third person, singular.
	saysHim
	// saysReplace: door, with, into: what follows replaces something real.
	saysReplace
	// saysOwn: mijn, onze, my, our.
	saysOwn
	// saysCalled: words between a role and the name.
	saysCalled
	// saysCare: words of care for one person.
	saysCare
	saysArticle
	// saysForm: words about the form of numbers.
	saysForm
	// saysI: first person, singular.
	saysI
	// saysStaff: words of staff matters, such as verzuim and contract.
	saysStaff
	// saysOwing: words for a debt, which say something without an amount.
	saysOwing
)

// saysRole: one of the roles that persons have.
const saysRole = saysPatient | saysRelative | saysColleague | saysProfessional

// wordsThat lists the words by what they say. Forms are folded: no capitals, no
// accents needed.
var wordsThat = []struct {
	says  lexicon.Class
	words string
}{
	{saysPatient, `patient patiente patienten patiënten pat pt pte pnt client cliente clt clienten bewoner bewoonster bewoners zorgvrager zorgvraagster
		kraamvrouw zwangere verzekerde verzekerden proefpersoon deelnemer deelneemster leerling pupil jeugdige jongere minderjarige kind baby klant klante inwoner inwoonster
		huurder aanvrager aanvraagster klager klaagster melder betrokkene belanghebbende slachtoffer hulpvrager cliëntnaam naam_client gast medebewoner medepatient
		resident residents clients patients claimant subject participant insured member tenant customer victim inmate logee opgenomene gedetineerde
		pleegkind vluchteling asielzoeker statushouder`},
	{saysRelative, `moeder vader ouders ouder zoon dochter zoontje dochtertje broer broertje zus zusje zuster partner echtgenoot echtgenote man vrouw weduwe weduwnaar ex exman exvrouw
		oma opa grootmoeder grootvader kleinzoon kleindochter kleinkind tante oom neef nicht neefje nichtje stiefmoeder stiefvader stiefzoon stiefdochter stiefbroer stiefzus
		pleegmoeder pleegvader pleegouders pleegzoon pleegdochter schoonmoeder schoonvader schoonzoon schoondochter schoonzus zwager mantelzorger contactpersoon familie gezin
		vriend vriendin buurman buurvrouw buur tweeling tweelingbroer tweelingzus mam mama pap papa mem heit verloofde verzorger vertegenwoordiger curator mentor bewindvoerder
		mother father parents parent son daughter brother sister husband wife spouse widow widower grandmother grandfather grandson granddaughter grandma grandpa aunt uncle
		nephew niece stepmother stepfather stepson stepdaughter stepbrother stepsister mum mom dad family friend neighbour neighbor boyfriend girlfriend fiance fiancee carer
		caregiver foster twin guardian mentor`},
	{saysColleague, `collega collegas teamgenoot medewerker medewerkster werknemer werkneemster stagiair stagiaire leidinggevende teamleider uitzendkracht zzp'er zzper invalkracht
		oud-collega sollicitant kandidaat flexwerker vrijwilliger vrijwilligster colleague colleagues coworker employee trainee intern applicant manager volunteer staffer teammate`},
	{saysProfessional, `dokter arts doctor physician gp huisarts specialist internist cardioloog neuroloog uroloog chirurg oncoloog psychiater psycholoog kinderarts gynaecoloog
		verpleegkundige vpk verpleegkundig zuster broeder nurse therapeut fysiotherapeut fysio physiotherapist ergotherapeut logopedist dietist diëtist apotheker pharmacist tandarts
		dentist surgeon consultant registrar verloskundige midwife behandelaar hoofdbehandelaar regiebehandelaar begeleider begeleidster pb'er evv'er wijkverpleegkundige aios anios
		coassistent specialist praktijkondersteuner poh assistente assistent tolk advocaat lawyer rechter judge agent wijkagent notaris jeugdbeschermer gezinsvoogd casemanager
		maatschappelijk social worker teacher juf meester docent leerkracht ib'er wethouder minister staatssecretaris professor hoogleraar onderzoeker author auteur prescriber
		radioloog patholoog anesthesist dermatoloog orthopeed reumatoloog longarts oogarts bedrijfsarts verzekeringsarts jeugdarts schoolarts secretaresse secretary ambtenaar consulent`},
	{saysInvented, `fictief fictieve fictional fictitious hypothetisch hypothetische hypothetical denkbeeldig denkbeeldige imaginary invented verzonnen bedacht bedachte gefingeerd
		gefingeerde made-up synthetisch synthetische synthetic nonexistent niet-bestaande geanonimiseerde geanonimiseerd anonymised anonymized`},
	{saysExample, `voorbeeldcasus voorbeeldclient voorbeeld voorbeelden voorbeeldnaam voorbeeldpatient voorbeeldclient example examples sample testpatient testpersoon testdata testnummer
		testgebruiker testclient testcase dummy dummydata demo mock placeholder documentatie documentation sjabloon template nepnaam nep fake lorem`},
	{saysFake, `dummygegevens testgegevens nepgegevens nepdata testomgeving dummypersoon faker fixture fixtures seeder oefengegevens voorbeeldgegevens dummy dummydata dummywaarde dummywaarden fake nep nepnummer mock mocked testdata testnummer testnummers testwaarde testwaarden testpatient testpersoon testgebruiker testcase
		testbsn voorbeeldnummer voorbeeldnummers voorbeeldwaarde voorbeeldwaarden voorbeeld-bsn placeholder placeholders fictief fictieve verzonnen bogus lorem`},
	{saysOffice, `minister ministers premier staatssecretaris president koning koningin prins prinses king queen prince princess paus pope keizer keizerin minister-president kanselier
		chancellor`},
	{saysTest, `test tests testen testpatienten`},
	{saysCase, `casus casussen casuistiek casuïstiek case cases vignet vignette patient patiënt patiente patienten client cliënt person persoon personen persons people mensen doctors
		artsen scenario voorbeeld situatie situation character characters personage personages figuur figuren figure figures man woman vrouw jongen meisje boy girl bewoner resident data
		gegevens verhaal story oefening`},
	{saysExercise, `examenvraag examenvragen examen tentamen tentamenvraag rollenspel rollenspellen roleplay role-play simulatie simulation toetsvraag toetsvragen mcq quiz quizvraag quizvragen pubquiz oefenvraag oefenopgave oefencasus oefen-soep leerboek textbook
		exam exercise meerkeuzevraag meerkeuzevragen toetsgroep toetsgroepje studietoets kennistoets`},
	{saysWorks, `roman novel film movie boek book plot sprookje kinderverhaal kinderverhaaltje kerstverhaal voorleesverhaal prentenboek kinderboek kleurplaat verhaaltje prentenboek serie series stripverhaal toneelstuk gedicht lied liedje song opera
		musical mythe legende fabel`},
	{saysFame, `beroemd beroemde famous historisch historische historical geschiedenis history ontdekker uitvinder ontdekte uitvond uitgevonden ontdekt discovered invented
		inventor grondlegger pionier pioneer founder nobelprijs nobel biografie biography wikipedia theorie theory theorieen stroming beschreef described eeuw century bijdrage
		contribution contributions oeuvre stelling theorem verzetsstrijder speelde historici historians mythologie mythology beatles`},
	{saysStage, `schilder schilders painter painters schrijver schrijfster schrijvers writer writers author componist composer filosoof philosopher dichter poet koning koningin prins prinses
		king queen prince princess keizer keizerin president premier minister minister-president staatssecretaris paus pope heilige saint kunstenaar artiest acteur actrice actor actress
		zanger zangeres singer voetballer politicus politician filmster bekende leefde lived boeken books romans schreef wrote gedicht lied liedje song songs acteurs presentator
		according volgens model leven life rol verhaal story werk`},
	{saysWho, `wie who`},
	{saysWas, `was waren were is are`},
	{saysUnique, `burgemeester wethouder pastoor dominee imam rabbijn dirigent voorzitter directeur notaris koster schoolhoofd rector commandant veldwachter wijkagent postbode molenaar
		mayor vicar priest conductor chairman headmaster headteacher postmaster sexton organist raadslid gemeenteraadslid griffier kampioen olympier drieling
		wereldrecordhouder councillor champion`},
	{saysFunction, `boer boerin akkerbouwer veehouder tuinder bakker slager kapper kapster kroegbaas cafebaas cafehouder winkelier smid visser schipper leraar lerares juf meester docent
		gymleraar directeur eigenaar eigenares organist trainer coach scheidsrechter brandweerman brandweervrouw politieagent agent militair piloot advocaat rechter ondernemer
		loodgieter timmerman metselaar vrachtwagenchauffeur chauffeur buschauffeur machinist tuinman kok ober journalist presentator presentatrice zanger zangeres muzikant voetballer
		profvoetballer wielrenner schaatser monteur dierenarts huisarts tandarts apotheker tweeling farmer baker butcher hairdresser teacher fisherman miner firefighter policeman
		soldier pilot footballer journalist singer musician driver shopkeeper landlord twins vet
		receptionist receptioniste telefoniste baliemedewerker baliemedewerkster doktersassistente schoonmaker schoonmaakster conciërge portier kantinejuf gastvrouw gastheer vrijwilliger
		uitvaartondernemer boswachter havenmeester caretaker janitor cleaner`},
	{saysSole, `enige eerste jongste oudste only first youngest oldest`},
	{saysVillage, `dorp dorpje village gehucht eiland buurtschap hamlet island`},
	{saysField, `naam namen voornaam achternaam roepnaam voorletters tussenvoegsel datum geboortedatum geb_datum gebdatum tijd plaats woonplaats straat adres postcode huisnummer telefoon
		telefoonnummer mobiel nummer email e-mail bsn patientnummer clientnummer rekeningnummer iban wachtwoord password token key secret name names firstname lastname surname date
		birthdate dob birth time address street city phone number email username user login handtekening signature afspraak appointment naam_kind achternaam_kind medicijn diagnose
		diagnosis medication waarde value invullen vul xxx in-te-vullen uitslag lengte gewicht leeftijd age functie organisatie instelling ziekenhuis afdeling locatie tekst titel
		link onderwerp reden bedrag persoon person insert your`},
	{saysYears, `jaar jarige jarig jr years year yo`},
	{saysTown, `stad stadje plaats wijk buurt straat gemeente regio provincie eiland land nederland school klas afdeling bedrijf team gezin village town city street
		region province island country netherlands class ward company department family province`},
	{saysThing, `zaal room zaaltje straat laan plein weg kade school college ziekenhuis hospital kliniek stichting foundation methode method methodiek test schaal scale score
		index criteria syndroom syndrome ziekte disease effect wet law prijs prize award lezing lecture instituut institute huis model theorie concept piramide pyramid techniek
		manoeuvre maneuver procedure classificatie classification klassificatie formule formula rule regel stadium staging tests schalen scales scores methoden methodes methods theorieen classificaties criterium tekenen signs proeven`},
	{saysPublicDesk, `receptie reception balie portier servicedesk helpdesk klantenservice meldpunt loket secretariaat poli polikliniek praktijk huisartsenpost hap apotheek ministerie ministry
		gemeente gemeentehuis inspectie autoriteit belastingdienst rijksoverheid rivm ggd nza zorginstituut postbus kantoor hoofdkantoor bereikbaar algemeen algemene centrale meldkamer
		spoedlijn informatielijn stichting vereniging bibliotheek buurthuis gezondheidscentrum wijkcentrum huize afdeling dienst facilitaire patientenvereniging ombudsman
		zorgkantoor zorgverzekeraar uwv svb cjib politie brandweer leverancier winkel restaurant hotel school museum office desk helpline surgery practice
		openingstijden geopend bezoektijden bezoekuren parkeren parkeergarage nieuwsbrief adressenlijst dokterspost spoedpost registratiehouder fabrikant distributeur
		importeur hoofdingang opening visiting parking newsletter switchboard unit route klachtenfunctionaris klachtencommissie`},
	{saysMale, `dhr heer hr meneer mnr mijnheer mister`},
	{saysFemale, `mevr mw mevrouw mej mejuffrouw mrs ms miss`},
	{saysWorkTitle, `dr drs prof professor ir ing dokter doctor zr br arts`},
	{saysNegation, `niet geen not no nooit never zonder without`},
	{saysHim, `hij zij haar hem he she her him his hers`},
	{saysReplace, `door into by vervang vervangen replace replaced swap`},
	{saysCare, `afspraak afspraken uitslag uitslagen bloeduitslag recept medicatie medicijn medicijnen pillen behandeling behandelplan opname opgenomen ontslag operatie geopereerd controle
		consult spreekuur diagnose indicatie zorgplan ondersteuningsplan begeleiding rapportage rapporteer rapporteren overdracht valincident mdo intake dossier zorg thuiszorg
		appointment appointments results prescription medication treatment admission admitted discharge discharged surgery clinic handover ward`},
	{saysForm, `geldig geldige ongeldig ongeldige valid invalid elfproef validator validation valideren validate checksum controlecijfer format formaat regex`},
	{saysArticle, `de het een a an the 's s`},
	{saysI, `ik mij mijn me i my mine myself mn`},
	{saysStaff, `verzuim ziekmelding ziekgemeld functioneringsgesprek beoordelingsgesprek sollicitatie sollicitatiebrief arbeidscontract ontslagbrief vog reintegratie re-integratie
		salaris salarisstrook loonstrook personeelsdossier personeelsnummer collega collegas functioneren exitgesprek jubileum dienstverband proeftijd
		sickness payroll salary appraisal onboarding employment sick zwangerschapsverlof ouderschapsverlof ziekteverlof`},
	{saysOwing, `schuld schulden huurachterstand betalingsachterstand debt debts arrears bijstandsuitkering bijstand wajong schuldsanering schuldhulp wsnp loonbeslag deurwaarder
		deurwaarders uithuiszetting ontruiming eviction bankruptcy failliet faillissement`},
	{saysCalled, `heet heette genaamd genoemd named called is was die who met with`},
	{saysOwn, `mijn mn onze ons my our zijn haar his her their hun uw your`},
}

// personWords holds what words say about the person named near them.
var personWords = func() *lexicon.Table {
	t := lexicon.NewTable(1500)
	for _, row := range wordsThat {
		for _, w := range strings.Fields(row.words) {
			t.Add(w, row.says)
		}
	}
	return t
}()
