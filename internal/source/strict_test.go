package source

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
)

type sample struct {
	Name   string            `json:"name"`
	Number int               `json:"number"`
	Share  float64           `json:"share"`
	On     bool              `json:"on"`
	Action policy.Action     `json:"action"`
	Until  time.Time         `json:"until"`
	List   []string          `json:"list"`
	Labels map[string]string `json:"labels"`
	Inner  *struct {
		Deep int `json:"deep"`
	} `json:"inner"`
}

func TestStrictReadsYAMLAndJSONAlike(t *testing.T) {
	inputs := map[string]string{
		"yaml": "name: a\nnumber: 3\nshare: 0.5\non: true\naction: warn\nuntil: 2027-02-01\nlist: [x, y]\nlabels: {k: v}\ninner:\n  deep: 4\n",
		"json": "{\"name\": \"a\", \"number\": 3, \"share\": 0.5, \"on\": true,\n\t\"action\": \"warn\", \"until\": \"2027-02-01\", \"list\": [\"x\", \"y\"], \"labels\": {\"k\": \"v\"}, \"inner\": {\"deep\": 4}}",
	}
	for name, input := range inputs {
		t.Run(name, func(t *testing.T) {
			var got sample
			if _, err := Strict("f", []byte(input), &got); err != nil {
				t.Fatal(err)
			}
			want := sample{Name: "a", Number: 3, Share: 0.5, On: true, Action: policy.Warn,
				Until: time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC), List: []string{"x", "y"}, Labels: map[string]string{"k": "v"}}
			want.Inner = &struct {
				Deep int `json:"deep"`
			}{4}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStrictPointsAtEachMistake(t *testing.T) {
	cases := map[string]struct{ input, want string }{
		"an unknown key":               {"name: a\nnmae: b\n", `f:2:1: unknown key "nmae"`},
		"an unknown key deep inside":   {"inner:\n  deep: 1\n  deeper: 2\n", `f:3:3: unknown key "deeper"`},
		"a key given twice":            {"name: a\nname: b\n", `f:2:1: key "name" given twice`},
		"a key given twice in JSON":    {`{"name": "a", "name": "b"}`, `f:1:15: key "name" given twice`},
		"a number where text belongs":  {"name: 3\n", "f:1:7: want text (put it in quotes), found a number"},
		"text where a number belongs":  {"number: drie\n", "f:1:9: want a whole number, found text"},
		"a fraction for a number":      {"number: 1.5\n", "f:1:9: want a whole number, found a number"},
		"text where a list belongs":    {"list: x\n", "f:1:7: want a list, found text"},
		"a list where text belongs":    {"name: [a]\n", "f:1:7: want text (put it in quotes), found a list"},
		"an unknown action":            {"action: stop\n", `f:1:9: "stop": want one of allow, log`},
		"a map for an action":          {"action: {a: b}\n", "f:1:9: want one word, found key: value pairs"},
		"a date that does not exist":   {"until: 2027-02-30\n", "f:1:8: want a time such as"},
		"an empty value":               {"name:\n", "f:1:6: no value given"},
		"an alias":                     {"name: &a x\nlist: [*a]\n", "f:1:7: anchors and aliases are not allowed"},
		"a second document":            {"name: a\n---\nname: b\n", "f:2:1: a second document"},
		"an empty file":                {"", "f:1:1: the file is empty"},
		"broken YAML":                  {"name: a\n  list: [\n", "f:2:1: "},
		"an unclosed string":           {"name: \"a\n", "f:"},
		"two mistakes are both listed": {"nmae: a\nnumber: x\n", "\nf:2:9: want a whole number"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var got sample
			_, err := Strict("f", []byte(c.input), &got)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want a mention of %q", err, c.want)
			}
		})
	}
}
