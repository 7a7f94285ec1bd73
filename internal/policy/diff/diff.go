package diff

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"dijkwacht/internal/policy"
)

// Effect is what a change does to what may be sent.
type Effect uint8

// The effects. Neutral changes no decision about any message.
const (
	Neutral Effect = iota
	Tightens
	Loosens
)

var effectNames = [...]string{"neutral", "tightens", "loosens"}

// String is the canonical name, such as "loosens".
func (e Effect) String() string { return effectNames[e] }

// MarshalText writes the canonical name.
func (e Effect) MarshalText() ([]byte, error) { return []byte(effectNames[e]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (e *Effect) UnmarshalText(b []byte) error {
	i := slices.Index(effectNames[:], string(b))
	if i < 0 {
		return errors.New("no such effect")
	}
	*e = Effect(i)
	return nil
}

// Change is one difference, in one sentence for each language.
type Change struct {
	Effect Effect `json:"op"`
	// Path points at the place in the document, such as "rules.bsn.then.action".
	Path  string `json:"path"`
	Dutch string `json:"sentence_nl"`
	// English says the same.
	English string `json:"sentence_en"`
}

// NeedsReview tells whether a second person has to look at the changes.
func NeedsReview(changes []Change) bool {
	return slices.ContainsFunc(changes, func(c Change) bool { return c.Effect == Loosens })
}

// Compare lists what changes from before to after: rules in the order of
// after, then those that are gone, then the rest. It is empty when every
// decision and every text stays the same. When no change loosens, no message gets
// a milder action and none can be sent anyway that could not before.
func Compare(before, after *policy.Policy) []Change {
	c := comparison{before: before, after: after, changes: []Change{}}
	c.rules()
	c.exceptions()
	c.settings()
	return c.changes
}

type comparison struct {
	before, after *policy.Policy
	changes       []Change
}

// say adds a change; the sentences are filled in by the language of each.
func (c *comparison) say(e Effect, path, dutch, english string) {
	c.changes = append(c.changes, Change{e, path, dutch, english})
}

func (c *comparison) rules() {
	for i := range c.after.Rules {
		after := &c.after.Rules[i]
		path := "rules." + after.ID
		before := c.before.Rule(after.ID)
		switch {
		case before == nil:
			c.say(effectOf(after, Tightens), path, "Nieuwe regel ‘"+after.ID+"’: "+dutch.Rule(after), "New rule ‘"+after.ID+"’: "+english.Rule(after))
		default:
			c.rule(path, before, after)
		}
	}
	for i := range c.before.Rules {
		before := &c.before.Rules[i]
		if c.after.Rule(before.ID) != nil {
			continue
		}
		effect := effectOf(before, Loosens)
		if c.replaced(before) {
			effect = Neutral
		}
		c.say(effect, "rules."+before.ID, "Regel ‘"+before.ID+"’ vervalt: "+dutch.Rule(before), "Rule ‘"+before.ID+"’ is gone: "+english.Rule(before))
	}
	if !slices.Equal(c.common(c.before, c.after), c.common(c.after, c.before)) {
		c.say(Neutral, "rules", "De volgorde van de regels is anders. Dat kan de tekst van de melding veranderen.", "The order of the rules is different. That can change the text of the notice.")
	}
}

// common lists the rules of p that the other has too.
func (c *comparison) common(p, other *policy.Policy) []string {
	var ids []string
	for i := range p.Rules {
		if other.Rule(p.Rules[i].ID) != nil {
			ids = append(ids, p.Rules[i].ID)
		}
	}
	return ids
}

// effectOf is the effect of a rule that comes or goes: none unless it acts.
func effectOf(r *policy.Rule, acting Effect) Effect {
	if r.Mode != policy.Enforce {
		return Neutral
	}
	return acting
}

// replaced tells whether another rule of the new policy does at least what this one
// did, and no exception lifts it.
func (c *comparison) replaced(gone *policy.Rule) bool {
	return gone.Mode == policy.Enforce && slices.ContainsFunc(c.after.Rules, func(r policy.Rule) bool {
		return r.Mode == policy.Enforce && covers(&r.When, &gone.When) && !milder(&gone.Then, &r.Then) &&
			!slices.ContainsFunc(c.after.Exceptions, func(e policy.Exception) bool { return slices.Contains(e.Rules, r.ID) })
	})
}

// milder tells whether after lets more through than before, in any respect.
func milder(before, after *policy.Then) bool {
	return after.Action < before.Action || overrideEffect(before, after) == Loosens ||
		before.Cover()&^after.Cover() != 0 || after.Severity < before.Severity || newBreakGlass(before, after)
}

func newBreakGlass(before, after *policy.Then) bool {
	return slices.Contains(after.Offers, policy.BreakGlass) && !slices.Contains(before.Offers, policy.BreakGlass)
}

// settings are what belongs to no rule.
func (c *comparison) settings() {
	if c.before.FailMode != c.after.FailMode {
		effect := Tightens
		if c.after.FailMode > c.before.FailMode {
			effect = Loosens
		}
		c.say(effect, "fail_mode",
			fmt.Sprintf("Als de controle niet werkt: %s in plaats van %s.", dutch.FailMode(c.after.FailMode), dutch.FailMode(c.before.FailMode)),
			fmt.Sprintf("When the check does not work: %s instead of %s.", english.FailMode(c.after.FailMode), english.FailMode(c.before.FailMode)))
	}
	if c.before.UnreadFiles != c.after.UnreadFiles {
		effect := Tightens
		if c.after.UnreadFiles > c.before.UnreadFiles {
			effect = Loosens
		}
		c.say(effect, "unread_files",
			fmt.Sprintf("Als een bestand niet te lezen is: %s in plaats van %s.", dutch.Action(c.after.UnreadFiles.Action()), dutch.Action(c.before.UnreadFiles.Action())),
			fmt.Sprintf("When a file cannot be read: %s instead of %s.", english.Action(c.after.UnreadFiles.Action()), english.Action(c.before.UnreadFiles.Action())))
	}
	if c.before.FirstCheck != c.after.FirstCheck {
		// The device does not have the organisation's own detection rules.
		effect := Tightens
		if c.after.FirstCheck == policy.CheckDevice {
			effect = Loosens
		}
		c.say(effect, "first_check",
			fmt.Sprintf("Teksten worden eerst bekeken %s in plaats van %s.", dutch.FirstCheck(c.after.FirstCheck), dutch.FirstCheck(c.before.FirstCheck)),
			fmt.Sprintf("Texts are looked at first %s instead of %s.", english.FirstCheck(c.after.FirstCheck), english.FirstCheck(c.before.FirstCheck)))
	}
	if c.before.QuietMark != c.after.QuietMark {
		// What may leave is the same with and without it.
		nl, en := "Een tekst wordt tijdens het schrijven weer stil gemarkeerd.", "A text is quietly marked again while it is being written."
		if c.after.QuietMark == policy.MarkHide {
			nl, en = "Een tekst wordt tijdens het schrijven niet meer stil gemarkeerd.", "A text is no longer quietly marked while it is being written."
		}
		c.say(Neutral, "quiet_mark", nl, en)
	}
	if n := len(missing(c.after.TestValues, c.before.TestValues)); n > 0 {
		c.say(Loosens, "test_values", fmt.Sprintf("Testwaarden erbij: %d. Die worden niet meer gevonden.", n), fmt.Sprintf("Test values added: %d. They are no longer found.", n))
	}
	if n := len(missing(c.before.TestValues, c.after.TestValues)); n > 0 {
		c.say(Tightens, "test_values", fmt.Sprintf("Testwaarden weg: %d. Die worden weer gevonden.", n), fmt.Sprintf("Test values removed: %d. They are found again.", n))
	}
	if c.before.Owner != c.after.Owner {
		c.say(Neutral, "owner", "De eigenaar van het beleid is nu "+c.after.Owner+".", "The owner of the policy is now "+c.after.Owner+".")
	}
	if !maps.Equal(c.before.Labels, c.after.Labels) {
		c.say(Neutral, "labels", "De labels van het beleid zijn anders.", "The labels of the policy are different.")
	}
}

// missing lists what is in list and not in other.
func missing[T cmp.Ordered](list, other []T) []T {
	var out []T
	for _, v := range list {
		if !slices.Contains(other, v) {
			out = append(out, v)
		}
	}
	return out
}
