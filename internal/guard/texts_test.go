package guard_test

import (
	"testing"

	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
)

func TestPersonsWhomNobodyNamesAreRecognised(t *testing.T) {
	pack, pol := load(t)
	for _, text := range []string{
		"De imker van Ouwerkerk heeft darmkanker en wil niet dat de kerk het weet.",
		"The only vet on Terschelling has been diagnosed with multiple sclerosis. How do I tell staff?",
		"een raadslid uit Baarle-Nassau, 61, met levercirrose door alcohol, hoe codeer ik dat",
		"De organist uit Hindeloopen heeft parkinson en speelt zondag weer. advies?",
		"our mayor in Aalten was treated for syphilis, how should I file it",
		"onze receptioniste van de praktijk in Goirle heeft chlamydia",
		"havenmeester van Lauwersoog is alcoholist, mag ik dat melden aan zijn baas",
		"een profvoetballer uit Emmen heeft een kruisbandletsel en een soa",
		"hoe bespreek ik met een wethouder uit een dorp in Twente (Rossum) zijn gokverslaving",
		"we publiceren een case: vrouwelijke boswachter, 44, Vledder, ziekte van Lyme",
	} {
		if v := guard.Inspect(pack, pol, guard.Input{Text: text}); v.Decision.Action == policy.Allow {
			t.Errorf("passes: %s\n%+v", text, v.Findings)
		}
	}
}

func TestTextsAboutNobodyPass(t *testing.T) {
	pack, pol := load(t)
	for _, text := range []string{
		"Casus: man, 58 jaar, boer, COPD Gold III, rookt. Wat is het beleid?",
		"Welke rol heeft de burgemeester bij een crisismaatregel in de Wvggz?",
		"Hoe praat je als huisarts met een dominee over euthanasie?",
		"Mag een Jehova's getuige bloed weigeren als zij minderjarig is?",
		"Statistiek: in Urk (21.000 inwoners) werden 34 gevallen van mazelen gemeld.",
		"Leg uit wat huiselijk geweld is en wat de meldcode vraagt.",
		"Folder: bij vragen over uw galblaasoperatie belt u de poli chirurgie, 088 123 45 67, Ziekenhuislaan 1, 7000 AA Doetinchem.",
		"Isala en het UMCG doen mee aan een studie naar sepsis; maak een samenvatting.",
		"Vergelijk CZ, VGZ en Menzis: wie vergoedt GLP-1 bij obesitas?",
		"Een dertiger met burn-out: wat adviseert de NHG-standaard?",
		"Schrijf een vacature voor een receptionist op de poli dermatologie in Terneuzen.",
		"Wat was de oorzaak van de Q-koorts bij geitenboeren in Brabant?",
		"In a village everyone knows each other. How does a GP keep HIV confidential?",
	} {
		if v := guard.Inspect(pack, pol, guard.Input{Text: text}); v.Decision.Action != policy.Allow {
			t.Errorf("%v: %s\n%+v", v.Decision.Action, text, v.Findings)
		}
	}
}
