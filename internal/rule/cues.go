package rule

import (
	"bytes"
	"strings"

	"dijkwacht/internal/lexicon"
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

// written gives the forms of a cue that stands for a family, and what stands in them
// for *; other cues are their own form.
func written(cue string) (base string, forms []string) {
	if at := strings.IndexByte(cue, '{'); at >= 0 {
		if forms, ok := families[cue[at:]]; ok {
			return cue[:at], forms
		}
	}
	return cue, itself
}

var itself = []string{"*"}

// eachCue calls see for all forms of the cues. Those of several words come as one too, as
// names of fields write it: "dateOfBirth" for "date of birth", and with a dot behind a short
// first word. What see gets is valid during the call.
func eachCue(cues []string, see func(cue []byte)) {
	var cue, joined []byte
	for _, c := range cues {
		base, forms := written(c)
		for _, form := range forms {
			cue = appendForm(cue[:0], form, base)
			see(cue)
			at := bytes.IndexByte(cue, ' ')
			if at < 0 {
				continue
			}
			joined = appendWithout(joined[:0], cue, ' ')
			see(joined)
			if 0 < at && at < 6 && cue[at-1] != '.' {
				joined = append(append(append(joined[:0], cue[:at]...), '.'), cue[at:]...)
				see(joined)
			}
		}
	}
}

// appendForm appends the form with base for its *.
func appendForm(dst []byte, form, base string) []byte {
	before, after, _ := strings.Cut(form, "*")
	return append(append(append(dst, before...), base...), after...)
}

func appendWithout(dst, src []byte, leave byte) []byte {
	for _, c := range src {
		if c != leave {
			dst = append(dst, c)
		}
	}
	return dst
}

// addCues enters the cues of all rules, one use per rule and cue.
func (p *Pack) addCues() {
	p.Cues = lexicon.NewPhrases(2 * p.countCues())
	var single []CueUse // memory of the cues with one use, which are nearly all
	note := func(rule int, kind CueKind, cues []string) {
		eachCue(cues, func(cue []byte) {
			first, id := p.Cues.Enter(cue, uint32(len(p.CueUses)))
			if first == 0 {
				return
			}
			if int(id) == len(p.CueUses) {
				p.Words.AddHash(first, lexicon.CueStart)
				if len(single) == 0 {
					single = make([]CueUse, 4096)
				}
				single[0] = CueUse{Rule: uint16(rule), Kind: kind}
				p.CueUses, single = append(p.CueUses, single[:1:1]), single[1:]
				return
			}
			uses := p.CueUses[id]
			if last := &uses[len(uses)-1]; int(last.Rule) == rule {
				last.Kind |= kind
				return
			}
			p.CueUses[id] = append(uses, CueUse{Rule: uint16(rule), Kind: kind})
		})
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
}

// countCues is the number of cues with their forms.
func (p *Pack) countCues() int {
	n := 0
	for i := range p.Rules {
		r := &p.Rules[i]
		for _, list := range [][]string{r.Cues.Left, r.Cues.Right, r.Cues.Near, r.Cues.Column, r.Cues.Key, r.AntiCues} {
			for _, c := range list {
				_, forms := written(c)
				n += len(forms)
			}
		}
	}
	return n
}
