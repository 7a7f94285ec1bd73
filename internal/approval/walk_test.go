package approval_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
)

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
		use := func(rt *rapid.T, id string, by ident.Principal, want string) {
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
		}
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
			"spend":  func(rt *rapid.T) { use(rt, one(), who(), digest()) },
			"see it through": func(rt *rapid.T) { // by chance alone, many a walk ends before anyone may act
				by := who()
				a, err := d.service.Request(t.Context(), by, approval.Ask{Kind: kind, Object: object, Digest: "d1", Reason: why})
				if err != nil {
					return
				}
				known = append(known, a.ID)
				for _, name := range names {
					_, _ = d.service.Approve(t.Context(), d.person(name, users[name]...), a.ID)
				}
				use(rt, a.ID, by, "d1")
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
