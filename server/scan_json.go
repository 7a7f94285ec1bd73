package main

import (
	"encoding/json"
	"fmt"
	"io"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

type jsonFile struct {
	File         string        `json:"file"`
	Action       policy.Action `json:"action"`
	MatchedRules []jsonMatch   `json:"matched_rules"`
	Subjects     jsonRange     `json:"subjects_est"`
	Findings     []jsonFinding `json:"findings"`
	RedactedText *string       `json:"redacted_text,omitempty"`
	MS           float64       `json:"ms"`
}

type jsonMatch struct {
	ID     string        `json:"id"`
	Action policy.Action `json:"action"`
	Mode   policy.Mode   `json:"mode"`
}

type jsonRange struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

// jsonFinding has offsets in Unicode code points, and line and column from 1.
type jsonFinding struct {
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Line       int               `json:"line"`
	Column     int               `json:"column"`
	Type       rule.Type         `json:"type"`
	Group      rule.Group        `json:"group"`
	Confidence detect.Confidence `json:"confidence"`
	Score      float64           `json:"score"`
	Rule       string            `json:"rule"`
	Ref        int               `json:"ref"`
}

func writeJSON(w io.Writer, results []inspection, redact bool) error {
	files := make([]jsonFile, 0, len(results))
	for _, r := range results {
		files = append(files, r.json(redact))
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(map[string]any{"offsets": "codepoint", "files": files}); err != nil {
		return fmt.Errorf("write answer: %w", cause(err))
	}
	return nil
}

func (r *inspection) json(redact bool) jsonFile {
	file := jsonFile{
		File: r.Name, Action: r.Action, MatchedRules: []jsonMatch{}, Findings: []jsonFinding{},
		Subjects: jsonRange(r.Subjects), MS: round(r.Took.Seconds()*1000, 3),
	}
	for _, m := range r.Rules {
		file.MatchedRules = append(file.MatchedRules, jsonMatch{m.ID, m.Action, m.Mode})
	}
	spans, places := r.codePoints(), r.places()
	for i, f := range r.Findings {
		file.Findings = append(file.Findings, jsonFinding{
			Start: spans[i].Start, End: spans[i].End, Line: places[i].line, Column: places[i].column,
			Type: f.Type, Group: f.Type.Group(), Confidence: f.Confidence(), Score: round(f.Score, 3), Rule: f.Rule, Ref: f.Ref,
		})
	}
	if redact {
		if text, safe := r.redacted(); safe {
			file.RedactedText = &text
		}
	}
	return file
}
