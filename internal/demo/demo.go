package demo

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"
)

// Weeks is how much past there is: as long as decision metadata is kept.
const Weeks = 13

// aDay is how many messages there are on a working day.
const aDay = 14

// Story is what it takes to tell the past.
type Story struct {
	API   http.Handler
	Clock *Clock
	// Keys are the enrolment keys of Departments, in their order.
	Keys []string
	// Hour is called as the hours of the past go by, for the periodic work.
	Hour func(context.Context) error
}

// Tell lives through the past until now, the same way at every start.
func (s Story) Tell(ctx context.Context, now time.Time) error {
	dice := rand.New(rand.NewPCG(13, 2026))
	var devices []*device
	for i, secret := range s.Keys {
		for range 1 + Departments[i].share {
			d, err := enrol(ctx, s.API, s.Clock, secret, Departments[i].Name, pick(dice, browsers))
			if err != nil {
				return fmt.Errorf("enrol devices: %w", err)
			}
			devices = append(devices, d)
		}
	}
	for day := s.Clock.Now().Truncate(24 * time.Hour); day.Before(now); day = day.AddDate(0, 0, 1) {
		if err := s.day(ctx, dice, devices, day, now); err != nil {
			return fmt.Errorf("tell %s: %w", day.Format(time.DateOnly), err)
		}
	}
	s.Clock.Set(now)
	for i, kind := range []string{"objection", "rectification"} {
		if d := devices[i]; d.ask(ctx, d.ID+"-1", kind, []string{"te_ingrijpend", "klopt_niet"}[i]) != nil {
			return fmt.Errorf("use a right: %s", kind)
		}
	}
	return s.Hour(ctx)
}

// day tells one day, hour by hour, up to the present.
func (s Story) day(ctx context.Context, dice *rand.Rand, devices []*device, day, now time.Time) error {
	messages := aDay/2 + dice.IntN(aDay)
	if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday {
		messages = dice.IntN(aDay / 2)
	}
	for hour := 7; hour < 20; hour++ {
		at := day.Add(time.Duration(hour) * time.Hour)
		for range share(dice, messages, hour) {
			if at = at.Add(time.Duration(1+dice.IntN(12)) * time.Minute); at.After(now) {
				return nil
			}
			s.Clock.Set(at)
			d := pick(dice, devices)
			person := fmt.Sprintf("%s-%d", d.ID, dice.IntN(3))
			a := next(dice)
			a.conversation = person + at.Format("15")
			if err := d.send(ctx, person, a); err != nil {
				return err
			}
		}
		if end := day.Add(time.Duration(hour+1) * time.Hour); hour%4 == 3 && end.Before(now) {
			s.Clock.Set(end)
			if err := errors.Join(s.report(ctx, devices, now), s.Hour(ctx)); err != nil {
				return err
			}
		}
	}
	return nil
}

// share spreads the messages of a day over its hours.
func share(dice *rand.Rand, messages, hour int) int {
	n := messages / 13
	if dice.IntN(13) < messages%13 {
		n++
	}
	if hour == 9 || hour == 14 {
		n++
	}
	return n
}
