package approval_test

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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

func TestWhoMayApprove(t *testing.T) {
	stale := func(p ident.Principal) ident.Principal {
		p.SteppedUpAt = p.At.Add(-ident.StepUpLife)
		return p
	}
	tests := map[string]struct {
		kind   approval.Kind
		by     func(*desk) ident.Principal
		refuse fault.Code // "": may
	}{
		"another role, for a reveal":                 {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.CISO) }, ""},
		"the same person":                            {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_1", ident.FG) }, fault.ApprovalSelf},
		"the same person in another role too":        {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_1", ident.FG, ident.CISO) }, fault.ApprovalSelf},
		"the same role":                              {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.FG) }, fault.ApprovalRole},
		"the deputy, who sits on the same seat":      {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.DeputyFG) }, fault.ApprovalRole},
		"the deputy, where another person is enough": {approval.RegisterExport, func(d *desk) ident.Principal { return d.person("usr_2", ident.DeputyFG) }, ""},
		"somebody without the permission":            {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.Analyst) }, fault.PermissionDenied},
		"the works council, where it was not agreed": {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.WorksCouncil) }, fault.PermissionDenied},
		"somebody who signed in too long ago":        {approval.Reveal, func(d *desk) ident.Principal { return stale(d.person("usr_2", ident.CISO)) }, fault.StepUpRequired},
		"the command line":                           {approval.Reveal, func(d *desk) ident.Principal { return ident.Operator(d.org) }, fault.PermissionDenied},
		"the service":                                {approval.RegisterExport, func(d *desk) ident.Principal { return ident.Service(d.org, "x") }, fault.PermissionDenied},
		"somebody who acts for the person who asked": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2", ident.CISO)
			p.OnBehalfOf = "usr_1"
			return p
		}, fault.ApprovalSelf},
		"a role for one department": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2")
			p.Bindings = []ident.Binding{{Role: ident.CISO, DepartmentID: "dep_1"}}
			return p
		}, fault.PermissionDenied},
		"a role that has ended": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2")
			p.Bindings = []ident.Binding{{Role: ident.CISO, ExpiresAt: d.now}}
			return p
		}, fault.PermissionDenied},
		"the owner, on not telling the supervisor": {approval.NotNotify, func(d *desk) ident.Principal { return d.person("usr_2", ident.Owner) }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			a := d.ask(t, d.person("usr_1", ident.FG), tt.kind, "inc_1", "d1")
			_, err := d.service.Approve(t.Context(), tt.by(d), a.ID)
			if tt.refuse == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantCode(t, err, tt.refuse)
			_, err = d.service.Refuse(t.Context(), tt.by(d), a.ID, "Nee.")
			wantCode(t, err, tt.refuse)
			if diff := cmp.Diff(map[string]int{"approval.approved": 1, "approval.refused": 1}, d.denials(t)); diff != "" {
				t.Error(diff)
			}
			d.verify(t)
		})
	}
}

func TestTheWorksCouncilApprovesWhereThatWasAgreed(t *testing.T) {
	d := newDesk(t)
	d.org = d.organisation(t, true)
	a := d.ask(t, d.person("usr_1", ident.FG), approval.Reveal, "inc_1", "d1")
	if diff := cmp.Diff([]ident.Role{ident.CISO, ident.WorksCouncil}, a.RequiredRoles()); diff != "" {
		t.Error(diff)
	}
	if _, err := d.service.Approve(t.Context(), d.person("usr_2", ident.WorksCouncil), a.ID); err != nil {
		t.Error(err)
	}
	d.verify(t)
}

func TestWhoMayAskAndHow(t *testing.T) {
	d := newDesk(t)
	fg := d.person("usr_1", ident.FG)
	ask := approval.Ask{Kind: approval.Reveal, Object: "inc_1", Digest: "d1", Reason: why}
	tests := map[string]struct {
		by     ident.Principal
		change func(*approval.Ask)
		code   fault.Code
	}{
		"somebody without the permission":     {d.person("usr_1", ident.Analyst), func(*approval.Ask) {}, fault.PermissionDenied},
		"the command line":                    {ident.Operator(d.org), func(*approval.Ask) {}, fault.PermissionDenied},
		"a kind that does not exist":          {fg, func(a *approval.Ask) { a.Kind = "x" }, fault.RequestInvalid},
		"nothing in particular":               {fg, func(a *approval.Ask) { a.Digest = "" }, fault.RequestInvalid},
		"a reason that is too short":          {fg, func(a *approval.Ask) { a.Reason = "spoed" }, fault.RequestInvalid},
		"a reason that is too long":           {fg, func(a *approval.Ask) { a.Reason = strings.Repeat("lang ", 500) }, fault.RequestInvalid},
		"a reason with somebody's name in it": {fg, func(a *approval.Ask) { a.Reason += " Het gaat om Jansen." }, fault.TextRefused},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			changed := ask
			tt.change(&changed)
			_, err := d.service.Request(t.Context(), tt.by, changed)
			wantCode(t, err, tt.code)
		})
	}
	tired := fg
	tired.SteppedUpAt = time.Time{}
	_, err := d.service.Request(t.Context(), tired, ask)
	wantCode(t, err, fault.StepUpRequired)
	d.verify(t)
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

