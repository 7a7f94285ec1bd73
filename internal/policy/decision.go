package policy

import "dijkwacht/internal/rule"

// Decision is the policy's answer for one message.
type Decision struct {
	Action Action `json:"action"`
	// Rules are all rules that matched, in the order of the policy, also shadow
	// rules and those that an exception took away.
	Rules []MatchedRule `json:"rules"`
	// Rule and Message are of the first matched rule with the decision's action; ""
	// when the action is Allow.
	Rule    string `json:"rule,omitempty"`
	Message string `json:"message,omitempty"`
	// Severity is the highest of the rules that count.
	Severity Severity `json:"severity,omitempty"`
	// Shadow is the action that the shadow rules would have asked for.
	Shadow   Action   `json:"shadow"`
	Offers   []Offer  `json:"offers,omitempty"`
	Override Override `json:"override"`
	// Covers are the types that the safe version replaces.
	Covers rule.TypeSet `json:"-"`
	// Trace tells of each rule, in the order of the policy, why it matched or not.
	Trace []TraceStep `json:"trace,omitempty"`
}

// MatchedRule is one rule that matched.
type MatchedRule struct {
	ID      string `json:"id"`
	Action  Action `json:"action"`
	Mode    Mode   `json:"mode"`
	Message string `json:"message_id,omitempty"`
	// ExceptedBy is the id of the exception that took the match away, or "".
	ExceptedBy string `json:"excepted_by,omitempty"`
	// AllowsOverride is the rule's own word on sending anyway.
	AllowsOverride bool `json:"allows_override"`
}

// Counts tells whether the match takes part in the decision.
func (m MatchedRule) Counts() bool { return m.Mode == Enforce && m.ExceptedBy == "" }

// Override tells whether the user may send the original, and how.
type Override struct {
	Allowed bool     `json:"allowed"`
	Reasons []Reason `json:"reasons,omitempty"`
	// BudgetPerDay is the smallest budget of the matched rules; 0 is no limit.
	BudgetPerDay int `json:"budget_per_day,omitempty"`
}

// TraceStep is the result of one rule.
type TraceStep struct {
	Rule    string    `json:"rule"`
	Matched bool      `json:"matched"`
	Why     TraceCode `json:"why"`
	// Detail points at the condition that failed, such as "all[1]"; "" otherwise.
	Detail string `json:"detail,omitempty"`
}

// TraceCode is why a rule matched or not.
type TraceCode string

// The trace codes.
const (
	WhyMatch       TraceCode = "match"
	WhyExcepted    TraceCode = "excepted"
	WhyOff         TraceCode = "off"
	WhyDestination TraceCode = "destination"
	WhyChannel     TraceCode = "channel"
	WhyGroups      TraceCode = "groups"
	WhyLanguage    TraceCode = "language"
	WhySize        TraceCode = "size"
	WhyCondition   TraceCode = "condition"
	WhyNoPerson    TraceCode = "no_such_person"
)
