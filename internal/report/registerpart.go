package report

import (
	"slices"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
)

// RegisterPart is how the breach register stands.
type RegisterPart struct {
	Opened int `json:"opened"`
	// Closed were closed by people in the week, Settled by the service because nothing
	// left, of those detected in the week.
	Closed  int `json:"closed"`
	Settled int `json:"settled"`
	// Open wait for a person now, by how long ago they were detected.
	Open Ages `json:"open"`
	// Leaks are the cases of the week that a person confirmed as a leak.
	Leaks int `json:"leaks"`
	// First look and sorting, of what was looked at and sorted in the week.
	FirstLook Took `json:"first_look"`
	Triage    Took `json:"triage"`
	// Terms that ended in the week, met or missed, and those that run now.
	OnTime  int      `json:"terms_met"`
	Missed  []Missed `json:"terms_missed"`
	Running int      `json:"terms_running"`
	// The authority and the people concerned.
	Notified    int `json:"notified"`
	NotNotified int `json:"not_notified"`
	Informed    int `json:"subjects_informed"`
}

// Ages counts open cases.
type Ages struct {
	Day     int `json:"under_1_day"`
	Week    int `json:"under_7_days"`
	Month   int `json:"under_28_days"`
	Older   int `json:"older"`
	Overall int `json:"total"`
}

// Took is how long something took.
type Took struct {
	Cases  int   `json:"cases"`
	Median int64 `json:"median_minutes"`
	P90    int64 `json:"p90_minutes"`
}

// Missed is a term that ended before the authority was told.
type Missed struct {
	Number     string     `json:"number"`
	DeadlineAt time.Time  `json:"deadline_at"`
	NotifiedAt *time.Time `json:"notified_at,omitempty"`
	// Reason is what the register says of the delay; "" while nobody wrote it down.
	Reason string `json:"late_reason,omitempty"`
}

// open reports whether the case waits for a person.
func open(i register.Incident) bool {
	switch i.State {
	case lifecycle.Closed:
		return false
	case lifecycle.Prevented:
		return i.Review && !i.Awaiting
	}
	return !i.Awaiting
}

func (c *counted) registerPart(head Head) *RegisterPart {
	from, to := head.Week.Bounds(head.Location)
	in := func(t time.Time) bool { return !t.IsZero() && !t.Before(from) && t.Before(to) }
	p := &RegisterPart{Opened: c.opened, Missed: []Missed{}}
	var looked, sorted []int64
	for _, i := range c.incidents {
		if in(i.DetectedAt) && !i.Touched && (i.State == lifecycle.Closed || i.State == lifecycle.Prevented && !i.Review) {
			p.Settled++
		}
		if in(i.DetectedAt) && leaked(i) {
			p.Leaks++
		}
		if open(i) {
			p.Open.add(head.GeneratedAt.Sub(i.DetectedAt))
		}
		if in(i.FirstViewedAt) {
			looked = append(looked, int64(i.FirstViewedAt.Sub(i.DetectedAt)/time.Minute))
		}
		p.duties(i, in, head.GeneratedAt)
	}
	for _, a := range c.acts {
		switch {
		case a.Action != "incident.moved":
		case a.To == string(lifecycle.Closed):
			p.Closed++
		case a.To == string(lifecycle.Triaged) && !a.DetectedAt.IsZero():
			sorted = append(sorted, int64(a.At.Sub(a.DetectedAt)/time.Minute))
		}
	}
	p.FirstLook, p.Triage = took(looked), took(sorted)
	slices.SortFunc(p.Missed, func(a, b Missed) int { return a.DeadlineAt.Compare(b.DeadlineAt) })
	return p
}

// duties counts what is owed to the authority and to the people concerned.
func (p *RegisterPart) duties(i register.Incident, in func(time.Time) bool, now time.Time) {
	late := !i.NotifiedAt.IsZero() && i.NotifiedAt.After(i.DeadlineAt) || i.Running() && now.After(i.DeadlineAt)
	switch {
	case in(i.DeadlineAt) && late:
		m := Missed{Number: i.Number.String(), DeadlineAt: i.DeadlineAt, Reason: i.LateReason}
		if !i.NotifiedAt.IsZero() {
			m.NotifiedAt = &i.NotifiedAt
		}
		p.Missed = append(p.Missed, m)
	case in(i.DeadlineAt) && (!i.NotifiedAt.IsZero() || i.AP == lifecycle.APNotRequired):
		p.OnTime++
	}
	if i.Running() && now.Before(i.DeadlineAt) {
		p.Running++
	}
	if in(i.NotifiedAt) {
		p.Notified++
	}
	if i.AP == lifecycle.APNotRequired && in(i.DetectedAt) {
		p.NotNotified++
	}
	if in(i.Record.InformedAt) {
		p.Informed++
	}
}

func (a *Ages) add(age time.Duration) {
	const day = 24 * time.Hour
	a.Overall++
	switch {
	case age < day:
		a.Day++
	case age < 7*day:
		a.Week++
	case age < 28*day:
		a.Month++
	default:
		a.Older++
	}
}

func took(minutes []int64) Took {
	return Took{len(minutes), quantile(minutes, 0.5), quantile(minutes, 0.9)}
}
