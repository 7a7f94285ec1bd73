package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"

	"dijkwacht/internal/policy"
)

// The part of SARIF 2.1.0 (OASIS standard, 27 March 2020) that is needed here.
type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool       sarifTool     `json:"tool"`
	ColumnKind string        `json:"columnKind"`
	Results    []sarifResult `json:"results"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name    string      `json:"name"`
	Version string      `json:"version"`
	Rules   []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifResult struct {
	RuleID     string          `json:"ruleId"`
	RuleIndex  int             `json:"ruleIndex"`
	Level      string          `json:"level"`
	Message    sarifText       `json:"message"`
	Locations  []sarifLocation `json:"locations"`
	Rank       float64         `json:"rank"`
	Properties sarifProperties `json:"properties"`
}

type sarifProperties struct {
	Type   string `json:"type"`
	Group  string `json:"group"`
	Action string `json:"action"`
}

type sarifLocation struct {
	Physical sarifPhysical `json:"physicalLocation"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn"`
	EndLine     int `json:"endLine"`
	EndColumn   int `json:"endColumn"`
}

func writeSARIF(w io.Writer, results []inspection) error {
	run := sarifRun{ColumnKind: "unicodeCodePoints", Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "dijkwacht", Version: version, Rules: []sarifRule{}}
	index := map[string]int{}
	for _, r := range results {
		for i, place := range r.places() {
			f := r.Findings[i]
			at, known := index[f.Rule]
			if !known {
				at = len(run.Tool.Driver.Rules)
				index[f.Rule] = at
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRule{f.Rule, sarifText{"Finds " + f.Type.String()}})
			}
			run.Results = append(run.Results, sarifResult{
				RuleID: f.Rule, RuleIndex: at, Level: sarifLevel(r.Action), Rank: round(f.Score*100, 1),
				Message:    sarifText{fmt.Sprintf("%s (%s); the policy says %s", f.Type, f.Type.Group(), r.Action)},
				Locations:  []sarifLocation{{sarifPhysical{sarifArtifact{fileURI(r.Name)}, place.region()}}},
				Properties: sarifProperties{f.Type.String(), f.Type.Group().String(), r.Action.String()},
			})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	log := sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}}
	if err := encoder.Encode(log); err != nil {
		return fmt.Errorf("write answer: %w", cause(err))
	}
	return nil
}

func (p place) region() sarifRegion {
	return sarifRegion{p.line, p.column, p.endLine, p.endColumn}
}

func sarifLevel(a policy.Action) string {
	switch {
	case a >= policy.Redact:
		return "error"
	case a >= policy.Coach:
		return "warning"
	}
	return "note"
}

// fileURI is a relative or file URI reference for a path.
func fileURI(name string) string {
	if name == "-" {
		return "stdin"
	}
	u := url.URL{Path: filepath.ToSlash(name)}
	if filepath.IsAbs(name) {
		u.Scheme = "file"
	}
	return u.String()
}
