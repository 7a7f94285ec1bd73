package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/clock"
)

// tickBatch bounds the incidents that one run looks at.
const tickBatch = 200

// Tick runs the clocks of an organisation: it presumes awareness of what is severe
// and nobody looked at, raises the alerts whose hour has come, and repeats those
// that nobody acknowledged. One incident that fails does not hold up the others.
func (s *Service) Tick(ctx context.Context, org string) error {
	now := s.Now()
	presumable, err := s.Store.Presumable(ctx, org, now.Add(-time.Duration(s.Law.At(now).PresumeAfter)*time.Hour), tickBatch)
	if err != nil {
		return err
	}
	failed := s.each(ctx, org, presumable, s.presume)
	due, err := s.Store.DueTicks(ctx, org, now, tickBatch)
	if err != nil {
		return errors.Join(failed, err)
	}
	return errors.Join(failed, s.each(ctx, org, due, s.alert))
}

func (s *Service) each(ctx context.Context, org string, ids []string, change func(tx Tx, p ident.Principal, i register.Incident) error) error {
	p := ident.Service(org, "clock")
	var failed error
	for _, id := range ids {
		err := s.Store.ChangeCases(ctx, org, func(tx Tx) error {
			i, err := tx.Incident(id)
			if err != nil {
				return err
			}
			return change(tx, p, i)
		})
		if err != nil {
			failed = fmt.Errorf("run the clock of an incident: %w", err)
		}
	}
	return failed
}

// presume makes the organisation aware, as of the moment by which somebody should
// have looked.
func (s *Service) presume(tx Tx, p ident.Principal, i register.Incident) error {
	at := s.Law.At(i.DetectedAt).PresumedAt(i.DetectedAt)
	c := i.Case().Presume(at)
	if c.AwareAt.IsZero() || c.AwareAt.Equal(i.AwareAt) || at.After(s.Now()) {
		return nil
	}
	i = i.Follow(c)
	i.AwareBasis = clock.Presumed
	_, err := s.save(tx, p, i, register.Change{Action: "presumed"})
	return err
}

// alert raises the newest alert that is due, or repeats it.
func (s *Service) alert(tx Tx, p ident.Principal, i register.Incident) error {
	now := s.Now()
	alerts, err := tx.AlertsOf(i.ID)
	if err != nil {
		return err
	}
	due := s.Law.At(i.AwareAt).Due(i.AwareAt, now)
	running := i.Running()
	raised := 0
	for _, a := range alerts {
		raised = max(raised, a.Hours)
		if err := s.again(tx, p, a, running && a.Hours >= due, now); err != nil {
			return err
		}
	}
	if running && due > raised {
		if err := s.raise(tx, p, i, due, now); err != nil {
			return err
		}
	}
	if i.TickAt.IsZero() || i.TickAt.After(now) {
		return nil // only a repeat: the clock stands right
	}
	_, err = s.save(tx, p, i, register.Change{Action: "clock_ran"})
	return err
}

// again repeats an alert that nobody acknowledged, or ends its repeats when it no
// longer matters.
func (s *Service) again(tx Tx, p ident.Principal, a Alert, matters bool, now time.Time) error {
	if a.RepeatAt.IsZero() || matters && a.RepeatAt.After(now) {
		return nil
	}
	action := "alert.ended"
	a.RepeatAt = time.Time{}
	if matters {
		action = "alert.repeated"
		a.Times, a.LastAt, a.RepeatAt = a.Times+1, now, now.Add(clock.RepeatEvery)
	}
	a.Rev++
	if err := tx.SaveAlert(a); err != nil {
		return err
	}
	return s.append(tx, p, action, a.ID, a.Rev, a)
}

func (s *Service) raise(tx Tx, p ident.Principal, i register.Incident, hours int, now time.Time) error {
	a := Alert{IncidentID: i.ID, Hours: hours, RaisedAt: now, LastAt: now, Times: 1, DeadlineAt: i.DeadlineAt, RepeatAt: now.Add(clock.RepeatEvery), Rev: 1}
	var err error
	if a.ID, err = ident.NewID(PrefixAlert, now, s.Random); err != nil {
		return err
	}
	if err := tx.SaveAlert(a); err != nil {
		return err
	}
	return s.append(tx, p, "alert.raised", a.ID, 1, a)
}

// Acknowledge stops the repeats of all alerts of an incident; the clock goes on.
func (s *Service) Acknowledge(ctx context.Context, p ident.Principal, id string) (register.Incident, error) {
	return s.do(ctx, p, act{what: "alerts_acknowledged", id: id, perms: sort, change: func(tx Tx, _ *register.Incident, _ *register.Change) error {
		alerts, err := tx.AlertsOf(id)
		if err != nil {
			return err
		}
		for _, a := range alerts {
			if !a.AckAt.IsZero() {
				continue
			}
			a.AckAt, a.AckBy, a.RepeatAt = s.Now(), p.UserID, time.Time{}
			a.Rev++
			if err := tx.SaveAlert(a); err != nil {
				return err
			}
			if err := s.append(tx, p, "alert.acknowledged", a.ID, a.Rev, a); err != nil {
				return err
			}
		}
		return nil
	}})
}

// CloseSettled closes what provably did not leave, what nobody has to look at and
// what takes no more events.
func (s *Service) CloseSettled(ctx context.Context, org string) error {
	ids, err := s.Store.Closable(ctx, org, s.Now().Add(-register.GroupWithin), tickBatch)
	if err != nil {
		return err
	}
	return s.each(ctx, org, ids, func(tx Tx, p ident.Principal, i register.Incident) error {
		c, ok := i.Case().CloseBySystem()
		if !ok || !i.OccurredTo.Before(s.Now().Add(-register.GroupWithin)) {
			return nil
		}
		_, err := s.save(tx, p, i.Follow(c), register.Change{Action: "closed", From: string(i.State), To: string(c.State)})
		return err
	})
}
