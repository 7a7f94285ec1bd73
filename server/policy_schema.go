package main

import (
	"encoding/json"

	"dijkwacht/internal/source"
)

type policySchemaCmd struct {
	Kind string `arg:"" optional:"" enum:"policy,tests" default:"policy" help:"policy or tests."`
}

// Run prints the schema.
func (c *policySchemaCmd) Run(p process) error {
	schema := source.PolicySchema()
	if c.Kind == "tests" {
		schema = source.PolicyTestSchema()
	}
	encoder := json.NewEncoder(p.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(schema)
}
