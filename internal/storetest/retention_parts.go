package storetest

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
)

// testReportTerms deletes weekly reports at their term, and keeps the younger ones.
func testReportTerms(t *testing.T, w *world) {
	s := w.keeper()
	for week, made := range map[string]time.Time{"2021-W46": w.now.AddDate(-5, 0, -1), "2021-W47": w.now.AddDate(-5, 0, 1), "2026-W46": w.now} {
		must(t, w.store.SaveReport(w.ctx, weekly.Stored{OrgID: w.org, Week: week, Revision: 1, MadeAt: made, Body: []byte("{}")}, w.entry("report.made", week)))
		must(t, w.store.SavePartition(w.ctx, w.org, ident.Quarter(made.AddDate(0, -2, 0)), report.Partition{K: 10}))
	}
	want := map[string]int64{"reports": 1, "report_partitions": 1}
	for _, dry := range []bool{true, false} {
		if diff := cmp.Diff(want, w.purge(t, s, dry)); diff != "" {
			t.Errorf("a purge (dry: %v): %s", dry, diff)
		}
	}
	list, err := w.store.ReportsFrom(w.ctx, w.org, "", 10)
	must(t, err)
	if len(list) != 2 || list[0].Week != "2026-W46" || list[1].Week != "2021-W47" {
		t.Errorf("left: %+v", list)
	}
	w.verify(t, w.org)
}

// testTerms tries the terms of an organisation, and their bounds.
func testTerms(t *testing.T, w *world) {
	s := w.keeper()
	fg := w.officer(ident.FG)
	got, err := s.Settings(w.ctx, fg)
	must(t, err)
	if got.Rev != 0 || got.Term(retention.Events) != 13 || got.Term(retention.Audit) != 5 {
		t.Errorf("at first: %+v", got)
	}
	for _, r := range retention.Rules {
		for _, n := range []int{r.Min - 1, r.Max + 1} {
			_, err := s.SetTerms(w.ctx, fg, 0, map[retention.Kind]int{r.Kind: n})
			wantFault(t, err, fault.RequestInvalid)
		}
	}
	shorter, err := s.SetTerms(w.ctx, fg, 0, map[retention.Kind]int{retention.Events: 4})
	must(t, err)
	if shorter.Rev != 1 || shorter.Material != nil {
		t.Errorf("shorter is %+v", shorter)
	}
	_, err = s.SetTerms(w.ctx, fg, 0, map[retention.Kind]int{retention.Events: 5})
	wantFault(t, err, fault.PreconditionFailed)
	longer, err := s.SetTerms(w.ctx, fg, 1, map[retention.Kind]int{retention.Events: 26, retention.Incidents: 3})
	must(t, err)
	want := &retention.Material{At: w.now, By: fg.UserID, Changes: []retention.Change{{Kind: retention.Events, Unit: retention.Weeks, From: 4, To: 26}}}
	if diff := cmp.Diff(want, longer.Material); diff != "" {
		t.Errorf("longer is a material change: %s", diff)
	}
	if stored, err := s.Terms(w.ctx, w.org); err != nil || !cmp.Equal(stored, longer) {
		t.Errorf("got %+v, %v", stored, err)
	}
	_, err = s.SetTerms(w.ctx, w.officer(ident.ITAdmin), 2, nil)
	wantFault(t, err, fault.PermissionDenied)
	tired := fg
	tired.SteppedUpAt = time.Time{}
	_, err = s.SetTerms(w.ctx, tired, 2, nil)
	wantFault(t, err, fault.StepUpRequired)
	w.verify(t, w.org)
	must(t, w.backend.Exec("UPDATE retention_settings SET body = replace(body, '26', '25')"))
	if _, err := register.New(w.store, time.Now, nil).Verify(w.ctx, w.org); err == nil {
		t.Error("a term that was changed past the service is not seen")
	}
}

// testIncidentRetention tries what goes with an incident, boxes, requests, and what
// the chain says of long ago.
func testIncidentRetention(t *testing.T, w *world) {
	s := w.keeper()
	const year = 366 * dayLong
	old, _ := w.caseOf(t, 1, lifecycle.Closed, 6*year, 1)
	open, _ := w.caseOf(t, 2, lifecycle.Assessed, 6*year, 1)
	w.caseOf(t, 3, lifecycle.Closed, 4*year, 1)
	at := w.now.Add(-6 * year)
	note := casework.Note{ID: w.newID(t, casework.PrefixNote, at), IncidentID: old.ID, Text: "tekst"}
	sent := casework.Notification{ID: w.newID(t, casework.PrefixNotification, at), IncidentID: old.ID, Snapshot: []byte(`{}`)}
	alert := casework.Alert{ID: w.newID(t, casework.PrefixAlert, at), IncidentID: old.ID, Hours: 24, Rev: 1}
	a := w.approval(old.ID)
	a.ID, a.State, a.ExpiresAt = w.newID(t, "apr_", at), approval.Expired, at
	must(t, w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error {
		return errors.Join(tx.InsertNote(note), w.append(tx, at, "note.added", note.ID, 1, note),
			tx.InsertNotification(sent), w.append(tx, at, "notification.recorded", sent.ID, 1, sent),
			tx.SaveAlert(alert), w.append(tx, at, "alert.raised", alert.ID, 1, alert),
			tx.SaveApproval(a), w.append(tx, at, "approval.requested", a.ID, 1, a))
	}))
	must(t, w.store.AppendEntry(w.ctx, w.org, chain.Draft{At: at, Actor: "test", Role: "system", Action: "user.created", Object: "usr_1", Rev: 1, Payload: []byte(`{}`)}))
	w.boxes(t)
	w.verify(t, w.org)
	rows := w.purge(t, s, false)
	for table, want := range map[string]int64{"incidents": 1, "notes": 1, "notifications": 1, "alerts": 1, "approvals": 1, "events": 3, "sealed_identities": 2} {
		if rows[table] != want {
			t.Errorf("%s: %d rows went, want %d", table, rows[table], want)
		}
	}
	w.alike(t, 0, 3)
	acts, err := w.store.ActsOn(w.ctx, w.org, old.ID, 10)
	must(t, err)
	if len(acts) != 1 || acts[0].Payload != nil || acts[0].Entry.Action != "incident.moved" {
		t.Errorf("of the incident that is gone the chain says %+v", acts)
	}
	if acts, err = w.store.ActsOn(w.ctx, w.org, open.ID, 10); err != nil || len(acts) != 1 || acts[0].Payload == nil {
		t.Errorf("of the one that is open it says %+v, %v", acts, err)
	}
	if acts, err = w.store.ActsOn(w.ctx, w.org, "usr_1", 10); err != nil || len(acts) != 1 || acts[0].Payload != nil {
		t.Errorf("of a person long ago it says %+v, %v", acts, err)
	}
}

