package casefile

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/pdf"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

var at = time.Date(2026, 10, 23, 14, 30, 0, 0, time.UTC)

// whole is a file with something in every part.
func whole(t *testing.T) casework.File {
	t.Helper()
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	score := severity.Score{
		Factors: severity.Factors{DPC: 4, EI: 1, Circumstances: severity.Circumstances{Confidentiality: 0.5}}, SE: 4.5, Level: policy.SeverityVeryHigh, Advice: severity.NotifyBoth,
		Reasons: []severity.Reason{{Factor: "dpc", Value: 4, Code: "health"}, {Factor: "ei", Value: 1, Code: "bsn"}, {Factor: "cb", Value: 0.5, Code: "unknown_recipients"}},
	}
	low, high := 1, 1
	i := register.Incident{
		ID: "inc_01M7ZTZ495AHSVCTSX8NBYX12A", Number: register.Number{Year: 2026, Seq: 143}, Kind: register.KindPrivacy, State: lifecycle.Assessed, Severity: policy.SeverityVeryHigh,
		Outcome: register.Sent, Egress: register.EgressFull, Action: policy.Warn, Destination: "chatgpt", Class: policy.Unapproved, Subject: "Reiger-7KQ2M", OccurredFrom: at, OccurredTo: at.Add(4 * time.Minute),
		DetectedAt: at, Events: 1, Types: []register.TypeCount{{Type: "bsn", Group: "identity", Count: 3, Distinct: 1}, {Type: "diagnosis", Group: "health", Count: 2, Distinct: 2}},
		Rules: []string{"direct-identifier"}, SubjectsMin: 1, SubjectsMax: 2, PolicyVersion: 7, Rev: 9,
		Dossier: register.Dossier{
			AP: lifecycle.APSubmittedInitial, Told: lifecycle.SubjectsInformed, AwareAt: at.Add(2 * time.Hour), AwareBasis: clock.Confirmed, DeadlineAt: at.Add(74 * time.Hour), NotifiedAt: at.Add(50 * time.Hour), Legal: "avg-2018",
			Computed: &score, Judged: &register.Judgement{Score: score, Why: "De ontvanger is onbekend.", By: "usr_1", At: at.Add(3 * time.Hour)},
			SubjectReason: "no_high_risk: klein", ReasonCode: "detectiefout", LegalBasis: "behandelovereenkomst", APReason: "geen risico", LegalHold: true,
			Record: register.Record{
				Summary: "Een brief ging naar een dienst die niet is goedgekeurd.", SubjectGroups: []string{"patients"}, SubjectsMin: &low, SubjectsMax: &high, InformedAt: at.Add(60 * time.Hour), InformedCount: 1,
				Channel: "brief", Wording: "Geachte heer of mevrouw.", DeletionRequestedAt: at.Add(5 * time.Hour), OtherAuthorities: []string{"IGJ"}, Remarks: "Besproken.",
			},
			Measures: []register.Measure{{ID: "mea_1", Text: "Uitleg op de afdeling", Owner: "usr_2", Due: at.Add(240 * time.Hour)}}, Labels: []string{"proef"}, Links: []string{"inc_2"},
		},
	}
	payload := func(c register.Change) []byte {
		i.Change = &c
		b, err := json.Marshal(i)
		if err != nil {
			t.Fatal(err)
		}
		i.Change = nil
		return b
	}
	f := casework.File{
		Incident: i,
		Attempts: []register.Attempt{{Event: register.Event{ID: "evt_1", DecisionID: "dec_1", At: at, Decision: register.Decision{Action: policy.Warn, Rules: []register.RuleHit{{ID: "direct-identifier"}}}}, Outcome: &register.Outcome{Result: register.Sent, Egress: register.EgressFull, ReceivedAt: at.Add(time.Second)}}},
		Acts: []chain.Record{
			{Entry: chain.Entry{Seq: 48211, At: at.Add(time.Hour), Actor: "usr_1", Role: "fg", Action: "incident.moved", Rev: 2}, Hash: strings.Repeat("ab", 32), Payload: payload(register.Change{Action: "moved", From: "detected", To: "triaged", Why: "Ik kijk ernaar.", By: "usr_1"})},
			{Entry: chain.Entry{Seq: 48212, At: at.Add(2 * time.Hour), Actor: "usr_1", Role: "fg", Action: "incident.ap_moved", Rev: 3}, Hash: strings.Repeat("cd", 32), Payload: payload(register.Change{Action: "ap_moved", From: "none", To: "submitted_initial", By: "usr_1", Approval: "apr_1"})},
		},
		Notes:         []casework.Note{{ID: "not_1", At: at.Add(90 * time.Minute), By: "usr_1", Text: "Gebeld met de leverancier."}},
		Notifications: []casework.Notification{{ID: "apn_1", Kind: casework.Initial, Reference: "DL-2026-77", SubmittedAt: at.Add(50 * time.Hour), By: "usr_1", SHA256: strings.Repeat("0123456789abcdef", 4)}},
		Alerts:        []casework.Alert{{ID: "alt_1", Hours: 24, RaisedAt: at.Add(26 * time.Hour)}},
	}
	in := apdraft.Input{Incident: i, OrgName: "Ziekenhuis De Dijk", Destination: policy.Destination{ID: "chatgpt", Name: "ChatGPT", Country: "US"}, Place: place}
	f.Draft = casework.Draft{Draft: apdraft.Build(in), Input: in, Changed: []string{"summary", "subjects_max"}}
	return f
}

