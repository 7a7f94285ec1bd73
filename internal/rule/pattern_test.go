package rule_test

import (
	"strings"
	"testing"

	"dijkwacht/internal/rule"
)

func TestPatternsMatchTheirLongestForm(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          int
	}{
		{"Z######", "z123456 en", 7},
		{"Z######", "Z12345", 0},
		{"ZD-#{6,9}", "ZD-12345678x", 11},
		{"@{2}-##{0,2}", "ab-12", 5},
		{"K*{1,3}#", "kab1", 4},
		{"#{2}.#{2}{1}", "", 0},
	} {
		p, err := rule.CompilePattern(c.pattern)
		if err != nil {
			if c.text != "" {
				t.Errorf("%s: %v", c.pattern, err)
			}
			continue
		}
		if got := p.Match([]byte(c.text)); got != c.want {
			t.Errorf("%s in %q: %d, want %d", c.pattern, c.text, got, c.want)
		}
	}
}

func TestPatternsOutOfBoundsAreRefused(t *testing.T) {
	for _, bad := range []string{"", "@@@", "#", "#{65}", "{3}", "#{2", "#{3,2}", "#{0}", strings.Repeat("#", 65), "#{40}#{40}"} {
		if _, err := rule.CompilePattern(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("Z#{4,6}", "Z12345")
	f.Fuzz(func(t *testing.T, pattern, text string) {
		p, err := rule.CompilePattern(pattern)
		if err != nil {
			return
		}
		if n := p.Match([]byte(text)); n < 0 || n > len(text) || n > rule.MaxPattern {
			t.Fatalf("match of %d", n)
		}
	})
}
