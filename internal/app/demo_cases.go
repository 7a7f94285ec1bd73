package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

const (
	// patience is how long the officers of a demo leave a case before they sort it.
	patience = 4 * time.Hour
	// unsorted is how much of the demo's present is left for its visitor.
	unsorted = 72 * time.Hour
)

// demoHour does the periodic work of the hour, and lets the officers sort what waits.
func (a *App) demoHour(ctx context.Context) error {
	zone, err := time.LoadLocation(a.org.TimeZone)
	if err != nil {
		return err
	}
	_, err = a.register.SettleOverdue(ctx, a.org.ID)
	return errors.Join(err, a.tally.Flush(ctx), a.cases.CloseSettled(ctx, a.org.ID), a.cases.Tick(ctx, a.org.ID), a.sortCases(ctx),
		a.audit.Checkpoint(ctx, a.org.ID), a.reports.SendDue(ctx, a.org.ID, zone))
}

// sortCases sorts the new cases that have waited for a while.
func (a *App) sortCases(ctx context.Context) error {
	now := a.opts.Now()
	if now.After(a.visitors.present.Add(-unsorted)) {
		return a.askSecond(ctx, now)
	}
	officer := a.visitors.people[ident.FG].principal(now)
	list, err := a.cases.Incidents(ctx, officer, casework.Filter{States: []string{string(lifecycle.Detected)}, Awaiting: new(bool), To: now.Add(-patience), Limit: 200})
	if err != nil {
		return err
	}
	for _, i := range list {
		if err := a.sortCase(ctx, officer, i); err != nil {
			return err
		}
	}
	return nil
}

// askSecond has the deputy ask, once, to close a severe case as a false alarm: that takes
// a second person.
func (a *App) askSecond(ctx context.Context, now time.Time) error {
	deputy := a.visitors.people[ident.DeputyFG].principal(now)
	asked, err := a.approvals.List(ctx, deputy, approval.Filter{States: []approval.State{approval.Open}, Limit: 1})
	if err != nil || len(asked) > 0 {
		return err
	}
	severe := []string{policy.SeverityHigh.String(), policy.SeverityVeryHigh.String()}
	list, err := a.cases.Incidents(ctx, deputy, casework.Filter{States: []string{string(lifecycle.Detected)}, Severities: severe, Awaiting: new(bool), To: now.Add(-patience), Limit: 1})
	if err != nil || len(list) == 0 {
		return err
	}
	return a.moveCase(ctx, deputy, list[0].ID, []lifecycle.Move{{To: string(lifecycle.Triaged)}, {To: string(lifecycle.FalsePositive), Code: "fictief", Reason: "Een oefentekst van de opleiding: deze persoon bestaat niet."}})
}

// sortCase decides about a case by what happened and by its number.
func (a *App) sortCase(ctx context.Context, officer ident.Principal, i register.Incident) error {
	moves := []lifecycle.Move{{To: string(lifecycle.Triaged)}}
	n, serious := i.Number.Seq, i.Severity >= policy.SeverityHigh
	switch {
	case i.Case().NothingLeft && n%5 != 0:
		moves = append(moves, lifecycle.Move{To: string(lifecycle.Prevented)}, lifecycle.Move{To: string(lifecycle.Closed)})
	case !serious && n%2 == 0:
		moves = append(moves, lifecycle.Move{To: string(lifecycle.FalsePositive), Code: "fictief"}, lifecycle.Move{To: string(lifecycle.Closed)})
	case !serious:
		moves = append(moves, lifecycle.Move{To: string(lifecycle.Authorised), LegalBasis: "Toestemming van de betrokkene, vastgelegd in het dossier."}, lifecycle.Move{To: string(lifecycle.Closed)})
	default:
		return a.leak(ctx, officer, i, moves)
	}
	return a.moveCase(ctx, officer, i.ID, moves)
}

// leak confirms a leak; all but the newest are worked out to their end.
func (a *App) leak(ctx context.Context, officer ident.Principal, i register.Incident, moves []lifecycle.Move) error {
	moves = append(moves, lifecycle.Move{To: string(lifecycle.ConfirmedLeak), AwareAt: officer.At})
	if err := a.moveCase(ctx, officer, i.ID, moves); err != nil {
		return err
	}
	if _, err := a.cases.AddNote(ctx, officer, i.ID, "Besproken met de leidinggevende van de afdeling."); err != nil {
		return err
	}
	if officer.At.After(a.visitors.present.Add(-4 * 24 * time.Hour)) {
		return nil
	}
	measure := register.Measure{Text: "Uitleg in het teamoverleg.", Owner: officer.UserID, Due: officer.At.AddDate(0, 0, 14)}
	if _, err := a.cases.AddMeasure(ctx, officer, i.ID, measure); err != nil {
		return err
	}
	if err := a.moveCase(ctx, officer, i.ID, []lifecycle.Move{{Axis: lifecycle.AxisAP, To: string(lifecycle.APDrafting)}}); err != nil {
		return err
	}
	for _, kind := range []casework.NotificationKind{casework.Initial, casework.Complete} {
		if _, err := a.cases.Submit(ctx, officer, i.ID, casework.Submission{Kind: kind, Reference: "DEMO-" + i.Number.String(), SubmittedAt: officer.At}); err != nil {
			return fmt.Errorf("tell the authority: %w", err)
		}
	}
	judged, err := a.cases.Get(ctx, officer, i.ID)
	if err != nil {
		return err
	}
	factors := severity.Factors{DPC: 3, EI: 0.75, Circumstances: severity.Circumstances{Confidentiality: 0.25}}
	if judged, err = a.cases.Assess(ctx, officer, i.ID, judged.Rev, casework.Assessment{Factors: factors, Why: "Gezondheidsgegevens van één persoon, bij één aanbieder."}); err != nil {
		return fmt.Errorf("judge a case: %w", err)
	}
	if _, err = a.cases.Tell(ctx, officer, i.ID, judged.Rev, casework.Told{State: lifecycle.SubjectsNotRequired, Code: "no_high_risk", Reason: "De aanbieder heeft het gesprek gewist."}); err != nil {
		return err
	}
	return a.moveCase(ctx, officer, i.ID, []lifecycle.Move{{To: string(lifecycle.Assessed)}, {To: string(lifecycle.Closed)}})
}

func (a *App) moveCase(ctx context.Context, officer ident.Principal, id string, moves []lifecycle.Move) error {
	for _, m := range moves {
		if m.Axis == "" {
			m.Axis = lifecycle.AxisState
		}
		if _, _, err := a.cases.Transition(ctx, officer, id, casework.Transition{Move: m}); err != nil {
			return fmt.Errorf("move a case to %s: %w", m.To, err)
		}
	}
	return nil
}
