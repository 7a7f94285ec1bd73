package storetest

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/council"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
)

// notice is one for the works council of the organisation.
func (w *world) notice(key string, at time.Time) council.Notice {
	return council.Notice{OrgID: w.org, ID: w.id(council.PrefixNotice), Key: key, At: at, Kind: council.Changed, Change: &council.Change{What: council.NewField, Subject: "events.at"}, Waits: true}
}

func testCouncil(t *testing.T, w *world) {
	got, err := w.store.CouncilWatch(w.ctx, w.org)
	must(t, err)
	if got.Rev != 0 {
		t.Errorf("before anything was seen: %+v", got)
	}
	first := w.notice("change:1", w.now.Add(-48*time.Hour))
	mail := outbox.Message{OrgID: w.org, ID: w.id(outbox.PrefixMessage), Key: "council:1", Kind: outbox.Mail, Target: "usr_1", State: outbox.Waiting, CreatedAt: w.now, DueAt: w.now, Body: []byte(`{}`)}
	seen := council.Watch{Rev: 1, At: w.now, Facts: council.FactsOf(council.Settings{Council: true, Smallest: 10})}
	head, err := w.store.Head(w.ctx, w.org)
	must(t, err)
	must(t, w.store.SaveCouncilWatch(w.ctx, w.org, seen, council.Told{Notices: []council.Notice{first}, Messages: []outbox.Message{mail}}, w.entry("council.told", first.ID)))
	wantFault(t, w.store.SaveCouncilWatch(w.ctx, w.org, seen, council.Told{Notices: []council.Notice{w.notice("change:2", w.now)}}, w.entry("council.told", "x")), fault.Conflict)
	if after, err := w.store.Head(w.ctx, w.org); err != nil || after.Seq != head.Seq+1 {
		t.Errorf("the chain went from %d to %d, %v", head.Seq, after.Seq, err)
	}
	if got, err = w.store.CouncilWatch(w.ctx, w.org); err != nil || cmp.Diff(seen, got) != "" {
		t.Errorf("got %s, %v", cmp.Diff(seen, got), err)
	}
	if due, err := w.store.DueMessages(w.ctx, w.org, w.now, 10); err != nil || len(due) != 1 {
		t.Errorf("the mail is not in the outbox: %v, %v", due, err)
	}
	quiet := seen
	quiet.Rev = 2
	again := w.notice("change:1", w.now) // as of a second look at the same
	must(t, w.store.SaveCouncilWatch(w.ctx, w.org, quiet, council.Told{Notices: []council.Notice{again}}, w.entry("", "")))
	second := w.notice("remark:1", w.now)
	second.Kind, second.Change, second.Waits, second.Text = council.Remarked, nil, false, "Akkoord met de proef."
	must(t, w.store.AddCouncilNotice(w.ctx, w.org, council.Told{Notices: []council.Notice{second}}, w.entry("council.remarked", second.ID)))
	wantFault(t, w.store.AddCouncilNotice(w.ctx, w.org, council.Told{Notices: []council.Notice{second}}, w.entry("council.remarked", second.ID)), fault.Conflict)
	if one, err := w.store.CouncilNotice(w.ctx, w.org, second.ID); err != nil || cmp.Diff(second, one) != "" {
		t.Errorf("got %+v, %v", one, err)
	}
	_, err = w.store.CouncilNotice(w.ctx, w.org, "ntc_nowhere")
	wantFault(t, err, fault.NotFound)
	known, err := w.store.KnownNotices(w.ctx, w.org, []string{"change:1", "change:2"})
	if err != nil || !known["change:1"] || known["change:2"] {
		t.Errorf("got %v, %v", known, err)
	}
	w.councilReads(t, first, second)
}

// councilReads reads and forgets the notices.
func (w *world) councilReads(t *testing.T, first, second council.Notice) {
	t.Helper()
	member := w.addUser(t, w.org, "or@example.nl", ident.Binding{Role: ident.WorksCouncil})
	colleague := w.addUser(t, w.org, "or2@example.nl", ident.Binding{Role: ident.WorksCouncil}, ident.Binding{Role: ident.Auditor, ExpiresAt: w.now})
	holders, err := w.store.RoleHolders(w.ctx, w.org, w.now)
	if err != nil || cmp.Diff(map[ident.Role]int{ident.WorksCouncil: 2}, holders) != "" {
		t.Errorf("got %v, %v", holders, err)
	}
	list := func(user string) []council.Notice {
		t.Helper()
		list, err := w.store.CouncilNotices(w.ctx, w.org, user, "", 10)
		must(t, err)
		return list
	}
	if diff := cmp.Diff([]council.Notice{second, first}, list(member.ID)); diff != "" {
		t.Errorf("newest first: %s", diff)
	}
	third := w.notice("answer:"+second.ID, w.now)
	third.Kind, third.Change, third.Waits, third.Text, third.Remark = council.Answered, nil, false, "In maart.", second.ID
	must(t, w.store.AddCouncilNotice(w.ctx, w.org, council.Told{Notices: []council.Notice{third}}, w.entry("council.answered", third.ID)))
	answered := second
	answered.Answer, answered.AnsweredAt = third.Text, third.At
	if diff := cmp.Diff([]council.Notice{third, answered, first}, list(member.ID)); diff != "" {
		t.Errorf("with the answer: %s", diff)
	}
	must(t, w.store.ReadNotices(w.ctx, w.org, member.ID, []string{third.ID}, w.now))
	must(t, w.store.ReadNotices(w.ctx, w.org, colleague.ID, []string{third.ID}, w.now))
	if page, err := w.store.CouncilNotices(w.ctx, w.org, member.ID, second.ID, 10); err != nil || len(page) != 1 || page[0].ID != first.ID {
		t.Errorf("the page after: %v, %v", page, err)
	}
	for range 2 {
		must(t, w.store.ReadNotices(w.ctx, w.org, member.ID, []string{first.ID, "ntc_nowhere"}, w.now))
	}
	if got := list(member.ID); !got[2].ReadAt.Equal(w.now) || !got[1].ReadAt.IsZero() || !list(colleague.ID)[2].ReadAt.IsZero() {
		t.Errorf("got %+v", got)
	}
	for user, want := range map[string]int{member.ID: 1, colleague.ID: 2} {
		if n, err := w.store.UnreadNotices(w.ctx, w.org, user); err != nil || n != want {
			t.Errorf("%d are not read, want %d, %v", n, want, err)
		}
	}
	other, _ := w.addOrganisation(t)
	must(t, w.store.ReadNotices(w.ctx, other, member.ID, []string{second.ID}, w.now))
	if n, err := w.store.UnreadNotices(w.ctx, w.org, member.ID); err != nil || n != 1 {
		t.Errorf("another organisation read it: %d, %v", n, err)
	}
	if got, err := w.store.CouncilNotices(w.ctx, other, member.ID, "", 10); err != nil || len(got) != 0 {
		t.Errorf("another organisation has %v, %v", got, err)
	}
	must(t, w.store.ForgetNotices(w.ctx, w.org, w.now.Add(-24*time.Hour)))
	if got := list(member.ID); len(got) != 2 || got[1].ID != second.ID {
		t.Errorf("after forgetting: %+v", got)
	}
}
