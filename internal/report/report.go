package report

import (
	"fmt"
	"time"
)

// Head is what a report says about itself, and what it is told beside the rows.
type Head struct {
	Organisation string
	Week         Week
	Location     *time.Location
	// Revision counts the times that the week was reported, from 1.
	Revision    int
	GeneratedAt time.Time
	// DestinationNames by destination id; an id without a name stands for itself.
	DestinationNames map[string]string
	// Units are the departments, Partition the cells in which they are counted.
	Units     []Unit
	Partition Partition
	// Scope is the department that the report is about, "" for the organisation: it
	// then counts the cell of that department.
	Scope    string
	Coverage Coverage
	// Past are the weeks before, newest first; those of the week before are counted anew.
	Past []Past
	// Expiring are the exceptions that end within 14 days of the end of the week.
	Expiring   []Expiring
	Checkpoint *Checkpoint
	// Revised are earlier weeks of which a new revision was made in this one.
	Revised []string
	// Console is the address of the console, for links; "" for none.
	Console string
}

// Report is the weekly report. The JSON form is its contract. Parts that an audience
// does not get are absent.
type Report struct {
	Organisation   string    `json:"organisation"`
	ISOWeek        string    `json:"iso_week"`
	From           time.Time `json:"from"`
	To             time.Time `json:"to"`
	TZ             string    `json:"tz"`
	Revision       int       `json:"revision"`
	GeneratedAt    time.Time `json:"generated_at"`
	PolicyVersions []int     `json:"policy_versions"`
	Audience       Audience  `json:"audience"`
	// Scope is the department that the report is about; absent for the organisation.
	Scope     *Cell  `json:"scope,omitempty"`
	ScopeName string `json:"scope_name,omitempty"`
	// Partial is set when the week was not over yet.
	Partial bool `json:"partial"`
	// Withheld is set when the group is too small to tell anything about.
	Withheld bool `json:"withheld,omitempty"`

	Summary         Summary          `json:"summary"`
	Sentences       Sentences        `json:"sentences"`
	Coverage        *Coverage        `json:"coverage,omitempty"`
	Funnel          *Funnel          `json:"funnel,omitempty"`
	Trend           *Trend           `json:"trend,omitempty"`
	ByCategory      []Count          `json:"by_category,omitempty"`
	ByDestination   []Count          `json:"by_destination,omitempty"`
	ByDepartment    []Count          `json:"by_department,omitempty"`
	ByChannel       []Count          `json:"by_channel,omitempty"`
	Rules           []Rule           `json:"rules,omitempty"`
	Overrides       *Overrides       `json:"overrides,omitempty"`
	Coaching        *Coaching        `json:"coaching,omitempty"`
	FalsePositives  *FalsePositives  `json:"false_positives,omitempty"`
	Register        *RegisterPart    `json:"register,omitempty"`
	Governance      *Governance      `json:"governance,omitempty"`
	Recommendations []Recommendation `json:"recommendations,omitempty"`
	Suppression     Suppression      `json:"suppression"`
	Checkpoint      *Checkpoint      `json:"checkpoint,omitempty"`
	// Revised are weeks that were reported again since the last report.
	Revised []string `json:"revised,omitempty"`
	Console string   `json:"-"`
	// Cells are the totals of each group of departments, for later trends; none in a
	// report on a department.
	Cells []CellTotals `json:"-"`
}

// Suppression says how small groups were joined.
type Suppression struct {
	K     int `json:"k"`
	Cells int `json:"cells"`
}

// Checkpoint is the newest signed end of the chain: who keeps a report can prove
// later that nothing before it was changed.
type Checkpoint struct {
	Seq      int64     `json:"seq"`
	Hash     string    `json:"hash"` // first 16 hexadecimal digits
	SignedAt time.Time `json:"signed_at"`
	KeyID    string    `json:"key_id"`
}

// Sentences are the three that sum the week up, by language.
type Sentences struct {
	NL []string `json:"nl"`
	EN []string `json:"en"`
}

// Make reports on a week to the officers, who get every part; see For. Before holds
// the rows of the week before, to compare with.
func Make(head Head, this, before Rows) (Report, error) {
	scope, told := head.scope()
	now, err := countRows(head, scope, this)
	if err != nil {
		return Report{}, fmt.Errorf("count the week: %w", err)
	}
	past, err := countRows(head, scope, Rows{Attempts: before.Attempts, Counters: before.Counters, Incidents: before.Incidents})
	if err != nil {
		return Report{}, fmt.Errorf("count the week before: %w", err)
	}
	from, to := head.Week.Bounds(head.Location)
	r := Report{
		Organisation: head.Organisation, ISOWeek: head.Week.String(), From: from.UTC(), To: to.UTC(), TZ: head.Location.String(),
		Revision: head.Revision, GeneratedAt: head.GeneratedAt.UTC(), PolicyVersions: now.versions(), Audience: Officers,
		Partial: head.GeneratedAt.Before(to), Console: head.Console, Revised: head.Revised, Checkpoint: head.Checkpoint,
		Suppression: Suppression{head.Partition.K, len(head.Partition.Cells)},
	}
	if head.Scope != "" && !told {
		r.Withheld, r.Audience = true, WardManagers
		r.Sentences = Sentences{NL: withheld(dutch), EN: withheld(english)}
		return r, nil
	}
	if r.Scope = scope; scope != nil {
		r.ScopeName = head.nameOf(*scope)
	}
	r.fill(head, now, past)
	return r, nil
}

// scope is the cell that the report is about, nil for the organisation; false when
// nothing may be told of it.
func (h Head) scope() (*Cell, bool) {
	if h.Scope == "" {
		return nil, true
	}
	cell, ok := h.Partition.Of(h.Scope, h.Units)
	return &cell, ok
}

// nameOf is the name of a cell: of its department, or of the one above them.
func (h Head) nameOf(c Cell) string {
	for _, id := range []string{c.ID, c.Under} {
		for _, u := range h.Units {
			if u.ID == id && u.ID != "" {
				return u.Name
			}
		}
	}
	return ""
}

func (r *Report) fill(head Head, now, past counted) {
	r.Summary = summarise(now, past)
	r.Coverage, r.Funnel = &head.Coverage, &now.funnel
	r.Trend = trendOf(head, r.Scope, now.totals(head.Week), past.totals(head.Week.Before()))
	if r.Scope == nil || r.Scope.People >= 2*head.Partition.K {
		r.ByCategory = compare(now.categories, past.categories, nil)
		r.ByDestination = compare(now.destinations, past.destinations, head.DestinationNames)
		r.ByChannel = compare(now.channels, past.channels, nil)
	}
	if r.Scope == nil {
		r.ByDepartment = head.departments(now.cells, past.cells)
		r.Cells = head.cellTotals(now.cells)
	}
	r.Rules = now.rulesPart()
	r.Overrides, r.Coaching = now.overridesPart(), now.coachingPart(r)
	r.FalsePositives = now.falsePositives()
	r.Register, r.Governance = now.registerPart(head), now.governancePart(head)
	r.Recommendations = recommend(*r)
	r.Sentences = Sentences{NL: sentences(dutch, *r), EN: sentences(english, *r)}
}
