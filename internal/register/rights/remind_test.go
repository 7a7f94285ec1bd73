package rights

import (
	"testing"
	"time"
)

func TestRemindersComeMoreOftenUntilTheTermIsOverAndThenEachWeek(t *testing.T) {
	asked := time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)
	r := Request{At: asked, DueAt: asked.Add(Term)}
	const day = 24 * time.Hour
	for _, c := range []struct {
		name    string
		after   time.Duration
		stage   int
		overdue bool
	}{
		{"at once", 0, 0, false},
		{"not again before half-way", 14*day - time.Second, 0, false},
		{"half-way", 14 * day, 1, false},
		{"a week before the end", 21 * day, 2, false},
		{"two days before the end", 26 * day, 3, false},
		{"in the last second it is in time", Term - time.Second, 3, false},
		{"four weeks are over", Term, 4, true},
		{"not every day after that", Term + 6*day, 4, true},
		{"every week after that", Term + 7*day, 5, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := r.reminder(asked.Add(c.after)); got.Stage != c.stage || got.Overdue != c.overdue {
				t.Errorf("got %+v", got)
			}
		})
	}
	if Term > 30*day {
		t.Error("four weeks are longer than the month of GDPR article 12(3)")
	}
}
