package inspection_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/inspection"
	"dijkwacht/internal/sqlstore"
)

// world is a register over three days, of which the second is inspected.
type world struct {
	t     *testing.T
	store *sqlstore.Store
	org   ident.Organisation
	key   ed25519.PrivateKey
	now   time.Time
	mark  chain.Checkpoint // in the period
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

var day = time.Date(2026, 11, 17, 0, 0, 0, 0, time.UTC)

func period() inspection.Period { return inspection.Period{From: day, To: day.AddDate(0, 0, 1)} }

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, org: ident.Organisation{ID: "org_1", Name: "Zorggroep De Linde", TimeZone: "Europe/Amsterdam", Rev: 1}, key: ed25519.NewKeyFromSeed(make([]byte, 32)), now: day.AddDate(0, 0, -1)}
	var err error
	w.store, err = sqlstore.Open(t.Context(), t.TempDir(), rand.Reader)
	w.must(err)
	t.Cleanup(func() { _ = w.store.Close() })
	public := w.key.Public().(ed25519.PublicKey)
	w.must(w.store.BeginSigningKeys(t.Context(), []auth.SigningKey{{ID: chain.KeyID(public), Use: auth.UseCheckpoint, Public: public, CreatedAt: w.now, ActiveAt: w.now}}))
	entry := chain.Draft{At: w.now, Actor: "test", Role: "system", Action: "set-up"}
	w.must(w.store.CreateOrganisation(t.Context(), w.org, entry))
	w.must(w.store.AddEnrolmentKey(t.Context(), ident.EnrolmentKey{OrgID: w.org.ID, ID: "enk_1", Hash: "h"}, entry))
	_, err = w.store.Enrol(t.Context(), "h", ident.Device{ID: "dev_1"}, entry)
	w.must(err)
	log := audit.New(w.store, w.store, func() ed25519.PrivateKey { return w.key }, func() time.Time { return w.now })
	for n := range 9 {
		w.attempt(n)
		w.now = w.now.Add(8 * time.Hour)
		w.must(log.Checkpoint(t.Context(), w.org.ID))
		if n == 4 {
			w.mark, err = log.Newest(t.Context(), w.org.ID)
			w.must(err)
			w.ask(approval.NotNotify)
			w.ask(approval.PolicyPublish)
		}
	}
	return w
}

// ask asks for the approval of something.
func (w *world) ask(kind approval.Kind) {
	w.t.Helper()
	now := func() time.Time { return w.now }
	desk := approval.New(w.store, ident.NewGate(w.store, now), func(string) bool { return true }, now, rand.Reader)
	who := ident.Principal{OrgID: w.org.ID, UserID: "usr_1", Bindings: []ident.Binding{{Role: ident.FG}}, At: w.now, SteppedUpAt: w.now}
	_, err := desk.Request(w.t.Context(), who, approval.Ask{Kind: kind, Object: "inc_1", Digest: "d", Reason: "Het risico is klein, want de tekst ging over een verzonnen patiënt."})
	w.must(err)
}

// attempt leaves an event, an incident and its outcome.
func (w *world) attempt(n int) {
	w.t.Helper()
	service := register.New(w.store, func() time.Time { return w.now }, rand.Reader)
	e, err := service.Record(w.t.Context(), register.Event{
		OrgID: w.org.ID, DeviceID: "dev_1", RequestID: fmt.Sprintf("r%d", n), DecisionID: fmt.Sprintf("dec_%d", n), At: w.now, Destination: "chatgpt", Subject: "Reiger-7KQ2M",
		Conversation: fmt.Sprintf("c%d", n), Features: json.RawMessage(`{}`), Decision: register.Decision{Action: 5}, Types: []register.TypeCount{{Type: "bsn", Group: "identity", Count: 1, Distinct: 1}},
	})
	w.must(err)
	w.must(service.Report(w.t.Context(), w.org.ID, "dev_1", e.DecisionID, register.Outcome{Result: register.Sent, Egress: register.EgressFull, At: w.now}))
}

func (w *world) maker() inspection.Maker {
	return inspection.Maker{Store: w.store, Key: w.key, Program: "dijkwacht test", At: w.now}
}

// file is the inspection file of the period.
func (w *world) file(p inspection.Period) []byte {
	w.t.Helper()
	var b bytes.Buffer
	_, err := w.maker().Write(w.t.Context(), &b, w.org, p)
	w.must(err)
	return b.Bytes()
}

func verify(content []byte, given inspection.Given) (inspection.Report, error) {
	return inspection.Verify(bytes.NewReader(content), int64(len(content)), given)
}

func TestAFileOfAPeriodIsWhole(t *testing.T) {
	w := newWorld(t)
	content := w.file(period())
	report, err := verify(content, inspection.Given{KeyID: report(w.key), Anchors: []chain.Anchor{{Seq: w.mark.Seq, Hash: w.mark.Hash, Signed: &w.mark}, {Seq: w.mark.Seq, Hash: w.mark.Hash[:16]}}})
	if err != nil {
		t.Fatal(err)
	}
	if report.Register["incident"] != 3 || report.Register["decision"] != 1 || report.Chain.Entries < 12 || report.Chain.LeftOut == 0 || report.Checkpoints == 0 || report.Anchors != 2 || len(report.Keys) != 1 || report.Organisation.Name != "Zorggroep De Linde" {
		t.Errorf("got %+v", report)
	}
	if !bytes.Equal(content, w.file(period())) {
		t.Error("the same period gives other bytes")
	}
}

