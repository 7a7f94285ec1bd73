package source

import (
	"bytes"
	"time"

	"go.yaml.in/yaml/v3"

	"dijkwacht/internal/policy"
)

// EditExceptions replaces or adds the exception with the id, or takes it away when
// one is nil, in a document of kind Policy; comments and order stay. It reports
// whether the document had it before. The document has been read by Policy.
func EditExceptions(document []byte, id string, one *policy.Exception) (edited []byte, had bool, err error) {
	var root yaml.Node
	if err := yaml.Unmarshal(document, &root); err != nil {
		return nil, false, Problems{*syntaxProblem("policy", err)}
	}
	spec := member(root.Content[0], "spec")
	list := member(spec, "exceptions")
	if list == nil {
		list = &yaml.Node{Kind: yaml.SequenceNode}
		spec.Content = append(spec.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "exceptions"}, list)
	}
	at := len(list.Content)
	for i, item := range list.Content {
		if name := member(item, "id"); name != nil && name.Value == id {
			at, had = i, true
		}
	}
	rest := list.Content[min(at+1, len(list.Content)):]
	kept := append([]*yaml.Node{}, list.Content[:at]...)
	if one != nil {
		kept = append(kept, exceptionNode(one))
	}
	if list.Content = append(kept, rest...); len(list.Content) == 0 {
		removeMember(spec, "exceptions")
	}
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(&root); err != nil {
		return nil, had, err
	}
	return out.Bytes(), had, encoder.Close()
}

// member is the value of a key, nil for none.
func member(n *yaml.Node, key string) *yaml.Node {
	if n == nil {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

func removeMember(n *yaml.Node, key string) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content = append(n.Content[:i], n.Content[i+2:]...)
			return
		}
	}
}

func exceptionNode(e *policy.Exception) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode, Style: yaml.FlowStyle}
	add := func(key string, value *yaml.Node) {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	}
	text := func(s string) *yaml.Node {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s, Style: yaml.DoubleQuotedStyle}
	}
	list := func(key string, values []string) {
		if len(values) == 0 {
			return
		}
		l := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
		for _, v := range values {
			l.Content = append(l.Content, text(v))
		}
		add(key, l)
	}
	add("id", text(e.ID))
	list("rules", e.Rules)
	list("groups", e.Groups)
	list("destinations", e.Destinations)
	add("reason", text(e.Reason))
	add("owner", text(e.Owner))
	add("until", text(e.Until.UTC().Format(time.RFC3339)))
	return n
}
