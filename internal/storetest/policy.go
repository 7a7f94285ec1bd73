package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/publish"
)

func (w *world) version(number int, subject, digest string) publish.Version {
	return publish.Version{
		OrgID: w.org, Version: number, Subject: subject, Digest: digest, Source: "document " + digest, ActivatedAt: w.now,
		Note: publish.Note{Author: "usr_1", Reason: "proef", Changes: []diff.Change{{Effect: diff.Loosens, Path: "rules", Dutch: "a", English: "b"}}},
	}
}

// add writes versions in one commit.
func (w *world) add(t *testing.T, org string, versions ...publish.Version) {
	t.Helper()
	must(t, w.store.ChangePolicies(w.ctx, org, func(tx publish.Tx) error {
		for _, v := range versions {
			if err := tx.AddVersion(v); err != nil {
				return err
			}
		}
		return tx.Append(w.entry("policy.published", "policy"))
	}))
}

func testPublish(t *testing.T, w *world) {
	own := publish.OrganisationPolicy(w.org)
	t.Run("an organisation without versions has none", func(t *testing.T) {
		_, err := w.store.Newest(w.ctx, w.org)
		wantFault(t, err, fault.NotFound)
		must(t, w.store.ChangePolicies(w.ctx, w.org, func(tx publish.Tx) error {
			n, err := tx.VersionCount()
			must(t, err)
			_, err = tx.NewestOf(own)
			wantFault(t, err, fault.NotFound)
			if n != 0 {
				t.Errorf("got %d", n)
			}
			return nil
		}))
	})
	list := []publish.Version{w.version(1, own, "a"), w.version(2, publish.SubjectMessages, "b"), w.version(3, own, "c"), w.version(4, "pol_seh", "d")}
	w.add(t, w.org, list...)
	t.Run("of each subject the newest version is in force", func(t *testing.T) {
		got, err := w.store.InForce(w.ctx, w.org)
		must(t, err)
		if diff := cmp.Diff(list[1:], got); diff != "" {
			t.Error(diff)
		}
		n, err := w.store.Newest(w.ctx, w.org)
		must(t, err)
		if n != 4 {
			t.Errorf("the newest is %d", n)
		}
	})
	t.Run("versions of a subject are newest first, a page at a time", func(t *testing.T) {
		all, err := w.store.Versions(w.ctx, w.org, own, 0, 10)
		must(t, err)
		page, err := w.store.Versions(w.ctx, w.org, own, 3, 10)
		must(t, err)
		one, err := w.store.Version(w.ctx, w.org, 3)
		must(t, err)
		if diff := cmp.Diff([]publish.Version{list[2], list[0], list[0], list[2]}, append(append(all, page...), one)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("versions never change", func(t *testing.T) {
		for _, statement := range []string{"UPDATE policy_versions SET source = 'x'", "DELETE FROM policy_versions"} {
			if w.backend.Exec(statement) == nil {
				t.Errorf("%s is possible", statement)
			}
		}
		if err := w.store.ChangePolicies(w.ctx, w.org, func(tx publish.Tx) error { return tx.AddVersion(w.version(3, own, "e")) }); err == nil {
			t.Error("a number was given twice")
		}
	})
	t.Run("another organisation finds none of it", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		_, err := w.store.Newest(w.ctx, other)
		wantFault(t, err, fault.NotFound)
		_, err = w.store.Version(w.ctx, other, 1)
		wantFault(t, err, fault.NotFound)
		versions, err := w.store.Versions(w.ctx, other, own, 0, 10)
		must(t, err)
		inForce, err := w.store.InForce(w.ctx, other)
		must(t, err)
		if len(versions)+len(inForce) != 0 {
			t.Errorf("got %v, %v", versions, inForce)
		}
		must(t, w.store.ChangePolicies(w.ctx, other, func(tx publish.Tx) error {
			_, err := tx.NewestOf(own)
			wantFault(t, err, fault.NotFound)
			return nil
		}))
	})
}

func testDrafts(t *testing.T, w *world) {
	own := publish.Policy{OrgID: w.org, ID: publish.OrganisationPolicy(w.org), Draft: "a", Tests: "t", Rev: 1, ChangedBy: "usr_1", ChangedAt: w.now}
	seh := publish.Policy{OrgID: w.org, ID: w.id(publish.PrefixPolicy), DepartmentID: "dep_seh", Draft: "b", Rev: 1, ChangedAt: w.now}
	save := func(org string, p publish.Policy) error {
		return w.store.ChangePolicies(w.ctx, org, func(tx publish.Tx) error { return tx.SavePolicy(p) })
	}
	must(t, save(w.org, seh))
	must(t, save(w.org, own))
	t.Run("drafts are found as they were written, the organisation's first", func(t *testing.T) {
		got, err := w.store.Policies(w.ctx, w.org)
		must(t, err)
		byID, err := w.store.Policy(w.ctx, w.org, seh.ID)
		must(t, err)
		must(t, w.store.ChangePolicies(w.ctx, w.org, func(tx publish.Tx) error {
			byDepartment, err := tx.PolicyOf("dep_seh")
			must(t, err)
			again, err := tx.Policy(own.ID)
			must(t, err)
			if diff := cmp.Diff([]publish.Policy{own, seh, seh, seh, own}, append(got, byID, byDepartment, again)); diff != "" {
				t.Error(diff)
			}
			return nil
		}))
	})
	t.Run("a department has one policy", func(t *testing.T) {
		second := seh
		second.ID = w.id(publish.PrefixPolicy)
		wantFault(t, save(w.org, second), fault.Conflict)
	})
	t.Run("a revision replaces the one before it alone", func(t *testing.T) {
		next := own
		next.Rev, next.Draft = 3, "c"
		wantFault(t, save(w.org, next), fault.PreconditionFailed)
		next.Rev = 2
		next.Scheduled = &publish.Scheduled{At: w.now.Add(time.Hour), Source: "c", Note: publish.Note{Author: "usr_1"}}
		must(t, save(w.org, next))
		wantFault(t, save(w.org, next), fault.PreconditionFailed)
		got, err := w.store.Policy(w.ctx, w.org, own.ID)
		must(t, err)
		if diff := cmp.Diff(next, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what is scheduled is due at its time", func(t *testing.T) {
		for after, want := range map[time.Duration]int{time.Hour - time.Millisecond: 0, time.Hour: 1} {
			ids, err := w.store.DuePolicies(w.ctx, w.org, w.now.Add(after))
			must(t, err)
			if len(ids) != want {
				t.Errorf("after %v: got %v", after, ids)
			}
		}
	})
	t.Run("another organisation finds none of it", func(t *testing.T) {
		other, _ := w.addOrganisation(t)
		_, err := w.store.Policy(w.ctx, other, own.ID)
		wantFault(t, err, fault.NotFound)
		due, err := w.store.DuePolicies(w.ctx, other, w.now.Add(time.Hour))
		must(t, err)
		list, err := w.store.Policies(w.ctx, other)
		must(t, err)
		stolen := own
		stolen.Rev = 3
		wantFault(t, save(other, stolen), fault.PreconditionFailed)
		if len(due)+len(list) != 0 {
			t.Errorf("got %v, %v", due, list)
		}
	})
}
