package lifecycle

import "slices"

// State is the main state of an incident.
type State string

// The states. The system creates Detected and may settle as Prevented, and close
// what is Prevented; every other move is a person's.
const (
	Detected      State = "detected"
	Triaged       State = "triaged"
	Prevented     State = "prevented"
	FalsePositive State = "false_positive"
	Authorised    State = "authorised"
	ConfirmedLeak State = "confirmed_leak"
	Assessed      State = "assessed"
	Closed        State = "closed"
)

// States lists all, in the order of a case.
var States = []State{Detected, Triaged, Prevented, FalsePositive, Authorised, ConfirmedLeak, Assessed, Closed}

// AP is whether the supervisory authority (Autoriteit Persoonsgegevens) is told
// (GDPR article 33). It begins when a leak is confirmed.
type AP string

// The states of telling the authority.
const (
	APNotApplicable     AP = "not_applicable"
	APNone              AP = "none"
	APDrafting          AP = "drafting"
	APSubmittedInitial  AP = "submitted_initial"
	APSubmittedComplete AP = "submitted_complete"
	APWithdrawn         AP = "withdrawn"
	APNotRequired       AP = "not_required"
)

// APs lists all.
var APs = []AP{APNotApplicable, APNone, APDrafting, APSubmittedInitial, APSubmittedComplete, APWithdrawn, APNotRequired}

// Terminal reports whether nothing more is owed to the authority.
func (a AP) Terminal() bool {
	return slices.Contains([]AP{APNotApplicable, APSubmittedComplete, APWithdrawn, APNotRequired}, a)
}

// Owed reports whether the authority still has to be told for the first time, or
// the decision not to has to be taken: then the clock runs.
func (a AP) Owed() bool { return a == APNone || a == APDrafting }

// Subjects is whether the people whose data leaked are told (GDPR article 34).
type Subjects string

// The states of telling the people concerned.
const (
	SubjectsNotApplicable Subjects = "not_applicable"
	SubjectsUndecided     Subjects = "undecided"
	SubjectsNotRequired   Subjects = "not_required"
	SubjectsPlanned       Subjects = "planned"
	SubjectsInformed      Subjects = "informed"
	SubjectsPublicNotice  Subjects = "public_notice"
)

// AllSubjects lists all.
var AllSubjects = []Subjects{SubjectsNotApplicable, SubjectsUndecided, SubjectsNotRequired, SubjectsPlanned, SubjectsInformed, SubjectsPublicNotice}

// Terminal reports whether nothing more is owed to the people concerned.
func (s Subjects) Terminal() bool { return s != SubjectsUndecided && s != SubjectsPlanned }

// Axis is one of the three states of an incident.
type Axis string

// The axes.
const (
	AxisState    Axis = "state"
	AxisAP       Axis = "ap"
	AxisSubjects Axis = "subjects"
)
