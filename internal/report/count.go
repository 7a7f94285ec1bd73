package report

import (
	"cmp"
	"maps"
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// Funnel follows the messages from inspection to what became of them.
type Funnel struct {
	Inspected int `json:"inspected"`
	Hits      int `json:"hits"`
	// What the policy asked for; they add up to Hits.
	Logged    int `json:"logged"`
	Coached   int `json:"coached"`
	Warned    int `json:"warned"`
	Justified int `json:"justified"`
	Redacted  int `json:"redacted"`
	Blocked   int `json:"blocked"`
	// What happened then; they add up to Hits.
	Then Outcomes `json:"then"`
}

// Outcomes count what became of the messages with a hit.
type Outcomes struct {
	Edited      int `json:"edited"`       // changed by the user, then sent
	SafeRewrite int `json:"safe_rewrite"` // sent with placeholders
	Redirected  int `json:"redirected"`   // taken to the organisation's own service
	Stopped     int `json:"stopped"`      // not sent
	Passed      int `json:"passed"`       // sent, and the policy did not warn
	Overridden  int `json:"overridden"`   // sent in spite of a warning
	BreakGlass  int `json:"break_glass"`
	Unknown     int `json:"unknown"`
}

// Count is how often something occurred, with the week before.
type Count struct {
	ID string `json:"id"`
	// Name as the organisation knows it; "" for ids that each language names itself.
	Name   string `json:"name,omitempty"`
	Count  int    `json:"count"`
	Before int    `json:"before"`
}

// inspectedCounter counts every message that was looked at.
const inspectedCounter = "inspected"

// counted are the rows of one week, added up.
type counted struct {
	funnel              Funnel
	held, left, unknown int
	opened, open        int
	categories          map[string]int
	destinations        map[string]int
	channels            map[string]int
	policies            map[int]bool
}

func countRows(rows Rows) (counted, error) {
	c := counted{
		categories: map[string]int{}, destinations: map[string]int{}, channels: map[string]int{}, policies: map[int]bool{},
	}
	for attempt, err := range rows.Attempts {
		if err != nil {
			return counted{}, err
		}
		c.attempt(attempt)
	}
	for incident, err := range rows.Incidents {
		if err != nil {
			return counted{}, err
		}
		c.opened++
		if incident.State == register.Detected && incident.Review {
			c.open++
		}
	}
	for counter, err := range rows.Counters {
		if err != nil {
			return counted{}, err
		}
		if counter.Name == inspectedCounter {
			c.funnel.Inspected += int(counter.N)
		}
	}
	return c, nil
}

func (c *counted) attempt(a register.Attempt) {
	result, egress := register.ResultUnknown, register.EgressUnknown
	if a.Outcome != nil {
		result, egress = a.Outcome.Result, a.Outcome.Egress
	}
	action := a.Event.Decision.Action
	c.funnel.Hits++
	*c.funnel.asked(action)++
	*c.funnel.Then.of(result, action)++
	switch register.Classify(action, a.Event.Class, result, egress) {
	case register.RowAuthorised:
	case register.RowBlocked, register.RowGivenUp, register.RowRedacted:
		c.held++
	case register.RowUnknown:
		c.unknown++
	default:
		c.left++
	}
	for _, id := range categoriesOf(a.Event.Types) {
		c.categories[id]++
	}
	c.destinations[a.Event.Destination]++
	c.channels[a.Event.Channel.String()]++
	c.policies[a.Event.PolicyVersion] = true
}

// asked is the counter of the action. A shadow rule asks for nothing: its match
// is only logged.
func (f *Funnel) asked(a policy.Action) *int {
	switch a {
	case policy.Coach:
		return &f.Coached
	case policy.Warn:
		return &f.Warned
	case policy.Justify:
		return &f.Justified
	case policy.Redact:
		return &f.Redacted
	case policy.Block:
		return &f.Blocked
	}
	return &f.Logged
}

func (o *Outcomes) of(result register.Result, action policy.Action) *int {
	switch result {
	case register.EditedAndSent:
		return &o.Edited
	case register.RedactedAndSent:
		return &o.SafeRewrite
	case register.Redirected:
		return &o.Redirected
	case register.Cancelled, register.BlockedSend:
		return &o.Stopped
	case register.BreakGlass:
		return &o.BreakGlass
	case register.Sent:
		if action >= policy.Warn {
			return &o.Overridden
		}
		return &o.Passed
	}
	return &o.Unknown
}

func (c *counted) versions() []int {
	return slices.AppendSeq([]int{}, slices.Values(slices.Sorted(maps.Keys(c.policies))))
}

// compare lists what occurred this week, most first.
func compare(now, before map[string]int, names map[string]string) []Count {
	counts := make([]Count, 0, len(now))
	for id, n := range now {
		counts = append(counts, Count{ID: id, Name: names[id], Count: n, Before: before[id]})
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.ID, b.ID))
	})
	return counts
}
