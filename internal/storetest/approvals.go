package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

func (w *world) approval(object string) approval.Approval {
	return approval.Approval{
		OrgID: w.org, ID: w.id(approval.PrefixApproval), Kind: approval.Purge, Object: object, Digest: "d1", Detail: []byte(`{"rows":3}`),
		State: approval.Open, Asked: approval.Party{UserID: "usr_1", Roles: []ident.Role{ident.Owner}, At: w.now, Reason: "bewaartermijn"},
		ExpiresAt: w.now.Add(time.Hour), Rev: 1,
	}
}

func (w *world) save(t *testing.T, a approval.Approval) error {
	t.Helper()
	return w.store.ChangeApprovals(w.ctx, a.OrgID, func(tx approval.Tx) error {
		if err := tx.SaveApproval(a); err != nil {
			return err
		}
		e := w.entry("approval.requested", a.ID)
		e.Rev, e.Payload = a.Rev, nil
		return tx.Append(e)
	})
}

func testApprovals(t *testing.T, w *world) {
	a := w.approval("week-2021")
	must(t, w.save(t, a))
	t.Run("an approval is found as it was written", func(t *testing.T) {
		got, err := w.store.Approval(w.ctx, w.org, a.ID)
		must(t, err)
		must(t, w.store.ChangeApprovals(w.ctx, w.org, func(tx approval.Tx) error {
			byID, err := tx.Approval(a.ID)
			must(t, err)
			live, err := tx.LiveApproval(a.Kind, a.Object)
			must(t, err)
			if diff := cmp.Diff([]approval.Approval{a, a, a}, []approval.Approval{got, byID, live}); diff != "" {
				t.Error(diff)
			}
			return nil
		}))
	})
	t.Run("one is alive for a kind and an object", func(t *testing.T) {
		wantFault(t, w.save(t, w.approval(a.Object)), fault.ApprovalOpen)
		must(t, w.save(t, w.approval("week-2022")))
	})
	t.Run("a revision replaces the one before it alone", func(t *testing.T) {
		b := a
		b.State, b.Rev = approval.Refused, 3
		wantFault(t, w.save(t, b), fault.ApprovalClosed)
		b.Rev = 2
		must(t, w.save(t, b))
		wantFault(t, w.save(t, b), fault.ApprovalClosed)
		must(t, w.save(t, w.approval(a.Object))) // the refused one makes room
	})
	t.Run("lists are newest first, by kind and state, a page at a time", func(t *testing.T) {
		ids := func(f approval.Filter) (ids []string) {
			list, err := w.store.Approvals(w.ctx, w.org, f)
			must(t, err)
			for _, a := range list {
				ids = append(ids, a.ID)
			}
			return ids
		}
		all := ids(approval.Filter{Limit: 10})
		if len(all) != 3 || all[2] != a.ID {
			t.Fatalf("got %v", all)
		}
		for name, tt := range map[string]struct {
			filter approval.Filter
			want   []string
		}{
			"a state":      {approval.Filter{States: []approval.State{approval.Refused, approval.Spent}, Limit: 10}, all[2:]},
			"another kind": {approval.Filter{Kinds: []approval.Kind{approval.Reveal}, Limit: 10}, nil},
			"a kind":       {approval.Filter{Kinds: []approval.Kind{approval.Reveal, approval.Purge}, Limit: 2}, all[:2]},
			"a page":       {approval.Filter{Before: all[0], Limit: 1}, all[1:2]},
		} {
			if diff := cmp.Diff(tt.want, ids(tt.filter)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
	t.Run("what ran out and is still alive is overdue", func(t *testing.T) {
		for at, want := range map[time.Duration]int{time.Hour - time.Millisecond: 0, time.Hour: 2} {
			ids, err := w.store.OverdueApprovals(w.ctx, w.org, w.now.Add(at), 10)
			must(t, err)
			if len(ids) != want {
				t.Errorf("after %v: got %v", at, ids)
			}
		}
	})
	t.Run("another organisation finds none of it", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		_, err := w.store.Approval(w.ctx, other, a.ID)
		wantFault(t, err, fault.NotFound)
		list, err := w.store.Approvals(w.ctx, other, approval.Filter{Limit: 10})
		must(t, err)
		overdue, err := w.store.OverdueApprovals(w.ctx, other, w.now.Add(time.Hour), 10)
		must(t, err)
		must(t, w.store.ChangeApprovals(w.ctx, other, func(tx approval.Tx) error {
			_, err := tx.Approval(a.ID)
			wantFault(t, err, fault.NotFound)
			_, err = tx.LiveApproval(a.Kind, "week-2022")
			wantFault(t, err, fault.NotFound)
			stolen := a
			stolen.Rev = 3
			wantFault(t, tx.SaveApproval(stolen), fault.ApprovalClosed)
			return nil
		}))
		if len(list)+len(overdue) != 0 {
			t.Errorf("got %v, %v", list, overdue)
		}
	})
}
