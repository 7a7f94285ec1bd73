package rights

import (
	"context"
	"time"
)

// reminders are how long after a request came in those who answer it hear of it:
// at once, half-way, and more often towards the end.
var reminders = []time.Duration{0, 14 * 24 * time.Hour, 21 * 24 * time.Hour, 26 * 24 * time.Hour}

// overdueEvery is how often they hear of it when the term is over.
const overdueEvery = 7 * 24 * time.Hour

// Reminder is that a request waits for an answer.
type Reminder struct {
	Request Request
	// Stage counts the reminders of the request, from 0.
	Stage int
	// Overdue says that the term is over.
	Overdue bool
}

// maxReminders bounds what one run looks at.
const maxReminders = 200

// Due lists the newest reminder of each request that waits, first due first. The same
// reminder is in the list until the next one takes its place: whoever sends it keeps
// it from going twice.
func (s *Service) Due(ctx context.Context, org string) ([]Reminder, error) {
	open, err := s.store.Requests(ctx, org, Open, maxReminders)
	var list []Reminder
	for _, r := range open {
		list = append(list, r.reminder(s.now()))
	}
	return list, err
}

// reminder is the newest of the request at now.
func (r Request) reminder(now time.Time) Reminder {
	m := Reminder{Request: r}
	for i, after := range reminders {
		if !now.Before(r.At.Add(after)) {
			m.Stage = i
		}
	}
	if late := now.Sub(r.DueAt); late >= 0 {
		m.Overdue, m.Stage = true, len(reminders)+int(late/overdueEvery)
	}
	return m
}
