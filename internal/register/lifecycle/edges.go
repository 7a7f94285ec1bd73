package lifecycle

import (
	"slices"
	"time"
	"unicode/utf8"

	"dijkwacht/internal/ident"
)

// Guard is something that must be true before a move.
type Guard string

// The guards.
const (
	HasAssignee      Guard = "assignee"
	HasReason        Guard = "reason"
	HasLongReason    Guard = "reason_40" // at least MinLongReason characters
	HasReasonCode    Guard = "reason_code"
	EgressOrReason   Guard = "reason_egress" // nothing left, or a reason
	HasLegalBasis    Guard = "legal_basis"
	AwareNotFuture   Guard = "aware_at"
	AwareEarlier     Guard = "aware_earlier"
	FactorsFilled    Guard = "assessment"
	APDecided        Guard = "ap_decided"
	SubjectsDecided  Guard = "subjects_decided"
	MeasuresPlanned  Guard = "measures"
	OnRecord         Guard = "notification"   // reference, time and hash of what was sent
	SubjectsTold     Guard = "told"           // when, how many and how
	HasSubjectReason Guard = "subject_reason" // a code of article 34, and words
	NeedsApproval    Guard = "approval"
)

// MinLongReason is the least length of the reason not to tell the authority.
const MinLongReason = 40

// OwnData is the reason that the sender wrote about nobody else.
const OwnData = "eigen_gegevens"

// ReasonCodes are why a case is a false positive: invented, own data, public person
// in public role, found wrongly.
var ReasonCodes = []string{"fictief", OwnData, "openbaar", "detectiefout"}

// SubjectReasons are why people need not be told (GDPR article 34 paragraph 3), and
// that the risk is not high (paragraph 1).
var SubjectReasons = []string{"unintelligible", "measures_taken", "disproportionate", "no_high_risk"}

// inCare reports whether the duties of a leak are being worked on.
func inCare(c Case) bool { return c.State == ConfirmedLeak || c.State == Assessed }

var holds = map[Guard]func(Case, Move, time.Time) bool{
	HasAssignee:     func(c Case, _ Move, _ time.Time) bool { return c.Assigned },
	HasReason:       func(_ Case, m Move, _ time.Time) bool { return given(m.Reason) },
	HasLongReason:   func(_ Case, m Move, _ time.Time) bool { return utf8.RuneCountInString(m.Reason) >= MinLongReason },
	HasReasonCode:   func(_ Case, m Move, _ time.Time) bool { return slices.Contains(ReasonCodes, m.Code) },
	EgressOrReason:  func(c Case, m Move, _ time.Time) bool { return c.NothingLeft || given(m.Reason) },
	HasLegalBasis:   func(_ Case, m Move, _ time.Time) bool { return given(m.LegalBasis) },
	AwareNotFuture:  func(_ Case, m Move, now time.Time) bool { return !m.AwareAt.After(now) },
	FactorsFilled:   func(c Case, _ Move, _ time.Time) bool { return c.Scored },
	APDecided:       func(c Case, _ Move, _ time.Time) bool { return c.AP.Terminal() },
	SubjectsDecided: func(c Case, _ Move, _ time.Time) bool { return c.Subjects.Terminal() },
	MeasuresPlanned: func(c Case, _ Move, _ time.Time) bool { return c.MeasuresSet },
	OnRecord:        func(_ Case, m Move, _ time.Time) bool { return m.Notified },
	SubjectsTold:    func(_ Case, m Move, _ time.Time) bool { return m.Told },
	HasSubjectReason: func(_ Case, m Move, _ time.Time) bool {
		return slices.Contains(SubjectReasons, m.Code) && given(m.Reason)
	},
}

// Edge is one move of the map.
type Edge struct {
	axis     Axis
	from, to string
	who      []ident.Permission
	guards   []Guard
	fourEyes func(Case) bool
	system   bool
}

