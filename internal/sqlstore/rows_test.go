package sqlstore

import (
	"strings"
	"testing"
)

func TestColumnsAreComparedWithWholeMembers(t *testing.T) {
	body := `{"received_at":"2026-11-23T09:00:00Z","outcome":"sent","egress_evidence":"full","rev":12}`
	for name, tt := range map[string]struct {
		row  []string
		want bool
	}{
		"equal":                              {[]string{"1795424400000", "sent", "full"}, true},
		"equal, in another zone of the body": {[]string{"1795424400000", "sent", "full"}, true},
		"another outcome":                    {[]string{"1795424400000", "blocked", "full"}, false},
		"a shorter one":                      {[]string{"1795424400000", "sen", "full"}, false},
		"none":                               {[]string{"1795424400000", "", "full"}, false},
		"another time":                       {[]string{"1795424400001", "sent", "full"}, false},
		"no time":                            {[]string{"x", "sent", "full"}, false},
		"a column too many":                  {[]string{"1795424400000", "sent", "full", "full"}, false},
		"a member in a value":                {[]string{"1795424400000", `sent","x":"`, "full"}, false},
	} {
		body := body
		if strings.Contains(name, "zone") {
			body = strings.Replace(body, "T09:00:00Z", "T10:00:00+01:00", 1)
		}
		if got, ok := bodyOf("outcome.recorded", strings.Join(append(tt.row, body), separator)); ok != tt.want || ok && got != body {
			t.Errorf("%s: got %v, %s", name, ok, got)
		}
	}
	for value, want := range map[string]bool{"12": true, "1": false, "2": false, "123": false} {
		if got := numberColumn("rev", "rev").fits(body, value); got != want {
			t.Errorf("%s: got %v", value, got)
		}
	}
}
