package name

import (
	"strings"

	"dijkwacht/internal/lexicon"
)

// What a word says about a name beside it. These are bits of a table of its own
// and have nothing to do with the classes of the word lists.
const (
	// nearThing: procedure, score, effect: what is named after a person, behind the
	// name.
	nearThing lexicon.Class = 1 << iota
	// nearThingOf: teken, test, wet: the same before "van" and a name.
	nearThingOf
	// nearIllness: fractuur, tumor: the same, but a patient has one too.
	nearIllness
	// nearPremises: Street, Surgery: behind a capitalised name.
	nearPremises
	// nearNever: words of grammar and the like that are in no name.
	nearNever
	// nearOf: van, of.
	nearOf
	// nearVerb: verbs that are names too, behind a title: "the doctor will".
	nearVerb
)

var nameWords = newNameWords()

func newNameWords() *lexicon.Table {
	t := lexicon.NewTable(1024)
	for _, group := range []struct {
		class lexicon.Class
		words string
	}{
		{nearThing, `procedure procedures operatie operaties katheter katheters catheter test tests proef teken sign signs score scores schaal
			schalen scale index indices lijn line greep manoeuvre maneuver maneuvre disease syndroom syndrome palsy reflex criteria criterium
			classificatie classification stadium stage effect formule formula methode method techniek technique curve ratio wet law ligging
			positie position fundoplicatie fundoplication circulatie circulation anastomose shunt drain pouch ring klem clamp tang forceps
			schaar naald needle verband zalf oplossing solution kleuring stain cel cellen cells lichaampje lichaampjes bodies body slokdarm
			oesofagus esophagus fractuur fracture cyste cyst hernia contractuur contracture ziekte lymfoom lymphoma sarcoom sarcoma tumor
			tumour encefalopathie dystrofie dystrophy neuralgie neuroom neuroma parese paralysis paresis ataxie ataxia anemie anaemia nefritis
			thyreoïditis thyroiditis gang knobbel klieren klier glands punt point driehoek triangle interval vragenlijst questionnaire inventory
			checklist dementia dementie chorea spieren pees ruptuur divertikel diverticulum fenomeen phenomenon triade triad trias ademhaling
			respiration breathing toets principe principle piramide pyramid model protocol dieet diet oefening oefeningen exercises apparaat
			meting scan scans camera monitor pomp`},
		{nearThingOf, `teken tekenen test proef fenomeen ziekte syndroom morbus greep manoeuvre methode schaal score index wet reflex driehoek
			knobbel klier klieren lijn buis tetralogie triade trias formule piramide theorie model principe criteria classificatie operatie
			procedure ligging positie stadia sign disease syndrome law tetralogy theory scale method maneuver triangle effect paradox dystrofie
			ademhaling contractuur vlekken noduli lichaampjes eilandjes lis kapsel trommel`},
		{nearIllness, `fractuur tumor cyste hernia oesofagus slokdarm neuroom sarcoom lymfoom divertikel parese kyste angina ulcus chorea
			neuralgie encefalopathie atrofie ataxie gang pees ganglion hygroma angioom epitheel fissuur`},
		{nearPremises, `street road lane avenue close drive way square court surgery house centre center clinic hospital trust ward practice
			foundation college university church school hall park station hotel infirmary hospice pharmacy library group ltd limited inc
			gmbh bv nv`},
		{nearNever, `twee drie vier vijf zes zeven acht negen tien elf twaalf glas water haar hem hen hun zij hij wij ons onze jij jou jouw mij mijn uw het een deze dit dat die er en of maar want dus als toen
			omdat volgens tijdens sinds zonder tussen tegen naar onder over telefonisch schriftelijk mondeling gisteren vandaag morgen
			vanmorgen vanmiddag vanavond vannacht niet geen wel nog ook al heel erg weer steeds altijd nooit soms vaak samen zelf alleen
			heeft had hebben is was zijn waren wordt werd worden kan kon moet moest mag mocht zal zou zullen gaat ging komt kwam belt
			belde vraagt vroeg zegt zei vindt vond geeft gaf neemt krijgt kreeg weigert slaapt eet drinkt ligt zit staat loopt blijft
			met voor bij om aan uit tot door op the an this that these those is was were are be been has have had his her their our your
			my its and or but not with from for about into after before when what who how why where if because so than then there here
			now also just very should would could must shall does did she he they we you him them us t/m vr za zo di ma wo gbd gebd geb geboren born dob gebdat geboortedatum bsn`},
		{nearOf, `van of`},
		{nearVerb, `will wil wilt may can might bel rob pat sue bill mark`},
	} {
		for _, w := range strings.Fields(group.words) {
			t.Add(w, group.class)
		}
	}
	return t
}

// near tells what token i says about a name beside it.
func (s *Finder) near(i int) lexicon.Class {
	if i < 0 || i >= len(s.Doc.Tokens) {
		return 0
	}
	return nameWords.Lookup(s.Doc.Tokens[i].Hash)
}
