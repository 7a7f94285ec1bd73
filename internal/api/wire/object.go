package wire

import (
	"encoding"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"dijkwacht/internal/fault"
)

// Object reads the members of a request body by name and gathers what is wrong
// with them. Members that nobody asks for are ignored.
type Object struct {
	at      string // JSON pointer of the object
	members map[string]json.RawMessage
	faults  *[]fault.Field
}

// Parse reads a body that is one JSON object. Returns fault.RequestMalformed.
func Parse(body []byte) (Object, error) {
	members, err := parse(body)
	if err != nil {
		return Object{}, fault.E(fault.RequestMalformed)
	}
	return Object{members: members, faults: new([]fault.Field)}, nil
}

// Err is fault.RequestInvalid with the members at fault, or nil.
func (o Object) Err() error {
	if len(*o.faults) == 0 {
		return nil
	}
	return fault.E(fault.RequestInvalid, *o.faults...)
}

// Fail marks a member.
func (o Object) Fail(name, code string) {
	*o.faults = append(*o.faults, fault.Field{Pointer: o.at + "/" + name, Code: code})
}

// Has reports whether the member is there.
func (o Object) Has(name string) bool { _, ok := o.members[name]; return ok }

// Require marks the members that are missing.
func (o Object) Require(names ...string) {
	for _, name := range names {
		if !o.Has(name) {
			o.Fail(name, "required")
		}
	}
}

// Only marks the object when it has members other than these. Its name is not in
// the fault: a member may be called anything.
func (o Object) Only(names ...string) {
	for name := range o.members {
		if !slices.Contains(names, name) {
			*o.faults = append(*o.faults, fault.Field{Pointer: o.at, Code: "unknown"})
			return
		}
	}
}

// Null reports whether the member is there and null.
func (o Object) Null(name string) bool { return string(o.members[name]) == "null" }

// String reads a string of at most max bytes; "" when it is missing.
func (o Object) String(name string, max int) string {
	raw, ok := o.members[name]
	if !ok {
		return ""
	}
	if raw[0] != '"' {
		o.Fail(name, "type")
		return ""
	}
	s, err := unquote(raw)
	if err != nil {
		o.Fail(name, "type")
		return ""
	}
	if len(s) > max {
		o.Fail(name, "too_long")
		return ""
	}
	return s
}

// OneOf reads a string that is in the list; "" when it is missing.
func (o Object) OneOf(name string, list ...string) string {
	s := o.String(name, 64)
	if o.Has(name) && !slices.Contains(list, s) {
		o.failOnce(name, "enum")
		return ""
	}
	return s
}

// Enum reads one of the names that into knows.
func (o Object) Enum(name string, into encoding.TextUnmarshaler) {
	s := o.String(name, 64)
	if o.Has(name) && into.UnmarshalText([]byte(s)) != nil {
		o.failOnce(name, "enum")
	}
}

// Int reads a whole number in [min, max]; 0 when it is missing.
func (o Object) Int(name string, min, max int64) int64 {
	raw, ok := o.members[name]
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		o.Fail(name, "type")
		return 0
	}
	if n < min || n > max {
		o.Fail(name, "range")
		return 0
	}
	return n
}

// Bool reads a boolean; false when it is missing.
func (o Object) Bool(name string) bool {
	raw, ok := o.members[name]
	if ok && string(raw) != "true" && string(raw) != "false" {
		o.Fail(name, "type")
	}
	return string(raw) == "true"
}

// Time reads an RFC 3339 time.
func (o Object) Time(name string) time.Time {
	s := o.String(name, 64)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil || t.Year() < 2000 || t.Year() > 9000 {
		o.Fail(name, "format")
		return time.Time{}
	}
	return t.UTC().Truncate(time.Millisecond)
}

// Object reads a nested object; an empty one when it is missing.
func (o Object) Object(name string) Object {
	raw, ok := o.members[name]
	return o.nested(name, raw, ok)
}

func (o Object) nested(name string, raw json.RawMessage, ok bool) Object {
	inner := Object{at: o.at + "/" + name, faults: o.faults}
	if !ok {
		return inner
	}
	if raw[0] != '{' {
		o.Fail(name, "type")
		return inner
	}
	s := scanner{b: raw}
	inner.members = map[string]json.RawMessage{}
	// The body was checked as a whole, so the walk cannot fail.
	_ = s.object(0, func(name string, value []byte) { inner.members[name] = value })
	return inner
}

// List reads an array of min to max elements.
func (o Object) List(name string, min, max int) []json.RawMessage {
	raw, ok := o.members[name]
	if !ok {
		return nil
	}
	var list []json.RawMessage
	if raw[0] != '[' || json.Unmarshal(raw, &list) != nil {
		o.Fail(name, "type")
		return nil
	}
	if len(list) < min || len(list) > max {
		o.Fail(name, "range")
		return nil
	}
	return list
}

// Objects reads an array of min to max objects. Each gathers its own faults, so
// that one bad element does not spoil the others.
func (o Object) Objects(name string, min, max int) []Object {
	list := o.List(name, min, max)
	objects := make([]Object, len(list))
	for i, raw := range list {
		element := Object{at: o.at + "/" + name, faults: new([]fault.Field)}
		objects[i] = element.nested(strconv.Itoa(i), raw, true)
	}
	return objects
}

// Strings reads an array of at most max strings that all pass the check.
func (o Object) Strings(name string, max int, check func(string) bool) []string {
	var out []string
	for i, raw := range o.List(name, 0, max) {
		s := ""
		var err error
		if raw[0] != '"' {
			err = errSyntax
		} else {
			s, err = unquote(raw)
		}
		if err != nil {
			o.Fail(name+"/"+strconv.Itoa(i), "type")
			continue
		}
		if !check(s) {
			o.Fail(name+"/"+strconv.Itoa(i), "format")
			continue
		}
		out = append(out, s)
	}
	return out
}

// failOnce marks a member unless it is marked already.
func (o Object) failOnce(name, code string) {
	pointer := o.at + "/" + name
	if !slices.ContainsFunc(*o.faults, func(f fault.Field) bool { return f.Pointer == pointer }) {
		o.Fail(name, code)
	}
}