func printed(t *testing.T, f casework.File, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := pdf.Write(&b, Document(f, lang, at.Add(100*time.Hour)), at.Add(100*time.Hour)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("pdftotext", "-layout", "-", "-")
	cmd.Stdin = &b
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v (it is in the package poppler-utils; see .ci/setup)", err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

func TestAPrintedFileHoldsEveryPart(t *testing.T) {
	for lang, wants := range map[string][]string{
		"nl": {
			"Dossier 2026-0143", "Ziekenhuis De Dijk", "▲ zeer hoog", "ChatGPT", "niet goedgekeurd", "burgerservicenummer 3 1", "diagnose 2 2", "Reiger-7KQ2M",
			"Een brief ging naar een dienst", "4,50", "De tekst gaat over iemands gezondheid.", "Een burgerservicenummer wijst één persoon aan.", "De ontvanger is onbekend.",
			"26-10-2026 17:30:00 +01:00", "verplaatst gevonden → bekeken", "Ik kijk ernaar.", "goedkeuring apr_1", "FG (usr_1)", "patiënten of cliënten", "Geachte heer of mevrouw.", "Uitleg op de afdeling", "usr_2", "IGJ",
			"DL-2026-77", "Gebeld met de leverancier.", "waarschuwing na uren: 24", "48211", "48212", "Samenvatting, Hoogstens", "Juridisch vastgehouden ja", "geen hoog risico (AVG 34 lid 1): klein", "verkeerd herkend", "behandelovereenkomst", "avg-2018",
		},
		"en": {"File 2026-0143", "▲ very high", "citizen service number (BSN) 3 1", "4.50", "detected → triaged", "The text is about somebody's health.", "Notify at the latest", "Legal hold yes"},
	} {
		got := printed(t, whole(t), lang)
		for _, want := range wants {
			if !strings.Contains(got, want) && !strings.Contains(strings.ReplaceAll(got, "◆", "♦"), want) {
				t.Errorf("%s: no %q in\n%s", lang, want, got)
			}
		}
		for _, hash := range []string{strings.Repeat("ab", 32), strings.Repeat("0123456789abcdef", 4)} {
			if !strings.Contains(strings.ReplaceAll(got, " ", ""), hash[:20]) {
				t.Errorf("%s: the hash %s is not there", lang, hash)
			}
		}
	}
}

func TestAnEmptyFileIsStillADocument(t *testing.T) {
	f := casework.File{Incident: register.Incident{Number: register.Number{Year: 2026, Seq: 1}, State: lifecycle.Detected, Dossier: register.Dossier{Source: register.SourceManual}}}
	f.Draft.Input.Place = time.UTC
	got := printed(t, f, "nl")
	for _, want := range []string{"handmatig gemeld", "Nog niet beoordeeld.", "Er is nog niets besloten.", "Er zijn geen maatregelen vastgelegd.", "Er is niets gemeld.", "Er zijn geen notities."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestEveryCodeHasWordsInBothLanguages(t *testing.T) {
	var keys []string
	for _, s := range lifecycle.States {
		keys = append(keys, "state "+string(s))
	}
	for _, s := range lifecycle.APs {
		keys = append(keys, "ap "+string(s))
	}
	for _, s := range lifecycle.AllSubjects {
		keys = append(keys, "subjects "+string(s))
	}
	for _, code := range append(append([]string{"initial", "follow_up", "complete", "withdrawal"}, lifecycle.ReasonCodes...), lifecycle.SubjectReasons...) {
		keys = append(keys, "because "+code)
	}
	for _, g := range apdraft.SubjectGroups {
		keys = append(keys, "group "+g)
	}
	for _, a := range []severity.Advice{severity.RegisterOnly, severity.NotifyAuthority, severity.NotifyBoth} {
		keys = append(keys, "advice "+string(a))
	}
	for _, r := range []register.Result{"", register.Sent, register.EditedAndSent, register.RedactedAndSent, register.Redirected, register.Cancelled, register.BlockedSend, register.BreakGlass, register.ResultUnknown} {
		keys = append(keys, "outcome "+string(r))
	}
	for _, c := range []policy.Class{policy.ClassUnknown, policy.Approved, policy.Tolerated, policy.Unapproved, policy.Blocked} {
		keys = append(keys, "class "+c.String())
	}
	for _, b := range []clock.Basis{clock.Confirmed, clock.Presumed, clock.Manual} {
		keys = append(keys, "basis "+string(b))
	}
	for _, key := range keys {
		if _, ok := words[key]; !ok {
			t.Errorf("no words for %q", key)
		}
	}
	for key, w := range words {
		if w[0] == "" || w[1] == "" {
			t.Errorf("%q has no words in one language", key)
		}
	}
}