// leaves reports whether the edge starts where the case stands. The duties of a
// leak move only while it is being worked on.
func (e Edge) leaves(c Case, a Axis) bool {
	return e.axis == a && e.from == c.Current(a) && (a == AxisState || inCare(c))
}

// FourEyes reports whether a second person must agree.
func (e Edge) FourEyes(c Case) bool { return e.fourEyes != nil && e.fourEyes(c) }

// Who lists the permissions of which one is enough.
// ident.IncidentsAssessSecurity counts for cases about secrets alone.
func (e Edge) Who() []ident.Permission { return e.who }

var (
	sorters   = []ident.Permission{ident.IncidentsTriage, ident.IncidentsAssess, ident.IncidentsAssessSecurity}
	assessors = []ident.Permission{ident.IncidentsAssess, ident.IncidentsAssessSecurity}
	deciders  = []ident.Permission{ident.NotificationDecide}
)

func serious(c Case) bool { return c.Serious }
func always(Case) bool    { return true }

func state(from, to State, who []ident.Permission, guards ...Guard) Edge {
	return Edge{axis: AxisState, from: string(from), to: string(to), who: who, guards: guards}
}

func ap(from, to AP, guards ...Guard) Edge {
	return Edge{axis: AxisAP, from: string(from), to: string(to), who: deciders, guards: guards}
}

func subjects(from, to Subjects, guards ...Guard) Edge {
	return Edge{axis: AxisSubjects, from: string(from), to: string(to), who: deciders, guards: guards}
}

func (e Edge) withFourEyes(when func(Case) bool) Edge { e.fourEyes = when; return e }
func (e Edge) bySystem() Edge                         { e.system = true; return e }

// edges is the map. Those of the system are run by Settle and CloseBySystem.
var edges = []Edge{
	state(Detected, Triaged, sorters, HasAssignee),
	state(Detected, Prevented, nil).bySystem(),
	state(Prevented, Detected, nil).bySystem(), // another event joined
	state(Triaged, Prevented, assessors, EgressOrReason),
	state(Triaged, FalsePositive, sorters, HasReasonCode).withFourEyes(serious),
	state(Triaged, Authorised, assessors, HasLegalBasis),
	state(Triaged, ConfirmedLeak, assessors, AwareNotFuture),
	state(ConfirmedLeak, Assessed, assessors, FactorsFilled),
	state(Prevented, Closed, assessors),
	state(FalsePositive, Closed, sorters, APDecided, SubjectsDecided),
	state(Authorised, Closed, sorters, APDecided, SubjectsDecided),
	state(Assessed, Closed, assessors, APDecided, SubjectsDecided, MeasuresPlanned),
	state(Closed, Triaged, assessors, HasReason),

	ap(APNone, APDrafting),
	ap(APNone, APNotRequired, HasLongReason, FactorsFilled).withFourEyes(always),
	ap(APDrafting, APNotRequired, HasLongReason, FactorsFilled).withFourEyes(always),
	ap(APDrafting, APSubmittedInitial, OnRecord),
	ap(APSubmittedInitial, APSubmittedComplete, OnRecord),
	ap(APSubmittedInitial, APWithdrawn, OnRecord, HasReason),
	ap(APSubmittedComplete, APWithdrawn, OnRecord, HasReason),
	ap(APNotRequired, APDrafting, HasReason), // new facts: told after all

	subjects(SubjectsUndecided, SubjectsNotRequired, HasSubjectReason),
	subjects(SubjectsUndecided, SubjectsPlanned),
	subjects(SubjectsUndecided, SubjectsPublicNotice, SubjectsTold),
	subjects(SubjectsPlanned, SubjectsInformed, SubjectsTold),
	subjects(SubjectsPlanned, SubjectsPublicNotice, SubjectsTold),
	subjects(SubjectsNotRequired, SubjectsPlanned, HasReason), // new facts: told after all
}
