package register

import "time"

// News is one line of the live feed: metadata of an event that is in the register.
type News struct {
	OrgID, EventID, IncidentID string
	At                         time.Time
	Destination, Action        string
	// Gap says that news before this may be missing: the reader looks in the
	// register. A gap by itself has no event.
	Gap bool
}

// Feed carries news to whoever looks at a console on any replica, as well as it
// can. What is lost is marked by a gap; the register has everything.
type Feed interface {
	// Publish does not wait.
	Publish(n News)
	// Watch delivers the news of one organisation until stop is called, which
	// closes the channel. A reader that falls behind loses news and gets a gap.
	Watch(org string) (news <-chan News, stop func())
}
