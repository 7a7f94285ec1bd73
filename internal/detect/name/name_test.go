package name_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

// namesIn lists the names that a scan of text finds.
func namesIn(t *testing.T, p *rule.Pack, text string) []string {
	t.Helper()
	names := []string{}
	for _, f := range detect.Scan(p, text).Findings {
		if f.Type == rule.PersonName {
			names = append(names, text[f.Span.Start:f.Span.End])
		}
	}
	return names
}

// unmark takes the brackets off the names in a marked text and lists them.
func unmark(marked string) (text string, names []string) {
	names = []string{}
	for {
		before, rest, found := strings.Cut(marked, "[")
		text += before
		if !found {
			return text, names
		}
		name, after, _ := strings.Cut(rest, "]")
		text += name
		names = append(names, name)
		marked = after
	}
}

// Each text holds its names between brackets.
var namedTexts = map[string]string{
	"a title belongs to the name":                      "Vannacht is [mevrouw Jansen] gevallen.",
	"a title with a dot and initials":                  "Bel [dhr. J.P. de Vries] terug.",
	"de heer belongs to the name":                      "Wij zagen [de heer Bakker] op de polikliniek.",
	"two titles in a row":                              "Overleg met [prof. dr. A. Kuipers] over het beleid.",
	"a profession does not belong to the name":         "Uroloog [De Haan] belt vanmiddag.",
	"a name in lower case behind a title":              "mag mw [yilmaz] paracetamol bij tramadol",
	"a full name in lower case without a cue":          "hoeveel metoprolol mag [willem kuipers] nog hebben",
	"a name in upper case":                             "ONTSLAG [MEVR. JANSEN] MORGEN",
	"a surname with interfixes":                        "De uitslag van [Pieter van den Berg] is binnen.",
	"two surnames with a hyphen":                       "Betreft: [mevr. A. Visser-de Boer], geb. 3-4-1950",
	"a surname before the initials":                    "Patiënt: [Jansen, K.M.]\nGeb: 1-1-1950",
	"an interfix behind the initials":                  "Naam: [Vries, K. de]\nGeslacht: V",
	"a nickname between brackets":                      "De huisarts is [P.J. (Piet) Smit] uit Ede.",
	"a given name behind a word of kin":                "Haar dochter [Fatima] komt morgen om 10 uur.",
	"a greeting and a signature":                       "Beste [Ilse],\nWil jij de visite doen?\nGroetjes,\n[Marieke]",
	"a key and its value":                              "Naam cliënt: [Truus Hoekstra]\nKamer 12",
	"a given name found once is found again":           "Cliënt [Sjoerd] is onrustig. Vandaag heeft [sjoerd] niet gegeten.",
	"a Frisian name":                                   "Cliënte [Jildou Hoekstra] woont in Dokkum.",
	"a Turkish name":                                   "Patiënt [Ayşe Yıldırım] heeft hartkloppingen.",
	"a Moroccan name":                                  "Patiënte [Fatima El Amrani] heeft diabetes.",
	"a Hindustani name":                                "Bewoner [Sewdien Ramautar] slaapt slecht.",
	"a Javanese name from Suriname":                    "Mevr. belt over [Wagino Kromodikromo] en zijn suiker.",
	"an Antillean name":                                "Cliënt [Rignald Martina] wil een gesprek.",
	"a Moluccan name":                                  "Bewoonster [Tine Pattiasina] wordt morgen 90.",
	"a Polish name":                                    "Patiënt [Katarzyna Wiśniewska] is zwanger.",
	"a Ukrainian name":                                 "Cliënt [Oleksandr Kovalenko] slaapt slecht.",
	"a Chinese name":                                   "Patiënt [Wei Zhang] heeft hoofdpijn.",
	"a Vietnamese name":                                "Patiënt [Nguyen Thi Lan] komt voor controle.",
	"a Ghanaian name":                                  "Cliënt [Kwame Owusu] is verhuisd.",
	"a Portuguese name":                                "Patiënt [João da Silva] heeft astma.",
	"an English letter":                                "Dear [Dr Smith],\nThank you for referring [Mrs Margaret Jones].",
	"an English sentence in lower case":                "my client [peter johnson] takes lithium",
	"a surname that is a trade, behind a title":        "Mevrouw [Bakker] wil haar medicatie thuis.",
	"a possessive":                                     "Draft a note to [Priya's] mum today.",
	"given names joined by a word":                     "Hij speelt met [Anouk] en [Sterre] in de tuin.",
	"given names between brackets":                     "De begeleiding ([Wilma], [Emin]) blijft.",
	"a name behind a word with the sentence's capital": "Sinds [Elif] weg is slaapt hij niet.",
	"a surname that is a body, behind a label":         "Casemanager: [Roos de Wit], 0299-310440.",
	"an uncle":              "[Ome Gerrit] heeft last van zijn heup.",
	"a couple":              "Echtpaar [Wolters] wil samen verhuizen.",
	"a title before a room": "Please ask [Mrs. Jones] room 22 about lunch.",
	"a given name that is a flower, behind a relative": "Zijn dochter [Roos] belt morgen.",
}

