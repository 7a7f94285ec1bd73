package jobs

import (
	"fmt"
	"time"
)

// Schedule says when a job runs.
type Schedule interface {
	// Next is the first run after t, on the wall clock of loc where the schedule
	// is by wall clock.
	Next(t time.Time, loc *time.Location) time.Time
	// Key names the schedule on that clock. When it changes, runs that are still
	// to come are planned anew.
	Key(loc *time.Location) string
}

// Every runs at whole multiples of a period since the Unix epoch, so that all
// replicas agree. The wall clock plays no part.
type Every time.Duration

// Next implements Schedule.
func (e Every) Next(t time.Time, _ *time.Location) time.Time {
	period := time.Duration(e).Milliseconds()
	return time.UnixMilli((t.UnixMilli()/period + 1) * period).UTC()
}

// Key implements Schedule.
func (e Every) Key(*time.Location) string { return "every " + time.Duration(e).String() }

// Daily runs once each local day, at Hour:Minute. On the day that this time does
// not exist it runs when the clock jumps over it; on the day that it comes twice
// it runs the first time.
type Daily struct{ Hour, Minute int }

// Next implements Schedule.
func (d Daily) Next(t time.Time, loc *time.Location) time.Time {
	return nextDay(t, loc, d.Hour, d.Minute, func(time.Weekday) bool { return true })
}

// Key implements Schedule.
func (d Daily) Key(loc *time.Location) string {
	return fmt.Sprintf("daily %02d:%02d %s", d.Hour, d.Minute, loc)
}

// Weekly runs once each week, on Day at Hour:Minute local time, with the same rule
// as Daily for days on which the clock changes.
type Weekly struct {
	Day          time.Weekday
	Hour, Minute int
}

// Next implements Schedule.
func (w Weekly) Next(t time.Time, loc *time.Location) time.Time {
	return nextDay(t, loc, w.Hour, w.Minute, func(d time.Weekday) bool { return d == w.Day })
}

// Key implements Schedule.
func (w Weekly) Key(loc *time.Location) string {
	return fmt.Sprintf("weekly %s %02d:%02d %s", w.Day, w.Hour, w.Minute, loc)
}

// nextDay is the first hour:minute after t on a local day that counts. It starts a
// day early, since the date of t may be ahead of a run that a gap moved.
func nextDay(t time.Time, loc *time.Location, hour, minute int, counts func(time.Weekday) bool) time.Time {
	y, m, d := t.In(loc).Date()
	for day := d - 1; ; day++ {
		date := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
		if !counts(date.Weekday()) {
			continue
		}
		if at := wall(date, hour, minute, loc); at.After(t) {
			return at
		}
	}
}

// wall is the instant of hour:minute local time on a date: the first when it comes
// twice, the end of the gap when it does not exist.
func wall(date time.Time, hour, minute int, loc *time.Location) time.Time {
	utc := date.Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
	before, after := offset(utc.Add(-24*time.Hour), loc), offset(utc.Add(24*time.Hour), loc)
	// Clocks that go back have the greater offset before: that reading is the first.
	for _, o := range []time.Duration{max(before, after), min(before, after)} {
		at := utc.Add(-o)
		if offset(at, loc) == o {
			return at
		}
	}
	start, _ := utc.Add(-before).In(loc).ZoneBounds()
	return start.UTC()
}

// offset is how far local time is ahead of UTC at t.
func offset(t time.Time, loc *time.Location) time.Duration {
	_, seconds := t.In(loc).Zone()
	return time.Duration(seconds) * time.Second
}
