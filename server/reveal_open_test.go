package main

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/sqlstore"
)

// revealNow is the clock of the commands of these tests.
var revealNow = time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC)

// agreed is a data folder with an identity, and a request to reveal it that two
// people agreed on.
type agreed struct {
	data, keyFile, approval string
	private                 *ecdh.PrivateKey
}

func agree(t *testing.T) agreed {
	t.Helper()
	a := agreed{data: t.TempDir(), keyFile: filepath.Join(t.TempDir(), "reveal.key")}
	s := serve(t, a.data)
	device := enrolOne(t, s)
	s.stop()
	if got := call(t, "", "reveal", "init", "--data", a.data, "--reveal-key-file", a.keyFile); got.code != 0 {
		t.Fatalf("got %+v", got)
	}
	store, err := app.OpenStore(t.Context(), config.Data{Dir: a.data})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.Organisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.request(t, store, list[0].ID, device)
	return a
}

// request seals an identity, and asks and approves.
func (a *agreed) request(t *testing.T, store *sqlstore.Store, org, device string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	const subject = "Reiger-7KQ2M"
	now := func() time.Time { return revealNow }
	key, err := store.RevealKey(t.Context(), org)
	must(err)
	quarter := ident.Quarter(revealNow)
	box, err := auth.SealIdentity(&key, auth.Identity{Org: org, Quarter: quarter, Subject: subject, User: "jan@ziekenhuis.nl"}, rand.Reader)
	must(err)
	must(store.KeepIdentity(t.Context(), auth.SealedIdentity{OrgID: org, Quarter: quarter, Subject: subject, KeyID: key.ID, Source: "managed", Box: box, KeptAt: revealNow}))
	const attempt = "01M7ZTZ495AHSVCTSX8NBYX12A"
	e, err := register.New(store, now, rand.Reader).Record(t.Context(), register.Event{
		OrgID: org, DecisionID: ident.DecisionID(device, attempt), RequestID: attempt, DeviceID: device, At: revealNow, Destination: "chatgpt",
		Subject: subject, Decision: register.Decision{Action: policy.Block}, Features: []byte(`{}`), PolicyVersion: 1,
	})
	must(err)
	a.private, err = ecdh.P256().GenerateKey(rand.Reader)
	must(err)
	gate := ident.NewGate(store, now)
	approvals := approval.New(store, gate, func(string) bool { return true }, now, rand.Reader)
	desk := reveal.New(store, approvals, gate, func(string) bool { return true }, now)
	person := func(id string, role ident.Role) ident.Principal {
		return ident.Principal{OrgID: org, UserID: id, Bindings: []ident.Binding{{Role: role}}, At: revealNow, SteppedUpAt: revealNow}
	}
	asked, err := desk.Request(t.Context(), person("usr_1", ident.FG), reveal.Ask{
		Incident: e.IncidentID, Purpose: reveal.InformSubjects, Text: strings.Repeat("Omdat het moet. ", 5), Fields: []string{"user"},
		PublicKey: base64.RawURLEncoding.EncodeToString(a.private.PublicKey().Bytes()),
	})
	must(err)
	_, err = approvals.Approve(t.Context(), person("usr_2", ident.CISO), asked.ID)
	must(err)
	a.approval = asked.ID
}

func (a agreed) reveal(t *testing.T, approval, keyFile string) ran {
	t.Helper()
	return call(t, "", "reveal", "--data", a.data, "--approval", approval, "--reveal-key-file", keyFile)
}

func TestTheKeeperSealsTheNameToTheBrowserAndPrintsItNowhere(t *testing.T) {
	a := agree(t)
	got := a.reveal(t, a.approval, a.keyFile)
	if got.code != 0 || strings.Contains(got.out+got.err, "jan") || !strings.Contains(got.out, "rvl_") {
		t.Fatalf("got %+v", got)
	}
	store, err := app.OpenStore(t.Context(), config.Data{Dir: a.data})
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.Organisations(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	r, err := store.Reveal(t.Context(), list[0].ID, "rvl_"+strings.TrimPrefix(a.approval, "apr_"))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := reveal.Open(a.private, r.Box); err != nil || p.User != "jan@ziekenhuis.nl" || p.Source != "managed" || p.Devices != nil {
		t.Errorf("got %+v, %v", p, err)
	}
	a.reveal(t, a.approval, a.keyFile).fails(t, "was used")
}

func TestTheKeeperRevealsNothingWithoutAKeyAndAnApproval(t *testing.T) {
	a := agree(t)
	a.reveal(t, "apr_01M7ZTZ495AHSVCTSX8NBYX12A", a.keyFile).fails(t, "no such approval")
	a.reveal(t, a.approval, a.keyFile+".none").fails(t, "open reveal key file")
	broken := filepath.Join(t.TempDir(), "broken.key")
	for _, content := range []string{"", "a b c", "dijkwacht-reveal-key-1 rvk_x AAAA"} {
		if err := os.WriteFile(broken, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		a.reveal(t, a.approval, broken).fails(t, "no file that reveal init made")
	}
	other := filepath.Join(t.TempDir(), "other.key")
	if got := call(t, "", "reveal", "init", "--data", a.data, "--reveal-key-file", other, "--replace"); got.code != 0 {
		t.Fatalf("got %+v", got)
	}
	a.reveal(t, a.approval, other).fails(t, "no identity is kept")
	if got := a.reveal(t, a.approval, a.keyFile); got.code != 0 {
		t.Errorf("the old key opens what was sealed to it: got %+v", got)
	}
}
