package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestALineIsAnsweredInTheContractsForm(t *testing.T) {
	got := call(t, `{"id":"a","text":"`+violation+`"}`+"\n", "scan", "--jsonl")
	if got.code != exitFine || got.err != "" || strings.Count(got.out, "\n") != 1 {
		t.Fatalf("got %+v", got)
	}
	var answer struct {
		ID, Action string
		Spans      []map[string]any
		MS         *float64
	}
	decoder := json.NewDecoder(strings.NewReader(got.out))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.ID != "a" || answer.Action != "block" || answer.MS == nil || len(answer.Spans) < 2 {
		t.Fatalf("got %q", got.out)
	}
	for _, span := range answer.Spans {
		if len(span) != 6 {
			t.Errorf("a span has %d members: %v", len(span), span)
		}
		for _, name := range []string{"start", "end", "type", "group", "score", "rule"} {
			if span[name] == nil {
				t.Errorf("a span has no %s: %v", name, span)
			}
		}
	}
}

func TestOffsetsOfLinesAreCodePoints(t *testing.T) {
	text := "👩‍⚕️ e\u0301én: BSN 111222333"
	line, err := json.Marshal(map[string]string{"id": "a", "text": text})
	if err != nil {
		t.Fatal(err)
	}
	answer := lineAnswerOf(t, call(t, string(line), "scan", "--jsonl").out)
	if len(answer.Spans) != 1 || answer.Spans[0].Type != "bsn" {
		t.Fatalf("got %+v", answer)
	}
	found := string([]rune(text)[answer.Spans[0].Start:answer.Spans[0].End])
	if found != "111222333" {
		t.Errorf("the offsets hold %q", found)
	}
}

type answerLine struct {
	ID, Action string
	Spans      []struct {
		Start, End int
		Type       string
	}
	RedactedText string `json:"redacted_text"`
}

func lineAnswerOf(t *testing.T, line string) answerLine {
	t.Helper()
	var answer answerLine
	if err := json.Unmarshal([]byte(line), &answer); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	return answer
}

func TestBrokenLinesAreNamedByNumberAndTheOthersAnswered(t *testing.T) {
	good := `{"id":"ok","text":"` + violation + `"}`
	for _, c := range []struct{ name, line, says string }{
		{"no JSON", "Mevr. Jansen heeft hartfalen", "line 2: not a JSON object"},
		{"an array", `["Jansen"]`, "line 2: not a JSON object"},
		{"a string", `"Jansen"`, "line 2: not a JSON object"},
		{"half an object", `{"id":"b","text":"Mevr. Jansen`, "line 2: malformed JSON"},
		{"no closing brace", `{"id":"b","text":"Mevr. Jansen"`, "line 2: malformed JSON"},
		{"two objects", `{"id":"b","text":"Jansen"}{"id":"c","text":"Jansen"}`, "line 2: more than one JSON value"},
		{"something behind it", `{"id":"b","text":"Jansen"} Jansen`, "line 2: more than one JSON value"},
		{"no id", `{"text":"Jansen"}`, `line 2: no "id"`},
		{"no text", `{"id":"b","Text":"Jansen"}`, `line 2: no "text"`},
		{"neither", `{}`, `line 2: no "id" and "text"`},
		{"an id that is a number", `{"id":7,"text":"Jansen"}`, `line 2: "id" is not a string`},
		{"a text that is null", `{"id":"b","text":null}`, `line 2: "text" is not a string`},
		{"a text that is a list", `{"id":"b","text":["Jansen"]}`, `line 2: "text" is not a string`},
		{"the text twice", `{"id":"b","text":"Jansen","text":"niets"}`, "line 2: a member comes twice"},
		{"the text twice, once escaped", `{"id":"b","text":"Jansen","t\u0065xt":"niets"}`, "line 2: a member comes twice"},
		{"bad UTF-8", "{\"id\":\"b\",\"text\":\"Jansen \xff\"}", "line 2: not UTF-8"},
		{"a huge line", `{"id":"b","text":"` + strings.Repeat("Jansen ", maxText/7) + `"}`, "line 2: longer than 16 MiB"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, good+"\n"+c.line+"\n\n"+good+"\n", "scan", "--jsonl")
			if got.code != exitError || strings.Count(got.out, `"id":"ok"`) != 2 || strings.Count(got.out, "\n") != 2 {
				t.Errorf("exit code %d and output %q, want %d and two answers", got.code, got.out, exitError)
			}
			got.says(t, c.says)
			got.says(t, "1 line not scanned")
		})
	}
}