func report(key ed25519.PrivateKey) string { return chain.KeyID(key.Public().(ed25519.PublicKey)) }

func TestTheWholeRegisterAndAnEmptyPeriodAreFilesToo(t *testing.T) {
	w := newWorld(t)
	for name, p := range map[string]inspection.Period{
		"from the beginning": {From: time.UnixMilli(0).UTC(), To: w.now}, "before the beginning": {From: day.AddDate(-2, 0, 0), To: day.AddDate(-1, 0, 0)}, "after the end": {From: w.now.AddDate(1, 0, 0), To: w.now.AddDate(2, 0, 0)},
	} {
		got, err := verify(w.file(p), inspection.Given{})
		if err != nil || (got.Chain.Entries == 0) != (name != "from the beginning") {
			t.Errorf("%s: got %+v, %v", name, got.Chain, err)
		}
	}
}

func TestAPeriodMustBeOver(t *testing.T) {
	now := day.AddDate(0, 0, 7)
	if _, err := inspection.NewPeriod(day, day.AddDate(0, 0, 7), now); err != nil {
		t.Error(err)
	}
	for _, p := range [][2]time.Time{{day, day}, {now, day}, {day, now.Add(time.Millisecond)}} {
		if _, err := inspection.NewPeriod(p[0], p[1], now); !errors.Is(err, inspection.ErrPeriod) {
			t.Errorf("%v: got %v", p, err)
		}
	}
}

func TestNothingButTheRegisterIsInTheFile(t *testing.T) {
	w := newWorld(t)
	inside := unpack(t, w.file(period()))
	for name, content := range inside {
		for _, secret := range []string{"features", "request_id", `"decision_id`} {
			if name == "entries.jsonl" && strings.Contains(string(content), secret) || strings.Contains(string(inside["register.jsonl"]), secret) {
				t.Errorf("%s holds %s", name, secret)
			}
		}
	}
}

// purged is a store in which retention deleted the content of some entries.
type purged struct {
	*sqlstore.Store
	gone func(chain.Entry) bool
}

func (p purged) Records(ctx context.Context, org string, after, upTo int64) iter.Seq2[chain.Record, error] {
	return func(yield func(chain.Record, error) bool) {
		for r, err := range p.Store.Records(ctx, org, after, upTo) {
			if p.gone(r.Entry) {
				r.Salt, r.Payload, r.State, r.Row = nil, nil, chain.RowNone, nil
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestWhatRetentionDeletedLeavesTheFileWhole(t *testing.T) {
	w := newWorld(t)
	first := ""
	m := w.maker()
	m.Store = purged{w.store, func(e chain.Entry) bool {
		if strings.HasPrefix(e.Action, "incident.") && first == "" {
			first = e.Object
		}
		return e.Object == first
	}}
	var b bytes.Buffer
	_, err := m.Write(t.Context(), &b, w.org, period())
	w.must(err)
	got, err := verify(b.Bytes(), inspection.Given{})
	if err != nil || got.Chain.Deleted == 0 || got.Register["incident"] != 2 {
		t.Errorf("got %+v, %v", got, err)
	}
}

// broken is a store in which somebody changed an entry.
type broken struct {
	*sqlstore.Store
	seq int64
}

func (s broken) Records(ctx context.Context, org string, after, upTo int64) iter.Seq2[chain.Record, error] {
	return func(yield func(chain.Record, error) bool) {
		for r, err := range s.Store.Records(ctx, org, after, upTo) {
			if r.Entry.Seq == s.seq {
				r.Entry.Actor = "usr_9"
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

func TestWhatIsNotWholeIsNotSigned(t *testing.T) {
	w := newWorld(t)
	m, seq := w.maker(), mustVerify(t, w.file(period())).Chain.First+2
	m.Store = broken{w.store, seq}
	var b bytes.Buffer
	_, err := m.Write(t.Context(), &b, w.org, period())
	var bad *chain.BrokenError
	if !errors.As(err, &bad) || bad.Seq != seq || b.Len() > 0 {
		t.Errorf("got %v and %d bytes", err, b.Len())
	}
}

// unpack is the files inside.
func unpack(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

func pack(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// resign makes the manifest fit the files, and signs it, as somebody with the key
// could.
func resign(t *testing.T, files map[string][]byte, key ed25519.PrivateKey, change func(*inspection.Manifest)) {
	t.Helper()
	var m inspection.Manifest
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	m.KeyID = report(key)
	m.Files = slices.DeleteFunc(m.Files, func(f inspection.File) bool { return files[f.Name] == nil })
	for n, f := range m.Files {
		sum := sha256.Sum256(files[f.Name])
		m.Files[n] = inspection.File{Name: f.Name, Bytes: int64(len(files[f.Name])), SHA256: hex.EncodeToString(sum[:])}
	}
	if change != nil {
		change(&m)
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	files["manifest.json"], files["manifest.sig"] = text, ed25519.Sign(key, text)
}

func publicPEM(t *testing.T, key ed25519.PrivateKey) []byte {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
}
