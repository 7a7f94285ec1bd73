package council

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/register/reveal"
)

// What is a sort of thing that the works council agrees to.
type What string

// The sorts. Unknown stands for an agreement of which nobody kept what it was about.
const (
	LongerTerm    What = "retention"
	NewField      What = "field"
	NewPurpose    What = "purpose"
	NewSight      What = "role"
	RevealRule    What = "reveal_rule"
	NewRecipient  What = "recipient"
	SmallerGroup  What = "small_numbers"
	UnknownBefore What = "unknown"
)

// Facts are what the service does with data about people, by its settings and its
// release: what the works council agrees to.
type Facts struct {
	Terms map[retention.Kind]int `json:"terms"`
	// Smallest is of how many people a group is at least about which counts are shown.
	Smallest int `json:"smallest"`
	// Fields are those about people, Purposes what they are for.
	Fields   []string  `json:"fields"`
	Purposes []Purpose `json:"purposes"`
	// Sight says what each role sees that somebody holds.
	Sight map[ident.Role][]ident.Permission `json:"sight"`
	// Reveals are the rules of disclosing a name, such as "purpose:facts_for_ap",
	// "ask:fg" and "council:true".
	Reveals []string `json:"reveals"`
	// Recipients are the ways by which something leaves for others, such as "webhook".
	Recipients []string `json:"recipients"`
}

// Settings are what facts follow from.
type Settings struct {
	Terms map[retention.Kind]int
	// Council says that the works council may approve reveals.
	Council    bool
	Holders    map[ident.Role]int
	Recipients []string
	Smallest   int
}

// FactsOf are the facts by these settings.
func FactsOf(s Settings) Facts {
	f := Facts{Terms: s.Terms, Smallest: s.Smallest, Sight: map[ident.Role][]ident.Permission{}, Recipients: slices.Sorted(slices.Values(s.Recipients))}
	for _, t := range Tables {
		if !t.Personal() {
			continue
		}
		for _, field := range t.Fields() {
			f.Fields = append(f.Fields, field.Name)
		}
		if !slices.Contains(f.Purposes, t.Purpose) {
			f.Purposes = append(f.Purposes, t.Purpose)
		}
	}
	slices.Sort(f.Fields)
	slices.Sort(f.Purposes)
	for role, n := range s.Holders {
		if n > 0 {
			f.Sight[role] = sightOf(role)
		}
	}
	f.Reveals = revealRules(s.Council)
	return f
}

// sightOf lists by which permissions a role sees something about people.
func sightOf(role ident.Role) []ident.Permission {
	list := []ident.Permission{}
	for _, s := range sights {
		if role.Holds(s.perm) {
			list = append(list, s.perm)
		}
	}
	return list
}

// revealRules are the rules of disclosing a name, as this release and the setting have
// them.
func revealRules(council bool) []string {
	rules := []string{"council:false", "hours:" + strconv.Itoa(int(reveal.BoxLife/time.Hour))}
	if council {
		rules[0] = "council:true"
	}
	for _, p := range reveal.Purposes {
		if reveal.Purpose(p).Allowed() {
			rules = append(rules, "purpose:"+p)
		}
	}
	for _, f := range reveal.Fields {
		rules = append(rules, "field:"+f)
	}
	for _, r := range ident.Roles {
		if r.Holds(ident.RevealRequest) {
			rules = append(rules, "ask:"+string(r))
		}
		if r.Holds(ident.RevealApprove) {
			rules = append(rules, "approve:"+string(r))
		}
	}
	slices.Sort(rules)
	return rules
}

// Encode writes the facts as canonical JSON, and their fingerprint: SHA-256 of that,
// in lower-case hex.
func (f Facts) Encode() (fingerprint string, facts json.RawMessage, err error) {
	facts, err = chain.Canonical(f)
	sum := sha256.Sum256(facts)
	return hex.EncodeToString(sum[:]), facts, err
}

// Change is one thing by which more is done with data about people than before.
type Change struct {
	What What `json:"what"`
	// Subject is the kind of data, the field, the purpose, the role, the rule or the
	// recipient.
	Subject string `json:"subject,omitempty"`
	From    int    `json:"from,omitempty"`
	To      int    `json:"to,omitempty"`
	// Sight is what a role sees that it did not see before.
	Sight []ident.Permission `json:"sight,omitempty"`
}

// Compare lists what is more than before: what takes consent. What is less does not.
func Compare(before, after Facts) []Change {
	var list []Change
	for _, r := range retention.Rules {
		if from, to := before.Terms[r.Kind], after.Terms[r.Kind]; to > from {
			list = append(list, Change{What: LongerTerm, Subject: string(r.Kind), From: from, To: to})
		}
	}
	if after.Smallest < before.Smallest {
		list = append(list, Change{What: SmallerGroup, From: before.Smallest, To: after.Smallest})
	}
	list = append(list, added(NewPurpose, before.Purposes, after.Purposes)...)
	for _, role := range ident.Roles {
		var more []ident.Permission
		for _, perm := range after.Sight[role] {
			if !slices.Contains(before.Sight[role], perm) {
				more = append(more, perm)
			}
		}
		if len(more) > 0 {
			list = append(list, Change{What: NewSight, Subject: string(role), Sight: more})
		}
	}
	list = append(list, added(RevealRule, before.Reveals, after.Reveals)...)
	list = append(list, added(NewRecipient, before.Recipients, after.Recipients)...)
	return append(list, added(NewField, before.Fields, after.Fields)...)
}

func added[S ~string](what What, before, after []S) (list []Change) {
	for _, s := range after {
		if !slices.Contains(before, s) {
			list = append(list, Change{What: what, Subject: string(s)})
		}
	}
	return list
}

// Held reports whether the change waits for consent: those of settings do. A new
// release, a person in another role and a new recipient are told of.
func (c Change) Held() bool {
	return c.What == LongerTerm || c.What == RevealRule && strings.HasPrefix(c.Subject, "council:")
}

// same reports whether two changes end in the same: from where may differ.
func (c Change) same(other Change) bool {
	return c.What == other.What && c.Subject == other.Subject && c.To == other.To
}