func TestLinesMayCarryMoreAndEndAsTheyLike(t *testing.T) {
	for _, c := range []struct{ name, input string }{
		{"other members", `{"lang":"nl","spans":[{"start":1}],"id":"a","text":"x"}` + "\n"},
		{"no newline at the end", `{"id":"a","text":"x"}`},
		{"newlines of Windows", `{"id":"a","text":"x"}` + "\r\n"},
		{"a byte order mark", byteOrderMark + `{"id":"a","text":"x"}` + "\n"},
		{"an escaped lone surrogate", `{"id":"a","text":"\ud800 x"}` + "\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call(t, c.input, "scan", "--jsonl")
			if got.code != exitFine || got.err != "" || strings.Count(got.out, `"id":"a"`) != 1 {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestLinesCanBeRedacted(t *testing.T) {
	answer := lineAnswerOf(t, call(t, `{"id":"a","text":"`+violation+`"}`, "scan", "--jsonl", "--redact").out)
	if answer.RedactedText == "" || strings.Contains(answer.RedactedText, "111222333") {
		t.Errorf("got %+v", answer)
	}
}

func TestFilesAsLinesCarryTheNameAsID(t *testing.T) {
	file := write(t, "mis.txt", violation)
	got := call(t, "", "scan", "--format", "jsonl", file)
	if answer := lineAnswerOf(t, got.out); got.code != exitFound || answer.ID != file || answer.Action != "block" {
		t.Errorf("got %+v", got)
	}
}

// TestAnswersComeWhileTheInputIsOpen holds the writer at the other end of a pipe
// to what it would see.
func TestAnswersComeWhileTheInputIsOpen(t *testing.T) {
	in, feed := io.Pipe()
	answers, out := io.Pipe()
	done := make(chan int)
	go func() {
		code := run(context.Background(), []string{"scan", "--jsonl"}, process{in: in, out: out, err: io.Discard, now: time.Now})
		out.Close()
		done <- code
	}()
	buf := make([]byte, 4096)
	for i := range 3 {
		id := fmt.Sprintf("n%d", i)
		if _, err := io.WriteString(feed, `{"id":"`+id+`","text":"x"}`+"\n"); err != nil {
			t.Fatal(err)
		}
		n, err := answers.Read(buf)
		if err != nil || !strings.Contains(string(buf[:n]), id) {
			t.Fatalf("answer %q, %v", buf[:n], err)
		}
	}
	feed.Close()
	if _, err := io.Copy(io.Discard, answers); err != nil {
		t.Fatal(err)
	}
	if code := <-done; code != exitFine {
		t.Errorf("exit code %d", code)
	}
}

func TestMemoryDoesNotGrowWithTheNumberOfLines(t *testing.T) {
	line := `{"id":"a","text":"` + strings.Repeat("De patiënt slaapt goed. ", 40) + `"}` + "\n"
	const count = 8_000 // 8 MB
	in := &heapReader{text: line, left: count}
	code := run(context.Background(), []string{"scan", "--jsonl"}, process{in: in, out: io.Discard, err: io.Discard, now: time.Now})
	if grown := int64(in.last) - int64(in.first); code != exitFine || grown > 3<<20 {
		t.Errorf("exit code %d, and after the last line %d MB more is alive than after the first", code, grown>>20)
	}
}

// heapReader gives a text many times, and looks at what is alive at the first
// reading and at the last.
type heapReader struct {
	text        string
	left        int
	first, last uint64
}

func (r *heapReader) Read(p []byte) (int, error) {
	if r.left == 0 {
		r.last = heap()
		return 0, io.EOF
	}
	if r.first == 0 {
		r.first = heap()
	}
	r.left--
	return copy(p, r.text), nil // the text is shorter than any buffer here
}

func FuzzDecodeLine(f *testing.F) {
	for _, line := range []string{
		`{"id":"a","text":"Jansen"}`, `{"id":"a","text":"\ud83d\ude00","x":[{"y":1}]}`, `{"id":1,"text":"Jansen"}`,
		`{"id":"a","id":"b","text":""}`, `{"id":"a","text":"Jansen"} {}`, `[`, `{"id"`, "{\"id\":\"\xff\"}",
	} {
		f.Add([]byte(line))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		request, err := decodeLine(line)
		if err != nil {
			if len(err.Error()) > 60 {
				t.Errorf("the error may hold a piece of the line: %q", err)
			}
			return
		}
		var want struct{ ID, Text *string }
		if err := json.Unmarshal(line, &want); err != nil {
			t.Fatalf("accepted what is no JSON: %v", err)
		}
		if want.ID == nil || want.Text == nil {
			t.Fatalf("accepted a line without id or text")
		}
		if !utf8.ValidString(request.Text) {
			t.Error("the text is not UTF-8")
		}
	})
}
