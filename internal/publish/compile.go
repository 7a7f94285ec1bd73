package publish

import (
	"encoding/json"
	"maps"
	"slices"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/source"
)

// compile makes what is in force out of the newest version of each subject.
func compile(org string, versions []Version, content Content, tree *ident.Tree) (organisation, error) {
	whole := Active{content: content.Serial}
	own := map[string]*policy.Policy{} // of departments
	var destinations []policy.Destination
	texts := policy.Messages{}
	for _, v := range versions {
		whole.Version = max(whole.Version, v.Version)
		var err error
		switch v.Subject {
		case SubjectDestinations:
			destinations, err = readDestinations(v.Source)
		case SubjectMessages:
			texts, err = readMessages(v.Source)
		default:
			var p *policy.Policy
			if p, err = source.Policy("policy", []byte(v.Source)); err != nil {
				break
			}
			if v.Subject == OrganisationPolicy(org) {
				whole.Policy = p
			} else {
				own[p.Department] = p
			}
		}
		if err != nil {
			return organisation{}, errUnreadable
		}
	}
	if whole.Policy == nil {
		return organisation{}, errUnreadable
	}
	whole.Catalogue = policy.NewCatalogue(slices.Concat(content.Destinations, destinations))
	whole.Messages = overlay(content.Messages, texts)
	return organisation{whole: whole, departments: joined(whole, own, tree)}, nil
}

// joined is what is in force in each department that has rules, of its own or of
// those above it.
func joined(whole Active, own map[string]*policy.Policy, tree *ident.Tree) map[string]Active {
	departments := map[string]Active{}
	if len(own) == 0 || tree == nil {
		return departments
	}
	for _, d := range tree.Ordered() {
		var rules []*policy.Policy
		path := tree.Path(d.ID)
		slices.Reverse(path)
		scope := ""
		for _, id := range path {
			if p := own[id]; p != nil {
				rules, scope = append(rules, p), id
			}
		}
		if len(rules) == 0 {
			continue
		}
		a := whole
		a.Policy, a.scope = policy.Join(whole.Policy, rules...), scope
		departments[d.ID] = a
	}
	return departments
}

// overlay is the texts with others laid over them.
func overlay(base, own policy.Messages) policy.Messages {
	out := policy.Messages{}
	for _, language := range []policy.Language{policy.Dutch, policy.English} {
		out[language] = maps.Clone(base[language])
		if out[language] == nil {
			out[language] = map[string]string{}
		}
		maps.Copy(out[language], own[language])
	}
	return out
}

// The documents of destinations and messages are made by this program, in JSON.

func readDestinations(document string) ([]policy.Destination, error) {
	list := []policy.Destination{}
	if document == "" {
		return list, nil
	}
	err := json.Unmarshal([]byte(document), &list)
	return list, err
}

func readMessages(document string) (policy.Messages, error) {
	m := policy.Messages{}
	if document == "" {
		return m, nil
	}
	err := json.Unmarshal([]byte(document), &m)
	return m, err
}

// readPolicySource reads a version that was checked when it was published.
func readPolicySource(document string) (*policy.Policy, error) {
	p, err := source.Policy("policy", []byte(document))
	if err != nil {
		return nil, errUnreadable
	}
	return p, nil
}
