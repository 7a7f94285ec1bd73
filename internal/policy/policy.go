package policy

import (
	"time"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// Policy is one version of an organisation's rules. It is read-only once parsed.
type Policy struct {
	ID     string            `json:"id"`
	Owner  string            `json:"owner,omitempty"`
	Labels map[string]string `json:"labels,omitempty"`
	// Department is the id of the department whose own rules these are, "" for the
	// organisation's policy. See Join.
	Department string `json:"department,omitempty"`
	// Version is the number of the published version; 0 for a file.
	Version  int      `json:"version,omitempty"`
	FailMode FailMode `json:"fail_mode"`
	// UnreadFiles is what happens to files that cannot be looked into; see UnreadRule.
	UnreadFiles OnUnread `json:"unread_files,omitempty"`
	// FirstCheck is where texts are looked at first.
	FirstCheck FirstCheck `json:"first_check,omitempty"`
	// QuietMark is whether a text is marked while it is being written.
	QuietMark QuietMark `json:"quiet_mark,omitempty"`
	// TestValues are values that are known to be invented. A finding with such a
	// value is left out before the decision; see IsTestValue.
	TestValues []string    `json:"test_values,omitempty"`
	Rules      []Rule      `json:"rules"`
	Exceptions []Exception `json:"exceptions,omitempty"`
}

// Rule is one sentence of the policy: when this holds, then do that.
type Rule struct {
	ID   string `json:"id"`
	Mode Mode   `json:"mode"`
	When When   `json:"when"`
	Then Then   `json:"then"`
}

// When is what a rule asks of a message. All parts that are given must hold; a
// part that is not given always holds.
type When struct {
	Destination DestinationMatch `json:"destination,omitzero"`
	Channel     []Channel        `json:"channel,omitempty"`
	// Groups limits the rule to users in one of these groups, NotGroups to users in
	// none of them.
	Groups    []string   `json:"groups,omitempty"`
	NotGroups []string   `json:"not_groups,omitempty"`
	Language  []Language `json:"language,omitempty"`
	Size      []Size     `json:"size,omitempty"`
	// SamePerson asks that one private person meets all conditions. Without it the
	// conditions look at the whole text.
	SamePerson bool `json:"same_person,omitempty"`
	All        List `json:"all,omitempty"`
	Any        List `json:"any,omitempty"`
	None       List `json:"none,omitempty"`
}

// DestinationMatch limits a rule to destinations; one of Class and one of ID, as
// far as given.
type DestinationMatch struct {
	Class []Class  `json:"class,omitempty"`
	ID    []string `json:"id,omitempty"`
}

// List is a list of conditions.
type List []Condition

// Condition is either a measure (Type, AnyType or Group with bounds), a fact about
// persons (Role, Narrowing, Subjects), or a nested All, Any, None. All parts that
// are given must hold.
type Condition struct {
	Type    rule.Type   `json:"type,omitempty"`
	AnyType []rule.Type `json:"any_type,omitempty"`
	Group   rule.Group  `json:"group,omitempty"`
	// Confidence is the least confidence of a finding that counts; low if not given.
	Confidence detect.Confidence `json:"confidence,omitempty"`
	// Count bounds the findings, Distinct the different values, Types the different
	// types among those named. Without any of them one finding is enough. Within
	// same_person only Types may be bounded.
	Count    Bound `json:"count,omitzero"`
	Distinct Bound `json:"distinct,omitzero"`
	Types    Bound `json:"types,omitzero"`
	// Role and Narrowing describe the person; only within same_person.
	Role      []detect.Role `json:"role,omitempty"`
	Narrowing Bound         `json:"narrowing,omitzero"`
	// Subjects bounds the estimated number of persons (its upper end); only without
	// same_person.
	Subjects Bound `json:"subjects,omitzero"`
	All      List  `json:"all,omitempty"`
	Any      List  `json:"any,omitempty"`
	None     List  `json:"none,omitempty"`
}

// Then is what a rule does.
type Then struct {
	Action Action `json:"action"`
	// Message is the id of the text that the user sees; see MessageText.
	Message  string   `json:"message,omitempty"`
	Severity Severity `json:"severity,omitempty"`
	Offers   []Offer  `json:"offers,omitempty"`
	// Redact names the groups and types that the safe version replaces. Without it
	// everything but health facts is replaced, so that the question stays useful.
	Redact   *Cover       `json:"redact,omitempty"`
	Override OverrideRule `json:"override,omitzero"`
}

// Cover is a choice of findings by group and type.
type Cover struct {
	Groups []rule.Group `json:"groups,omitempty"`
	Types  []rule.Type  `json:"types,omitempty"`
}

// OverrideRule tells whether the user may send in spite of the rule.
type OverrideRule struct {
	Allow bool `json:"allow"`
	// Reasons the user chooses from; none means that no reason is asked.
	Reasons []Reason `json:"reasons,omitempty"`
	// BudgetPerDay is the number of overrides a person has a day; 0 is no limit.
	BudgetPerDay int `json:"budget_per_day,omitempty"`
}

// Exception takes away matches of rules for a while. It has an owner and an end.
type Exception struct {
	ID           string    `json:"id"`
	Rules        []string  `json:"rules"`
	Groups       []string  `json:"groups,omitempty"`
	Destinations []string  `json:"destinations,omitempty"`
	Reason       string    `json:"reason"`
	Owner        string    `json:"owner"`
	Until        time.Time `json:"until"`
}
