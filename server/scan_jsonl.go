package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/rule"
)

// lineAnswer is one line of `scan --jsonl`. Offsets are Unicode code points, End
// is exclusive.
type lineAnswer struct {
	ID           string        `json:"id"`
	Action       policy.Action `json:"action"`
	Spans        []lineSpan    `json:"spans"`
	RedactedText *string       `json:"redacted_text,omitempty"`
	MS           float64       `json:"ms"`
}

type lineSpan struct {
	Start int        `json:"start"`
	End   int        `json:"end"`
	Type  rule.Type  `json:"type"`
	Group rule.Group `json:"group"`
	Score float64    `json:"score"`
	Rule  string     `json:"rule"`
}

// scanLines answers each line of each file in order, with one line in memory at
// a time. A broken line gets one line on the error output, without its content,
// and the others are still answered.
func scanLines(engine *engine, p process, names []string, redact bool) error {
	out := bufio.NewWriter(p.out)
	broken := 0
	for _, name := range names {
		file, label, err := open(p.in, name)
		if err != nil {
			return err
		}
		n, err := answerLines(engine, newLines(file), out, redact, func(line int, problem error) {
			fmt.Fprintf(p.err, "dijkwacht: %s, line %d: %v\n", label, line, problem)
		})
		file.Close()
		broken += n
		if err != nil {
			return fmt.Errorf("scan %s: %w", label, err)
		}
	}
	if broken > 0 {
		return fmt.Errorf("%s not scanned", plural(broken, "line", "lines"))
	}
	return nil
}

// answerLines returns the number of broken lines.
func answerLines(engine *engine, in *lines, out *bufio.Writer, redact bool, complain func(int, error)) (int, error) {
	broken := 0
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for {
		raw, err := in.next()
		if err == io.EOF {
			return broken, out.Flush()
		}
		if err != nil && err != errLineTooLong {
			return broken, cause(err)
		}
		if err == nil && blank(raw) {
			continue
		}
		var request lineRequest
		if err == nil {
			request, err = decodeLine(raw)
		}
		if err != nil {
			complain(in.number, err)
			broken++
			continue
		}
		if err := encoder.Encode(answer(request.ID, engine.inspect(request.Text), redact)); err != nil {
			return broken, err
		}
		if in.idle() { // someone may be waiting at the other end
			if err := out.Flush(); err != nil {
				return broken, err
			}
		}
	}
}

func answer(id string, result inspection, redact bool) lineAnswer {
	line := lineAnswer{ID: id, Action: result.Action, Spans: []lineSpan{}, MS: round(result.Took.Seconds()*1000, 3)}
	spans := result.codePoints()
	for i, f := range result.Findings {
		line.Spans = append(line.Spans, lineSpan{spans[i].Start, spans[i].End, f.Type, f.Type.Group(), round(f.Score, 3), f.Rule})
	}
	if redact {
		if text, safe := result.redacted(); safe {
			line.RedactedText = &text
		}
	}
	return line
}

// writeJSONL gives one line a file, with the file's name as id.
func writeJSONL(w io.Writer, results []inspection, redact bool) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, r := range results {
		if err := encoder.Encode(answer(r.Name, r, redact)); err != nil {
			return fmt.Errorf("write answer: %w", cause(err))
		}
	}
	return nil
}
