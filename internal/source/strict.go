package source

import (
	"bytes"
	"encoding"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Strict reads one YAML or JSON document into target, a pointer to a struct whose
// fields carry json tags. Types with UnmarshalText read a scalar; time.Time reads
// RFC 3339 or a date, which means the start of that day in UTC.
//
// The error is a Problems with all mistakes found. Anchors, aliases, tags of one's
// own, empty values and a second document are mistakes too.
func Strict(file string, data []byte, target any) (*Positions, error) {
	positions := &Positions{file: file, paths: map[string]position{}}
	root, problem := parse(file, data)
	if problem != nil {
		return positions, Problems{*problem}
	}
	d := decoder{positions: positions}
	d.value("", root, reflect.ValueOf(target).Elem())
	if len(d.problems) > 0 {
		return positions, d.problems
	}
	return positions, nil
}

// parse reads exactly one document.
func parse(file string, data []byte) (*yaml.Node, *Problem) {
	var doc, extra yaml.Node
	stream := yaml.NewDecoder(bytes.NewReader(data))
	switch err := stream.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil, &Problem{File: file, Line: 1, Column: 1, Text: "the file is empty"}
	case err != nil:
		return nil, syntaxProblem(file, err)
	}
	switch err := stream.Decode(&extra); {
	case err == nil:
		return nil, &Problem{File: file, Line: extra.Line, Column: extra.Column, Text: "a second document; one file holds one document"}
	case !errors.Is(err, io.EOF):
		return nil, syntaxProblem(file, err)
	}
	return doc.Content[0], nil
}

// syntaxProblem takes the line out of the parser's message, "yaml: line 3: …".
func syntaxProblem(file string, err error) *Problem {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if rest, ok := strings.CutPrefix(text, "line "); ok {
		if number, message, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(number); err == nil {
				line, text = n, message
			}
		}
	}
	return &Problem{File: file, Line: line, Column: 1, Text: text}
}

type decoder struct {
	positions *Positions
	problems  Problems
	path      string // of the value that is read now
}

func (d *decoder) report(n *yaml.Node, text string) {
	d.problems = append(d.problems, Problem{d.positions.file, n.Line, n.Column, text, d.path})
}

var (
	timeType            = reflect.TypeFor[time.Time]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// value reads one node into v.
func (d *decoder) value(path string, n *yaml.Node, v reflect.Value) {
	d.positions.paths[path] = position{n.Line, n.Column}
	around := d.path
	d.path = path
	defer func() { d.path = around }()
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		d.report(n, "anchors and aliases are not allowed")
		return
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null":
		d.report(n, "no value given")
		return
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(path, n, v.Elem())
		return
	case v.Type() == timeType:
		d.time(n, v)
		return
	case v.Addr().Type().Implements(textUnmarshalerType):
		d.text(n, v)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.object(path, n, v)
	case reflect.Map:
		d.mapping(path, n, v)
	case reflect.Slice:
		d.sequence(path, n, v)
	default:
		d.scalar(n, v)
	}
}

func (d *decoder) object(path string, n *yaml.Node, v reflect.Value) {
	fields := fieldsOf(v.Type())
	d.pairs(n, func(key, item *yaml.Node) {
		index, ok := fields[key.Value]
		if !ok {
			d.report(key, "unknown key "+strconv.Quote(key.Value)+"; known here: "+strings.Join(sortedKeys(fields), ", "))
			return
		}
		d.value(join(path, key.Value), item, v.FieldByIndex(index))
	})
}

func (d *decoder) mapping(path string, n *yaml.Node, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	d.pairs(n, func(key, item *yaml.Node) {
		k := reflect.New(v.Type().Key()).Elem()
		if k.Addr().Type().Implements(textUnmarshalerType) {
			d.text(key, k)
		} else {
			k.SetString(key.Value)
		}
		element := reflect.New(v.Type().Elem()).Elem()
		d.value(join(path, key.Value), item, element)
		v.SetMapIndex(k, element)
	})
}

// pairs walks through a mapping and refuses keys that are given twice.
func (d *decoder) pairs(n *yaml.Node, each func(key, item *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.report(n, "want key: value pairs, found "+kindName(n))
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode || key.ShortTag() == "!!merge":
			d.report(key, "want a plain word as key")
		case seen[key.Value]:
			d.report(key, "key "+strconv.Quote(key.Value)+" given twice")
		default:
			seen[key.Value] = true
			each(key, n.Content[i+1])
		}
	}
}

func (d *decoder) sequence(path string, n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.report(n, "want a list, found "+kindName(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.value(path+"["+strconv.Itoa(i)+"]", item, v.Index(i))
	}
}

func (d *decoder) time(n *yaml.Node, v reflect.Value) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, n.Value); err == nil {
			v.Set(reflect.ValueOf(t))
			return
		}
	}
	d.report(n, "want a time such as 2027-02-01T09:00:00+01:00, or a date")
}

func (d *decoder) text(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.ScalarNode {
		d.report(n, "want one word, found "+kindName(n))
		return
	}
	if err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.Value)); err != nil {
		text := err.Error()
		if names, known := enumerations[v.Type()]; known && !strings.Contains(text, "want one of") {
			text += "; want one of " + strings.Join(names, ", ")
		}
		d.report(n, strconv.Quote(n.Value)+": "+text)
	}
}

func (d *decoder) scalar(n *yaml.Node, v reflect.Value) {
	tag := n.ShortTag()
	switch {
	case n.Kind == yaml.ScalarNode && v.Kind() == reflect.String && tag == "!!str":
		v.SetString(n.Value)
	case n.Kind == yaml.ScalarNode && v.Kind() == reflect.Bool && tag == "!!bool":
		v.SetBool(n.Value == "true")
	case n.Kind == yaml.ScalarNode && v.CanInt() && tag == "!!int":
		i, err := strconv.ParseInt(n.Value, 10, 64)
		if err != nil || v.OverflowInt(i) {
			d.report(n, "want a whole number that fits")
			return
		}
		v.SetInt(i)
	case n.Kind == yaml.ScalarNode && v.CanFloat() && (tag == "!!int" || tag == "!!float"):
		f, err := strconv.ParseFloat(n.Value, 64)
		if err != nil {
			d.report(n, "want a number")
			return
		}
		v.SetFloat(f)
	default:
		d.report(n, "want "+wanted(v)+", found "+kindName(n))
	}
}

func wanted(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.String:
		return "text (put it in quotes)"
	case v.Kind() == reflect.Bool:
		return "true or false"
	case v.CanInt():
		return "a whole number"
	}
	return "a number"
}

func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "key: value pairs"
	case yaml.SequenceNode:
		return "a list"
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return "a number"
	case "!!bool":
		return "true or false"
	case "!!timestamp":
		return "a date"
	}
	return "text"
}

// fieldsOf maps the json names of a struct's fields to their place.
func fieldsOf(t reflect.Type) map[string][]int {
	fields := map[string][]int{}
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" {
			fields[name] = f.Index
		}
	}
	return fields
}

func sortedKeys(m map[string][]int) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
