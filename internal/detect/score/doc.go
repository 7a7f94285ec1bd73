// Package score measures predictions against labelled texts: per finding
// (recall, precision, leak) and per text (was the user warned).
//
// It does not scan: the predictions come from `dijkwacht scan --jsonl`.
package score
