package audit_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

// desk is a service on a store of its own, with a clock.
type desk struct {
	t       *testing.T
	dir     string
	store   *sqlstore.Store
	service *audit.Service
	now     time.Time
}

const org = "org_1"

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, dir: t.TempDir(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	var err error
	d.store, err = sqlstore.Open(t.Context(), d.dir, rand.Reader)
	d.must(err)
	t.Cleanup(func() { _ = d.store.Close() })
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := key.Public().(ed25519.PublicKey)
	d.must(d.store.BeginSigningKeys(t.Context(), []auth.SigningKey{{ID: chain.KeyID(public), Use: auth.UseCheckpoint, Public: public, CreatedAt: d.now, ActiveAt: d.now}}))
	d.service = audit.New(d.store, d.store, func() ed25519.PrivateKey { return key }, func() time.Time { return d.now })
	d.must(d.store.CreateOrganisation(t.Context(), ident.Organisation{ID: org}, chain.Draft{At: d.now, Action: "organisation.created", Role: "system"}))
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) person(roles ...ident.Role) ident.Principal {
	p := ident.Principal{OrgID: org, UserID: "usr_1", At: d.now}
	for _, r := range roles {
		p.Bindings = append(p.Bindings, ident.Binding{Role: r})
	}
	return p
}

// act adds the entry of an act.
func (d *desk) act(p ident.Principal, action, object, outcome string) {
	d.t.Helper()
	entry, err := p.Draft(action, object, 1, outcome, map[string]int{"n": 1}, d.now)
	d.must(err)
	d.must(d.store.AppendEntry(d.t.Context(), org, entry))
}

// entries adds so many entries of devices.
func (d *desk) entries(n int) {
	d.t.Helper()
	for range n {
		d.must(d.store.AppendEntry(d.t.Context(), org, chain.Draft{At: d.now, Actor: "dev_1", Role: "device", Action: "auth.assertion_reused", Object: "dev_1", Rev: 1}))
	}
}

// exec runs statements past the store, as somebody with the file would.
func (d *desk) exec(statements string) {
	d.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(d.dir, sqlstore.FileName))
	d.must(err)
	defer db.Close()
	_, err = db.Exec("PRAGMA foreign_keys = OFF; DROP TRIGGER IF EXISTS chain_entries_kept; DROP TRIGGER IF EXISTS chain_entries_fixed; DROP TRIGGER IF EXISTS checkpoints_kept; " + statements)
	d.must(err)
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if err == nil || fault.From(err).Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

func TestAnEntrySaysWhoDidWhatForWhomAndHowItEnded(t *testing.T) {
	d := newDesk(t)
	fg := d.person(ident.FG, ident.PolicyEditor)
	fg.OnBehalfOf = "usr_2"
	d.act(fg, "user.changed", "usr_3", ident.OutcomeDenied)
	d.act(ident.Service(org, "retention"), "data.purged", "2021", ident.OutcomeDone)
	d.entries(1)
	list, next, err := d.service.List(t.Context(), d.person(ident.Auditor), audit.Filter{Limit: 10})
	d.must(err)
	if next != 0 || len(list) != 3 {
		t.Fatalf("got %d entries, next %d", len(list), next)
	}
	for i := range list {
		list[i].Hash = ""
	}
	want := []audit.Entry{
		{Seq: 3, At: d.now, Actor: "dijkwacht", Role: "system", Action: "data.purged", Object: "2021", Rev: 1, Outcome: "done", Task: "retention", Detail: []byte(`{"n":1}`)},
		{Seq: 2, At: d.now, Actor: "usr_1", Role: "fg+policy_editor", Action: "user.changed", Object: "usr_3", Rev: 1, Outcome: "denied", OnBehalfOf: "usr_2", Detail: []byte(`{"n":1}`)},
	}
	if diff := cmp.Diff(want, list[:2]); diff != "" {
		t.Error(diff)
	}
	list, _, err = d.service.List(t.Context(), d.person(ident.Auditor), audit.Filter{Limit: 10, Outcome: ident.OutcomeDenied})
	d.must(err)
	if len(list) != 1 || list[0].Seq != 2 {
		t.Errorf("got %+v", list)
	}
}

