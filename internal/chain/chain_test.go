package chain

import (
	"encoding/json"
	"errors"
	"iter"
	"slices"
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

func sequence(records []Record) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func TestAWholeChainVerifies(t *testing.T) {
	records, head := build(10)
	report, err := Verify(head, sequence(records))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Report{Checked: 10, Head: head}); report != want {
		t.Errorf("got %+v, want %+v", report, want)
	}
}

func TestAnEmptyChainVerifies(t *testing.T) {
	if _, err := Verify(Head{}, sequence(nil)); err != nil {
		t.Error(err)
	}
}

func TestDeletingAPayloadKeepsTheChainValid(t *testing.T) {
	records, head := build(5)
	records[2].Salt, records[2].Payload = nil, nil
	report, err := Verify(head, sequence(records))
	if err != nil || report.Purged != 1 {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestVerifyNamesTheFirstBadEntry(t *testing.T) {
	tests := map[string]struct {
		damage  func([]Record) []Record
		seq     int64
		problem Problem
	}{
		"a changed actor":       {func(r []Record) []Record { r[3].Entry.Actor = "dev_2"; return r }, 4, ProblemHash},
		"a changed time":        {func(r []Record) []Record { r[3].Entry.At = r[3].Entry.At.Add(time.Hour); return r }, 4, ProblemHash},
		"a changed payload":     {func(r []Record) []Record { r[3].Payload = []byte(`{"n":4}`); return r }, 4, ProblemPayload},
		"a changed salt":        {func(r []Record) []Record { r[3].Salt = make([]byte, SaltSize); return r }, 4, ProblemPayload},
		"a dropped entry":       {func(r []Record) []Record { return slices.Delete(r, 3, 4) }, 4, ProblemGap},
		"a dropped first entry": {func(r []Record) []Record { return r[1:] }, 1, ProblemGap},
		"two swapped entries":   {func(r []Record) []Record { r[3], r[4] = r[4], r[3]; return r }, 4, ProblemGap},
		"a truncated chain":     {func(r []Record) []Record { return r[:7] }, 8, ProblemHead},
		"an entry written anew with its own hash": {func(r []Record) []Record {
			r[3].Entry.Actor = "dev_2"
			r[3].Hash = r[3].Entry.Hash()
			return r
		}, 5, ProblemLink},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			records, head := build(10)
			_, err := Verify(head, sequence(tt.damage(records)))
			var broken *BrokenError
			if !errors.As(err, &broken) {
				t.Fatalf("got %v", err)
			}
			if diff := cmp.Diff(&BrokenError{tt.seq, tt.problem}, broken); diff != "" {
				t.Error(diff)
			}
		})
	}
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
