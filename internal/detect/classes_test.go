package detect_test

import (
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/detect/detecttest"
	"dijkwacht/internal/rule"
)

// Each text holds one item of the type; the forms are those that records, notes and
// chats of care use.
func TestFormsOfEachClassAreFound(t *testing.T) {
	pack := detecttest.Pack(t)
	for _, c := range []struct {
		typ  rule.Type
		text string
	}{
		{rule.SecretPassword, "ww van het ecd is verlopen, nieuw is Lente2027#"},
		{rule.SecretPassword, "password has expired, new one is Autumn2026#"},
		{rule.SecretPassword, "locatie=Dorpsstraat 4;type=KeySafe;code=A4719"},
		{rule.SecretPassword, "kluisje bij de achterdeur 3-7-1-9"},
		{rule.SecretPassword, "code medicijnkast is veranderd in 6612"},
		{rule.SecretPassword, "ga naar binnen via de zijdeur, code 4471"},
		{rule.SecretPassword, "sleutelkastje naast de voordeur 4471"},
		{rule.PatientNumber, "klantnr apotheek 66231 metoprolol op"},
		{rule.PatientNumber, "ponskaart 88-20-331 vrouw met hernia"},
		{rule.PatientNumber, "Her customer card is AP 552 019."},
		{rule.DateOfBirth, "Patient Wouter ten Brinke, 14.2.98, allergie latex"},
		{rule.DateOfBirth, "mw de Wit v 170652 hartfalen"},
		{rule.Age, "mw Kuipers viel. She is 76."},
		{rule.Age, "polis ZV-99120384 vrouw 45 claimt borstreconstructie"},
		{rule.LicencePlate, "kentekens: HK-771-D, 4-TRB-08, 81 XZ NF. eigenaar dhr Bos"},
		{rule.Address, "dhr Kuipers, Kanaaldijk W.Z. 77"},
		{rule.Other, "badge 004417 van mw Kuipers"},
		{rule.Other, "mw Kuipers heeft 19.000 euro schuld"},
	} {
		found := false
		for _, f := range detect.Scan(pack, c.text).Findings {
			found = found || f.Type == c.typ
		}
		if !found {
			t.Errorf("%s: no %v", c.text, c.typ)
		}
	}
}

func TestLookAlikesOfSecretsAndNumbersPassInSilence(t *testing.T) {
	pack := detecttest.Pack(t)
	for _, text := range []string{
		`{"ward":"C3","beds":28,"alarm_threshold":0.92}`,
		"alarm_limit: 140",
		`if (code === 4711) return "alarm";`,
		"Een zwak wachtwoord is bijvoorbeeld Qwerty123, een sterk is lang",
		"Wachtwoorden zoals 'Welkom123!' of 'Winter2025' zijn verboden",
		"The default PIN for this device is 0000, see the manual",
		"inloggen met DigiD app v6.1 geeft fout DA500",
		"code;naam;tarief\nH126;Basis verpleging;61,20\nH127;PV extra;65,10",
		`const patient = { bsn: "000000000" }`,
		"alleen dummygegevens: telefoon 0612345678, geboortedatum 01-01-1900",
		"| MMSE | 24 | Folstein 1975 |",
	} {
		for _, f := range detect.Scan(pack, text).Findings {
			if f.Type.Group() == rule.GroupSecret || f.Type.Group() == rule.GroupIdentity || f.Type.Group() == rule.GroupContact {
				t.Errorf("%s: found %v", text, f.Type)
			}
		}
	}
}
