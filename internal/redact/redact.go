package redact

import (
	"strconv"
	"strings"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Options say what is replaced and how it is called.
type Options struct {
	// Covers are the types that are replaced.
	Covers   rule.TypeSet
	Language Language
	// Label gives a finding a word of its own, in capitals, digits and _; where it is
	// nil or gives "", the word of the type is used.
	Label func(detect.Finding) string
}

// Text replaces each covered finding. Findings must be sorted and disjoint, as a
// scan gives them.
func Text(source string, findings []detect.Finding, o Options) string {
	safe, _ := write(source, findings, o)
	return safe
}

func write(source string, findings []detect.Finding, o Options) (string, cuts) {
	var b strings.Builder
	b.Grow(len(source))
	var done cuts
	at := 0
	for i, placeholder := range Placeholders(source, findings, o) {
		if placeholder == "" {
			continue
		}
		was := findings[i].Span
		b.WriteString(source[at:was.Start])
		start := b.Len()
		b.WriteString(placeholder)
		done = append(done, cut{was, text.Span{Start: start, End: b.Len()}})
		at = was.End
	}
	b.WriteString(source[at:])
	return b.String(), done
}

// Placeholders gives what stands in the place of each finding, "" where it stays.
// Equal values share a number; each word counts from 1 and skips the numbers that
// already stand in the text.
func Placeholders(source string, findings []detect.Finding, o Options) []string {
	type value struct {
		label string
		kind  rule.Type
		ref   int
	}
	given := map[value]string{}
	next := map[string]int{}
	out := make([]string, len(findings))
	for i, f := range findings {
		if !o.Covers.Has(f.Type) {
			continue
		}
		v := value{o.label(f), f.Type, f.Ref}
		if given[v] == "" {
			given[v] = number(source, v.label, next)
		}
		out[i] = given[v]
	}
	return out
}

func (o Options) label(f detect.Finding) string {
	if o.Label != nil {
		if own := o.Label(f); own != "" {
			return own
		}
	}
	return Label(f.Type, o.Language)
}

// number is the next placeholder of the word that the text does not hold yet.
func number(source, label string, next map[string]int) string {
	for {
		next[label]++
		placeholder := "[" + label + "_" + strconv.Itoa(next[label]) + "]"
		if !strings.Contains(source, placeholder) {
			return placeholder
		}
	}
}
