package health

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// The words around health terms, by what they do there.
const (
	besideIllness   lexicon.Class = 1 << iota // goes before an illness: heeft, wegens, with
	besideState                               // goes before a state: is, werd, was
	besideFill                                // may stand between: een, de, her, bekend
	besideSide                                // links, bilateral
	besideStage                               // stadium, type, grade: a number follows
	besideOf                                  // van, of, in: ties a head to a part of the body
	besideDisease                             // ziekte, syndroom: "van" and a name follow
	besideTimes                               // x, dd, keer: a schedule, no dose
	besideResult                              // negatief, pos: the outcome of a test
	besideWeeks                               // weken, wk, months: of a pregnancy
	besidePregnant                            // zwanger, pregnant
	besidePer                                 // follows a slash in a unit: kg, ml, dag
	besideStrength                            // units that only medicines have: mg, mcg, IE
	besideBridge                              // between an analyte and its value: nu, score, at
	besidePoint                               // komma, point: in numbers in words
	besideLabOnly                             // units that only results have: mmHg, kPa
	besideUse                                 // gebruikt, use: after a drug
	besidePerLab                              // follows a slash in units of results: l, dl, mol
	besideSmall                               // net, nog: says nothing
	besideCourse                              // nu, naar: between values of one analyte
	besideJump                                // springen, jump
	besideHeight                              // dak, brug, train
	besideConsume                             // drinkt, snuift, uses
	besideDrink                               // wijn, wodka
	besideDrug                                // coke, joints
	besideMuch                                // dagelijks, flessen
	besideEvery                               // per, a: before dag, day
	besideWith                                // met, due: joins two terms
	besideKilo                                // kg
	besideAge                                 // jaar, mnd: of an age
	besideInherited                           // erfelijk, patiënt: after an illness
	besideSince                               // in, sinds: before a year
	besideBelieve                             // denkt, believes
	besideDelusion                            // vergiftigd, spying
	besideHoard                               // spaart, hoards
	besidePills                               // pillen, tablets
	besideSee                                 // ziet, hoort: of what is not there
	besideVision                              // mannetjes, stemmen
	besideOut                                 // over, uit, van de: "8 uit 10"
	besideDegrees                             // graden
	besideFever                               // koorts
	besideNone                                // onbekend, nvt: a field without a value
	besideOutcome                             // positief: may follow an infection
	besideBirth                               // jongen, geboren: before a weight in grams
	besideEarlier                             // was, vorig: a value of before in brackets
	besidePulse                               // regulair: how a pulse or pressure was taken
	besideBody                                // Nederland, fonds: after an eponym, a body
)

// HabitClasses are the words that habitAt starts from.
const HabitClasses = besideConsume | besideJump | besideBelieve | besideHoard | besideSee

// Context holds what words do beside health terms.
var Context = newContextWords()

