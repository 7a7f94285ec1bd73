package report

import (
	"fmt"
	"iter"
	"time"

	"dijkwacht/internal/register"
)

// Head is what a report says about itself.
type Head struct {
	Organisation string
	Week         Week
	Location     *time.Location
	// Revision counts the times that the week was reported, from 1.
	Revision    int
	GeneratedAt time.Time
	// DestinationNames by destination id; an id without a name stands for itself.
	DestinationNames map[string]string
}

// Rows are what the register holds about one week. A sequence ends at its first
// error.
type Rows struct {
	// Attempts with a hit, by the time of the event, with their last outcome.
	Attempts iter.Seq2[register.Attempt, error]
	// Incidents that were detected.
	Incidents iter.Seq2[register.Incident, error]
	// Counters of the hours.
	Counters iter.Seq2[register.Counter, error]
}

// Report is the weekly report. The JSON form is its contract.
type Report struct {
	Organisation   string    `json:"organisation"`
	ISOWeek        string    `json:"iso_week"`
	From           time.Time `json:"from"`
	To             time.Time `json:"to"`
	TZ             string    `json:"tz"`
	Revision       int       `json:"revision"`
	GeneratedAt    time.Time `json:"generated_at"`
	PolicyVersions []int     `json:"policy_versions"`
	// Partial is set when the week was not over yet.
	Partial bool `json:"partial"`

	Summary       Summary   `json:"summary"`
	Sentences     Sentences `json:"sentences"`
	Funnel        Funnel    `json:"funnel"`
	ByCategory    []Count   `json:"by_category"`
	ByDestination []Count   `json:"by_destination"`
	ByChannel     []Count   `json:"by_channel"`
}

// Sentences are the three that sum the week up, by language.
type Sentences struct {
	NL []string `json:"nl"`
	EN []string `json:"en"`
}

// Make reports on a week; before holds the rows of the week before, to compare
// with.
func Make(head Head, this, before Rows) (Report, error) {
	now, err := countRows(this)
	if err != nil {
		return Report{}, fmt.Errorf("count the week: %w", err)
	}
	past, err := countRows(before)
	if err != nil {
		return Report{}, fmt.Errorf("count the week before: %w", err)
	}
	from, to := head.Week.Bounds(head.Location)
	r := Report{
		Organisation: head.Organisation, ISOWeek: head.Week.String(), From: from.UTC(), To: to.UTC(), TZ: head.Location.String(),
		Revision: head.Revision, GeneratedAt: head.GeneratedAt.UTC(), PolicyVersions: now.versions(),
		Partial:       head.GeneratedAt.Before(to),
		Summary:       summarise(now, past),
		Funnel:        now.funnel,
		ByCategory:    compare(now.categories, past.categories, nil),
		ByDestination: compare(now.destinations, past.destinations, head.DestinationNames),
		ByChannel:     compare(now.channels, past.channels, nil),
	}
	r.Sentences = Sentences{NL: sentences(dutch, r), EN: sentences(english, r)}
	return r, nil
}
