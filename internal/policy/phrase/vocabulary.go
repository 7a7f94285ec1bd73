package phrase

import "dijkwacht/internal/rule"

// vocabulary is what one language needs. In sentences # stands for a value.
type vocabulary struct {
	and, or string

	// A rule without and with conditions on the text.
	each, ifHolds string
	// The message around the text.
	toClass, toID, byChannel, byGroup, notByGroup, inLanguage, ofSize string
	// The text.
	samePerson, without, role, narrowing, subjects string
	distinct, count, kinds                         string
	exactly, atLeast, atMost                       string
	confidence                                     [4]string // by detect.Confidence
	// What follows, by policy.Action, and whether it may be sent all the same.
	then                                         [7]string
	noOverride, override, overrideReason, budget string
	modes                                        [3]string // by policy.Mode

	types      [rule.TypeCount]string
	groups     [rule.GroupCount]string
	actions    [7]string // by policy.Action
	modeNames  [3]string // by policy.Mode
	classes    [5]string // by policy.Class
	channels   [6]string // by policy.Channel
	languages  [3]string // by policy.Language
	sizes      [5]string // by policy.Size
	roles      [5]string // by detect.Role
	reasons    [7]string // by policy.Reason
	offers     [3]string // by policy.Offer
	severities [5]string // by policy.Severity
	failModes  [3]string // by policy.FailMode
	firstCheck [2]string // by policy.FirstCheck
}
