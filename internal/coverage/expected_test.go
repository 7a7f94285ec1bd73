package coverage

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
)

func TestTheNameOfAMachineIsKeptAsAHostNameAlone(t *testing.T) {
	for in, want := range map[string]string{
		"WS-SEH-01": "ws-seh-01", " ws1.zorg.local ": "ws1", "111222333": "", "Jan Jansen": "", "": "", "ws_1": "",
		"a23456789012345678901234567890123456789012345678901234567890123":  "a23456789012345678901234567890123456789012345678901234567890123",
		"a234567890123456789012345678901234567890123456789012345678901234": "",
	} {
		if got := Workstation(in); got != want {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

func TestAFileOfWorkstationsIsReadOrItsProblemsAre(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	codes := map[string]string{"": "", "seh": "dep_1"}
	for name, tt := range map[string]struct {
		file     string
		want     []Expected
		problems []ident.ImportProblem
	}{
		"Dutch, with semicolons":   {"\ufeffWerkplek;Afdeling\nWS-1;seh\nws-2;\n", []Expected{{"ws-1", "dep_1", now}, {"ws-2", "", now}}, nil},
		"names alone":              {"workstation\nws-1\n", []Expected{{"ws-1", "", now}}, nil},
		"nothing":                  {"", nil, []ident.ImportProblem{{Line: 1, Code: "header"}}},
		"an unknown column":        {"workstation,user\nws-1,jan\n", nil, []ident.ImportProblem{{Line: 1, Code: "header"}}},
		"bytes that are no text":   {"workstation\n\xff\n", nil, []ident.ImportProblem{{Line: 1, Code: "encoding"}}},
		"all kinds of bad records": {"workstation,department\nws-1,ic\n,seh\n12,seh\nws-2,seh\nWS-2,seh\nws-3\n", []Expected{{"ws-2", "dep_1", now}}, []ident.ImportProblem{{Line: 2, Column: "department", Code: "unknown"}, {Line: 3, Column: "workstation", Code: "required"}, {Line: 4, Column: "workstation", Code: "format"}, {Line: 6, Column: "workstation", Code: "taken"}, {Line: 7, Code: "fields"}}},
	} {
		got, problems := readExpected([]byte(tt.file), codes, now)
		if diff := cmp.Diff(tt.want, got) + cmp.Diff(tt.problems, problems); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestAFileOfSomethingElseIsToldInAFewLines(t *testing.T) {
	_, problems := readExpected([]byte("workstation\n"+strings.Repeat("12345\n", 20_000)), map[string]string{"": ""}, time.UnixMilli(1))
	if n := len(problems); n != maxProblems+1 || problems[n-1].Code != "too_many" {
		t.Errorf("%d problems, the last is %+v", n, problems[n-1])
	}
}

func FuzzReadExpected(f *testing.F) {
	f.Add([]byte("workstation;department\nws-1;seh\n"))
	f.Add([]byte("workstation\n\"ws-1\nws-2\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		list, problems := readExpected(file, map[string]string{"": ""}, time.UnixMilli(1))
		for _, e := range list {
			if Workstation(e.Workstation) != e.Workstation {
				t.Errorf("%q is no name", e.Workstation)
			}
		}
		if len(list) == 0 && len(problems) == 0 && len(file) == 0 {
			t.Error("an empty file has no problem")
		}
	})
}
