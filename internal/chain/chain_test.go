package chain

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func build(n int) ([]Record, Head) {
	var head Head
	var records []Record
	at := time.Date(2026, 11, 23, 9, 0, 0, 123_000_000, time.UTC)
	for i := range n {
		salt := []byte{byte(i), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}
		payload := []byte(`{"n":` + string(rune('0'+i%10)) + `}`)
		var e Entry
		e, head = head.Append("org_1", Draft{At: at.Add(time.Duration(i) * time.Second), Actor: "dev_1", Role: "device", Action: "event.recorded", Object: "evt_1", Rev: 1, Payload: payload}, salt)
		records = append(records, Record{Entry: e, Hash: head.Hash, Salt: salt, Payload: payload})
	}
	return records, head
}

func TestAnEntryIsCanonicalJSON(t *testing.T) {
	records, _ := build(1)
	own := records[0].Entry.Canonical()
	again, err := CanonicalJSON(own)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(again), string(own)); diff != "" {
		t.Error(diff)
	}
	var members map[string]any
	if err := json.Unmarshal(own, &members); err != nil || len(members) != 11 {
		t.Errorf("got %d members, %v", len(members), err)
	}
}

// The vectors are those of RFC 8785: sections 3.2.2, 3.2.3 and appendix B.
func TestCanonicalJSONFollowsRFC8785(t *testing.T) {
	tests := map[string]struct{ in, want string }{
		"numbers":              {`[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001, 1e21, -0, 9007199254740992, 5e-324]`, `[333333333.3333333,1e+30,4.5,0.002,1e-27,1e+21,0,9007199254740992,5e-324]`},
		"strings":              {`"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"`, `"€$\u000f\nA'B\"\\\\\"/"`},
		"literals":             {`[null, true, false]`, `[null,true,false]`},
		"sorting by UTF-16":    {`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"Latin"}`, "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin\",\"€\":\"Euro Sign\",\"😀\":\"Emoji\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}"},
		"line separators stay": {"\"\u2028<>&\"", "\"\u2028<>&\""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := CanonicalJSON([]byte(tt.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCanonicalRefusesIntegersThatADoubleCannotHold(t *testing.T) {
	if got, err := Canonical(int64(1<<53 + 1)); err == nil {
		t.Errorf("got %s", got)
	}
}
