package health_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

func TestHealth(t *testing.T) {
	p := detecttest.Pack(t)
	for _, c := range []struct{ name, text, want string }{
		{"finds a diagnosis with its stage and side", "bekend met ernstige COPD gold 3 en artrose links", "diagnosis:ernstige COPD gold 3 | diagnosis:artrose links"},
		{"finds an injury by its part of the body", "zij heeft een gebroken linkerheup", "diagnosis:gebroken linkerheup"},
		{"finds an injury with the part of the body first", "de pols was gebroken", "diagnosis:pols was gebroken"},
		{"finds English noun phrases by their head", "awaiting hip replacement for heart failure", "treatment:hip replacement | diagnosis:heart failure"},
		{"takes the strength along and leaves the schedule", "metoprolol 100 mg 1dd1", "medication:metoprolol 100 mg"},
		{"takes a strength without a unit", "prednison 30, morgen afbouwen", "medication:prednison 30"},
		{"takes no count for a strength", "metformine 2 x daags", "medication:metformine"},
		{"finds a medicine that no list knows by its dose", "gestart met Flonkizan 20 mg", "medication:Flonkizan 20 mg"},
		{"takes no concentration for a dose", "water met 20 mg/l nitraat", ""},
		{"finds results with unit", "Hb 5,9 mmol/l, CRP 84", "lab_value:Hb 5,9 mmol/l | lab_value:CRP 84"},
		{"finds a blood pressure", "RR 168/112 mmHg", "lab_value:RR 168/112 mmHg"},
		{"finds a blood pressure in words", "bloeddruk van 150 over 90", "lab_value:bloeddruk van 150 over 90"},
		{"finds a result without a space", "CRP84 en RR140/90", "lab_value:CRP84 | lab_value:RR140/90"},
		{"finds a fever", "hij heeft 39,2 graden koorts", "lab_value:39,2 graden koorts"},
		{"finds a result in words", "HIV negatief", "lab_value:HIV negatief"},
		{"takes the word na for no sodium", "na 3 dagen terug", ""},
		{"finds sodium", "Na 131, K 3,1", "lab_value:Na 131 | lab_value:K 3,1"},
		{"finds the weeks of a pregnancy", "36+4 wk zwanger", "diagnosis:36+4 wk zwanger"},
		{"finds obstetric history", "nu G3P1", "lab_value:G3P1"},
		{"finds a tumour stage", "stadium cT2N1M0", "diagnosis:cT2N1M0"},
		{"finds an ICD-10 code with a dot", "opname wegens K85.9", "diagnosis:K85.9"},
		{"finds an ICD-10 code behind its label", "ICD-10: F32", "diagnosis:F32"},
		{"takes a vitamin, ward or level for no code", "kamer C21 met taalniveau B1 en snelweg A27", ""},
		{"finds a disease named after a person", "vader heeft de ziekte van Kahler", "diagnosis:ziekte van Kahler"},
		{"finds a disease after an unknown person", "het syndroom van Xylander-Prut", "diagnosis:syndroom van Xylander-Prut"},
		{"takes a person with the name of a disease for no disease", "dr. Graves belt terug", ""},
		{"reads abbreviations in upper case only", "zij heeft MS; as you know ms Smit", "diagnosis:MS"},
		{"takes no word of a shouted text for an abbreviation", "WIJ ETEN ALS HET OK IS", ""},
		{"reads misspelt terms", "heeft diabetis en gebruikt parecetamol", "diagnosis:diabetis | medication:parecetamol"},
		{"reads a treatment limit", "beleid: niet reanimeren", "treatment:niet reanimeren"},
		{"reads a habit", "hij drinkt twee flessen wijn per dag", "mental_health:drinkt twee flessen wijn per dag"},
		{"takes a drink of tea for no habit", "zij drinkt twee koppen thee per dag", ""},
		{"reads the cells below an analyte", "nr;naam;CRP\n1;x;212\n2;y;31", "lab_value:212 | lab_value:31"},
		{"reads a pulse and a test that is a sign behind another result", "RR 100/60 p 112, hCG +", "lab_value:RR 100/60 | lab_value:p 112 | lab_value:hCG +"},
		{"takes no letter and number for a pulse", "P 112 bellen bij nood", ""},
		{"reads Apgar scores and a weight at birth", "jongen geboren 2980 gr, as 9/10, bv 700", "lab_value:2980 gr | lab_value:as 9/10"},
		{"keeps an earlier value in brackets", "kreat 203 (was 140), K 5,6", "lab_value:kreat 203 (was 140) | lab_value:K 5,6"},
		{"takes an instruction for no score", "Meld een incident bij de leiding", ""},
		{"reads the value of an HL7 observation of anything", "OBX|1|NM|XYZ^Iets||212|mg/L|<20|HH|||", "lab_value:212"},
		{"takes the first field of a row for no part of a result", "nr,geb,hba1c\n1,1957,64 mmol/mol\n2,1962,71 mmol/mol", "lab_value:64 mmol/mol | lab_value:71 mmol/mol"},
		{"reads the code in the E line of a SOEP note", "S keelpijn\nE: R74\nP uitleg", "diagnosis:R74"},
		{"reads a number of DSM-IV", "DSM 296.33 en versie 296.33", "diagnosis:296.33"},
		{"keeps a word that a hyphen ties to a term", "obstructie-icterus en M1-occlusie links", "diagnosis:obstructie-icterus | diagnosis:M1-occlusie links"},
		{"keeps severity behind a term", "dementie gevorderd, MRSA: pos", "mental_health:dementie gevorderd | diagnosis:MRSA: pos"},
		{"takes a society named after a disease for no disease", "Een gift aan Alzheimer Nederland", ""},
		{"reads nothing in plain prose", "De vergadering van dinsdag gaat niet door, graag een nieuwe datum prikken.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := detecttest.Found(p, c.text, rule.GroupHealth); got != c.want {
				t.Errorf("in %q\n got %s\nwant %s", c.text, got, c.want)
			}
		})
	}
}

// The classes of ordinary words must not make terms of each other: every entry of
// the rules' own exceptions stays silent.
func TestHealthExceptionsStaySilent(t *testing.T) {
	p := detecttest.Pack(t)
	for _, i := range p.With(rule.MatchEnding) {
		for _, e := range p.Rules[i].Params.Suffixes {
			word, exception := strings.CutPrefix(e, "!")
			if !exception {
				continue
			}
			for _, f := range detect.Scan(p, "een "+word).Findings {
				if f.Rule == p.Rules[i].ID {
					t.Errorf("rule %s finds its exception %q", f.Rule, word)
				}
			}
		}
	}
}