func TestNamesAreFoundWithTheirBounds(t *testing.T) {
	p := detecttest.Pack(t)
	for name, marked := range namedTexts {
		t.Run(name, func(t *testing.T) {
			text, want := unmark(expandTitle(marked))
			if diff := cmp.Diff(want, namesIn(t, p, text)); diff != "" {
				t.Errorf("names in %q differ (-want +got):\n%s", text, diff)
			}
		})
	}
}

// expandTitle moves a title before a bracket into it, so that a text above can show
// the word that the name is found by.
func expandTitle(marked string) string {
	for _, title := range []string{"mw ", "Mevrouw "} {
		marked = strings.ReplaceAll(marked, title+"[", "["+title)
	}
	return marked
}

// Texts in which nothing is a name.
var namelessTexts = []string{
	"Wat is het verschil tussen de ziekte van Crohn en colitis ulcerosa?",
	"Hoe vaak komt de ziekte van Parkinson voor?",
	"Leg het syndroom van Down uit aan een leerling.",
	"Wat betekent een Glasgow Coma Scale van 8?",
	"Bereken de Apgar-score van een pasgeborene.",
	"Is de proef van Lasègue positief bij een hernia?",
	"De praktijk verhuist naar de Burgemeester de Vriesstraat 12.",
	"De bus stopt bij de Prinses Beatrixlaan.",
	"Het Albert Schweitzer ziekenhuis zoekt verpleegkundigen.",
	"De bakker op de hoek levert het brood en de slager het vlees.",
	"In mei en juni is de tuin op zijn mooist, met een roos bij elke deur.",
	"mevrouw heeft vannacht slecht geslapen",
	"Dokter komt om 14.00 uur langs.",
	"Moeder belt over haar kind met koorts.",
	"Naam: [naam patiënt]\nGeboortedatum: [datum]",
	"Beste collega's,\nHet rooster voor december staat klaar.\nGroet, het team",
	"Schrijf een folder over hartfalen voor patiënten.",
	"The nurse will mark the chart and the patient may go home.",
	"Explain Bell's palsy to a patient in plain English.",
	"What is the maximum dose of paracetamol?",
	"Hoe verloopt een Hartmann-procedure?",
	"Hoe spoel je een Swan-Ganz katheter door?",
	"Wat is een neuroom van Morton en wat een oesofagus van Barrett?",
	"Valrisico daalt door oefenen (Bakker, Smit en El Idrissi, 2022).",
	"De schaal is gevalideerd door Roos e.a. en later opnieuw.",
	"Leverancier is Sandoz B.V. te Almere.",
	"Raise it with your line manager within ten days. You may write to HR. A panel of two hears the case.",
	"De ziekte is genoemd naar Vladimir Bechterew.",
	"De lift aan de Dr. Willem Dreesweg is stuk.",
	"De familie wil er over nadenken en de dokter wil overleg.",
	"Mail aan alle patiënten van de praktijk: wij zijn gesloten.",
	"a. Plak geen tekst in het venster\nb. Plak geen foto's",
}

