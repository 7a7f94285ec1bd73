package coverage

import (
	"iter"
	"time"
)

// MaxOpen bounds the time about which one heartbeat tells that messages passed
// without being looked at: a device that slept since the heartbeat before says
// nothing of its night.
const MaxOpen = 8 * time.Hour

// OpenSince is from when on messages may have passed unseen when the heartbeat counts
// some: the heartbeat before, as counts are of the time since, and not more than
// MaxOpen ago. The zero time stands for no heartbeat before.
func (h Heartbeat) OpenSince(before time.Time) time.Time {
	switch {
	case before.IsZero() || before.After(h.At):
		return h.At.Add(-Interval)
	case h.At.Sub(before) > MaxOpen:
		return h.At.Add(-MaxOpen)
	}
	return before
}

// OpenMinutes yields the hours (UTC) in [from, to] with a bit for each minute of them
// in it: the minutes of several devices are put together by a bitwise or, so that one
// in which two devices were open counts once.
func OpenMinutes(from, to time.Time) iter.Seq2[time.Time, int64] {
	return func(yield func(time.Time, int64) bool) {
		minute, last := from.UTC().Truncate(time.Minute), to.UTC().Truncate(time.Minute)
		for !minute.After(last) {
			hour, bits := minute.Truncate(time.Hour), int64(0)
			for ; !minute.After(last) && minute.Sub(hour) < time.Hour; minute = minute.Add(time.Minute) {
				bits |= 1 << minute.Minute()
			}
			if !yield(hour, bits) {
				return
			}
		}
	}
}
