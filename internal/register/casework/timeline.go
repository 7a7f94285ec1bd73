package casework

import (
	"slices"
	"strconv"
	"time"
)

// Line is a line of the timeline of an incident.
type Line struct {
	At time.Time
	// Kind is "event", "outcome", "act", "note", "notification" or "alert".
	Kind string
	// What is the action, by whom, and about which id.
	What, By, ID string
}

// Timeline is what happened, oldest first.
func (f File) Timeline() []Line {
	var list []Line
	for _, a := range f.Attempts {
		list = append(list, Line{a.Event.At, "event", a.Event.Decision.Action.String(), "device", a.Event.ID})
		if o := a.Outcome; o != nil {
			list = append(list, Line{o.ReceivedAt, "outcome", string(o.Result), "device", a.Event.ID})
		}
	}
	for _, r := range f.Acts {
		list = append(list, Line{r.Entry.At, "act", r.Entry.Action, r.Entry.Actor, f.Incident.ID})
	}
	for _, n := range f.Notes {
		list = append(list, Line{n.At, "note", "added", n.By, n.ID})
	}
	for _, n := range f.Notifications {
		list = append(list, Line{n.SubmittedAt, "notification", string(n.Kind), n.By, n.ID})
	}
	for _, a := range f.Alerts {
		list = append(list, Line{a.RaisedAt, "alert", strconv.Itoa(a.Hours), "dijkwacht", a.ID})
	}
	slices.SortStableFunc(list, func(a, b Line) int { return a.At.Compare(b.At) })
	return list
}
