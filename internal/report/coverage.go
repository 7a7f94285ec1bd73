package report

// Coverage tells how much of the traffic the figures speak of. A nil number is not
// known, which is never the same as zero.
type Coverage struct {
	Devices *DeviceCounts `json:"devices,omitempty"`
	// Observed are the messages that the extensions saw leave, Inspected those that
	// the service looked at first.
	Observed  *int64 `json:"observed,omitempty"`
	Inspected *int64 `json:"inspected,omitempty"`
	// Uninspected passed without being looked at because the policy lets it (fail-open).
	Uninspected *int64 `json:"uninspected,omitempty"`
	// OpenMinutes are the minutes of the week in which, on some device, a message may
	// have passed so: those between the heartbeat that counts one and the heartbeat
	// before, at most eight hours. A minute counts once, on however many devices.
	OpenMinutes *int   `json:"fail_open_minutes,omitempty"`
	Sites       []Site `json:"sites,omitempty"`
}

// DeviceCounts counts the devices at the end of the week.
type DeviceCounts struct {
	Enrolled int `json:"enrolled"`
	// Active were seen in the week, Silent not for three days at its end.
	Active   int  `json:"active"`
	Silent   int  `json:"silent"`
	Outdated *int `json:"outdated,omitempty"`
}

// Site is the coverage of one AI service.
type Site struct {
	Destination string `json:"destination_id"`
	Observed    int64  `json:"observed"`
	Inspected   int64  `json:"inspected"`
}

// coverageBar is the share of inspected messages below which few incidents prove
// nothing, in percent.
const coverageBar = 95

// share is the percentage of what was observed that was inspected; false when that
// is not known.
func (c Coverage) share() (percent int, known bool) {
	if c.Observed == nil || c.Inspected == nil || *c.Observed == 0 {
		return 0, false
	}
	return int(min(*c.Inspected, *c.Observed) * 100 / *c.Observed), true
}

// Weak reports whether the coverage is known to be too low, or is not known.
func (c Coverage) Weak() (weak, known bool) {
	percent, known := c.share()
	return !known || percent < coverageBar, known
}