// The walk lets random people do random things at random times, and compares with
// the few rules that matter.
func TestARandomWalkNeverLetsOnePersonActAlone(t *testing.T) {
	d := newDesk(t)
	users := map[string][]ident.Role{
		"usr_fg": {ident.FG}, "usr_fg2": {ident.FG}, "usr_deputy": {ident.DeputyFG}, "usr_ciso": {ident.CISO}, "usr_both": {ident.FG, ident.PolicyEditor},
		"usr_owner": {ident.Owner}, "usr_it": {ident.ITAdmin}, "usr_editor": {ident.PolicyEditor}, "usr_analyst": {ident.Analyst},
	}
	names := make([]string, 0, len(users))
	for name := range users {
		names = append(names, name)
	}
	slices.Sort(names)
	acts := 0
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom(approval.Kinds()).Draw(rt, "kind")
		object := rapid.SampledFrom([]string{"a", "b"}).Draw(rt, "object")
		var known []string
		spent := map[string]bool{}
		who := func() ident.Principal {
			name := rapid.SampledFrom(names).Draw(rt, "user")
			p := d.person(name, users[name]...)
			if rapid.IntRange(0, 5).Draw(rt, "stale") == 0 {
				p.SteppedUpAt = d.now.Add(-time.Hour)
			}
			return p
		}
		one := func() string {
			if len(known) == 0 {
				return "apr_none"
			}
			return rapid.SampledFrom(known).Draw(rt, "approval")
		}
		digest := func() string { return rapid.SampledFrom([]string{"d1", "d2"}).Draw(rt, "digest") }
		rt.Repeat(map[string]func(*rapid.T){
			"ask": func(rt *rapid.T) {
				a, err := d.service.Request(t.Context(), who(), approval.Ask{Kind: kind, Object: object, Digest: digest(), Reason: why})
				if err == nil {
					known = append(known, a.ID)
				}
			},
			"approve":  func(rt *rapid.T) { _, _ = d.service.Approve(t.Context(), who(), one()) },
			"refuse":   func(rt *rapid.T) { _, _ = d.service.Refuse(t.Context(), who(), one(), "Nee.") },
			"withdraw": func(rt *rapid.T) { _, _ = d.service.Withdraw(t.Context(), who(), one()) },
			"wait": func(rt *rapid.T) {
				d.now = d.now.Add(time.Duration(rapid.IntRange(1, 100).Draw(rt, "hours")) * time.Hour)
			},
			"expire": func(rt *rapid.T) { _ = d.service.Expire(t.Context(), d.org) },
			"spend": func(rt *rapid.T) {
				id, by, want := one(), who(), digest()
				before, _ := d.store.Approval(t.Context(), d.org, id)
				proof, err := d.spend(t, by, approval.Act{ApprovalID: id, Kind: kind, Object: object, Digest: want})
				if err != nil {
					if proof.Covers(kind, object) {
						rt.Fatal("an act that was refused has a proof")
					}
					return
				}
				switch {
				case spent[id]:
					rt.Fatalf("%s was used twice", id)
				case before.State != approval.Approved || !d.now.Before(before.ExpiresAt) || before.Digest != want:
					rt.Fatalf("%+v was used", before)
				case before.Decided.UserID == before.Asked.UserID:
					rt.Fatalf("one person did both: %+v", before)
				case !slices.ContainsFunc(before.Decided.Roles, func(r ident.Role) bool { return slices.Contains(before.RequiredRoles(), r) }):
					rt.Fatalf("approved in the wrong role: %+v", before)
				case by.UserID != before.Asked.UserID && by.UserID != before.Decided.UserID:
					rt.Fatalf("%s used an approval of others", by.UserID)
				}
				spent[id] = true
				acts++
			},
			"": func(rt *rapid.T) {
				alive := 0
				list, err := d.store.Approvals(t.Context(), d.org, approval.Filter{Kinds: []approval.Kind{kind}, Limit: 10000})
				if err != nil {
					rt.Fatal(err)
				}
				for _, a := range list {
					if a.Object == object && a.Alive() {
						alive++
					}
				}
				if alive > 1 {
					rt.Fatalf("%d requests are alive for one thing", alive)
				}
			},
		})
	})
	if acts == 0 {
		t.Error("no act was done: the walk says nothing")
	}
	d.verify(t)
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
