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
		{rule.PatientNumber, "mevr. Alida Schipper (klant F-20931)"},
		{rule.PatientNumber, "for client Mr Tuinman (client 3391): 6x lymph drainage"},
		{rule.PatientNumber, "ID: GGZ-2024-07713   Naam: Sanne Okkerse"},
		{rule.PatientNumber, "insert into clients values (5512, 'Jansen', 'Piet', '1955-02-01');"},
		{rule.PatientNumber, "    PID|1||ZP4410087^^^ZP^PI||Steenhuizen^Jorine^A"},
		{rule.PatientNumber, "Mrs Anna Visser, Participant: P07"},
		{rule.DateOfBirth, "verkeerd dossier van mw. Hartgers (1929, leukemie) in de bus"},
		{rule.DateOfBirth, "Meneer de Haan ('58) dronken gevallen"},
		{rule.DateOfBirth, "mw. Rijnders uit Bussum (1943) belde"},
		{rule.DateOfBirth, "Patient Wouter ten Brinke, 14.2.98, allergie latex"},
		{rule.DateOfBirth, "mw de Wit v 170652 hartfalen"},
		{rule.Age, "mw Kuipers viel. She is 76."},
		{rule.Age, "vrachtwagenchauffeur van 41, heeft hepatitis C"},
		{rule.Age, "Mijn zoon Emre van 15 woont nog thuis"},
		{rule.Age, "1 Bakker, v 23, intox"},
		{rule.Age, "And little Eva, she's 7 months."},
		{rule.Age, "Naam: Sanne Okkerse   Leeftijd: 44\nScore: OQ-45 = 88"},
		{rule.Age, "polis ZV-99120384 vrouw 45 claimt borstreconstructie"},
		{rule.LicencePlate, "kentekens: HK-771-D, 4-TRB-08, 81 XZ NF. eigenaar dhr Bos"},
		{rule.Address, "dhr Kuipers, Kanaaldijk W.Z. 77"},
		{rule.Address, "She lives next door, number 14. I am Truus Bos."},
		{rule.Address, `{"address": [{"line": ["Oude Gracht 201 bis"], "city": "Weesp"}]}`},
		{rule.Postcode, "Mireille Janssens, Kioskplaats 12 bus 3, 2660 Hoboken"},
		{rule.Phone, "Helen Marsh (07911 123456)."},
		{rule.DrivingLicence, "pas SF6F639P1 / rijb. 5210094473 / kenteken"},
		{rule.UZINumber, "the UZI certificate of dr. Wolfswinkel (900033070) expires"},
		{rule.Other, "mw Kuipers, kaart 5454 5454 5454 5454 exp 09/27"},
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
		"ZI-nummer;omschrijving;aantal\n15041237;paracetamol 500 mg;200\n14339811;metoprolol 50 mg;90",
		"code;omschrijving;norm\nF32.1;depressieve episode;12\nF41.1;angststoornis;8",
		"id,test,result\n1001,CRP,12\n1002,Hb,8.1",
		"Hoe reset ik een wachtwoord in Active Directory met PowerShell?",
		"client credentials versus private_key_jwt in OAuth2",
		"wachtwoordkluis KeePass of Bitwarden op Windows11 en Office365",
		"private subnets (10.0.0.0/8, 192.168.0.0/16) and the resolver 8.8.8.8",
		"value exceeds 20 chars\n  at nl.zorg.ecd.Med.save(Med.java:88)",
		"CASE FILE 2025/07: teaching case for nurses",
		"worker started pid=4411 code=ORA-00060",
		"Windows KB5034441 mislukt met 0x80070643",
		"gefinancierd door ZonMw (dossier 639003916)",
	} {
		for _, f := range detect.Scan(pack, text).Findings {
			if f.Type.Group() == rule.GroupSecret || f.Type.Group() == rule.GroupIdentity || f.Type.Group() == rule.GroupContact {
				t.Errorf("%s: found %v", text, f.Type)
			}
		}
	}
}
