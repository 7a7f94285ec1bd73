package casework_test

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/rule"
)

func TestALeakGoesFromDetectionToNotificationAndClosing(t *testing.T) {
	d := newDesk(t)
	fg := d.as(ident.FG)
	id := d.confirmed(medical)
	i := d.incident(id)
	if i.Computed == nil || i.Computed.SE != 4.5 || i.Severity != policy.SeverityVeryHigh || i.Assignee != fg.UserID || i.FirstViewedAt.IsZero() {
		t.Fatalf("got %+v", i)
	}
	if !i.DeadlineAt.Equal(d.now.Add(72*time.Hour)) || i.AwareBasis != clock.Confirmed || i.Legal != "avg-2018" || !i.TickAt.Equal(d.now.Add(24*time.Hour)) {
		t.Errorf("the clock: %+v", i.Dossier)
	}
	_, err := d.move(fg, id, to(lifecycle.Assessed))
	d.refused(err, fault.IncidentNotReady)
	d.judge(id, full)
	_, err = d.move(fg, id, to(lifecycle.Assessed))
	d.must(err)
	_, err = d.move(fg, id, to(lifecycle.Closed))
	d.refused(err, fault.IncidentNotReady)

	drafting := casework.Transition{Move: lifecycle.Move{Axis: lifecycle.AxisAP, To: string(lifecycle.APDrafting)}}
	_, err = d.move(fg, id, drafting)
	d.must(err)
	d.now = d.now.Add(time.Hour)
	n, err := d.cases.Submit(t.Context(), fg, id, casework.Submission{Kind: casework.Initial, Reference: "AP-1", SubmittedAt: d.now})
	d.must(err)
	if len(n.SHA256) != 64 || len(n.Snapshot) == 0 {
		t.Errorf("got %+v", n)
	}
	draft, err := d.cases.Draft(t.Context(), fg, id)
	d.must(err)
	if len(draft.Changed) != 0 {
		t.Errorf("nothing changed, but a follow-up is due for %v", draft.Changed)
	}
	_, err = d.cases.Tell(t.Context(), fg, id, d.incident(id).Rev, casework.Told{State: lifecycle.SubjectsPlanned})
	d.must(err)
	_, err = d.cases.Tell(t.Context(), fg, id, d.incident(id).Rev, casework.Told{State: lifecycle.SubjectsInformed, At: d.now, Count: 2, Channel: "brief"})
	d.must(err)
	if draft, err = d.cases.Draft(t.Context(), fg, id); err != nil || len(draft.Changed) == 0 {
		t.Errorf("the register changed, but no follow-up is due (%v)", err)
	}
	_, err = d.cases.Submit(t.Context(), fg, id, casework.Submission{Kind: casework.Complete, Reference: "AP-1", SubmittedAt: d.now})
	d.must(err)
	_, err = d.cases.AddMeasure(t.Context(), fg, id, register.Measure{Text: "Uitleg geven op de afdeling", Due: d.now.Add(time.Hour)})
	d.must(err)
	_, err = d.move(fg, id, to(lifecycle.Closed))
	d.refused(err, fault.IncidentNotReady) // the measure has no owner
	d.verified()
}

func TestAnIllegalTransitionNamesWhatIsAllowed(t *testing.T) {
	d := newDesk(t)
	id := d.leak(medical)
	_, err := d.move(d.as(ident.FG), id, to(lifecycle.Closed))
	d.refused(err, fault.IncidentIllegal)
	if got := fault.From(err).Allowed; len(got) != 1 || got[0] != "triaged" {
		t.Errorf("got %v", got)
	}
}

func TestTwoPeopleDecideNotToNotify(t *testing.T) {
	d := newDesk(t)
	fg := d.as(ident.FG)
	id := d.confirmed(medical)
	d.judge(id, full)
	m := casework.Transition{Move: lifecycle.Move{Axis: lifecycle.AxisAP, To: string(lifecycle.APNotRequired), Reason: "te kort"}}
	_, err := d.move(fg, id, m)
	d.refused(err, fault.RequestInvalid)
	m.Reason = "De gegevens zijn gewist voordat iemand ze kon lezen."
	asked, err := d.move(fg, id, m)
	d.must(err)
	if asked == nil || d.incident(id).AP != lifecycle.APNone {
		t.Fatalf("got %+v", asked)
	}
	m.ApprovalID = asked.ID
	_, err = d.move(fg, id, m)
	d.refused(err, fault.ApprovalClosed)
	_, err = d.approvals.Approve(t.Context(), d.as(ident.DeputyFG), asked.ID)
	if err == nil {
		t.Error("the deputy sits on the same seat, but approved")
	}
	_, err = d.approvals.Approve(t.Context(), d.as(ident.CISO), asked.ID)
	d.must(err)
	other := m
	other.Reason = "Een heel andere reden dan de reden die is goedgekeurd."
	_, err = d.move(fg, id, other)
	d.refused(err, fault.ApprovalChanged)
	_, err = d.move(fg, id, m)
	d.must(err)
	if i := d.incident(id); i.AP != lifecycle.APNotRequired || i.APReason != m.Reason || !i.TickAt.IsZero() || i.Change.Approval != asked.ID {
		t.Errorf("got %+v", i.Dossier)
	}
	d.verified()
}