func TestPagesOfAFilterFollowEachOther(t *testing.T) {
	d := newDesk(t)
	for n := range 2 * audit.MaxPage {
		outcome := ident.OutcomeDone
		if n%150 == 0 {
			outcome = ident.OutcomeDenied
		}
		d.act(d.person(ident.FG), "user.changed", "usr_3", outcome)
	}
	var got []int64
	f := audit.Filter{Limit: 1, Outcome: ident.OutcomeDenied}
	for {
		list, next, err := d.service.List(t.Context(), d.person(ident.FG), f)
		d.must(err)
		for _, e := range list {
			got = append(got, e.Seq)
		}
		if next == 0 {
			break
		}
		f.Before = next
	}
	if diff := cmp.Diff([]int64{302, 152, 2}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhoMayReadTheLog(t *testing.T) {
	d := newDesk(t)
	for _, role := range ident.Roles {
		p := d.person(role)
		_, _, listed := d.service.List(t.Context(), p, audit.Filter{Limit: 1})
		exported := d.service.Export(t.Context(), p, audit.Filter{}, func(audit.Entry) error { return nil })
		_, _, marked := d.service.Checkpoints(t.Context(), p, 0, 1)
		_, verified := d.service.Verify(t.Context(), p, chain.Scope{})
		for name, got := range map[string]struct {
			err  error
			perm ident.Permission
		}{"list": {listed, ident.AuditExport}, "export": {exported, ident.AuditExport}, "checkpoints": {marked, ident.AuditVerify}, "verify": {verified, ident.AuditVerify}} {
			if may := role.Holds(got.perm); may != (got.err == nil) {
				t.Errorf("%s, %s: got %v", role, name, got.err)
			} else if !may {
				wantCode(t, got.err, fault.PermissionDenied)
			}
		}
	}
	denied, _, err := d.service.List(t.Context(), d.person(ident.FG), audit.Filter{Limit: 100, Outcome: ident.OutcomeDenied})
	d.must(err)
	if len(denied) < 8 {
		t.Errorf("only %d refusals are in the log", len(denied))
	}
}

func TestAnExportHoldsEverythingAndIsInTheLogItself(t *testing.T) {
	d := newDesk(t)
	for range 2*audit.MaxPage + 5 {
		d.act(d.person(ident.FG), "user.changed", "usr_3", ident.OutcomeDone)
	}
	var first audit.Entry
	n := 0
	d.must(d.service.Export(t.Context(), d.person(ident.Auditor), audit.Filter{}, func(e audit.Entry) error {
		if n++; n == 1 {
			first = e
		}
		return nil
	}))
	if n != 2*audit.MaxPage+5+2 || first.Action != "audit.exported" {
		t.Errorf("got %d entries, first %+v", n, first)
	}
	full := errors.New("disk full")
	if err := d.service.Export(t.Context(), d.person(ident.Auditor), audit.Filter{}, func(audit.Entry) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

func TestACheckpointIsSignedAfterAThousandEntriesOrADay(t *testing.T) {
	d := newDesk(t)
	seqs := func() (list []int64) {
		all, err := d.store.Checkpoints(t.Context(), org)
		d.must(err)
		for _, c := range all {
			list = append(list, c.Seq)
		}
		return list
	}
	steps := []struct {
		entries int
		after   time.Duration
		want    []int64
	}{
		{0, 0, []int64{1}},
		{audit.CheckpointEntries - 1, time.Minute, []int64{1}},
		{1, time.Minute, []int64{1, 1001}},
		{1, audit.CheckpointAge - time.Millisecond, []int64{1, 1001}},
		{0, time.Millisecond, []int64{1, 1001, 1002}},
		{0, 10 * audit.CheckpointAge, []int64{1, 1001, 1002}},
	}
	for i, step := range steps {
		d.entries(step.entries)
		d.now = d.now.Add(step.after)
		d.must(d.service.Checkpoint(t.Context(), org))
		if diff := cmp.Diff(step.want, seqs()); diff != "" {
			t.Fatalf("step %d: %s", i, diff)
		}
	}
	report, err := d.service.Verify(t.Context(), d.person(ident.FG), chain.Scope{})
	if err != nil || report.Checkpoints != 3 {
		t.Errorf("got %+v, %v", report, err)
	}
	newest, err := d.service.Newest(t.Context(), org)
	if err != nil || newest.Seq != 1002 || !newest.At.Equal(d.now.Add(-10*audit.CheckpointAge)) {
		t.Errorf("got %+v, %v", newest, err)
	}
	page, next, err := d.service.Checkpoints(t.Context(), d.person(ident.WorksCouncil), 0, 2)
	if err != nil || len(page) != 2 || page[0].Seq != 1002 || next != 1001 {
		t.Errorf("got %+v, %d, %v", page, next, err)
	}
}

func TestWhatIsNotWholeIsNotSigned(t *testing.T) {
	for name, tt := range map[string]struct{ damage, want string }{
		"a changed entry":               {"UPDATE chain_entries SET actor = 'x' WHERE seq = 5", "broken at entry 5"},
		"the end cut off with its head": {"DELETE FROM chain_payloads WHERE seq > 1; DELETE FROM chain_entries WHERE seq > 1; UPDATE chain_heads SET seq = 1, hash = (SELECT hash FROM chain_entries WHERE seq = 1)", "broken at entry 2"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			d.entries(3)
			d.must(d.service.Checkpoint(t.Context(), org))
			d.entries(3)
			d.exec(tt.damage)
			d.now = d.now.Add(audit.CheckpointAge)
			err := d.service.Checkpoint(t.Context(), org)
			if err == nil || !strings.Contains(fault.From(err).Cause(), tt.want) {
				t.Errorf("got %v", err)
			}
			if all, err := d.store.Checkpoints(t.Context(), org); err != nil || len(all) != 1 {
				t.Errorf("got %d checkpoints, %v", len(all), err)
			}
		})
	}
}

// Somebody with the database and this program cuts the end off and takes the
// checkpoints away too: then only what was kept elsewhere tells.
func TestACheckpointInAMailShowsWhatTheDatabaseCannot(t *testing.T) {
	d := newDesk(t)
	d.entries(5)
	d.must(d.service.Checkpoint(t.Context(), org))
	newest, err := d.service.Newest(t.Context(), org)
	d.must(err)
	anchors, err := chain.ParseAnchors("Controlepunt: " + newest.Text())
	d.must(err)
	verify := func() (chain.Report, error) {
		return d.service.Verify(t.Context(), d.person(ident.Auditor), chain.Scope{Anchors: anchors})
	}
	if report, err := verify(); err != nil || report.Anchors != 1 {
		t.Fatalf("got %+v, %v", report, err)
	}
	d.exec("DELETE FROM checkpoints; DELETE FROM chain_payloads WHERE seq > 4; DELETE FROM chain_entries WHERE seq > 4; UPDATE chain_heads SET seq = 4, hash = (SELECT hash FROM chain_entries WHERE seq = 4)")
	if _, err := d.service.Verify(t.Context(), d.person(ident.Auditor), chain.Scope{}); err != nil {
		t.Fatalf("without the mail nothing is to be seen, but got %v", err)
	}
	_, err = verify()
	var broken *chain.BrokenError
	if !errors.As(err, &broken) || broken.Seq != 5 || broken.Problem != chain.ProblemHead {
		t.Errorf("got %v", err)
	}
}

func TestAVerificationThatNobodyWaitsForEnds(t *testing.T) {
	d := newDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.service.Verify(ctx, d.person(ident.Auditor), chain.Scope{}); err == nil {
		t.Error("it went on")
	}
}
