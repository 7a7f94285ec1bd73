package policy

import (
	"fmt"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
)

// BenchmarkDecide evaluates one stored vector over fifty rules: a replay of a
// million vectors on two cores has to end within five seconds.
func BenchmarkDecide(b *testing.B) {
	p := &Policy{ID: "p"}
	types := rule.Types()
	for i := range 50 {
		then := Then{Action: Warn, Message: "m", Override: OverrideRule{Allow: true}}
		r := typeRule(fmt.Sprintf("r%d", i), types[i%len(types)], then)
		if i%2 == 0 {
			r.When = When{SamePerson: true, All: List{{AnyType: []rule.Type{rule.PersonName, rule.Phone}}, {Group: rule.GroupHealth, Confidence: detect.Medium}}}
		}
		p.Rules = append(p.Rules, r)
	}
	f := holding(rule.PersonName, rule.BSN, rule.Date)
	b.ReportAllocs()
	for b.Loop() {
		Decide(p, f, noon)
	}
}

func BenchmarkFeaturesOf(b *testing.B) {
	result := detect.Result{Persons: []detect.Person{{Private: true}}}
	for i, t := range []rule.Type{rule.PersonName, rule.BSN, rule.Diagnosis, rule.Phone} {
		result.Findings = append(result.Findings, detect.Finding{Type: t, Score: 0.95, Ref: i + 1})
	}
	b.ReportAllocs()
	for b.Loop() {
		FeaturesOf(&result, Context{})
	}
}

func BenchmarkReadFeatures(b *testing.B) {
	stored, err := holding(rule.PersonName, rule.BSN, rule.Date).MarshalJSON()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		var f Features
		if err := f.UnmarshalJSON(stored); err != nil {
			b.Fatal(err)
		}
	}
}
