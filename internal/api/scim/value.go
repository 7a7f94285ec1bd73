package scim

import (
	"bytes"
	"encoding/json"
	"strings"
)

// object is a JSON object with its names in lower case.
type object map[string]any

// decode reads a body that was checked to be one object.
func decode(raw []byte) (object, error) {
	var v map[string]any
	if json.NewDecoder(bytes.NewReader(raw)).Decode(&v) != nil {
		return nil, badSyntax("The body is not one JSON object.")
	}
	return lower(v)
}

// lower brings the names of an object to lower case. Two that differ by case alone are
// an error: it is not known which counts.
func lower(v map[string]any) (object, error) {
	o := make(object, len(v))
	for name, value := range v {
		name = strings.ToLower(name)
		if _, twice := o[name]; twice {
			return nil, badSyntax("An attribute is there twice.")
		}
		o[name] = value
	}
	return o, nil
}

// asObject is a nested object.
func asObject(v any, what string) (object, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return nil, badValue(what + " is an object.")
	}
	return lower(m)
}

// asText is a text; nil is none.
func asText(v any, what string) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	}
	return "", badValue(what + " is a string.")
}

// asBool is a boolean, also as the string that Entra ID sends.
func asBool(v any, what string) (bool, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case string:
		switch strings.ToLower(v) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	}
	return false, badValue(what + " is true or false.")
}

// asList is a list; a single value is a list of one.
func asList(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// hasSchema reports whether the schemas of a body name the one.
func (o object) hasSchema(schema string) bool {
	for _, s := range asList(o["schemas"]) {
		if s, ok := s.(string); ok && strings.EqualFold(s, schema) {
			return true
		}
	}
	return false
}
