package source

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"dijkwacht/internal/rule"
	"dijkwacht/rules"
)

func compiled(t *testing.T, schema map[string]any) *jsonschema.Schema {
	t.Helper()
	text, err := json.Marshal(schema)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestThePublishedSchemasAreTheOnesOfTheCode compares docs/policies with the code;
// UPDATE_GOLDEN=1 writes them anew.
func TestThePublishedSchemasAreTheOnesOfTheCode(t *testing.T) {
	for name, schema := range map[string]map[string]any{"policy.schema.json": PolicySchema(), "policy-tests.schema.json": PolicyTestSchema()} {
		file := filepath.Join("..", "..", "docs", "policies", name)
		want, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, '\n')
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(file, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is not what the code makes: run dijkwacht policy schema (%v)", name, err)
		}
	}
}

// asJSON is a YAML document as an editor checks it.
func asJSON(t *testing.T, document []byte) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal(document, &v); err != nil {
		t.Fatal(err)
	}
	return plain(v)
}

func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case time.Time:
		return v.Format(time.RFC3339)
	}
	return v
}

func TestTheSchemasAcceptTheReadyPoliciesAndTheirTests(t *testing.T) {
	policies, tests := compiled(t, PolicySchema()), compiled(t, PolicyTestSchema())
	files, err := fs.Glob(rules.FS, "policies/*.yaml")
	if err != nil || len(files) < 8 {
		t.Fatalf("got %v, %v", files, err)
	}
	for _, file := range files {
		document, err := rules.FS.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		schema, other := policies, tests
		if strings.HasSuffix(file, "_test.yaml") {
			schema, other = tests, policies
		}
		if err := schema.Validate(asJSON(t, document)); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		if other.Validate(asJSON(t, document)) == nil {
			t.Errorf("%s: the schema of the other kind accepts it", file)
		}
	}
}

func TestTheSchemaKnowsEachTypeAndRefusesWhatTheReaderRefuses(t *testing.T) {
	schema := compiled(t, PolicySchema())
	document := "apiVersion: dijkwacht/v1\nkind: Policy\nmetadata: {id: x}\nspec: {rules: [{id: r, when: {any: [{type: bsn}]}, then: {action: block, message: m}}]}\n"
	for _, kind := range rule.Types() {
		if err := schema.Validate(asJSON(t, []byte(strings.Replace(document, "bsn", kind.String(), 1)))); err != nil {
			t.Errorf("%v: %v", kind, err)
		}
	}
	for old, fresh := range map[string]string{
		"type: bsn": "type: bsnn", "action: block": "action: stop", "spec: {rules": "spec: {rulez", "kind: Policy": "kind: Wish", "[{type": "[{distinct: veel, type", "id: x": "name: x",
	} {
		if schema.Validate(asJSON(t, []byte(strings.Replace(document, old, fresh, 1)))) == nil {
			t.Errorf("it accepts %s", fresh)
		}
	}
}
