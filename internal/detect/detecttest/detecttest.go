package detecttest

import (
	"strings"
	"testing"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// Pack compiles the rules built in.
func Pack(t testing.TB) *rule.Pack {
	t.Helper()
	p, err := source.LoadPack(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Found lists what a scan of s finds of a group, as type:text in order.
func Found(p *rule.Pack, s string, g rule.Group) string {
	var out []string
	for _, f := range detect.Scan(p, s).Findings {
		if f.Type.Group() == g {
			out = append(out, f.Type.String()+":"+s[f.Span.Start:f.Span.End])
		}
	}
	return strings.Join(out, " | ")
}
