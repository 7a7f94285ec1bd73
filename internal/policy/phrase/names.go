package phrase

import (
	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// Type is the name of a type with its article, such as "een naam".
func (w Words) Type(t rule.Type) string { return w.v.types[t] }

// Group is the name of a group, such as "een gezondheidsgegeven".
func (w Words) Group(g rule.Group) string { return w.v.groups[g] }

// Action is what an action does, such as "tegenhouden".
func (w Words) Action(a policy.Action) string { return w.v.actions[a] }

// Mode is what a mode means, such as "alleen meten".
func (w Words) Mode(m policy.Mode) string { return w.v.modeNames[m] }

// FailMode is what happens without inspection.
func (w Words) FailMode(f policy.FailMode) string { return w.v.failModes[f] }

// FirstCheck is where texts are looked at first.
func (w Words) FirstCheck(c policy.FirstCheck) string { return w.v.firstCheck[c] }

// Severity is the name of a severity; unset has one too.
func (w Words) Severity(s policy.Severity) string { return w.v.severities[s] }

// Classes lists classes of destinations with "or"; "" for none. The other lists
// below do the same for what they name.
func (w Words) Classes(list []policy.Class) string { return names(w, list, w.v.classes[:]) }

// Channels lists channels.
func (w Words) Channels(list []policy.Channel) string { return names(w, list, w.v.channels[:]) }

// Languages lists languages.
func (w Words) Languages(list []policy.Language) string { return names(w, list, w.v.languages[:]) }

// Sizes lists sizes of texts.
func (w Words) Sizes(list []policy.Size) string { return names(w, list, w.v.sizes[:]) }

// Roles lists roles of persons.
func (w Words) Roles(list []detect.Role) string { return names(w, list, w.v.roles[:]) }

// Reasons lists reasons for sending all the same.
func (w Words) Reasons(list []policy.Reason) string { return names(w, list, w.v.reasons[:]) }

// Offers lists ways out.
func (w Words) Offers(list []policy.Offer) string { return names(w, list, w.v.offers[:]) }

func names[E ~uint8](w Words, list []E, table []string) string {
	said := make([]string, len(list))
	for i, e := range list {
		said[i] = table[e]
	}
	return w.either(said)
}
