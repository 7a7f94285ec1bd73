package coverage

import (
	"math/bits"
	"testing"
	"time"
)

func TestTheTimeThatWasOpenIsSinceTheHeartbeatBefore(t *testing.T) {
	at := time.Date(2026, 11, 18, 10, 2, 30, 0, time.UTC)
	for name, c := range map[string]struct {
		before time.Time
		want   time.Duration
	}{
		"five minutes after the one before":             {at.Add(-5 * time.Minute), 5 * time.Minute},
		"when the service was away for three hours":     {at.Add(-3 * time.Hour), 3 * time.Hour},
		"after a night, the last eight hours":           {at.Add(-16 * time.Hour), MaxOpen},
		"the first heartbeat":                           {time.Time{}, Interval},
		"a heartbeat before that has a later time":      {at.Add(time.Second), Interval},
		"a heartbeat before in the same instant: a try": {at, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := at.Sub((Heartbeat{At: at}).OpenSince(c.before)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestMinutesThatWereOpenAreCountedByTheHour(t *testing.T) {
	at := func(text string) time.Time {
		v, err := time.Parse("15:04:05", text)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, c := range map[string]struct {
		from, to string
		want     []int
	}{
		"within a minute":            {"10:02:10", "10:02:40", []int{1}},
		"each minute that was begun": {"10:02:59", "10:04:00", []int{3}},
		"over the hour":              {"10:58:00", "11:01:00", []int{2, 2}},
		"a whole hour between":       {"10:59:00", "12:00:59", []int{1, 60, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []int
			hour := at(c.from).Truncate(time.Hour)
			for h, minutes := range OpenMinutes(at(c.from), at(c.to)) {
				if !h.Equal(hour) {
					t.Errorf("hour %s, want %s", h, hour)
				}
				hour = hour.Add(time.Hour)
				got = append(got, bits.OnesCount64(uint64(minutes)))
			}
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for i, n := range got {
				if n != c.want[i] {
					t.Errorf("got %v, want %v", got, c.want)
				}
			}
		})
	}
}
