package clock

import "time"

// Basis is how the organisation came to be aware.
type Basis string

// The bases.
const (
	Confirmed Basis = "confirmed" // a person confirmed the leak
	Presumed  Basis = "presumed"  // time passed and nobody looked
	Manual    Basis = "manual"    // a person said since when, or reported it
)

// Deadline is the end of the term after becoming aware.
func (v Version) Deadline(aware time.Time) time.Time {
	return aware.Add(time.Duration(v.NotifyWithin) * time.Hour).UTC()
}

// PresumedAt is when awareness of what was detected is presumed.
func (v Version) PresumedAt(detected time.Time) time.Time {
	return detected.Add(time.Duration(v.PresumeAfter) * time.Hour)
}

// RepeatEvery is how often an alert is repeated until somebody acknowledges it or
// the next one comes.
const RepeatEvery = time.Hour

// Due is the newest alert whose time has come at now, by its hour: 0 for none.
func (v Version) Due(aware, now time.Time) int {
	due := 0
	for _, h := range v.Alerts {
		if !now.Before(aware.Add(time.Duration(h) * time.Hour)) {
			due = h
		}
	}
	return due
}

// Next is when the first alert after the given hour comes; zero when there is none.
func (v Version) Next(aware time.Time, after int) time.Time {
	for _, h := range v.Alerts {
		if h > after {
			return aware.Add(time.Duration(h) * time.Hour)
		}
	}
	return time.Time{}
}

// Note says that the wall clock of the place moved between awareness and deadline,
// by how many hours, so that people do not count in days: 1 when it went forward.
func (v Version) Note(aware time.Time, place *time.Location) int {
	_, before := aware.In(place).Zone()
	_, after := v.Deadline(aware).In(place).Zone()
	return (after - before) / 3600
}
