package register

import (
	"slices"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

// Source is where an incident comes from.
type Source string

// The sources: SourceDevice is an inspected attempt, SourceManual what people found
// by other ways: a report, a mail of the vendor, an old chat history.
const (
	SourceDevice Source = ""
	SourceManual Source = "manual"
)

// Dossier is what people add to an incident, and the clock that they start.
type Dossier struct {
	Source     Source `json:"source,omitempty"`
	Department string `json:"department_id,omitempty"` // "" is the whole organisation
	// Touched says that a person has moved the incident: then the system does not.
	Touched bool `json:"touched,omitempty"`
	// Assignee is the user who has the case.
	Assignee      string    `json:"assignee,omitempty"`
	FirstViewedAt time.Time `json:"first_viewed_at,omitzero"`

	// AP and Told are whether the authority and the people are told; "" is not
	// applicable.
	AP   lifecycle.AP       `json:"ap,omitempty"`
	Told lifecycle.Subjects `json:"subjects_state,omitempty"`

	// AwareAt never moves later. DeadlineAt follows from it by the legal profile.
	AwareAt    time.Time   `json:"aware_at,omitzero"`
	AwareBasis clock.Basis `json:"aware_basis,omitempty"`
	DeadlineAt time.Time   `json:"deadline_at,omitzero"`
	// TickAt is when the next alert of the clock comes; zero: never.
	TickAt time.Time `json:"tick_at,omitzero"`
	// Legal names the version of the legal profile.
	Legal      string    `json:"legal_version,omitempty"`
	NotifiedAt time.Time `json:"notified_at,omitzero"`
	LateReason string    `json:"late_reason,omitempty"`

	// Computed is the severity by the detections, stamped when a person first moves
	// the case; Judged is that of a person, beside it.
	Computed *severity.Score `json:"computed,omitempty"`
	Judged   *Judgement      `json:"judged,omitempty"`

	// Why the case is a false positive, was authorised, need not be notified, and
	// why people need not be told.
	ReasonCode    string `json:"reason_code,omitempty"`
	LegalBasis    string `json:"legal_basis,omitempty"`
	APReason      string `json:"ap_reason,omitempty"`
	SubjectReason string `json:"subject_reason,omitempty"`

	Record   Record    `json:"record,omitzero"`
	Measures []Measure `json:"measures,omitempty"`
	Labels   []string  `json:"labels,omitempty"`
	// Links are ids of incidents that belong together.
	Links []string `json:"links,omitempty"`
	// MergedInto is the incident that took the events of this one, "" else.
	MergedInto string `json:"merged_into,omitempty"`
	LegalHold  bool   `json:"legal_hold,omitempty"`
	// IsErased says that kinds, pseudonym and events left the record; see Erased.
	IsErased bool `json:"erased,omitempty"`
	// Change is what made this revision, when a person did.
	Change *Change `json:"change,omitempty"`
}

// Judgement is the severity as a person fills it in.
type Judgement struct {
	severity.Score
	Unintelligible bool      `json:"unintelligible"`
	Why            string    `json:"why"`
	By             string    `json:"by"`
	At             time.Time `json:"at"`
}

// Record holds what the form of the authority asks and only a person knows. The
// lists are from the closed lists of package apdraft.
type Record struct {
	Summary       string   `json:"summary,omitempty"`
	SubjectGroups []string `json:"subject_groups,omitempty"`
	Consequences  []string `json:"consequences,omitempty"`
	Categories    []string `json:"categories,omitempty"`
	// SubjectsMin and SubjectsMax are the confirmed numbers; nil while only the
	// estimate is known.
	SubjectsMin *int `json:"confirmed_min,omitempty"`
	SubjectsMax *int `json:"confirmed_max,omitempty"`

	InformedAt    time.Time `json:"informed_at,omitzero"`
	InformedCount int       `json:"informed_count,omitempty"`
	Channel       string    `json:"informed_by,omitempty"`
	Wording       string    `json:"wording,omitempty"`

	DeletionRequestedAt time.Time `json:"deletion_requested_at,omitzero"`
	DeletionConfirmedAt time.Time `json:"deletion_confirmed_at,omitzero"`
	OtherAuthorities    []string  `json:"other_authorities,omitempty"`
	Ongoing             bool      `json:"ongoing,omitempty"`
	Remarks             string    `json:"remarks,omitempty"`
}

// Measure is what is done about it.
type Measure struct {
	ID     string    `json:"id"`
	Text   string    `json:"text"`
	Owner  string    `json:"owner"`
	Due    time.Time `json:"due"`
	DoneAt time.Time `json:"done_at,omitzero"`
}

// Change is what a person did, and why.
type Change struct {
	Action string `json:"what"`
	From   string `json:"from,omitempty"`
	To     string `json:"to,omitempty"`
	Why    string `json:"why,omitempty"`
	Code   string `json:"code,omitempty"`
	By     string `json:"by"`
	// Approval is the id of the approval that was used, "" without one.
	Approval string `json:"approval,omitempty"`
}

// Counts is the level that counts, when the rules say ofRules: a person's, else the
// highest of what the rules say and what was computed.
func (i Incident) Counts(ofRules policy.Severity) policy.Severity {
	switch {
	case i.Judged != nil:
		return i.Judged.Level
	case i.Computed != nil:
		return max(ofRules, i.Computed.Level)
	}
	return ofRules
}

// Score is the severity that counts, nil while none was computed.
func (i Incident) Score() *severity.Score {
	if i.Judged != nil {
		return &i.Judged.Score
	}
	return i.Computed
}

// Case is the incident as the state machine sees it.
func (i Incident) Case() lifecycle.Case {
	c := lifecycle.Case{
		State: i.State, AP: i.AP, Subjects: i.Told, AwareAt: i.AwareAt, Touched: i.Touched, Secret: i.Kind == KindSecret,
		Serious: i.Severity >= policy.SeverityHigh, Review: i.Review, Awaiting: i.Awaiting, NothingLeft: i.Egress == EgressNone && !i.Awaiting,
		Assigned: i.Assignee != "", Scored: i.Judged != nil, MeasuresSet: len(i.Measures) > 0,
	}
	if c.AP == "" {
		c.AP = lifecycle.APNotApplicable
	}
	if c.Subjects == "" {
		c.Subjects = lifecycle.SubjectsNotApplicable
	}
	for _, m := range i.Measures {
		c.MeasuresSet = c.MeasuresSet && m.Owner != "" && !m.Due.IsZero()
	}
	return c
}

// Follow is the incident where the case stands.
func (i Incident) Follow(c lifecycle.Case) Incident {
	i.State, i.Touched, i.AwareAt = c.State, c.Touched, c.AwareAt
	if i.AP = c.AP; c.AP == lifecycle.APNotApplicable {
		i.AP = ""
	}
	if i.Told = c.Subjects; c.Subjects == lifecycle.SubjectsNotApplicable {
		i.Told = ""
	}
	return i
}

// Weigh settles the incident anew by its events at now; the state stays when a
// person has moved the case.
func (i Incident) Weigh(events []Weight, now time.Time) Incident { return i.settle(events, now) }

// Wind sets the clock of the incident by the law, after the alert of so many hours
// was raised: deadline, and when the next alert comes.
func (i Incident) Wind(law clock.Profile, raised int) Incident {
	i.DeadlineAt, i.TickAt, i.Legal = time.Time{}, time.Time{}, ""
	if i.AwareAt.IsZero() {
		return i
	}
	v := law.At(i.AwareAt)
	i.DeadlineAt, i.Legal = v.Deadline(i.AwareAt), v.Version
	if i.Running() {
		i.TickAt = v.Next(i.AwareAt, raised)
	}
	return i
}

// Running reports whether the term runs: somebody is aware, or is presumed to be,
// and the authority is neither told nor decided not to be.
func (i Incident) Running() bool {
	return !i.AwareAt.IsZero() && slices.Contains([]State{Detected, lifecycle.Triaged, lifecycle.ConfirmedLeak, lifecycle.Assessed}, i.State) && (i.AP == "" || i.AP.Owed())
}
