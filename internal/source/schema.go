package source

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// PolicySchema is the JSON Schema (draft 2020-12) of documents of kind Policy, made
// from the types that Policy reads them into, for the help that editors give. What
// it accepts may still make no sense: Policy says more.
func PolicySchema() map[string]any {
	return schemaOf(reflect.TypeFor[policyDocument](), "Policy", "A policy of Dijkwacht", "metadata", "spec")
}

// PolicyTestSchema is the JSON Schema of documents of kind PolicyTest.
func PolicyTestSchema() map[string]any {
	return schemaOf(reflect.TypeFor[policyTestDocument](), "PolicyTest", "Tests of a policy of Dijkwacht", "policy", "now", "cases")
}

func schemaOf(document reflect.Type, kind, title string, required ...string) map[string]any {
	g := schemaMaker{defs: map[string]any{}}
	root := g.object(document)
	properties, _ := root["properties"].(map[string]any)
	properties["apiVersion"], properties["kind"] = map[string]any{"const": apiVersion}, map[string]any{"const": kind}
	root["$schema"], root["title"] = "https://json-schema.org/draft/2020-12/schema", title
	root["required"], root["$defs"] = append([]string{"apiVersion", "kind"}, required...), g.defs
	return root
}

// enumerations are the types that are one of a few words.
var enumerations = map[reflect.Type][]string{
	reflect.TypeFor[policy.Action]():     namesOf(policy.Allow, policy.Block),
	reflect.TypeFor[policy.Mode]():       namesOf(policy.Enforce, policy.Off),
	reflect.TypeFor[policy.Severity]():   namesOf(policy.SeverityLow, policy.SeverityVeryHigh),
	reflect.TypeFor[policy.Offer]():      namesOf(policy.SafeRewrite, policy.BreakGlass),
	reflect.TypeFor[policy.Reason]():     namesOf(policy.Fictief, policy.Anders),
	reflect.TypeFor[policy.FailMode]():   namesOf(policy.FailClosed, policy.FailOpen),
	reflect.TypeFor[policy.OnUnread]():   namesOf(policy.UnreadBlock, policy.UnreadLog),
	reflect.TypeFor[policy.FirstCheck](): namesOf(policy.CheckServer, policy.CheckDevice),
	reflect.TypeFor[policy.QuietMark]():  namesOf(policy.MarkShow, policy.MarkHide),
	reflect.TypeFor[policy.Class]():      namesOf(policy.ClassUnknown, policy.Blocked),
	reflect.TypeFor[policy.Channel]():    namesOf(policy.Typed, policy.File),
	reflect.TypeFor[policy.Language]():   namesOf(policy.LanguageUnknown, policy.English),
	reflect.TypeFor[policy.Size]():       namesOf(policy.SizeXS, policy.SizeXL),
	reflect.TypeFor[detect.Confidence](): namesOf(detect.Low, detect.High),
	reflect.TypeFor[rule.Group]():        namesOf(rule.GroupIdentity, rule.Group(rule.GroupCount-1)),
	reflect.TypeFor[rule.Type]():         namesOf(rule.TypeNone+1, rule.Type(rule.TypeCount-1)),
	reflect.TypeFor[detect.Role]():       namesOf(detect.RoleUnknown, detect.RoleProfessional),
}

// namesOf are the words from first to last.
func namesOf[E interface {
	~uint8
	fmt.Stringer
}](first, last E) []string {
	var names []string
	for v := int(first); v <= int(last); v++ {
		names = append(names, E(v).String())
	}
	return names
}

// schemaMaker gathers the definitions that a schema refers to.
type schemaMaker struct{ defs map[string]any }

func (g *schemaMaker) of(t reflect.Type) map[string]any {
	if t.Kind() == reflect.Pointer {
		return g.of(t.Elem())
	}
	if names, ok := enumerations[t]; ok {
		return g.define(t, func() map[string]any { return map[string]any{"enum": names} })
	}
	switch {
	case t == timeType:
		return map[string]any{"type": "string", "description": "A time such as 2027-02-01T09:00:00+01:00, or a date"}
	case t == reflect.TypeFor[policy.Bound]():
		return map[string]any{"type": []string{"string", "integer"}, "pattern": `^\s*(>=|<=|>|<|=)?\s*[0-9]+\s*$`, "minimum": 0, "maximum": 1_000_000, "description": `A bound such as ">=2"`}
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Struct:
		if t.Name() == "" {
			return g.object(t)
		}
		return g.define(t, func() map[string]any { return g.object(t) })
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.of(t.Elem())}
	case reflect.Map:
		m := map[string]any{"type": "object", "additionalProperties": g.of(t.Elem())}
		if _, ok := enumerations[t.Key()]; ok {
			m["propertyNames"] = g.of(t.Key())
		}
		return m
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.String:
		return map[string]any{"type": "string"}
	}
	return map[string]any{"type": "integer"}
}

// define makes a definition once and refers to it.
func (g *schemaMaker) define(t reflect.Type, made func() map[string]any) map[string]any {
	name := strings.ToLower(t.Name()[:1]) + t.Name()[1:]
	if _, there := g.defs[name]; !there {
		g.defs[name] = nil // conditions nest
		g.defs[name] = made()
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (g *schemaMaker) object(t reflect.Type) map[string]any {
	fields := fieldsOf(t)
	properties := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		properties[name] = g.of(t.FieldByIndex(fields[name]).Type)
	}
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}