func TestNamelessTextsHoldNoNames(t *testing.T) {
	p := detecttest.Pack(t)
	for _, text := range namelessTexts {
		for _, written := range []string{text, strings.ToLower(text)} {
			if got := namesIn(t, p, written); len(got) > 0 {
				t.Errorf("names in %q: %q", written, got)
			}
		}
	}
}

// The stocks are names that the Dutch, Turkish and other lists hold in part; the
// frames are those in which a name without a list must be found as well.
func TestNamesOfEachOriginAreFoundInCommonFrames(t *testing.T) {
	p := detecttest.Pack(t)
	frames := []string{"Patiënt % heeft koorts.", "Mijn cliënt % wil stoppen met tramadol.", "Naam: %\nGeboren: 1-2-1960", "Geachte heer %,", "Met vriendelijke groet,\n%"}
	stocks := map[string][]string{
		"Dutch":            {"Jan de Boer", "Annemiek Verhoeven", "Gerrit Schuurman"},
		"Frisian":          {"Sjoukje Dijkstra", "Wytse Hiemstra", "Tjitske Postma"},
		"Flemish":          {"Godelieve Vandamme", "Wannes Claeys", "Lutgart Desmedt"},
		"Turkish":          {"Hüseyin Çelik", "Zeynep Aydın", "Gülsüm Korkmaz"},
		"Moroccan":         {"Mohamed Bouzid", "Naima El Idrissi", "Youssef Benali"},
		"Hindustani":       {"Anil Ramdin", "Shanti Jankie", "Ravi Soekhram"},
		"Surinamese":       {"Humphrey Kenswil", "Muriel Graanoogst", "Guno Pengel"},
		"Antillean":        {"Rangelo Cijntje", "Zulaika Martis", "Edsel Winklaar"},
		"Indonesian":       {"Bambang Santoso", "Ratna Wijaya", "Agus Siregar"},
		"Polish":           {"Agnieszka Kowalska", "Tomasz Lewandowski", "Zbigniew Nowak"},
		"Ukrainian":        {"Oksana Shevchenko", "Bohdan Petrenko", "Svitlana Moroz"},
		"Chinese":          {"Xiaoming Chen", "Mei Huang", "Jing Liu"},
		"Vietnamese":       {"Nguyen Van Minh", "Tran Thi Hoa", "Pham Duc"},
		"West African":     {"Kwabena Mensah", "Ngozi Okonkwo", "Fatoumata Diallo"},
		"Portuguese":       {"António Ferreira", "Conceição dos Santos", "Djamila Semedo"},
		"Somali, Eritrean": {"Hodan Warsame", "Abdirahman Hersi", "Tesfay Ghebremedhin"},
	}
	for origin, names := range stocks {
		found, total := 0, 0
		var missed []string
		for _, name := range names {
			for _, frame := range frames {
				text := strings.ReplaceAll(frame, "%", name)
				for _, written := range []string{text, strings.ToLower(text)} {
					total++
					if slices.ContainsFunc(namesIn(t, p, written), func(got string) bool { return len(got) >= len(name)/2 }) {
						found++
					} else {
						missed = append(missed, written)
					}
				}
			}
		}
		if float64(found) < 0.93*float64(total) {
			t.Errorf("%s: %d of %d found, missed %q", origin, found, total, missed)
		}
	}
}

func TestTitlesWithoutANameAreNoNames(t *testing.T) {
	text := strings.Repeat("mevrouw ", 1000)
	if got := namesIn(t, detecttest.Pack(t), text); len(got) > 0 {
		t.Errorf("names in a row of titles: %q", got[:1])
	}
}
