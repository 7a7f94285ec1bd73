package report

import "math"

// Summary holds the few numbers that matter most, with the week before.
type Summary struct {
	Held       int `json:"held"`        // did not leave, or not with the data
	HeldBefore int `json:"held_before"` //
	Left       int `json:"left"`        // left towards a service that is not approved
	LeftBefore int `json:"left_before"` //
	// Unknown is how often nobody knows whether it left.
	Unknown       int `json:"unknown"`
	UnknownBefore int `json:"unknown_before"`
	Opened        int `json:"incidents_opened"`
	OpenedBefore  int `json:"incidents_opened_before"`
	// Open incidents of this week wait for a person.
	Open int `json:"incidents_open"`
	// Compared is false when the week before held no inspection at all.
	Compared bool `json:"compared"`
}

func summarise(now, before counted) Summary {
	return Summary{
		Held: now.held, HeldBefore: before.held, Left: now.left, LeftBefore: before.left,
		Unknown: now.unknown, UnknownBefore: before.unknown,
		Opened: now.opened, OpenedBefore: before.opened, Open: now.open,
		Compared: before.funnel.Inspected > 0 || before.funnel.Hits > 0,
	}
}

// change tells whether a count really moved: only a difference of more than two
// standard deviations of the difference of two Poisson counts is called a change.
// The percentage is of the count before, rounded, and 0 when that was zero.
func change(now, before int) (direction, percent int) {
	difference := now - before
	if math.Abs(float64(difference)) <= 2*math.Sqrt(float64(now+before)) {
		return 0, 0
	}
	if before > 0 {
		percent = int(math.Round(100 * math.Abs(float64(difference)) / float64(before)))
	}
	if difference < 0 {
		return -1, percent
	}
	return 1, percent
}
