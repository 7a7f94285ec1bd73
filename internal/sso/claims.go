package sso

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/ident"
)

// maxGroups bounds how many groups are looked at.
const maxGroups = 5000

// claims are what a provider says about a person.
type claims map[string]json.RawMessage

func (c claims) text(name string) string {
	var v string
	if json.Unmarshal(c[name], &v) != nil {
		return ""
	}
	return v
}

// yes reads a boolean, which some providers write as a text.
func (c claims) yes(name string) bool {
	v := string(c[name])
	return v == "true" || v == `"true"`
}

func (c claims) list(name string) []string {
	var many []string
	if json.Unmarshal(c[name], &many) == nil {
		return many
	}
	if one := c.text(name); one != "" {
		return []string{one}
	}
	return nil
}

// at is a time, zero for none.
func (c claims) at(name string) time.Time {
	var v float64
	if json.Unmarshal(c[name], &v) != nil || v <= 0 || v > 1<<40 {
		return time.Time{}
	}
	return time.Unix(int64(v), 0)
}

// find looks a name up, and when there is none follows its dots into objects.
func (c claims) find(path string) (json.RawMessage, bool) {
	if v, there := c[path]; there {
		return v, true
	}
	first, rest, dotted := strings.Cut(path, ".")
	if !dotted {
		return nil, false
	}
	var inner claims
	if json.Unmarshal(c[first], &inner) != nil {
		return nil, false
	}
	return inner.find(rest)
}

// groups are those in the claim; there says whether the provider tells of groups at
// all.
func (c claims) groups(claim string) (list []string, there bool) {
	v, there := c.find(claim)
	if !there {
		return nil, false
	}
	list = claims{"": v}.list("")
	return list[:min(len(list), maxGroups)], true
}

// overage reports whether Entra ID left the groups out because they are too many: it
// says then where an application could ask for them.
func (c claims) overage(claim string) bool {
	var names map[string]string
	_ = json.Unmarshal(c["_claim_names"], &names)
	_, elsewhere := names[claim]
	return elsewhere || c.yes("hasgroups")
}

// address is the mail address in the claim, "" for none or one that the provider did
// not verify: a person who may write any address into the own profile would sign in
// as somebody else.
func (c claims) address(claim string) string {
	if claim == "email" && !c.yes("email_verified") && !c.yes("xms_edov") {
		return ""
	}
	return ident.FoldEmail(c.text(claim))
}

// ids are by what the provider knows the person: its own id, and with Entra ID, which
// gives each application a subject of its own, the object id.
func (c claims) ids() (list []string) {
	for _, name := range []string{"oid", "sub"} {
		if id := c.text(name); id != "" && len(id) <= MaxText {
			list = append(list, id)
		}
	}
	return list
}

// name is what to call a person: the first that is there, else the address.
func (c claims) name(address string) string {
	for _, candidate := range []string{c.text("name"), c.text("given_name") + " " + c.text("family_name"), address} {
		if name := ident.CleanName(candidate, ident.MaxName); name != "" {
			return name
		}
	}
	return ""
}

// complete adds what the provider tells when it is asked: name, groups and address. How
// and when the person signed in counts only where it was signed. An address and that it
// was verified belong together: they come from the same answer.
func (c claims) complete(more claims, v Settings) {
	names := []string{"name", "given_name", "family_name", "locale", v.GroupsClaim}
	if first, _, dotted := strings.Cut(v.GroupsClaim, "."); dotted {
		names = append(names, first)
	}
	if c.address(v.AddressClaim) == "" {
		address := []string{v.AddressClaim, "email_verified", "xms_edov"}
		for _, name := range address {
			delete(c, name)
		}
		names = append(names, address...)
	}
	for _, name := range names {
		value, told := more[name]
		if _, known := c[name]; told && !known {
			c[name] = value
		}
	}
}

// secondFactors are methods that make a sign-in one of two factors, or prove them in
// one (RFC 8176; "ngcmfa" is what Entra ID writes for passkeys and Windows Hello).
var secondFactors = []string{"mfa", "otp", "hwk", "swk", "fido", "sc", "ngcmfa"}

// proves reports whether a second factor was asked for, as far as the settings say.
func (s Settings) proves(c claims) bool {
	switch s.Factor {
	case FactorProvider:
		return true
	case FactorACR:
		return slices.Contains(s.ACR, c.text("acr"))
	case FactorAMR:
		return slices.ContainsFunc(c.list("amr"), func(m string) bool { return slices.Contains(secondFactors, m) })
	}
	return false
}
