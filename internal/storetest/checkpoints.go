package storetest

import (
	"crypto/ed25519"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/register"
)

func testCheckpoints(t *testing.T, w *world) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := key.Public().(ed25519.PublicKey)
	must(t, w.store.BeginSigningKeys(w.ctx, []auth.SigningKey{{ID: chain.KeyID(public), Use: auth.UseCheckpoint, Public: public, CreatedAt: w.now, ActiveAt: w.now}}))
	for range 5 {
		w.write(t, func(tx register.Tx) error { return tx.Append(w.entry("test.recorded", "evt")) })
	}
	var marks []chain.Checkpoint
	for r, err := range w.store.Records(w.ctx, w.org, 0, 6) {
		must(t, err)
		if r.Entry.Seq%2 == 0 {
			marks = append(marks, chain.Sign(w.org, chain.Head{Seq: r.Entry.Seq, Hash: r.Hash}, w.now, key))
		}
	}
	for _, c := range marks {
		must(t, w.store.AddCheckpoint(w.ctx, c))
	}
	t.Run("checkpoints come back as they were signed, oldest first", func(t *testing.T) {
		got, err := w.store.Checkpoints(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(marks, got); diff != "" {
			t.Error(diff)
		}
		if report := w.verify(t, w.org); report.Checkpoints != 3 {
			t.Errorf("got %+v", report)
		}
	})
	t.Run("pages are newest first", func(t *testing.T) {
		got, err := w.store.LastCheckpoints(w.ctx, w.org, 6, 1)
		must(t, err)
		if diff := cmp.Diff(marks[1:2], got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("the first checkpoint of an entry stays", func(t *testing.T) {
		must(t, w.store.AddCheckpoint(w.ctx, chain.Sign(w.org, chain.Head{Seq: 2, Hash: chain.Genesis}, w.now.Add(time.Hour), key)))
		got, err := w.store.Checkpoints(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(marks, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("another organisation has none", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		list, err := w.store.Checkpoints(w.ctx, other)
		must(t, err)
		last, err := w.store.LastCheckpoints(w.ctx, other, 100, 10)
		must(t, err)
		if len(list)+len(last) != 0 {
			t.Errorf("got %v, %v", list, last)
		}
	})
	t.Run("checkpoints can be neither changed nor deleted", func(t *testing.T) {
		for _, statement := range []string{"UPDATE checkpoints SET hash = 'x'", "DELETE FROM checkpoints"} {
			if w.backend.Exec(statement) == nil {
				t.Errorf("accepted: %s", statement)
			}
		}
	})
	t.Run("a row without an entry is found", func(t *testing.T) {
		e := w.event()
		w.write(t, func(tx register.Tx) error { return insert(tx, e) })
		got, err := w.store.Orphan(w.ctx, w.org)
		must(t, err)
		if got != e.ID {
			t.Errorf("got %q, want %q", got, e.ID)
		}
	})
}

func testEntries(t *testing.T, w *world) {
	add := func(role, action, object string, after time.Duration) {
		e := w.entry(action, object)
		e.Role, e.At = role, w.now.Add(after)
		w.write(t, func(tx register.Tx) error { return tx.Append(e) })
	}
	add("fg", "user.created", "usr_1", time.Minute)           // 4
	add("device", "event.recorded", "evt_1", 2*time.Minute)   // 5
	add("system", "incident.opened", "inc_1", 2*time.Minute)  // 6
	add("ciso", "user.changed", "usr_1", 3*time.Minute)       // 7
	add("system", "approval.expired", "apr_1", 4*time.Minute) // 8
	add("owner", "username.changed", "usr_2", 5*time.Minute)  // 9
	other, _ := w.addOrganisation(t)
	for name, tt := range map[string]struct {
		filter audit.Filter
		want   []int64
	}{
		"acts, newest first":    {audit.Filter{Limit: 4}, []int64{9, 8, 7, 4}},
		"a page":                {audit.Filter{Before: 8, Limit: 1}, []int64{7}},
		"everything":            {audit.Filter{All: true, Limit: 5}, []int64{9, 8, 7, 6, 5}},
		"an action":             {audit.Filter{Action: "user.changed", Limit: 5}, []int64{7}},
		"all actions on a kind": {audit.Filter{Action: "user.", Limit: 5}, []int64{7, 4}},
		"an object":             {audit.Filter{Object: "usr_1", Limit: 5}, []int64{7, 4}},
		"an actor":              {audit.Filter{Actor: "nobody", Limit: 5}, nil},
		"a time":                {audit.Filter{From: w.now.Add(time.Minute), To: w.now.Add(4 * time.Minute), Limit: 5}, []int64{7, 4}},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := w.store.Entries(w.ctx, w.org, tt.filter)
			must(t, err)
			var got []int64
			for _, r := range list {
				if r.Entry.Org != w.org {
					t.Errorf("entry %d is of %s", r.Entry.Seq, r.Entry.Org)
				}
				got = append(got, r.Entry.Seq)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
	list, err := w.store.Entries(w.ctx, other, audit.Filter{Object: "usr_1", Limit: 5})
	must(t, err)
	if len(list) != 0 {
		t.Errorf("another organisation sees %v", list)
	}
}
