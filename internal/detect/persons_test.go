package detect_test

import (
	"fmt"
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

// describe writes each person as "role: types", a star before one that is not
// private, and the narrowing facts behind a slash.
func describe(r detect.Result) string {
	var out []string
	for i, p := range r.Persons {
		line := p.Role.String() + ":"
		if !p.Private {
			line = "*" + line
		}
		for _, f := range r.Findings {
			if f.Person == i {
				line += " " + f.Type.String()
			}
		}
		if p.Narrowing > 0 {
			line += fmt.Sprintf(" /%d", p.Narrowing)
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

func TestPersonsHaveTheRoleThatTheTextGivesThem(t *testing.T) {
	pack := detecttest.Pack(t)
	for text, want := range map[string]string{
		"Mijn cliënt [[person_name|Jan Smit]] wil een andere begeleider.":                               "patient: person_name",
		"Patiënt: [[person_name|A. de Boer]]":                                                           "patient: person_name",
		"Naam: [[person_name|De Boer, A.]]":                                                             "patient: person_name",
		"[[person_name|Jan Smit]], bewoner van kamer 3, slaapt slecht.":                                 "patient: person_name",
		"The resident [[person_name|Joan Miller]] refuses to eat.":                                      "patient: person_name",
		"Mijn moeder [[person_name|Truus]] komt morgen.":                                                "relative: person_name",
		"[[person_name|Karin Smit]] (dochter) belt morgen.":                                             "relative: person_name",
		"Her husband [[person_name|Peter]] called.":                                                     "relative: person_name",
		"Mijn collega [[person_name|Fatima]] komt vaak te laat.":                                        "colleague: person_name",
		"Write an appraisal for my colleague [[person_name|Tom Baker]].":                                "colleague: person_name",
		"Vraag het aan huisarts [[person_name|De Wit]].":                                                "professional: person_name",
		"Bel [[person_name|dr. Jansen]] over het rooster.":                                              "professional: person_name",
		"De huisarts van [[person_name|Piet Bos]] belt niet terug.":                                     "patient: person_name",
		"Een patiënt van [[person_name|dr. Bos]] belt.":                                                 "professional: person_name",
		"Schrijf een brief aan [[person_name|mevrouw Pietersen]] over haar afspraak.":                   "patient: person_name",
		"Bedankt voor de fijne samenwerking.\n\nMet vriendelijke groet,\n[[person_name|Jeroen Bakker]]": "professional: person_name",
		"Ik slik al weken [[medication|naproxen]].\n\nGroet,\n[[person_name|Jan Bos]]":                  "patient: medication person_name",
		"Ik ben vrijdag afwezig.\n\nGroet,\n[[person_name|Jan Bos]]\nverpleegkundige":                   "professional: person_name",
		"Email to HR: nurse [[person_name|Emily Hart]] is off sick until June.":                         "colleague: person_name",
		"Schrijf een limerick over [[person_name|Kees]].":                                               "unknown: person_name",
		"[[person_name|Sanne]] heeft zich ziekgemeld, schrijf een mail over haar verzuim.":              "colleague: person_name",
	} {
		if got := describe(detect.GroupMarked(pack, text)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestPublicHistoricalAndInventedPersonsAreNotPrivate(t *testing.T) {
	pack := detecttest.Pack(t)
	for _, text := range []string{
		"Wie was [[person_name|Herman Boerhaave]]?",
		"Wie waren [[person_name|Watson]] en [[person_name|Crick]]?",
		"Who was [[person_name|Marie Curie]] and what did she die of?",
		"Who discovered penicillin, [[person_name|Fleming]] or [[person_name|Florey]]?",
		"Vertel over het leven van de beroemde schilder [[person_name|Rembrandt]].",
		"[[person_name|Alexander Fleming]] (1881-1955) ontdekte [[medication|penicilline]].",
		"[[person_name|Thorbecke]] werd geboren in 1798 in Zwolle.",
		"Schrijf een gedicht in de stijl van [[person_name|Toon Hermans]].",
		"Write it in the style of [[person_name|Oliver Sacks]].",
		"Schrijf een toespraak voor [[person_name|minister De Jong]] over ouderenzorg.",
		"Waarom kwam [[person_name|burgemeester Smeets]] in het nieuws?",
		"Leg de theorie van [[person_name|Bowlby]] over hechting uit.",
		"Vat de roman van [[person_name|Saskia Noort]] samen.",
		"Summarise the plot of the novel in which [[person_name|Miss Havisham]] never leaves her room.",
		"[[person_name|Jansen]] et al. vonden een verband tussen [[medication|statines]] en spierpijn.",
		"Volgens [[person_name|De Vries]] (2019) helpt beweging bij [[mental_health|depressie]].",
		"Mevrouw [[person_name|Jansen]] (voorbeeld) heeft [[diagnosis|hartfalen]].",
		"Gebruik als voorbeeld [[person_name|Jan Jansen]] met [[diagnosis|astma]].",
		"Fictieve casus: [[person_name|Piet]] heeft [[diagnosis|COPD]]. Wat doe je?",
		"Deze casus is volledig verzonnen. [[person_name|Anna]] ([[age|34]]) heeft [[mental_health|borderline]].",
		"A hypothetical patient, [[person_name|John Doe]], has [[diagnosis|sepsis]].",
		"Examenvraag: [[person_name|mevrouw De Vries]], [[age|70]], valt en heeft [[diagnosis|een heupfractuur]]. Wat eerst?",
		"We meet in the [[person_name|Florence Nightingale]] room.",
		"Hoe werkt de [[person_name|Kübler-Ross]] methode bij rouw?",
	} {
		r := detect.GroupMarked(pack, text)
		for _, p := range r.Persons {
			if p.Private {
				t.Errorf("%s\ngot a private person: %s", text, describe(r))
			}
		}
		for _, f := range r.Findings {
			if f.Type == rule.PersonName {
				t.Errorf("%s\nthe name is still a finding", text)
			}
		}
	}
}

func TestPrivatePersonsStayPrivateNearWordsOfFameAndFiction(t *testing.T) {
	pack := detecttest.Pack(t)
	for _, text := range []string{
		"Wie is de huisarts van [[person_name|Piet Bos]]?",
		"Vervang de namen door fictieve namen: [[person_name|Piet Bos]] heeft [[diagnosis|hartfalen]].",
		"Dit is geen verzonnen casus: [[person_name|Piet Bos]] heeft [[diagnosis|hartfalen]].",
		"Geef een voorbeeld van een brief voor [[person_name|mevrouw Bos]] over haar [[diagnosis|reuma]].",
		"Cliënt [[person_name|Bos]] leest graag een boek en heeft [[diagnosis|reuma]].",
		"Patiënt [[person_name|Jan Bos]], geboren [[date_of_birth|12-03-1941]], was vroeger schilder.",
		"Bewoner [[person_name|Rembrandt Visser]] schildert graag en heeft [[mental_health|dementie]].",
		"Please replace the name with a fictional one: [[person_name|Mary Hill]], DOB [[date_of_birth|3 May 1950]].",
		"Mijn cliënt [[person_name|Ans]] was ooit een bekende zangeres en heeft nu [[mental_health|Alzheimer]].",
		"Test bij [[person_name|dhr. Smit]] is positief, wat nu?",
		"[[person_name|Meneer Bakker]] woont sinds 1898 niet meer thuis, typfout, moet 1998 zijn.",
	} {
		r := detect.GroupMarked(pack, text)
		if len(r.Persons) == 0 || !r.Persons[0].Private {
			t.Errorf("%s\ngot %s", text, describe(r))
		}
	}
}

func TestFactsGoToThePersonTheyAreAbout(t *testing.T) {
	pack := detecttest.Pack(t)
	for text, want := range map[string]string{
		"Huisarts [[person_name|De Wit]] verwijst [[person_name|mevr. Bos]] ([[date_of_birth|3-4-1950]]) met [[diagnosis|astma]].":                "professional: person_name; patient: person_name date_of_birth diagnosis /1",
		"Schrijf een brief aan [[person_name|dr. De Wit]]: een patiënt van [[age|40]] jaar met [[diagnosis|astma]].":                              "professional: person_name",
		"[[person_name|Jan Bos]], tel [[phone|0612345678]]\n[[person_name|Piet Vis]], tel [[phone|0687654321]]":                                   "unknown: person_name phone; unknown: person_name phone",
		"Mw. [[person_name|Bos]] heeft [[diagnosis|reuma]]. Later op de dag belde [[person_name|Bos]] weer, nu over [[medication|methotrexaat]].": "patient: person_name diagnosis person_name medication",
		"D. [[person_name|D. Boersma]] heeft [[diagnosis|astma]]\nE. [[person_name|E. Boersma]] heeft [[diagnosis|reuma]]":                        "patient: person_name diagnosis; patient: person_name diagnosis",
		"[[bsn|111222333]];[[diagnosis|astma]]\n[[bsn|123456782]];[[diagnosis|reuma]]\n[[bsn|999990019]];[[diagnosis|copd]]":                      "unknown: bsn diagnosis; unknown: bsn diagnosis; unknown: bsn diagnosis",
		"Wat is [[diagnosis|astma]]?": "",
		"Bel 088-1234567 of [[phone|088-1234567]] voor uitleg over [[diagnosis|astma]].":                    "",
		"Onze moeder belde vanaf [[phone|+31 30 2548810]] over haar [[diagnosis|astma]].":                   "patient: phone diagnosis",
		"Stuur naar [[phone|+31(0)6 38441902]]: uw [[diagnosis|astma]] is onder controle.":                  "unknown: phone diagnosis",
		"Bel de receptie van de polikliniek op [[phone|030-2548810]] voor uitleg over [[diagnosis|astma]].": "",
	} {
		if got := describe(detect.GroupMarked(pack, text)); got != want {
			t.Errorf("%s\n got %s\nwant %s", text, got, want)
		}
	}
}

func TestNarrowingFactsAreCountedByKind(t *testing.T) {
	pack := detecttest.Pack(t)
	for text, want := range map[string]int{
		"Een man van [[age|67]] met [[diagnosis|darmkanker]].":                                                         0,
		"Een vrachtwagenchauffeur van [[age|58]] met [[diagnosis|diabetes]].":                                          0,
		"De dominee van ons dorp, [[age|52]] jaar, heeft [[diagnosis|Parkinson]].":                                     2,
		"The only midwife in the village, [[age|41]], has [[diagnosis|MS]].":                                           2,
		"Een meisje van 9 uit Kolhoven heeft [[diagnosis|progeria]].":                                                  2,
		"Een 13-jarige uit Wagenbroek, dochter van de slager, heeft [[mental_health|anorexia]].":                       2,
		"Maak in Excel een lijst van mensen boven de 60 met [[diagnosis|diabetes]] voor de huisarts.":                  0,
		"Een meisje van [[age|9]] op [[organisation|basisschool De Regenboog]] heeft [[diagnosis|progeria]].":          2,
		"Bij mensen boven de 50 is de eerste klacht van [[diagnosis|Parkinson]] vaak stijfheid, de huisarts verwijst.": 0,
	} {
		r := detect.GroupMarked(pack, text)
		got := 0
		for _, p := range r.Persons {
			got = max(got, p.Narrowing)
		}
		if got < want || want < 2 && got > 1 {
			t.Errorf("%s\n%d narrowing facts, want %d: %s", text, got, want, describe(r))
		}
	}
}

func TestSubjectsAreCounted(t *testing.T) {
	pack := detecttest.Pack(t)
	for text, want := range map[string]detect.Range{
		"Wat is [[diagnosis|astma]]?": {Min: 0, Max: 0},
		"[[person_name|Jan Bos]] en [[person_name|Piet Vis]] hebben [[diagnosis|schurft]].":                      {Min: 2, Max: 2},
		"[[person_name|Jan Bos]] ziet [[person_name|dr. Vis]]. [[person_name|Bos]] heeft [[diagnosis|schurft]].": {Min: 1, Max: 2},
		"[[bsn|111222333]] [[bsn|123456782]]": {Min: 1, Max: 2},
		"Wie was [[person_name|Boerhaave]]?":  {Min: 0, Max: 0},
	} {
		if got := detect.GroupMarked(pack, text).Subjects; got != want {
			t.Errorf("%s\ngot %+v, want %+v", text, got, want)
		}
	}
}

func TestDoubtfulNamesNeedSupport(t *testing.T) {
	pack := detecttest.Pack(t)
	for text, want := range map[string]int{
		"Maak een [[person_name|factsheet]] over roken.":                                0,
		"Vraag de patiënt [[person_name|vooraf]] om toestemming.":                       0,
		"Stuur [[person_name|Zwanikje]] een bericht.":                                   0,
		"Stuur [[person_name|mevrouw Zwanikje]] een bericht.":                           1,
		"Stuur [[person_name|henk]] een bericht.":                                       1,
		"Stuur cliënt [[person_name|Zwanikje]] een bericht.":                            1,
		"Stuur [[person_name|Zwanikje]] een bericht, zij wacht erop.":                   1,
		"Stuur [[person_name|zwanikje]] een bericht op [[phone|0612345678]], graag nu.": 1,
	} {
		names := 0
		for _, f := range detect.GroupDoubtful(pack, text).Findings {
			if f.Type == rule.PersonName && f.Confidence() >= detect.Medium {
				names++
			}
		}
		if names != want {
			t.Errorf("%s\n%d names of medium confidence, want %d", text, names, want)
		}
	}
}

func TestInstitutionNumbersAloneAreNoFindings(t *testing.T) {
	pack := detecttest.Pack(t)
	r := detect.GroupMarked(pack, "De huisartsenpost is bereikbaar op [[phone|030-2548810]], Kerkplein [[address|Kerkplein 1]].")
	if len(r.Findings) != 0 {
		t.Errorf("got %+v", r.Findings)
	}
	r = detect.GroupMarked(pack, "Apotheek De Kroon, [[phone|030-2548810]], over [[person_name|mevr. Bos]] ([[date_of_birth|1-2-1950]]).")
	if len(r.Findings) != 3 {
		t.Errorf("beside a patient the number stays: got %+v", r.Findings)
	}
}
