package retention

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
)

// Settings are the terms of an organisation.
type Settings struct {
	Rev int64 `json:"rev"` // 0: nobody changed anything
	// Terms are those that are not the default, in the unit of the kind.
	Terms     map[Kind]int `json:"terms"`
	ChangedBy string       `json:"changed_by,omitempty"`
	ChangedAt time.Time    `json:"changed_at,omitzero"`
	// Changes are those by which the revision before became this one.
	Changes []Change `json:"changes,omitempty"`
	// Material is the last change that keeps something for longer: the works council
	// has to agree to it (WOR 27). Nil: there was none.
	Material *Material `json:"material,omitempty"`
	// Waiting are the changes that wait for its consent: until then the old terms hold.
	Waiting []Change `json:"waiting,omitempty"`
}

// Material is a change of the terms that takes the consent of the works council.
type Material struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Changes []Change  `json:"changes"`
}

// Change is one term that changed.
type Change struct {
	Kind Kind `json:"kind"`
	Unit Unit `json:"unit"`
	From int  `json:"from"`
	To   int  `json:"to"`
}

// Term is the term of a kind, in the unit of its rule.
func (s Settings) Term(k Kind) int {
	if n, set := s.Terms[k]; set {
		return n
	}
	r, _ := RuleOf(k)
	return r.Default
}

// with is the settings with other terms, and what changed. Returns
// fault.RequestInvalid for a term out of bounds.
func (s Settings) with(terms map[Kind]int) (Settings, []Change, error) {
	next := s
	next.Terms = map[Kind]int{}
	var changes []Change
	var bad []fault.Field
	for _, r := range Rules {
		from := s.Term(r.Kind)
		to, asked := terms[r.Kind]
		if !asked {
			to = from
		}
		if to < r.Min || to > r.Max {
			bad = append(bad, fault.Field{Pointer: "/" + string(r.Kind), Code: "range"})
		}
		if to != from {
			changes = append(changes, Change{r.Kind, r.Unit, from, to})
		}
		if to != r.Default {
			next.Terms[r.Kind] = to
		}
	}
	if len(bad) > 0 {
		return s, nil, fault.E(fault.RequestInvalid, bad...)
	}
	return next, changes, nil
}

// hold leaves for later what keeps something for longer than was agreed. Terms that
// were asked for and wait already go on to wait, unless this change is about them.
func (s Settings) hold(changes []Change, asked, agreed map[Kind]int) (Settings, []Change) {
	var now []Change
	waiting := slices.DeleteFunc(slices.Clone(s.Waiting), func(c Change) bool { _, again := asked[c.Kind]; return again })
	for _, c := range changes {
		if most, known := agreed[c.Kind]; !known || c.To <= max(most, c.From) {
			now = append(now, c)
			continue
		}
		waiting = append(waiting, c)
		if r, _ := RuleOf(c.Kind); c.From == r.Default {
			delete(s.Terms, c.Kind)
		} else {
			s.Terms[c.Kind] = c.From
		}
	}
	s.Waiting = waiting
	return s, now
}

// Wanted are the terms with those that wait.
func (s Settings) Wanted() map[Kind]int {
	terms := map[Kind]int{}
	for _, r := range Rules {
		terms[r.Kind] = s.Term(r.Kind)
	}
	for _, c := range s.Waiting {
		terms[c.Kind] = c.To
	}
	return terms
}

// Limits are the times before which data of each kind are past their term.
type Limits struct {
	Now time.Time `json:"-"`
	// Events of a case that is still open are kept until OpenEvents.
	Events     time.Time `json:"events"`
	OpenEvents time.Time `json:"events_of_open_incidents"`
	Counters   time.Time `json:"counters"`
	// Identities is of closed cases; OldIdentities ends all.
	Identities    time.Time `json:"identities"`
	OldIdentities time.Time `json:"identities_at_the_latest"`
	Incidents     time.Time `json:"incidents"`
	Audit         time.Time `json:"audit"`
	Reports       time.Time `json:"reports"`
}

// Limits are those at the given moment.
func (s Settings) Limits(now time.Time) Limits {
	of := func(k Kind) time.Time {
		r, _ := RuleOf(k)
		return r.Unit.before(now, s.Term(k))
	}
	events, _ := RuleOf(Events)
	identities, _ := RuleOf(Identities)
	return Limits{
		Now: now, Events: of(Events), OpenEvents: events.Unit.before(now, events.Max), Counters: of(Counters),
		Identities: of(Identities), OldIdentities: identities.Unit.before(now, identities.Max),
		Incidents: of(Incidents), Audit: of(Audit), Reports: of(Reports),
	}
}

// digest names the terms, for an approval to be about.
func (s Settings) digest() (digest string, detail json.RawMessage, err error) {
	terms := map[Kind]int{}
	for _, r := range Rules {
		terms[r.Kind] = s.Term(r.Kind)
	}
	detail, err = chain.Canonical(terms)
	sum := sha256.Sum256(detail)
	return hex.EncodeToString(sum[:]), detail, err
}

// longer lists the changes by which something is kept for longer.
func longer(changes []Change) []Change {
	var list []Change
	for _, c := range changes {
		if c.To > c.From {
			list = append(list, c)
		}
	}
	return list
}
