package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
	"dijkwacht/internal/sqlstore"
)

const device = "dev_01JD3V6Z0T0000000000000000"

// seeded makes a data directory whose register holds one attempt at each moment.
func seeded(t *testing.T, moments ...string) string {
	t.Helper()
	dir, ctx := t.TempDir(), t.Context()
	store, err := sqlstore.Open(ctx, dir, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	const hash = "hash of an enrolment key"
	entry := chain.Draft{At: time.Unix(1, 0), Actor: "test", Role: "test", Action: "seed", Object: "test"}
	organisation := ident.Organisation{ID: "org_01JD3V6Z0T0000000000000000", Name: "Zorggroep De Linde", CreatedAt: time.Unix(1, 0)}
	if err := store.CreateOrganisation(ctx, organisation, entry); err != nil {
		t.Fatal(err)
	}
	key := ident.EnrolmentKey{OrgID: organisation.ID, ID: "enk_01JD3V6Z0T0000000000000000", Hash: hash, CreatedAt: entry.At}
	if err := store.AddEnrolmentKey(ctx, key, entry); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Enrol(ctx, hash, ident.Device{ID: device, EnrolledAt: entry.At}, entry); err != nil {
		t.Fatal(err)
	}
	for i, moment := range moments {
		seed(t, ctx, store, organisation.ID, i, moment)
	}
	return dir
}

func seed(t *testing.T, ctx context.Context, store *sqlstore.Store, org string, i int, moment string) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, moment)
	if err != nil {
		t.Fatal(err)
	}
	service := register.New(store, func() time.Time { return at }, rand.Reader)
	decision := fmt.Sprintf("dec_01JD3V6Z0T%016d", i)
	_, err = service.Record(ctx, register.Event{
		OrgID: org, DecisionID: decision, RequestID: fmt.Sprintf("01JD3V6Z0T%016d", i), DeviceID: device, At: at,
		Destination: "chatgpt", Class: policy.Unapproved, Subject: "Reiger-7KQ2M", Decision: register.Decision{Action: policy.Block},
		Types: []register.TypeCount{{Type: "bsn", Group: "identity", Count: 1, Distinct: 1}}, Features: json.RawMessage("{}"), PolicyVersion: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	outcome := register.Outcome{Result: register.BlockedSend, Egress: register.EgressNone, At: at, ReceivedAt: at}
	if err := service.Report(ctx, org, device, decision, outcome); err != nil {
		t.Fatal(err)
	}
	counter := register.Counter{Hour: at.UTC().Truncate(time.Hour), Destination: "chatgpt", Class: policy.Unapproved, Name: "inspected", N: 10}
	if err := store.AddTallies(ctx, org, []register.Counter{counter}, nil); err != nil {
		t.Fatal(err)
	}
}

func TestTheReportComesFromTheRegister(t *testing.T) {
	// The clock of these tests stands at 23 November 2026; week 43 has 169 hours.
	dir := seeded(t, "2026-10-18T23:59:59+02:00", "2026-10-19T00:00:00+02:00", "2026-10-25T23:59:59+01:00", "2026-10-26T00:00:00+01:00")
	got := call(t, "", "report", "--week", "2026-W43", "--format", "json", "--data", dir)
	var made report.Report
	if err := json.Unmarshal([]byte(got.out), &made); err != nil || got.code != exitFine || got.err != "" {
		t.Fatalf("%v in %+v", err, got)
	}
	// The first attempt of the week joined the incident of a second before.
	if made.Funnel.Inspected != 20 || made.Funnel.Hits != 2 || made.Summary.Held != 2 || made.Summary.HeldBefore != 1 || made.Summary.Opened != 1 {
		t.Errorf("got %+v and %+v", made.Funnel, made.Summary)
	}
	if len(made.ByDestination) != 1 || made.ByDestination[0].Name != "ChatGPT" || made.Organisation != "Zorggroep De Linde" {
		t.Errorf("got %+v of %s", made.ByDestination, made.Organisation)
	}
	for language, words := range map[string]string{"nl": "Deze week hielden we 2 berichten", "en": "This week we held back 2 messages"} {
		page := call(t, "", "report", "--week", "2026-W43", "--language", language, "--data", dir)
		if page.code != exitFine || !strings.Contains(page.out, words) || !strings.HasSuffix(page.out, "</html>\n") {
			t.Errorf("%s: got %+v", language, page)
		}
		if strings.Contains(page.out, "Reiger") {
			t.Errorf("%s: a pseudonym is on the page", language)
		}
	}
}

func TestTheReportIsPrintedInEachForm(t *testing.T) {
	dir := seeded(t, "2026-10-20T10:00:00+02:00")
	for form, begins := range map[string]string{"pdf": "%PDF-", "csv": "PK\x03\x04", "xlsx": "PK\x03\x04", "html": "<!DOCTYPE html>", "json": "{"} {
		got := call(t, "", "report", "--week", "2026-W43", "--format", form, "--audience", "board", "--data", dir)
		if got.code != exitFine || !strings.HasPrefix(got.out, begins) {
			t.Errorf("%s: exit %d, %q, %.20q", form, got.code, got.err, got.out)
		}
	}
}

func TestReportsThatCannotBeMade(t *testing.T) {
	dir := seeded(t)
	for _, c := range []struct {
		name, says string
		args       []string
	}{
		{"no week", "missing flags: --week", nil},
		{"a malformed week", "written as 2026-W47", []string{"--week", "Jansen"}},
		{"a week that is not there", "52 or 53 weeks", []string{"--week", "2027-W53"}},
		{"a week to come", "has yet to begin", []string{"--week", "2026-W49"}},
		{"an unknown reader", "--audience must be", []string{"--week", "2026-W47", "--audience", "Jansen"}},
		{"a ward manager of nothing", "--department goes with", []string{"--week", "2026-W47", "--audience", "ward_manager"}},
		{"an unknown form", "must be html, pdf, csv, xlsx or json", []string{"--week", "2026-W47", "--format", "Jansen"}},
		{"an unknown language", "must be one of", []string{"--week", "2026-W47", "--language", "Jansen"}},
		{"an unknown zone", "no such zone", []string{"--week", "2026-W47", "--time-zone", "Europe/Jansen"}},
		{"no data", "there are no data", []string{"--week", "2026-W47", "--data", t.TempDir()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			call(t, "", append([]string{"report", "--data", dir}, c.args...)...).fails(t, c.says)
		})
	}
}
