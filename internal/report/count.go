package report

import (
	"maps"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/feedback"
)

// Funnel follows the messages from inspection to what became of them.
type Funnel struct {
	// Inspected is 0 in a report on a department: it is counted for the whole.
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
	// People is how many work in a group of departments, Units how many departments
	// it joins; both 0 for anything else. Total marks a sum of groups.
	People int  `json:"people,omitempty"`
	Units  int  `json:"units,omitempty"`
	Total  bool `json:"total,omitempty"`
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
	cells               map[int]CellTotals // by number of the cell
	policies            map[int]bool
	rules               map[string]*ruleCount
	reasons             map[string]int
	people              map[string]*person // by subject
	incidents           []register.Incident
	acts                []Act
	feedback            []feedback.Feedback
}

func countRows(head Head, scope *Cell, rows Rows) (counted, error) {
	c := counted{
		categories: map[string]int{}, destinations: map[string]int{}, channels: map[string]int{}, cells: map[int]CellTotals{}, policies: map[int]bool{},
		rules: map[string]*ruleCount{}, reasons: map[string]int{}, people: map[string]*person{}, feedback: rows.Feedback,
	}
	in := head.membership(scope)
	if err := c.attempts(rows, in); err != nil {
		return counted{}, err
	}
	if err := each(rows.Incidents, func(i register.Incident) {
		if _, counts := in(i.Department); counts {
			c.incident(head, i)
		}
	}); err != nil {
		return counted{}, err
	}
	return c, c.rest(scope, rows)
}

// membership tells in which cell a department counts, by its number, -1 for none, and
// whether the report is about it.
func (h Head) membership(scope *Cell) func(department string) (cell int, counts bool) {
	cellOf := map[string]int{}
	return func(department string) (int, bool) {
		cell, known := cellOf[department]
		if !known {
			cell = -1
			if found, ok := h.Partition.Of(department, h.Units); ok {
				cell = slices.IndexFunc(h.Partition.Cells, func(c Cell) bool { return c.ID == found.ID })
			}
			cellOf[department] = cell
		}
		return cell, scope == nil || cell >= 0 && h.Partition.Cells[cell].ID == scope.ID
	}
}

// attempts counts by kind: there are far fewer of those.
func (c *counted) attempts(rows Rows, in func(department string) (int, bool)) error {
	kinds := map[*Kind]*kindCount{}
	err := each(rows.Attempts, func(a Attempt) {
		k := kinds[a.Kind]
		if k == nil {
			k = &kindCount{}
			k.cell, k.counts = in(a.Department)
			kinds[a.Kind] = k
		}
		if k.counts {
			k.n++
			c.sender(a, k)
		}
	})
	for kind, k := range kinds {
		if k.counts {
			c.kind(kind, k)
		}
	}
	return err
}

// rest counts what is known of the organisation as a whole.
func (c *counted) rest(scope *Cell, rows Rows) error {
	if scope != nil {
		return nil
	}
	if err := each(rows.Counters, func(n register.Counter) {
		if n.Name == inspectedCounter {
			c.funnel.Inspected += int(n.N)
		}
	}); err != nil {
		return err
	}
	if err := each(rows.Warned, func(w Warned) { c.person(w.Subject).warn(w.At) }); err != nil {
		return err
	}
	return each(rows.Acts, func(a Act) { c.acts = append(c.acts, a) })
}

// each walks through a sequence, which may be nil.
func each[T any](rows func(func(T, error) bool), use func(T)) (failed error) {
	if rows == nil {
		return nil
	}
	for row, err := range rows {
		if err != nil {
			return err
		}
		use(row)
	}
	return nil
}

func (c *counted) incident(head Head, i register.Incident) {
	c.incidents = append(c.incidents, i)
	from, to := head.Week.Bounds(head.Location)
	if i.DetectedAt.Before(from) || !i.DetectedAt.Before(to) {
		return
	}
	c.opened++
	if open(i) {
		c.open++
	}
}

// kindCount is how many attempts are of a kind.
type kindCount struct {
	n       int
	cell    int
	counts  bool    // whether the report is about them
	decided []int64 // how long people took, where that is known
}

// person is one sender, who is counted and never shown.
type person struct {
	warned  []int64 // when the policy asked to look, in Unix milliseconds
	blocked int     // messages of this week
}

func (p *person) warn(at time.Time) { p.warned = append(p.warned, at.UnixMilli()) }

func (c *counted) person(subject string) *person {
	p := c.people[subject]
	if p == nil {
		p = &person{}
		c.people[strings.Clone(subject)] = p // it may be a part of a whole row
	}
	return p
}

// sender counts what is about the sender of one attempt.
func (c *counted) sender(a Attempt, k *kindCount) {
	if a.DecidedMS > 0 {
		k.decided = append(k.decided, a.DecidedMS)
	}
	if AskedToLook(a.Action) {
		p := c.person(a.Subject)
		p.warn(a.At)
		if a.Action == policy.Block {
			p.blocked++
		}
	}
}

// kind counts all attempts of a kind.
func (c *counted) kind(a *Kind, k *kindCount) {
	c.funnel.Hits += k.n
	*c.funnel.asked(a.Action) += k.n
	*c.funnel.Then.of(a.Result, a.Action) += k.n
	cell := c.cells[k.cell]
	cell.Hits += k.n
	switch register.Classify(a.Action, a.Class, a.Result, a.Egress) {
	case register.RowAuthorised:
	case register.RowBlocked, register.RowGivenUp, register.RowRedacted:
		c.held, cell.Held = c.held+k.n, cell.Held+k.n
	case register.RowUnknown:
		c.unknown, cell.Unknown = c.unknown+k.n, cell.Unknown+k.n
	default:
		c.left, cell.Left = c.left+k.n, cell.Left+k.n
	}
	c.cells[k.cell] = cell
	for _, id := range a.Categories {
		c.categories[id] += k.n
	}
	c.destinations[a.Destination] += k.n
	c.channels[a.Channel] += k.n
	c.policies[a.PolicyVersion] = true
	c.countRules(a, k)
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
