package retention

import "time"

// Kind is a sort of data with a term of its own.
type Kind string

// The kinds.
const (
	Prompts    Kind = "prompts"    // the text that is inspected
	Events     Kind = "events"     // metadata of attempts, feature vectors and what senders say of them
	Counters   Kind = "counters"   // counts without persons
	Identities Kind = "identities" // sealed boxes with who is behind a pseudonym
	Incidents  Kind = "incidents"  // the record of a case and all that belongs to it
	Audit      Kind = "audit"      // what the entries of the chain say
	Reports    Kind = "reports"    // weekly reports
)

// Unit is what a term is counted in.
type Unit string

// The units.
const (
	Days   Unit = "days"
	Weeks  Unit = "weeks"
	Months Unit = "months"
	Years  Unit = "years"
)

// before is the time so many units before t.
func (u Unit) before(t time.Time, n int) time.Time {
	switch u {
	case Weeks:
		return t.AddDate(0, 0, -7*n)
	case Months:
		return t.AddDate(0, -n, 0)
	case Years:
		return t.AddDate(-n, 0, 0)
	}
	return t.AddDate(0, 0, -n)
}

// Rule is the term of a kind: its default, its bounds, and the reason that people
// are shown.
type Rule struct {
	Kind              Kind
	Unit              Unit
	Default, Min, Max int
	WhyNL, WhyEN      string
}

// Rules are the terms, in the order in which they are shown.
var Rules = []Rule{
	{Prompts, Days, 0, 0, 0,
		"De tekst van een prompt bewaren wij nooit. Wat er niet is, kan niet lekken.",
		"We never keep the text of a prompt. What is not there cannot leak."},
	{Counters, Months, 13, 3, 25,
		"Met dertien maanden kunt u een week vergelijken met dezelfde week van vorig jaar. In tellingen staan geen personen.",
		"Thirteen months let you compare a week with the same week of last year. Counts hold no persons."},
	{Events, Weeks, 13, 4, 26,
		"Nodig om een voorval te onderzoeken en een nieuwe regel te proberen. Dertig dagen bleek te kort.",
		"Needed to investigate an incident and to try a new rule. Thirty days proved too short."},
	{Identities, Days, 90, 30, 365,
		"Na het sluiten van een zaak kan het nodig zijn om iemand te vragen of te informeren (AVG 34). Langer is niet nodig, en nooit langer dan een jaar.",
		"After a case closes it may be necessary to ask or inform somebody (GDPR 34). Longer is not needed, and never longer than a year."},
	{Incidents, Years, 5, 3, 7,
		"De toezichthouder kan vragen naar elk datalek (AVG 33 lid 5). De termijn begint als de zaak sluit.",
		"The supervisor may ask about every breach (GDPR 33(5)). The term begins when the case closes."},
	{Audit, Years, 5, 5, 20,
		"Achteraf moet vast te stellen zijn wie wat deed. Het Besluit logging gaat uit van vijf jaar.",
		"It must be possible to establish afterwards who did what. The Dutch logging decree assumes five years."},
	{Reports, Years, 5, 1, 7,
		"Met de weekrapporten laat u zien hoe u toezicht hield. Er staan geen personen in.",
		"The weekly reports show how you kept watch. They hold no persons."},
}

// RuleOf finds the rule of a kind.
func RuleOf(k Kind) (Rule, bool) {
	for _, r := range Rules {
		if r.Kind == k {
			return r, true
		}
	}
	return Rule{}, false
}
