package main

import (
	"errors"
	"time"
)

type registerCmd struct {
	List   registerList   `cmd:"" help:"Print events and incidents; metadata only."`
	Export registerExport `cmd:"" help:"Write the register of a period to a file that anybody can check."`
	Verify registerVerify `cmd:"" help:"Recompute the chain, or check an inspection file, and name the first bad entry."`
}

// forever is later than any event.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// instant reads a point in time: a date in the zone, a time, or so long ago. The
// error does not repeat the argument.
func instant(flag, arg string, now time.Time, zone *time.Location) (time.Time, error) {
	if d, err := time.ParseDuration(arg); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	if t, err := time.Parse(time.RFC3339, arg); err == nil {
		return t, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, arg, zone); err == nil {
		return t, nil
	}
	return time.Time{}, errors.New(flag + " wants a date (2026-11-16), a time (2026-11-16T08:00:00+01:00) or a duration (24h)")
}