// boxes keeps sealed identities: of a case that is open, of one that closed long
// ago, of nobody's, and one that is too old.
func (w *world) boxes(t testing.TB) {
	t.Helper()
	key := auth.RevealKey{OrgID: w.org, ID: "rk", CreatedAt: w.now}
	must(t, w.store.AddRevealKey(w.ctx, key, "", w.entry("reveal_key.created", "rk")))
	past := w.now.Add(-200 * dayLong)
	open, _ := w.caseOf(t, 11, lifecycle.Triaged, 200*dayLong, 0)
	open.Subject, open.Rev = "Reiger-OPEN1", 2
	w.write(t, func(tx register.Tx) error {
		must(t, tx.SaveIncident(open))
		return w.append(tx, past, "incident.moved", open.ID, 2, open)
	})
	for subject, kept := range map[string]time.Time{"Reiger-OPEN1": past, "Reiger-NONE1": past, "Reiger-NOW11": w.now, "Reiger-OLD11": w.now.Add(-366 * dayLong)} {
		must(t, w.store.KeepIdentity(w.ctx, auth.SealedIdentity{OrgID: w.org, Quarter: ident.Quarter(kept), Subject: subject, KeyID: "rk", Box: []byte("box"), KeptAt: kept}))
	}
}

// testErasure tries that nothing is left of kinds and pseudonym once the data prove
// to be the sender's own.
func testErasure(t *testing.T, w *world) {
	w.keeper()
	const pseudonym = "Reiger-7KQ2M"
	i, events := w.caseOf(t, 1, lifecycle.Triaged, time.Hour, 2)
	for _, e := range events {
		w.say(t, e)
	}
	q := inquiry.Question{OrgID: w.org, ID: w.newID(t, inquiry.PrefixQuestion, w.now), IncidentID: i.ID, Name: inquiry.Whose, DeviceID: w.device, Subject: pseudonym, Rev: 1}
	payload, err := chain.Canonical(q)
	must(t, err)
	must(t, w.store.AddQuestion(w.ctx, q, chain.Draft{At: w.now, Actor: "test", Role: "system", Action: "question.asked", Object: q.ID, Rev: 1, Payload: payload}))
	w.caseOf(t, 2, lifecycle.Triaged, time.Hour, 1)
	w.verify(t, w.org)
	must(t, w.store.ChangeCases(w.ctx, w.org, func(tx casework.Tx) error {
		if err := tx.Erase(i.ID, w.now); err != nil {
			return err
		}
		after := i.Erased()
		after.Rev++
		must(t, tx.SaveIncident(after))
		return w.append(tx, w.now, "incident.moved", after.ID, after.Rev, after)
	}))
	w.alike(t, 1, 2)
	gone := []string{i.ID, q.ID}
	for _, e := range events {
		gone = append(gone, e.ID, e.DecisionID, breakglass.PrefixGrant+e.RequestID)
	}
	entries := 0
	for r, err := range w.store.Records(w.ctx, w.org, 0, 1<<50) {
		must(t, err)
		if !slices.Contains(gone, r.Entry.Object) {
			continue
		}
		entries++
		if said := string(r.Payload); said != "" && !strings.Contains(said, `"erased":true`) || strings.Contains(said, pseudonym) || strings.Contains(said, "bsn") {
			t.Errorf("entry %d (%s) still says %s", r.Entry.Seq, r.Entry.Action, said)
		}
	}
	if want := 2*4 + 1 + 2; entries != want {
		t.Errorf("%d entries are left, want %d", entries, want)
	}
	list, err := w.store.IncidentAttempts(w.ctx, w.org, i.ID)
	must(t, err)
	asked, err := w.store.QuestionsAbout(w.ctx, w.org, i.ID)
	must(t, err)
	claims, err := w.store.FeedbackBetween(w.ctx, w.org, time.UnixMilli(1), w.now)
	must(t, err)
	stored, err := w.store.Incident(w.ctx, w.org, i.ID)
	must(t, err)
	if len(list)+len(asked)+len(claims) != 0 || stored.Subject != "" || len(stored.Types) != 0 || !stored.IsErased {
		t.Errorf("left are %d events, %d questions, %d claims, %+v", len(list), len(asked), len(claims), stored)
	}
	if acts, err := w.store.ActsOn(w.ctx, w.org, i.ID, 10); err != nil || len(acts) != 2 {
		t.Errorf("the acts on it are %d, %v", len(acts), err)
	}
}
