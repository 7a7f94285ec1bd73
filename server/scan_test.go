package main

import (
	"encoding/json"
	"strings"
	"testing"

	"dijkwacht/internal/policy"
)

func TestExitCodeTellsWhetherThePolicyWarns(t *testing.T) {
	for _, c := range []struct {
		name, text string
		args       []string
		code       int
		out        string
	}{
		{"a violation", violation, nil, exitFound, "standard input: block, "},
		{"a clean text", clean, nil, exitFine, "standard input: allow"},
		{"an empty text", "", nil, exitFine, "standard input: allow, nothing found\n"},
		{"standard input by name", violation, []string{"-"}, exitFound, "block"},
		{"a policy that only counts", violation, []string{"--policy", "testdata/nothing-forbidden.yaml"}, exitFine, "log"},
		{"a destination by its id", violation, []string{"--destination", "chatgpt"}, exitFound, "block"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, c.text, append([]string{"scan"}, c.args...)...)
			if got.code != c.code || got.err != "" || !strings.Contains(got.out, c.out) {
				t.Errorf("got %+v, want code %d and output with %q", got, c.code, c.out)
			}
		})
	}
}

func TestTextFormShowsPlacesAndNeverValues(t *testing.T) {
	got := call(t, "Beste collega,\nhéél even: BSN 111222333\n", "scan")
	if !strings.Contains(got.out, "2:16") || !strings.Contains(got.out, "bsn") {
		t.Errorf("no line, column and type in %q", got.out)
	}
	if strings.Contains(got.out, "111222333") {
		t.Errorf("the value is shown in %q", got.out)
	}
	if strings.Contains(got.out, "\x1b") {
		t.Errorf("colours in a pipe: %q", got.out)
	}
}

func TestSeveralFilesAreAnsweredInTheirOrder(t *testing.T) {
	first, second := write(t, "schoon.txt", clean), write(t, "mis.txt", violation)
	got := call(t, "", "scan", first, second)
	if got.code != exitFound || !strings.HasPrefix(got.out, first+": allow") || !strings.Contains(got.out, second+": block") {
		t.Errorf("got %+v", got)
	}
}

func TestFilesThatCannotBeScanned(t *testing.T) {
	directory := t.TempDir()
	for _, c := range []struct{ name, says, path string }{
		{"not UTF-8", "not UTF-8 (first bad byte at offset 7)", write(t, "latin1.txt", "Jansen \xe9\xe9n")},
		{"UTF-16", "not UTF-8", write(t, "utf16.txt", "\xff\xfeJ\x00a\x00")},
		{"too large", "larger than 16 MiB", write(t, "large.txt", strings.Repeat("Jansen ", maxText/7+1))},
		{"a directory", "is a directory", directory},
	} {
		t.Run(c.name, func(t *testing.T) { call(t, "", "scan", c.path).fails(t, c.says) })
	}
}

func TestJSONFormHoldsCodePointsLinesAndRules(t *testing.T) {
	got := call(t, "👩‍⚕️ één\nBSN 111222333", "scan", "--format", "json", "--redact")
	var answer struct {
		Offsets string
		Files   []struct {
			File         string
			Action       string
			MatchedRules []struct{ ID, Action, Mode string } `json:"matched_rules"`
			Findings     []struct {
				Start, End, Line, Column int
				Type, Group, Confidence  string
				Score                    float64
				Rule                     string
				Ref                      int
			}
			RedactedText string `json:"redacted_text"`
		}
	}
	if err := json.Unmarshal([]byte(got.out), &answer); err != nil {
		t.Fatalf("%v in %q", err, got.out)
	}
	if answer.Offsets != "codepoint" || len(answer.Files) != 1 {
		t.Fatalf("got %+v", answer)
	}
	file := answer.Files[0]
	if got.code != exitFound || file.File != "-" || file.Action != "block" || len(file.MatchedRules) == 0 || len(file.Findings) != 1 {
		t.Fatalf("got %+v", file)
	}
	f := file.Findings[0]
	if f.Start != 13 || f.End != 22 || f.Line != 2 || f.Column != 5 || f.Type != "bsn" || f.Group != "identity" || f.Ref != 1 {
		t.Errorf("got %+v", f)
	}
	if strings.Contains(file.RedactedText, "111222333") || !strings.HasPrefix(file.RedactedText, "👩‍⚕️ één\nBSN [") {
		t.Errorf("redacted to %q", file.RedactedText)
	}
}

func TestRedactPrintsTheSafeTextAlone(t *testing.T) {
	got := call(t, violation+"\n", "scan", "--redact")
	if got.code != exitFound || strings.Contains(got.out, "Jansen") || strings.Contains(got.out, "111222333") {
		t.Errorf("got %+v", got)
	}
	if !strings.HasSuffix(got.out, "heeft hartfalen\n") {
		t.Errorf("the question is gone too: %q", got.out)
	}
	if got := call(t, clean, "scan", "--redact"); got.code != exitFine || got.out != clean {
		t.Errorf("a clean text is changed: %+v", got)
	}
}

func TestColoursMarkTheActionOnATerminal(t *testing.T) {
	var b strings.Builder
	if err := writeText(&b, []inspection{{Name: "a", Action: policy.Block}, {Name: "b"}}, true); err != nil {
		t.Fatal(err)
	}
	if want := "a: \x1b[31mblock\x1b[0m, nothing found\n\nb: \x1b[32mallow\x1b[0m, nothing found\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

func TestANameOfAFileCannotSteerTheTerminal(t *testing.T) {
	var b strings.Builder
	if err := writeText(&b, []inspection{{Name: "a\x1b[2J\u202e.txt"}}, false); err != nil {
		t.Fatal(err)
	}
	if want := `"a\x1b[2J\u202e.txt": allow, nothing found` + "\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
