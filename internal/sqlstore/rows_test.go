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
		"equal":                              {[]string{"1795424400000", "sent", "full", "-1 "}, true},
		"equal, in another zone of the body": {[]string{"1795424400000", "sent", "full", "-1 "}, true},
		"another outcome":                    {[]string{"1795424400000", "blocked", "full", "-1 "}, false},
		"a shorter one":                      {[]string{"1795424400000", "sen", "full", "-1 "}, false},
		"none":                               {[]string{"1795424400000", "", "full", "-1 "}, false},
		"another time":                       {[]string{"1795424400001", "sent", "full", "-1 "}, false},
		"no time":                            {[]string{"x", "sent", "full", "-1 "}, false},
		"a column too many":                  {[]string{"1795424400000", "sent", "full", "-1 ", "full"}, false},
		"a member in a value":                {[]string{"1795424400000", `sent","x":"`, "full", "-1 "}, false},
	} {
		body := body
		if strings.Contains(name, "zone") {
			body = strings.Replace(body, "T09:00:00Z", "T10:00:00+01:00", 1)
		}
		for form, stored := range map[string][2]string{
			"a body of its own": {ownBody + body, "{}"}, "the payload": {asPayload, body}, "no payload": {ownBody + body, ""},
		} {
			var read rowReader
			got, ok := read.body("outcome.recorded", strings.Join(append(tt.row, stored[0]), separator), []byte(stored[1]))
			if ok != tt.want || ok && string(got) != body {
				t.Errorf("%s, %s: got %v, %s", name, form, ok, got)
			}
		}
	}
	for value, want := range map[string]bool{"12": true, "1": false, "2": false, "123": false} {
		if got := numberColumn("rev", "rev").fits(membersOf([]byte(body), nil), value); got != want {
			t.Errorf("%s: got %v", value, got)
		}
	}
}

func TestWhatAReportCountsIsComparedWithTheBody(t *testing.T) {
	const (
		event = `{"decision":{"matched_rules":[{"id":"a]","mode":"enforce"},{"id":"b","mode":"shadow"}]},"features":{"types":[{"type":"iban","group":"financial"}]},"types":[{"type":"bsn","group":"identity"}]}`
		ended = `{"override_reason":"fictief","decided_ms":1500,"rev":1}`
		bare  = `{"rev":1}`
	)
	for name, tt := range map[string]struct {
		column      rowColumn
		body, value string
		want        bool
	}{
		"marks":                            {marksColumn, event, `8 |a]|b| {"categories":["bsn"],"rules":["a]"]}`, true},
		"of before there were any":         {marksColumn, event, "8  ", true},
		"of before there were rules":       {marksColumn, event, `8  {"categories":["bsn"],"rules":["a]"]}`, true},
		"of nothing":                       {marksColumn, bare, "0  {}", true},
		"a category less":                  {marksColumn, event, `8 |a]|b| {"rules":["a]"]}`, false},
		"a rule in the shadow":             {marksColumn, event, `8 |a]|b| {"categories":["bsn"],"rules":["a]","b"]}`, false},
		"a rule less":                      {marksColumn, event, `8 |a]| {"categories":["bsn"],"rules":["a]"]}`, false},
		"a rule more, without marks":       {marksColumn, event, `8 |a]|b|c| `, false},
		"of a damaged body":                {marksColumn, `{"types":[`, "0  {}", false},
		"other types":                      {marksColumn, event, `9 |a]|b| {"categories":["bsn"],"rules":["a]"]}`, false},
		"types without marks":              {marksColumn, event, "8", true},
		"an ending":                        {endingColumn, ended, "1500 fictief", true},
		"an ending of before":              {endingColumn, ended, "-1 ", true},
		"a reason in an ending of before":  {endingColumn, ended, "-1 fictief", false},
		"an ending without reason or time": {endingColumn, bare, "0 ", true},
		"another time":                     {endingColumn, ended, "1501 fictief", false},
		"no time":                          {endingColumn, ended, "0 fictief", false},
		"no reason":                        {endingColumn, ended, "1500 ", false},
		"another reason":                   {endingColumn, ended, "1500 spoed", false},
		"a reason that nobody gave":        {endingColumn, bare, "0 fictief", false},
	} {
		if got := tt.column.fits(membersOf([]byte(tt.body), nil), tt.value); got != tt.want {
			t.Errorf("%s: got %v", name, got)
		}
	}
}
