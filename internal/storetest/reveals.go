package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/reveal"
)

// approved is a live approval to reveal the incident.
func (w *world) approved(t *testing.T, incident string) approval.Approval {
	t.Helper()
	a := w.approval(incident)
	a.Kind, a.State = approval.Reveal, approval.Approved
	a.Decided = &approval.Party{UserID: "usr_2", At: w.now}
	must(t, w.save(t, a))
	return a
}

// reveal carries out what was approved.
func (w *world) reveal(a approval.Approval, r reveal.Reveal) error {
	return w.store.ChangeReveals(w.ctx, w.org, func(tx reveal.Tx) error {
		proof, err := approval.Spend(tx, ident.Operator(w.org), approval.Act{ApprovalID: a.ID, Kind: a.Kind, Object: a.Object, Digest: a.Digest}, w.now)
		if err != nil {
			return err
		}
		return tx.AddReveal(r, proof)
	})
}

func testReveals(t *testing.T, w *world) {
	e, i := w.inIncident(t, 1)
	a := w.approved(t, i.ID)
	r := reveal.Reveal{OrgID: w.org, ID: w.id(reveal.PrefixReveal), ApprovalID: a.ID, IncidentID: i.ID, Subject: e.Subject, Purpose: reveal.FactsForAP,
		Fields: []string{"user"}, RequestedBy: "usr_1", ApprovedBy: "usr_2", At: w.now, ExpiresAt: w.now.Add(reveal.BoxLife), Rev: 1, Box: "sealed"}
	t.Run("nothing is revealed without a proof of its approval", func(t *testing.T) {
		wantFault(t, w.store.ChangeReveals(w.ctx, w.org, func(tx reveal.Tx) error { return tx.AddReveal(r, approval.Proof{}) }), fault.ApprovalRequired)
		other := r
		other.IncidentID = "inc_other"
		wantFault(t, w.reveal(a, other), fault.ApprovalRequired)
		must(t, w.reveal(a, r))
		wantFault(t, w.reveal(a, r), fault.ApprovalClosed)
	})
	t.Run("the box is with the reveal alone, and goes when its time is over", func(t *testing.T) {
		got, err := w.store.Reveal(w.ctx, w.org, r.ID)
		must(t, err)
		if diff := cmp.Diff(r, got); diff != "" {
			t.Error(diff)
		}
		for want, at := range []time.Duration{reveal.BoxLife - time.Millisecond, reveal.BoxLife} {
			if n, err := w.store.ForgetBoxes(w.ctx, w.org, w.now.Add(at)); err != nil || n != int64(want) {
				t.Errorf("after %v: forgot %d, %v", at, n, err)
			}
		}
		got, err = w.store.Reveal(w.ctx, w.org, r.ID)
		must(t, err)
		if got.Box != "" {
			t.Error("the box is still there")
		}
	})
	t.Run("a revision replaces the one before it alone", func(t *testing.T) {
		r.Box, r.Withheld, r.Rev = "", "Daarom.", 2
		save := func() error {
			return w.store.ChangeReveals(w.ctx, w.org, func(tx reveal.Tx) error { return tx.SaveReveal(r) })
		}
		must(t, save())
		wantFault(t, save(), fault.Conflict)
	})
	other, device := w.addOrganisation(t)
	t.Run("lists are by time and by sender", func(t *testing.T) {
		between, err := w.store.RevealsBetween(w.ctx, w.org, w.now, w.now.Add(time.Millisecond))
		must(t, err)
		of, err := w.store.RevealsOf(w.ctx, w.org, w.device, []string{e.Subject})
		must(t, err)
		if diff := cmp.Diff([][]reveal.Reveal{{r}, {r}}, [][]reveal.Reveal{between, of}); diff != "" {
			t.Error(diff)
		}
		for name, who := range map[string][3]string{
			"another device": {w.org, device, e.Subject}, "another person": {w.org, w.device, "Merel-AAAAA"}, "another organisation": {other, w.device, e.Subject},
		} {
			if found, err := w.store.RevealsOf(w.ctx, who[0], who[1], []string{who[2]}); err != nil || len(found) != 0 {
				t.Errorf("%s: got %v, %v", name, found, err)
			}
		}
	})
	t.Run("another organisation finds none of it", func(t *testing.T) {
		_, err := w.store.Reveal(w.ctx, other, r.ID)
		wantFault(t, err, fault.NotFound)
		found, err := w.store.RevealsBetween(w.ctx, other, w.now, w.now.Add(time.Hour))
		must(t, err)
		n, err := w.store.ForgetBoxes(w.ctx, other, w.now.Add(reveal.BoxLife))
		must(t, err)
		stolen := r
		stolen.Rev = 3
		wantFault(t, w.store.ChangeReveals(w.ctx, other, func(tx reveal.Tx) error { return tx.SaveReveal(stolen) }), fault.Conflict)
		if len(found) != 0 || n != 0 {
			t.Errorf("got %v, %d", found, n)
		}
	})
}