func TestASevereFalsePositiveTakesTwoPeople(t *testing.T) {
	d := newDesk(t)
	m := to(lifecycle.FalsePositive)
	m.Code, m.Reason = "fictief", "Dit was lesmateriaal."
	severe, mild := d.leak(medical), d.leak(`{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"email":[1,1,1,1,1,1]},"subjects_est":{"min":1,"max":1}}`)
	for id, want := range map[string]bool{severe: true, mild: false} {
		_, err := d.move(d.as(ident.Analyst), id, to(lifecycle.Triaged))
		d.must(err)
		asked, err := d.move(d.as(ident.Analyst), id, m)
		d.must(err)
		if (asked != nil) != want {
			t.Errorf("%s: asked %v, want %v", d.incident(id).Severity, asked != nil, want)
		}
	}
	d.verified()
}

func TestAwarenessMovesEarlierAlone(t *testing.T) {
	d := newDesk(t)
	id := d.confirmed(medical)
	edit := func(at time.Time, reason string) error {
		_, err := d.cases.Edit(t.Context(), d.as(ident.FG), id, d.incident(id).Rev, casework.Edit{AwareAt: &at, Reason: reason})
		return err
	}
	d.refused(edit(d.now.Add(time.Minute), "later"), fault.RequestInvalid)
	d.refused(edit(d.now.Add(-time.Hour), ""), fault.RequestInvalid)
	d.must(edit(d.now.Add(-time.Hour), "Een collega wist het al."))
	if i := d.incident(id); !i.DeadlineAt.Equal(d.now.Add(71*time.Hour)) || i.AwareBasis != clock.Manual {
		t.Errorf("got %+v", i.Dossier)
	}
	_, err := d.cases.Edit(t.Context(), d.as(ident.FG), id, 1, casework.Edit{})
	d.refused(err, fault.PreconditionFailed)
}

func TestRolesMayDoWhatTheTableSays(t *testing.T) {
	d := newDesk(t)
	id := d.leak(medical)
	_, err := d.move(d.as(ident.Auditor), id, to(lifecycle.Triaged))
	d.refused(err, fault.PermissionDenied)
	_, err = d.move(d.as(ident.CISO), id, to(lifecycle.Triaged))
	d.refused(err, fault.PermissionDenied) // personal data, no secret
	_, err = d.move(d.as(ident.CISO), "inc_01M7ZTZ495AHSVCTSX8NBYX12A", to(lifecycle.Triaged))
	d.refused(err, fault.PermissionDenied) // and learns nothing of what is there
	_, err = d.move(d.as(ident.Analyst), id, to(lifecycle.Triaged))
	d.must(err)
	_, err = d.move(d.as(ident.Analyst), id, to(lifecycle.ConfirmedLeak))
	d.refused(err, fault.PermissionDenied)
	d.verified()
}

func TestAPersonOfADepartmentSeesItsIncidentsAlone(t *testing.T) {
	d := newDesk(t)
	id := d.leak(medical)
	p := d.as(ident.Analyst)
	p.Bindings[0].DepartmentID = "dep_1"
	list, err := d.cases.Incidents(t.Context(), p, casework.Filter{Limit: 10})
	d.must(err)
	facets, err := d.cases.EventFacets(t.Context(), p, casework.EventFilter{})
	d.must(err)
	_, notFound := d.cases.Get(t.Context(), p, id)
	if len(list) != 0 || facets.Total != 0 {
		t.Errorf("got %d incidents, %d events", len(list), facets.Total)
	}
	d.refused(notFound, fault.NotFound)
}

func TestTextWithPersonalDataIsRefused(t *testing.T) {
	d := newDesk(t)
	id := d.leak(medical)
	_, err := d.cases.AddNote(t.Context(), d.as(ident.FG), id, "Het ging om 111222333.")
	d.refused(err, fault.TextRefused)
	m := to(lifecycle.Triaged)
	m.Reason = "Van 111222333"
	_, err = d.move(d.as(ident.FG), id, m)
	d.refused(err, fault.TextRefused)
	_, err = d.cases.AddNote(t.Context(), d.as(ident.FG), id, "Besproken met de afdeling.")
	d.must(err)
	notes, err := d.cases.Notes(t.Context(), d.as(ident.FG), id)
	d.must(err)
	if len(notes) != 1 {
		t.Errorf("got %d notes", len(notes))
	}
	d.verified()
}

