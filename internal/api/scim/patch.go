package scim

import (
	"strings"
)

const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"

// maxOperations bounds a PATCH.
const maxOperations = 1000

// verb is what a PATCH operation does.
type verb string

const (
	add     verb = "add"
	replace verb = "replace"
	remove  verb = "remove"
)

// operation is one of a PATCH, on one attribute.
type operation struct {
	verb  verb
	path  path
	value any
}

// operations reads the body of a PATCH (RFC 7644 section 3.5.2). Names of operations
// are in any case, as Entra ID writes them. An operation without a path is one for each
// member of its value, whose names may be paths.
func operations(body object) ([]operation, error) {
	if !body.hasSchema(patchSchema) {
		return nil, badSyntax("The schemas of the body do not name PatchOp.")
	}
	list, ok := body["operations"].([]any)
	if !ok || len(list) == 0 || len(list) > maxOperations {
		return nil, badSyntax("Operations is a list of 1 to 1000 operations.")
	}
	var out []operation
	for _, v := range list {
		o, err := asObject(v, "An operation")
		if err != nil {
			return nil, err
		}
		if out, err = appendOperation(out, o); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func appendOperation(out []operation, o object) ([]operation, error) {
	name, _ := o["op"].(string)
	v := verb(strings.ToLower(name))
	if v != add && v != replace && v != remove {
		return nil, badSyntax("op is add, replace or remove.")
	}
	value, there := o["value"]
	if v != remove && !there {
		return nil, badValue("The operation has no value.")
	}
	text, err := asText(o["path"], "path")
	if err != nil {
		return nil, err
	}
	if text != "" {
		p, err := parsePath(text)
		return append(out, operation{v, p, value}), err
	}
	if v == remove {
		return nil, noTarget("A removal names what it removes in path.")
	}
	members, err := asObject(value, "The value of an operation without path")
	if err != nil {
		return nil, err
	}
	for name, value := range members {
		p, err := parsePath(name)
		if err != nil {
			return nil, err
		}
		out = append(out, operation{v, p, value})
	}
	return out, nil
}
