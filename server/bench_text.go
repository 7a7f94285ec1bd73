package main

import (
	"math/rand/v2"
	"strings"
)

// benchTexts are several texts of about size bytes, always the same ones.
func benchTexts(size int) []string {
	texts := make([]string, max(2, min(64, 200_000/size)))
	for i := range texts {
		texts[i] = benchText(uint64(i), size)
	}
	return texts
}

// benchText is Dutch as it is written in care: one sentence in twenty holds
// something that identifies, two in twenty a health fact.
func benchText(seed uint64, size int) string {
	random := rand.New(rand.NewPCG(seed, 20))
	var b strings.Builder
	b.Grow(size + 200)
	for n := 1; b.Len() < size; n++ {
		kind := plainSentences
		switch random.IntN(20) {
		case 0:
			kind = identifyingSentences
		case 1, 2:
			kind = healthSentences
		}
		b.WriteString(kind[random.IntN(len(kind))])
		if n%6 == 0 {
			b.WriteString("\n\n")
		} else {
			b.WriteByte(' ')
		}
	}
	return strings.ToValidUTF8(b.String()[:size], "")
}

var identifyingSentences = []string{
	"Mevrouw De Vries-Bakker, geboren op 14 maart 1951, BSN 111222333, belde gisteren.",
	"Zijn dochter Fatima Yılmaz is bereikbaar op 06-12345678 of f.yilmaz@voorbeeld.example.",
	"De heer Van der Heijden woont op Dorpsstraat 12a, 7411 AB Deventer.",
	"Patiëntnummer 4471820, verzekerd onder polisnummer 883 201 774.",
	"Graag de factuur naar rekening NL91 ABNA 0417 1643 00 op naam van J. Pietersen.",
}

var healthSentences = []string{
	"Er is sprake van hartfalen en diabetes mellitus type 2, waarvoor metformine 500 mg.",
	"De CRP was 48 mg/l en de bloeddruk 150/85 bij controle.",
	"Hij is bekend met een depressieve stoornis en slaapt slecht.",
	"Na de heupoperatie loopt ze met een rollator.",
}

var plainSentences = []string{
	"Kun je deze tekst korter en vriendelijker maken?",
	"De overdracht van de avonddienst staat in de map op het bureau.",
	"We hebben vanmiddag overleg over de nieuwe werkwijze op de afdeling.",
	"Volgens het protocol moet de wond om de dag worden verzorgd.",
	"Wie kan morgen de vroege dienst overnemen?",
	"Het team wil graag weten welke scholing er dit najaar is.",
	"De bestelling van handschoenen en pleisters komt donderdag.",
	"Maak een lijst met vragen voor het gesprek van volgende week.",
	"In de zomer zijn er minder kamers beschikbaar vanwege de verbouwing.",
	"Leg uit wat het verschil is tussen beide formulieren.",
	"Hij heeft vannacht rustig geslapen en goed ontbeten.",
	"De familie komt om drie uur langs en neemt een taart mee.",
	"Schrijf een bericht aan alle collega's over het nieuwe rooster.",
	"Er was wat onrust op de gang omdat de lift stilstond.",
	"Ze wil graag elke ochtend een half uur wandelen in de tuin.",
	"Zet de afspraken van vandaag in een tabel met drie kolommen.",
	"De kosten vallen hoger uit dan in de begroting van vorig jaar.",
	"Vertaal deze brief naar eenvoudig Nederlands.",
	"Het nieuwe systeem werkt sneller, maar niet iedereen kan al inloggen.",
	"Denk eraan dat de koelkast in de keuken elke week wordt schoongemaakt.",
	"We zoeken nog iemand die de kar naar de derde verdieping brengt.",
	"Na het eten kijkt hij graag naar het nieuws van acht uur.",
	"Hoeveel tijd is er nodig voor een goede voorbereiding?",
	"De bewoners hebben gekozen voor soep vooraf en vla toe.",
	"Bij vragen kun je terecht bij de leidinggevende of bij de balie.",
	"Noem drie manieren om het gesprek prettig te beginnen.",
	"Sinds de verhuizing is het rustiger in de huiskamer.",
	"Vat de notulen samen in vijf punten met een actielijst.",
	"Het regende de hele dag, dus de activiteit ging binnen door.",
	"Wil je controleren of er spelfouten in deze tekst staan?",
}
