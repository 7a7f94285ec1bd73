package approval_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

// desk is a service on a store of its own, with a clock.
type desk struct {
	store   *sqlstore.Store
	service *approval.Service
	org     string
	now     time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), t.TempDir(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	d := &desk{store: store, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	now := func() time.Time { return d.now }
	clean := func(text string) bool { return !strings.Contains(text, "Jansen") }
	d.service = approval.New(store, ident.NewGate(store, now), clean, now, rand.Reader)
	d.org = d.organisation(t, false)
	return d
}

func (d *desk) organisation(t *testing.T, council bool) string {
	t.Helper()
	o, err := ident.NewOrganisation("Ziekenhuis", d.now, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	o.CouncilApproves = council
	if err := d.store.CreateOrganisation(t.Context(), o, chain.Draft{At: d.now, Action: "organisation.created"}); err != nil {
		t.Fatal(err)
	}
	return o.ID
}

// person signed in just now.
func (d *desk) person(user string, roles ...ident.Role) ident.Principal {
	p := ident.Principal{OrgID: d.org, UserID: user, At: d.now, SteppedUpAt: d.now}
	for _, r := range roles {
		p.Bindings = append(p.Bindings, ident.Binding{Role: r})
	}
	return p
}

const why = "Betrokkenen moeten worden ingelicht over het lek van maandag."

func (d *desk) ask(t *testing.T, p ident.Principal, kind approval.Kind, object, digest string) approval.Approval {
	t.Helper()
	a, err := d.service.Request(t.Context(), p, approval.Ask{Kind: kind, Object: object, Digest: digest, Reason: why})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (d *desk) spend(t *testing.T, p ident.Principal, act approval.Act) (approval.Proof, error) {
	t.Helper()
	var proof approval.Proof
	err := d.store.ChangeApprovals(t.Context(), d.org, func(tx approval.Tx) error {
		var err error
		proof, err = approval.Spend(tx, p, act, d.now)
		return err
	})
	return proof, d.service.Denied(t.Context(), p, act, err)
}

func wantCode(t *testing.T, err error, code fault.Code) {
	t.Helper()
	if err == nil || fault.From(err).Code != code {
		t.Errorf("got %v, want %s", err, code)
	}
}

// denials counts the entries with outcome denied, by action.
func (d *desk) denials(t *testing.T) map[string]int {
	t.Helper()
	n := map[string]int{}
	for r, err := range d.store.Records(t.Context(), d.org, 0, 1<<53) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(r.Payload), `"outcome":"denied"`) {
			n[r.Entry.Action]++
		}
	}
	return n
}

func (d *desk) verify(t *testing.T) {
	t.Helper()
	if _, err := chain.Verify(t.Context(), d.store, d.org, chain.Scope{}); err != nil {
		t.Error(err)
	}
}

func TestAnActNeedsTwoPeopleAndIsDoneOnce(t *testing.T) {
	d := newDesk(t)
	fg, ciso := d.person("usr_fg", ident.FG), d.person("usr_ciso", ident.CISO)
	a := d.ask(t, fg, approval.Reveal, "inc_1", "d1")
	act := approval.Act{ApprovalID: a.ID, Kind: approval.Reveal, Object: "inc_1", Digest: "d1"}
	_, err := d.spend(t, fg, act)
	wantCode(t, err, fault.ApprovalClosed) // not given yet
	if a, err = d.service.Approve(t.Context(), ciso, a.ID); err != nil || a.State != approval.Approved || a.Decided.UserID != "usr_ciso" {
		t.Fatalf("got %+v, %v", a, err)
	}
	proof, err := d.spend(t, fg, act)
	if err != nil || !proof.Covers(approval.Reveal, "inc_1") || proof.Covers(approval.Reveal, "inc_2") || proof.Covers(approval.Purge, "inc_1") {
		t.Fatalf("got %+v, %v", proof, err)
	}
	_, err = d.spend(t, fg, act)
	wantCode(t, err, fault.ApprovalClosed)
	if diff := cmp.Diff(map[string]int{"approval.spent": 2}, d.denials(t)); diff != "" {
		t.Error(diff)
	}
	d.verify(t)
}

func TestTheZeroProofCoversNothing(t *testing.T) {
	if (approval.Proof{}).Covers("", "") {
		t.Error("it covers an act")
	}
}

func TestANewRequestForAChangedObjectReplacesTheOldOne(t *testing.T) {
	d := newDesk(t)
	editor, fg := d.person("usr_1", ident.PolicyEditor), d.person("usr_2", ident.FG)
	old := d.ask(t, editor, approval.PolicyPublish, "pol_1", "d1")
	if _, err := d.service.Approve(t.Context(), fg, old.ID); err != nil {
		t.Fatal(err)
	}
	_, err := d.spend(t, fg, approval.Act{ApprovalID: old.ID, Kind: approval.PolicyPublish, Object: "pol_1", Digest: "d2"})
	wantCode(t, err, fault.ApprovalChanged)
	_, err = d.service.Request(t.Context(), editor, approval.Ask{Kind: approval.PolicyPublish, Object: "pol_1", Digest: "d1", Reason: why})
	wantCode(t, err, fault.ApprovalOpen)
	d.ask(t, editor, approval.PolicyPublish, "pol_1", "d2")
	got, err := d.service.Get(t.Context(), fg, old.ID)
	if err != nil || got.State != approval.Withdrawn {
		t.Errorf("got %+v, %v", got, err)
	}
	d.verify(t)
}

func TestWhatRanOutIsClosed(t *testing.T) {
	d := newDesk(t)
	fg, ciso := d.person("usr_1", ident.FG), d.person("usr_2", ident.CISO)
	a := d.ask(t, fg, approval.Reveal, "inc_1", "d1")
	d.now = a.ExpiresAt
	_, err := d.service.Approve(t.Context(), d.person("usr_2", ident.CISO), a.ID)
	wantCode(t, err, fault.ApprovalClosed)
	if err := d.service.Expire(t.Context(), d.org); err != nil {
		t.Fatal(err)
	}
	if got, err := d.service.Get(t.Context(), ciso, a.ID); err != nil || got.State != approval.Expired {
		t.Errorf("got %+v, %v", got, err)
	}
	d.ask(t, d.person("usr_1", ident.FG), approval.Reveal, "inc_1", "d1")
	d.verify(t)
}

func TestAChangedRowOfAnApprovalBreaksTheChain(t *testing.T) {
	d := newDesk(t)
	a := d.ask(t, d.person("usr_1", ident.FG), approval.Reveal, "inc_1", "d1")
	forged := a
	forged.State, forged.Rev = approval.Approved, 2
	if err := d.store.ChangeApprovals(t.Context(), d.org, func(tx approval.Tx) error { return tx.SaveApproval(forged) }); err != nil {
		t.Fatal(err)
	}
	_, err := chain.Verify(t.Context(), d.store, d.org, chain.Scope{})
	var broken *chain.BrokenError
	if !errors.As(err, &broken) || broken.Problem != chain.ProblemOrphan || broken.Object != a.ID {
		t.Errorf("got %v", err)
	}
}

func TestListsHoldWhatIsThePersonsBusiness(t *testing.T) {
	d := newDesk(t)
	d.ask(t, d.person("usr_1", ident.FG), approval.Reveal, "inc_1", "d1")
	d.now = d.now.Add(time.Second)
	d.ask(t, d.person("usr_2", ident.PolicyEditor), approval.PolicyPublish, "pol_1", "d1")
	for role, want := range map[ident.Role][]approval.Kind{
		ident.CISO: {approval.PolicyPublish, approval.Reveal}, ident.PolicyEditor: {approval.PolicyPublish}, ident.Auditor: {approval.PolicyPublish, approval.Reveal},
	} {
		list, err := d.service.List(t.Context(), d.person("usr_9", role), approval.Filter{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var got []approval.Kind
		for _, a := range list {
			got = append(got, a.Kind)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", role, diff)
		}
	}
	none, err := d.service.List(t.Context(), d.person("usr_9", ident.WardManager), approval.Filter{Limit: 10})
	if err != nil || len(none) != 0 {
		t.Errorf("got %v, %v", none, err)
	}
}

func TestTheDetailComesBackAsItWas(t *testing.T) {
	d := newDesk(t)
	ask := approval.Ask{Kind: approval.Purge, Object: "2021", Digest: "d", Reason: why, Detail: json.RawMessage(`{"rows": 3}`)}
	a, err := d.service.Request(t.Context(), d.person("usr_1", ident.Owner), ask)
	if err != nil {
		t.Fatal(err)
	}
	got, err := d.service.Get(t.Context(), d.person("usr_2", ident.FG), a.ID)
	if err != nil || string(got.Detail) != `{"rows":3}` {
		t.Errorf("got %s, %v", got.Detail, err)
	}
	d.verify(t)
}
