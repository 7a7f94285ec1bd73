package rule

import (
	"strings"

	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/text"
)

// The families of cues that one entry of a pack writes in short: what stands for
// the word before the mark is *.
var families = map[string][]string{
	// "patiënt{nr}": patiëntnummer, patiëntnr, patiënt nr., patiënt no, patiënt-id.
	"{nr}": {"*nummer", "*nr", "* nummer", "* nr", "*no", "* no", "* number", "*number", "*id", "* id", "* #", "*.nr", "*.no", "*.id", "*s nummer", "*snr", "*nummers", "*code", "* code", "*num", "* num", "* nbr", "* ref"},
	// "kluis{code}": kluiscode, code kluis, code van de kluis, pin van de kluis.
	"{code}": {"*code", "* code", "*codes", "code *", "code van de *", "code van het *", "code v d *", "code voor de *", "code voor het *", "code vd *", "pin *", "pin van de *", "pin van het *", "*pin", "* pin", "pincode *", "pincode van de *", "pincode van het *", "cijfercode *",
		"code for the *", "code to the *", "code of the *", "code for *", "pin for the *", "pin of the *", "* heeft code", "* heeft als code", "* combinatie", "combinatie *", "combinatie van de *", "combinatie van het *", "* combination"},
	// "wifi{ww}": wifi-wachtwoord, ww wifi, wachtwoord van de wifi, wifi password.
	"{ww}": {"*wachtwoord", "* wachtwoord", "*ww", "* ww", "wachtwoord *", "ww *", "ww van *", "ww voor *", "ww van de *", "ww van het *", "ww voor de *", "ww vd *", "wachtwoord van *", "wachtwoord voor *", "wachtwoord van de *", "wachtwoord van het *", "wachtwoord voor de *", "wachtwoord voor het *", "wachtwoord vd *",
		"*password", "* password", "*pw", "* pw", "*pwd", "* pwd", "*pass", "* pass", "* passwd", "* passphrase", "password for *", "password for the *", "password of the *", "password to the *", "pw for *", "pw for the *"},
}

// expanded writes out the families among the cues.
func expanded(cues []string) []string {
	all := make([]string, 0, len(cues))
	for _, c := range cues {
		at := max(0, strings.IndexByte(c, '{'))
		forms, ok := families[c[at:]]
		if !ok {
			all = append(all, c)
			continue
		}
		for _, form := range forms {
			all = append(all, strings.ReplaceAll(form, "*", c[:at]))
		}
	}
	return all
}

// withJoined adds each cue of several words as one, as names of fields write it:
// "dateOfBirth" for "date of birth", and with a dot behind a short first word.
func withJoined(cues []string) []string {
	all := expanded(cues)
	for _, c := range all {
		if strings.Contains(c, " ") {
			all = append(all, strings.ReplaceAll(c, " ", ""))
			if at := strings.IndexByte(c, ' '); at < 6 && c[at-1] != '.' {
				all = append(all, c[:at]+"."+c[at:])
			}
		}
	}
	return all
}

// addCues enters the cues of all rules, one use per rule and cue.
func (p *Pack) addCues() {
	var doc text.Doc
	ids := map[uint64]uint32{}
	var order []string
	note := func(rule int, kind CueKind, cues []string) {
		for _, c := range withJoined(cues) {
			key := lexicon.PhraseKey(&doc, c)
			id, ok := ids[key]
			if !ok {
				id = uint32(len(order))
				ids[key] = id
				order = append(order, c)
				p.CueUses = append(p.CueUses, nil)
			}
			uses := p.CueUses[id]
			if n := len(uses); n > 0 && int(uses[n-1].Rule) == rule {
				uses[n-1].Kind |= kind
				continue
			}
			p.CueUses[id] = append(uses, CueUse{Rule: uint16(rule), Kind: kind})
		}
	}
	for i := range p.Rules {
		r := &p.Rules[i]
		note(i, CueLeft|CueColumn|CueKey, r.Cues.Left)
		note(i, CueRight, r.Cues.Right)
		note(i, CueNear, r.Cues.Near)
		note(i, CueColumn, r.Cues.Column)
		note(i, CueKey, r.Cues.Key)
		note(i, CueAnti, r.AntiCues)
	}
	p.Cues = lexicon.NewPhrases(len(order))
	for id, c := range order {
		if h := p.Cues.Add(c, uint32(id)); h != 0 {
			p.Words.AddHash(h, lexicon.CueStart)
		}
	}
}
