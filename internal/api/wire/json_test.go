package wire

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
)

func TestBodiesThatAreNotOneCleanObject(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":                          "",
		"white space":                      " \n",
		"null":                             "null",
		"an array":                         `[{"a":1}]`,
		"a string":                         `"a"`,
		"half an object":                   `{"a":`,
		"two objects":                      `{"a":1}{"b":2}`,
		"trailing text":                    `{"a":1} x`,
		"a trailing comma":                 `{"a":1,}`,
		"a comment":                        `{"a":1} // x`,
		"single quotes":                    `{'a':1}`,
		"NaN":                              `{"a":NaN}`,
		"a byte order mark":                "\ufeff" + `{"a":1}`,
		"bad UTF-8":                        "{\"a\":\"\xff\"}",
		"overlong UTF-8":                   "{\"a\":\"\xc0\xaf\"}",
		"a surrogate in UTF-8":             "{\"a\":\"\xed\xa0\x80\"}",
		"a raw control character":          "{\"a\":\"\n\"}",
		"a member twice":                   `{"a":1,"a":1}`,
		"a member twice, once escaped":     `{"text":1,"te\u0078t":1}`,
		"a member twice, deeper":           `{"a":{"b":[{"c":1,"c":2}]}}`,
		"a lone high surrogate":            `{"a":"\ud83d"}`,
		"a lone low surrogate":             `{"a":"\ude00"}`,
		"surrogates in the wrong order":    `{"a":"\ude00\ud83d"}`,
		"a high surrogate before a letter": `{"a":"\ud83dx\ude00"}`,
		"a lone surrogate in a name":       `{"\ud83d":1}`,
		"a lone surrogate, deeper":         `{"a":[["\ud83d"]]}`,
		"a value that nests too deep":      `{"a":` + strings.Repeat("[", 100) + strings.Repeat("]", 100) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(body))
			if err == nil || fault.From(err).Code != fault.RequestMalformed {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestMembersMatchByLetterCase(t *testing.T) {
	o, err := Parse([]byte(` {"TEXT":"upper","text":"a \ud83d\ude00 \"b\" \\ \u0000","n":[1,{"x":[]}],"\u0061":true} `))
	if err != nil {
		t.Fatal(err)
	}
	if got := o.String("text", 100); got != "a 😀 \"b\" \\ \x00" {
		t.Errorf("got %q", got)
	}
	if !o.Bool("a") || o.Has("Text") || o.Err() != nil {
		t.Errorf("got %v", o.Err())
	}
}

func TestEveryFaultNamesItsMember(t *testing.T) {
	o, err := Parse([]byte(`{"s":1,"long":"aaaa","i":"1","f":1.5,"big":1000,"b":"true","t":"2026-13-01T00:00:00Z","e":"x",
		"o":[],"in":{"s":null},"l":{},"many":[1,2,3],"strings":["a",1,"B"],"time":5}`))
	if err != nil {
		t.Fatal(err)
	}
	o.Require("absent", "s")
	o.String("s", 10)
	o.String("long", 3)
	o.Int("i", 0, 9)
	o.Int("f", 0, 9)
	o.Int("big", 0, 999)
	o.Bool("b")
	o.Time("t")
	o.Time("time")
	o.OneOf("e", "a", "b")
	o.Object("o")
	o.Object("in").String("s", 10)
	o.List("l", 0, 9)
	o.List("many", 0, 2)
	o.Strings("strings", 9, func(s string) bool { return s == strings.ToLower(s) })
	want := []fault.Field{
		{Pointer: "/absent", Code: "required"}, {Pointer: "/s", Code: "type"}, {Pointer: "/long", Code: "too_long"},
		{Pointer: "/i", Code: "type"}, {Pointer: "/f", Code: "type"}, {Pointer: "/big", Code: "range"}, {Pointer: "/b", Code: "type"},
		{Pointer: "/t", Code: "format"}, {Pointer: "/time", Code: "type"}, {Pointer: "/e", Code: "enum"}, {Pointer: "/o", Code: "type"},
		{Pointer: "/in/s", Code: "type"}, {Pointer: "/l", Code: "type"}, {Pointer: "/many", Code: "range"},
		{Pointer: "/strings/1", Code: "type"}, {Pointer: "/strings/2", Code: "format"},
	}
	if diff := cmp.Diff(want, fault.From(o.Err()).Fields); diff != "" {
		t.Error(diff)
	}
}

// Four times the members may take four times as long, not sixteen. The best of
// several rounds leaves out what else the machine was doing.
func FuzzParseIsStricterThanEncodingJSON(f *testing.F) {
	for _, seed := range []string{`{}`, `{"a":"\ud83d\ude00"}`, `{"a":[1,{"b":null}]}`, `{"a":1,"a":2}`, "{\"a\":\"\xff\"}", `{"a":"\`, `{"":{}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		members, err := parse(body)
		if err != nil {
			return
		}
		var std map[string]json.RawMessage
		if json.Unmarshal(body, &std) != nil || len(std) != len(members) {
			t.Fatal("accepted what encoding/json does not, or other members")
		}
		for name := range std {
			var want, got any
			if json.Unmarshal(std[name], &want) != nil || json.Unmarshal(members[name], &got) != nil || !cmp.Equal(want, got) {
				t.Fatal("another value")
			}
		}
	})
}
