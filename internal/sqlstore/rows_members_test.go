package sqlstore

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheMembersOfAnObjectAreThoseOnTop(t *testing.T) {
	for object, want := range map[string]map[string]string{
		`{"a":1,"b":{"a":2,"c":[1,{"d":"}"}]},"e":"x\",\"a\":3","f":[],"g":{},"h":true}`: {"a": "1", "b": `{"a":2,"c":[1,{"d":"}"}]}`, "e": `"x\",\"a\":3"`, "f": "[]", "g": "{}", "h": "true"},
		`{}`:                 {},
		``:                   {},
		`[1]`:                {},
		`"a"`:                {},
		`{"a":1,"b":`:        {"a": "1", "b": ""},
		`{"a":1,"b`:          {"a": "1"},
		`{"a":"x`:            {"a": `"x`},
		`{"a":"x\`:           {"a": `"x\`},
		`{"a":1}{"b":2}`:     {"a": "1"},
		`{"a" 1,"b":2}`:      {},
		`{"a":1, "b":2}`:     {"a": "1"},
		`{"a":[1,"b":2}`:     {"a": `[1,"b":2}`},
		`{"a":1]`:            {"a": "1"},
		"{\"a\":\"é\x00\"}x": {"a": "\"é\x00\""},
	} {
		got := map[string]string{}
		for _, m := range membersOf([]byte(object), nil) {
			got[string(m.name)] = string(m.value)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s:\n%s", object, diff)
		}
	}
}

func TestATextOfJSONIsComparedByWhatItSays(t *testing.T) {
	for _, tt := range []struct {
		value, text string
		want        bool
	}{
		{`"sent"`, "sent", true},
		{`"sent"`, "sen", false},
		{`""`, "", true},
		{``, "", false},
		{`12`, "", false},
		{`"R&D <a>"`, "R&D <a>", true},
		{`"R\u0026D"`, "R&D", true},
		{`"a\\n"`, `a\n`, true},
		{`"a\n"`, `a\n`, false},
		{`"a\n"`, "a\n", true},
		{`"a\q"`, `a\q`, false},
	} {
		if got := isText([]byte(tt.value), tt.text); got != tt.want {
			t.Errorf("%s and %q: got %v", tt.value, tt.text, got)
		}
	}
}

func TestAColumnIsNotTakenForAMemberElsewhereInTheBody(t *testing.T) {
	const body = `{"destination_id":"chatgpt","features":{"destination_id":"claude","at":"2026-11-23T09:00:00Z","severity":"low"},"decision":{"severity":"high"}}`
	for name, tt := range map[string]struct {
		column rowColumn
		value  string
		want   bool
	}{
		"a text":                       {textColumn("destination_id", "destination_id"), "chatgpt", true},
		"a text inside":                {textColumn("destination_id", "destination_id"), "claude", false},
		"a time inside":                {timeColumn("at", "at"), "1795424400000", false},
		"a severity":                   {eventSeverityColumn, "3", true},
		"a severity inside":            {eventSeverityColumn, "1", false},
		"no severity":                  {eventSeverityColumn, "0", false},
		"a severity that there is not": {severityColumn, "9", false},
	} {
		if got := tt.column.fits(membersOf([]byte(body), nil), tt.value); got != tt.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}

// FuzzMembers compares the members of objects with those that encoding/json reads.
func FuzzMembers(f *testing.F) {
	f.Add(`{"a":1,"b":{"a":[2,"]"]},"c":"\"}"}`)
	f.Fuzz(func(t *testing.T, text string) {
		membersOf([]byte(text), nil) // must not panic, whatever it is given
		var want map[string]json.RawMessage
		if json.Unmarshal([]byte(text), &want) != nil || want == nil {
			return
		}
		// The store writes no white space, and no character of a name in another form.
		compact, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range membersOf(compact, nil) {
			var name string
			if json.Unmarshal(append(append([]byte{'"'}, m.name...), '"'), &name) != nil {
				t.Fatalf("%s is no name", m.name)
			}
			var value, expected any
			if json.Unmarshal(m.value, &value) != nil || json.Unmarshal(want[name], &expected) != nil || !cmp.Equal(value, expected) {
				t.Errorf("%s is %s, not %s", name, m.value, want[name])
			}
			delete(want, name)
		}
		if len(want) > 0 {
			t.Errorf("%d members were not found", len(want))
		}
	})
}