func newContextWords() *lexicon.Table {
	t := lexicon.NewTable(256)
	for _, group := range []struct {
		class lexicon.Class
		words []string
	}{
		{besideIllness, []string{"heeft", "hebben", "heb", "had", "hebt", "kreeg", "krijgt", "gehad", "diagnose", "diagnoses", "dx", "wegens", "vanwege", "ivm", "door",
			"lijdt", "leed", "bekend", "gekend", "vg", "voorgeschiedenis", "dd", "verdenking", "reden", "indicatie", "ziektebeeld", "aandoening", "comorbiditeit", "beperking",
			"has", "have", "diagnosed", "diagnosis", "suffers", "suffering", "suffered", "developed", "due", "history", "pmh", "known", "condition", "conditions", "reason", "problem", "sinds", "symptomen", "symptoom", "verschijnselen", "kenmerken", "prognose", "behandeling", "oorzaak", "oorzaken", "symptoms", "signs", "treatment", "prognosis", "causes", "patiënten", "patients", "lijder"}},
		{besideState, []string{"is", "was", "werd", "wordt", "blijkt", "bleek", "bijna", "half", "volledig", "are", "were", "became", "been", "being", "raakte", "geworden", "ben"}},
		{besideFill, []string{"een", "de", "het", "met", "aan", "zijn", "haar", "mijn", "the", "a", "an", "her", "his", "my", "with", "from", "of", "to", "op", "ook", "nu", "for", "voor", "ernstige", "as", "van", "bij", "tegen", "in", "having"}},
		{besideSide, []string{"links", "rechts", "li", "re", "beiderzijds", "bdz", "dubbelzijdig", "bilateraal", "left", "right", "bilateral", "bilaterally", "linkszijdig", "rechtszijdig", "lad", "rca", "rcx"}},
		{besideStage, []string{"type", "stadium", "stage", "graad", "grade", "gold", "klasse", "class", "nyha", "fase", "gr", "categorie", "category", "cat", "gradatie", "niveau"}},
		{besideOf, []string{"van", "of", "in", "aan", "to", "aan", "op", "de", "het", "the", "zijn", "haar", "his", "her", "my", "mijn", "both", "beide", "hun", "een", "a", "was", "is", "werd"}},
		{besideDisease, []string{"ziekte", "syndroom", "morbus", "mb", "contractuur", "tumor", "sarcoom", "fractuur", "fenomeen", "anemie", "tetralogie", "dementie", "divertikel", "breuk", "afwijking", "stoornis", "cyste", "fibroma", "ataxie", "chorea", "paralyse", "struma", "thyreoïditis", "lymfoom", "disease", "syndrome"}},
		{besideTimes, []string{"x", "dd", "keer", "maal", "times", "daags", "dagen", "weken", "jaar", "jaren", "maanden", "uur", "days", "weeks", "months", "years", "hours", "uren", "kuren", "patiënten", "patients", "tot", "en", "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}},
		{besideResult, []string{"negatief", "neg", "positief", "pos", "positive", "negative", "reactief", "reactive", "afwijkend", "normaal", "gb", "verhoogd", "verlaagd", "ondetecteerbaar", "undetectable", "raised", "elevated", "onmeetbaar", "niet-aantoonbaar"}},
		{besideWeeks, []string{"weken", "wk", "wkn", "weeks", "week", "maanden", "mnd", "months", "w", "wks"}},
		{besidePregnant, []string{"zwanger", "zwangere", "zwangerschap", "pregnant", "pregnancy", "gestation", "amenorroe", "amenorroeduur", "gravida", "ad", "a terme", "aterme"}},
		{besidePer, []string{"kg", "ml", "l", "dl", "m2", "dosis", "uur", "u", "h", "hr", "hour", "dag", "day", "24u", "24h", "min", "mol", "mmol", "puf", "week", "tablet", "24", "g", "mm", "h"}},
		{besideStrength, []string{"mg", "mcg", "µg", "ug", "milligram", "microgram", "ie", "iu", "eenheden", "mg/ml"}},
		{besideBridge, []string{"nu", "ca", "score", "level", "at", "now", "to", "nuchter", "fasting", "liggend", "staand", "zittend", "gedaald", "gestegen", "naar", "circa", "ongeveer", "about", "still", "nog", "steeds", "vandaag", "today", "getal", "uitslag", "result", "ag", "ab", "test", "max", "was", "toen", "gisteren", "vanochtend", "tot", "status", "performance", "nm", "mv", "gezakt", "zakt", "daalt", "stijgt", "dalend", "stijgend", "dropped", "fell", "rose", "in", "op", "van", "bij", "sterk", "licht", "pre", "totaal", "serum", "ontslag", "opname", "intake", "binnenkomst", "baseline", "admission", "discharge", "triage", "controle", "meting", "thuis", "ochtend", "avond", "waarde", "gehalte", "were", "are", "waren", "this", "morning", "evening", "came", "back", "been", "vanmiddag", "vanavond", "vannacht", "vanmorgen", "gister", "just", "around", "of", "measured", "gemeten", "bedroeg", "bedraagt", "blijft", "remains", "remained", "staat", "stond", "kwam", "komt", "uit", "net", "weer", "opnieuw", "again", "has", "had", "rond"}},
		{besideJump, []string{"springen", "springt", "sprong", "gesprongen", "spring", "jump", "jumping", "jumped", "jumps", "gooien", "werpen", "lopen"}},
		{besideHeight, []string{"dak", "flat", "flatgebouw", "brug", "balkon", "trein", "viaduct", "galerij", "spoor", "metro", "roof", "bridge", "balcony", "train", "parkeergarage"}},
		{besideConsume, []string{"drinkt", "dronk", "drink", "gedronken", "drinken", "zuipt", "gebruikt", "gebruik", "gebruikte", "gebruiken", "rookt", "rookte", "blowt", "blowde", "snuift", "snoof", "spuit", "slikt", "verslaafd", "uses", "using", "used", "drinks", "drinking", "drank", "smokes", "smoking", "smoked", "snorts", "injects", "takes"}},
		{besideDrink, []string{"wijn", "bier", "biertjes", "wodka", "vodka", "jenever", "whisky", "whiskey", "rum", "sherry", "port", "drank", "alcohol", "pils", "wine", "beer", "beers", "liquor", "spirits", "gin", "borrels"}},
		{besideDrug, []string{"coke", "cocaïne", "cocaine", "wiet", "joints", "joint", "jointjes", "hasj", "speed", "xtc", "mdma", "ghb", "heroïne", "heroin", "crack", "meth", "ketamine", "amfetamine", "drugs", "harddrugs", "softdrugs", "weed", "cannabis", "lachgas", "lsd", "3-mmc", "mephedrone", "opioids", "benzo's"}},
		{besideMuch, []string{"dagelijks", "dag", "elke", "iedere", "flessen", "fles", "glazen", "glas", "liter", "liters", "blikken", "krat", "kratten", "kratje", "veel", "teveel", "stiekem", "avond", "ochtends", "'s", "weer", "day", "daily", "every", "bottle", "bottles", "pints", "units", "glasses", "heavily", "night", "week", "weekend", "weekends", "straf"}},
		{besideEvery, []string{"per", "a", "elke", "iedere", "in", "het", "each", "every", "the"}},
		{besideWith, []string{"met", "with", "zonder", "without", "door", "due"}},
		{besideKilo, []string{"kg", "kilo", "kilogram"}},
		{besideAge, []string{"jaar", "jr", "jaren", "mnd", "maanden", "years", "year", "yo", "old", "months", "v", "m", "meisje", "jongen"}},
		{besideInherited, []string{"erfelijk", "hereditary", "besmettelijk", "contagious", "patiënt", "patiënten", "patient", "patients", "stadium", "disease", "ziekte"}},
		{besideSince, []string{"in", "sinds", "since", "uit", "anno"}},
		{besideBelieve, []string{"denkt", "meent", "gelooft", "beweert", "dacht", "overtuigd", "bang", "thinks", "believes", "convinced", "claims", "afraid"}},
		{besideDelusion, []string{"vergiftigd", "vergiftigen", "vergif", "afgeluisterd", "afluisteren", "afluistert", "achtervolgd", "achtervolgen", "bespioneerd", "bespioneren", "gevolgd", "bestolen", "gaten", "complot", "poisoned", "poison", "poisoning", "followed", "following", "spying", "watched", "bugged", "conspiracy"}},
		{besideHoard, []string{"spaart", "spaarde", "gespaard", "opgespaard", "opspaart", "opsparen", "hamstert", "gehamsterd", "verzamelt", "verzameld", "hoards", "hoarding", "stockpiled", "stockpiling", "saved"}},
		{besidePills, []string{"pillen", "medicatie", "medicijnen", "tabletten", "slaappillen", "pills", "tablets", "medication"}},
		{besideSee, []string{"ziet", "zag", "hoort", "hoorde", "sees", "saw", "hears", "heard", "hearing", "seeing"}},
		{besideVision, []string{"mannetjes", "beestjes", "overleden", "dead", "spoken", "geesten", "stemmen", "overledenen", "insecten", "spinnen", "demonen", "voices", "ghosts", "demons", "insects", "shadows"}},
		{besideOut, []string{"over", "uit", "van", "de", "out", "of"}},
		{besideDegrees, []string{"graden", "degrees", "celsius", "c"}},
		{besideFever, []string{"koorts", "fever", "verhoging"}},
		{besideNone, []string{"onbekend", "unknown", "nvt", "n", "na", "none", "nihil", "volgt", "zie", "see", "nog", "nader", "welke", "which", "stel", "vul", "invullen", "code", "naam", "name", "datum", "type", "optioneel", "vrij"}},
		{besideCourse, []string{"nu", "naar", "now"}},
		{besideOutcome, []string{"positief", "positive", "pos", "positieve", "carrier", "drager", "draagster"}},
		{besideBirth, []string{"jongen", "meisje", "kind", "geboren", "zoon", "dochter", "baby", "neonaat", "partus", "pp", "gg", "geboortegewicht", "boy", "girl", "born", "infant", "newborn", "bw", "levend", "sectio", "dysmatuur", "prematuur", "tweeling"}},
		{besideEarlier, []string{"was", "vorig", "vorige", "eerder", "voorheen", "nu", "previously", "prior", "previous", "now", "basaal", "baseline", "ref", "norm", "normaal", "toen"}},
		{besidePulse, []string{"regulair", "irregulair", "regelmatig", "onregelmatig", "equaal", "inequaal", "ra", "ira", "regular", "irregular", "liggend", "staand", "zittend", "lying", "standing", "sitting", "supine", "ka"}},
		{besideBody, []string{"nederland", "vereniging", "stichting", "fonds", "society", "foundation", "association", "uk", "research", "liga", "vlaanderen", "belgië", "café", "cafe", "centrum", "telefoon"}},
		{besideUse, []string{"gebruikt", "gebruik", "gebruiken", "gebruikte", "gebruiker", "use", "user", "using", "used"}},
		{besideSmall, []string{"net", "nog", "weer", "inmiddels", "al", "just", "already", "still", "nieuwe", "newly", "ook", "also", "vaak", "soms", "sinds", "erg", "te", "chronisch"}},
		{besidePoint, []string{"komma", "point", "punt"}},
		{besideLabOnly, []string{"mmhg", "kpa", "bpm", "cmh2o", "mosm"}},
		{besidePerLab, []string{"l", "dl", "mol", "mmol", "min", "24u", "24h", "mm3", "ul", "µl"}},
	} {
		for _, w := range group.words {
			t.Add(w, group.class)
		}
	}
	return t
}

// beside tells what token i does beside health terms.
func (s *Finder) beside(i int) lexicon.Class {
	if i < 0 || i >= len(s.Doc.Tokens) || s.Marks[i]&pass.MarkBeside == 0 && s.Doc.Tokens[i].Kind == text.Word {
		return 0
	}
	return Context.Lookup(s.Doc.Tokens[i].Hash)
}

// illnessBefore tells whether a few words before token i say that an illness, a
// state or a treatment follows.
func (s *Finder) illnessBefore(i int) bool {
	line := s.Doc.Tokens[i].Line
	for k, n := i-1, 0; k >= 0 && n < 4 && s.Doc.Tokens[k].Line == line; k, n = k-1, n+1 {
		role := s.beside(k)
		switch {
		case role&besideIllness != 0:
			return true
		case role&besideState != 0 && n == 0:
			return true
		case role&(besideFill|besideSmall) != 0, s.Is(k, lexicon.Severity):
		case s.Doc.Symbol(k) == ':', s.Doc.Symbol(k) == '(':
		default:
			return false
		}
	}
	return false
}

// personal tells whether a title, given name or initial stands before token i, so
// that the word is a surname there.
func (s *Finder) personal(i int) bool {
	k := i - 1
	for k > 0 && s.Is(k, lexicon.Interfix) {
		k--
	}
	if k < 0 || s.Doc.Tokens[k].Line != s.Doc.Tokens[i].Line {
		return false
	}
	if s.Doc.Symbol(k) == '.' && k > 0 {
		k--
		return s.Is(k, lexicon.Title) || s.Doc.Tokens[k].Len() == 1 && s.Doc.Tokens[k].Is(text.Capital) && !s.Is(k, lexicon.Interfix) && s.Doc.Word(k)[0] != 'M'
	}
	return s.Is(k, lexicon.Title|lexicon.Given|lexicon.Kin) && s.beside(k) == 0 && s.Doc.Tokens[i].Is(text.Capital)
}

// qualified moves the start of a term at token i to the left over words that
// qualify it, such as ernstige, acute, metastatic.
func (s *Finder) qualified(i int) int {
	for n := 0; n < 4 && s.Joint(i); n++ {
		k := i - 1
		if s.Doc.Symbol(k) == '-' && k > 0 && !s.Doc.Tokens[i].Is(text.SpaceBefore) && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
			k--
		}
		switch {
		case s.Is(k, lexicon.Severity|lexicon.BodyPart), s.medicalAdjective(k):
			i = k
		case k > 0 && s.beside(k-1)&besideStage != 0 && s.Joint(k) && s.stageNumber(k):
			i = k - 1
		default:
			return i
		}
	}
	return i
}

// medicalAdjective tells whether token i ends like the adjectives of medicine.
func (s *Finder) medicalAdjective(i int) bool {
	if i < 0 || s.Doc.Tokens[i].Kind != text.Word || s.Doc.Tokens[i].Len() < 6 {
		return false
	}
	w := s.Doc.Word(i)
	for _, e := range [...]string{"ische", "isch", "aire", "euze", "iale", "nale", "rale", "uraal", "ieve", "sive", "tive", "tal", "nal", "lar", "ous", "ical", "atic"} {
		if len(w) > len(e)+2 && string(w[len(w)-len(e):]) == e {
			return true
		}
	}
	return false
}

// staged moves the end of a term to the right over side and stage.
func (s *Finder) staged(end int) int {
	for n := 0; n < 3 && s.Joint(end); n++ {
		beside := s.beside(end)
		switch {
		case s.Doc.Symbol(end) == '-' && s.Joint(end+1) && !s.Doc.Tokens[end].Is(text.SpaceBefore) && !s.Doc.Tokens[end+1].Is(text.SpaceBefore) && s.Doc.Tokens[end+1].Kind == text.Word:
			end += 2 // hiv-status, COPD-patiënt
		case s.Doc.Tokens[end].Kind == text.Number && s.year(end):
			end++
		case beside&besideSince != 0 && s.Joint(end+1) && s.Doc.Tokens[end+1].Kind == text.Number && s.year(end+1):
			end += 2
		case beside&besideSide != 0:
			end++
		case s.Doc.Symbol(end) == ':' && s.Joint(end+1) && s.beside(end+1)&besideOutcome != 0:
			end += 2 // MRSA: pos
		case s.remark(end) > end:
			end = s.remark(end)
		case beside&besideStage != 0 && s.Joint(end+1) && s.stageNumber(end+1):
			end += 2
		case beside&(besideUse|besideOutcome) != 0, s.catheterSize(end):
			end++
		case s.Doc.Symbol(end) == ',' && s.beside(end+1)&besideStage != 0 && s.Joint(end+2) && s.stageNumber(end+2):
			end += 3
		case s.partAfter(end) > end:
			end = s.partAfter(end)
		case s.Doc.Symbol(end) == '(' && s.beside(end+1)&besideSide != 0 && s.Doc.Symbol(end+2) == ')':
			end += 3
		default:
			return end
		}
	}
	return end
}

// object goes on over what "verslaafd aan" and "allergic to" are about.
func (s *Finder) object(end int) int {
	switch string(s.Doc.Word(end - 1)) {
	case "aan", "voor", "to", "of":
	default:
		return end
	}
	if s.Joint(end) && s.Doc.Tokens[end].Kind == text.Word && s.beside(end)&(besideFill|besideOf) == 0 {
		return end + 1
	}
	return end
}

// stageNumber tells whether token i is a number, a Roman one or a letter, as
// stages have them.
func (s *Finder) stageNumber(i int) bool {
	t := &s.Doc.Tokens[i]
	if t.Kind == text.Number || t.Kind == text.Mixed {
		return t.Len() <= 2
	}
	w := s.Doc.Word(i)
	for _, c := range w {
		if c != 'I' && c != 'V' && c != 'X' && c != 'i' && c != 'v' {
			return len(w) == 1 && t.Is(text.Capital)
		}
	}
	return t.Kind == text.Word && len(w) <= 4
}

// catheterSize tells whether token i is a size such as ch14.
func (s *Finder) catheterSize(i int) bool {
	w := s.Doc.Word(i)
	return s.Doc.Tokens[i].Kind == text.Mixed && len(w) == 4 && w[0]|0x20 == 'c' && w[1]|0x20 == 'h'
}