func TestRow15IsAnIncidentByHand(t *testing.T) {
	d := newDesk(t)
	i, err := d.cases.Open(t.Context(), d.as(ident.Analyst), casework.Manual{
		Destination: "chatgpt", OccurredFrom: d.now.Add(-48 * time.Hour), OccurredTo: d.now.Add(-47 * time.Hour), AwareAt: d.now.Add(-time.Hour),
		Types: []rule.Type{rule.PersonName, rule.Diagnosis}, SubjectsMin: 1, SubjectsMax: 3, Summary: "Gevonden in een oude chat.",
	})
	d.must(err)
	if i.State != register.Detected || i.Row != register.RowManual || i.Source != register.SourceManual || !i.Review || !i.DeadlineAt.Equal(d.now.Add(71*time.Hour)) {
		t.Errorf("got %+v", i)
	}
	d.verified()
}

func TestEventsMoveBetweenIncidentsUntilTheAssessment(t *testing.T) {
	d := newDesk(t)
	fg := d.as(ident.FG)
	one, other := d.leak(medical), d.leak(medical)
	_, err := d.cases.Merge(t.Context(), fg, one, other)
	d.must(err)
	if a, b := d.incident(one), d.incident(other); a.State != lifecycle.Closed || a.MergedInto != other || b.Events != 2 || b.State != register.Detected {
		t.Fatalf("got %+v and %+v", a, b)
	}
	attempts, err := d.store.IncidentAttempts(t.Context(), d.org, other)
	d.must(err)
	if len(attempts) != 2 {
		t.Fatalf("got %d events", len(attempts))
	}
	_, err = d.cases.Split(t.Context(), fg, other, []string{attempts[0].Event.ID, attempts[1].Event.ID})
	d.refused(err, fault.Conflict)
	fresh, err := d.cases.Split(t.Context(), fg, other, []string{attempts[0].Event.ID})
	d.must(err)
	if a, b := d.incident(other), d.incident(fresh.ID); a.Events != 1 || b.Events != 1 || b.Number == a.Number {
		t.Errorf("got %+v and %+v", a, b)
	}
	late := d.attempt("late", medical, policy.SeverityLow)
	_, err = d.cases.Merge(t.Context(), fg, late.IncidentID, fresh.ID)
	d.must(err)
	d.report(late, register.Sent, register.EgressFull) // after it was moved
	if i := d.incident(fresh.ID); i.Awaiting || i.Events != 2 {
		t.Errorf("an outcome after the move: %+v", i)
	}
	id := d.confirmed(medical)
	d.judge(id, full)
	_, err = d.move(fg, id, to(lifecycle.Assessed))
	d.must(err)
	_, err = d.cases.Merge(t.Context(), fg, fresh.ID, id)
	d.refused(err, fault.Conflict)
	d.verified()
}

func TestBulkClosesWhatIsDoneWithAndNoLeak(t *testing.T) {
	d := newDesk(t)
	mild := `{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"email":[1,1,1,1,1,1]},"subjects_est":{"min":1,"max":1}}`
	wrong, leak := d.leak(mild), d.leak(strings.Replace(mild, "email", "phone", 1))
	bulk := func(t lifecycle.State, code string, ids ...string) []casework.BulkResult {
		m := to(t)
		m.Code = code
		results, err := d.cases.Bulk(d.t.Context(), d.as(ident.FG), ids, m, false)
		d.must(err)
		return results
	}
	bulk(lifecycle.Triaged, "", wrong, leak)
	bulk(lifecycle.FalsePositive, "fictief", wrong)
	bulk(lifecycle.ConfirmedLeak, "", leak)
	results := bulk(lifecycle.Closed, "", wrong, leak)
	if results[0].Err != nil || fault.From(results[1].Err).Code != fault.IncidentIllegal {
		t.Errorf("got %+v", results)
	}
	if d.incident(wrong).State != lifecycle.Closed || d.incident(leak).State != lifecycle.ConfirmedLeak {
		t.Errorf("got %s and %s", d.incident(wrong).State, d.incident(leak).State)
	}
	d.verified()
}

func TestBulkLeavesSevereIncidentsToBeJudgedAlone(t *testing.T) {
	d := newDesk(t)
	mild := `{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"email":[1,1,1,1,1,1]},"subjects_est":{"min":1,"max":1}}`
	ids := []string{d.leak(mild), d.leak(medical), "inc_01M7ZTZ495AHSVCTSX8NBYX12A"}
	for _, dry := range []bool{true, false} {
		results, err := d.cases.Bulk(t.Context(), d.as(ident.FG), ids, to(lifecycle.Triaged), dry)
		d.must(err)
		if results[0].Err != nil || fault.From(results[1].Err).Code != fault.IncidentNotReady || fault.From(results[2].Err).Code != fault.NotFound {
			t.Errorf("got %+v", results)
		}
		if got := d.incident(ids[0]).State; (got == register.Detected) != dry {
			t.Errorf("dry run %t: %s", dry, got)
		}
	}
}
