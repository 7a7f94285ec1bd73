// Package rule holds the model of rule packs and their compiled form: anchors,
// validators, cues and word lists.
//
// It does not read files or YAML (see internal/source) and does not scan (see
// internal/detect).
package rule
