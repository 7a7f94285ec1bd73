package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"unicode/utf8"
)

// lines reads lines of bounded length.
type lines struct {
	in     *bufio.Reader
	number int // of the line that next gave last, from 1
	buf    []byte
}

var errLineTooLong = fmt.Errorf("longer than %d MiB", maxText>>20)

func newLines(r io.Reader) *lines { return &lines{in: bufio.NewReaderSize(r, 64<<10)} }

// next gives the next line, valid until the call after it; io.EOF after the
// last, and errLineTooLong for a line that was skipped.
func (l *lines) next() ([]byte, error) {
	l.buf = l.buf[:0]
	tooLong := false
	for {
		part, err := l.in.ReadSlice('\n')
		if tooLong = tooLong || len(l.buf)+len(part) > maxText; !tooLong {
			l.buf = append(l.buf, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
			continue
		case err == io.EOF && (len(l.buf) > 0 || tooLong):
		case err != nil:
			return nil, err
		}
		l.number++
		if tooLong {
			return nil, errLineTooLong
		}
		if l.number == 1 {
			return bytes.TrimPrefix(l.buf, []byte(byteOrderMark)), nil
		}
		return l.buf, nil
	}
}

// idle tells whether reading on may have to wait.
func (l *lines) idle() bool { return l.in.Buffered() == 0 }

func blank(line []byte) bool { return len(bytes.TrimSpace(line)) == 0 }

// lineRequest is one line of input. Other members are ignored.
type lineRequest struct{ ID, Text string }

// decodeLine is strict where encoding/json is not: member names count as
// written, none may come twice, and bad UTF-8 is refused instead of replaced.
// Its errors hold nothing of the line.
func decodeLine(line []byte) (lineRequest, error) {
	var request lineRequest
	if !utf8.Valid(line) {
		return request, errors.New("not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return request, errors.New("not a JSON object")
	}
	seen := map[string]bool{}
	for decoder.More() {
		name, err := decoder.Token()
		key, isName := name.(string)
		var value json.RawMessage
		if err != nil || !isName || decoder.Decode(&value) != nil {
			return request, errors.New("malformed JSON")
		}
		if seen[key] {
			return request, errors.New("a member comes twice")
		}
		seen[key] = true
		switch {
		case key == "id" && json.Unmarshal(value, &request.ID) != nil, key == "id" && value[0] != '"':
			return request, errors.New(`"id" is not a string`)
		case key == "text" && json.Unmarshal(value, &request.Text) != nil, key == "text" && value[0] != '"':
			return request, errors.New(`"text" is not a string`)
		}
	}
	if _, err := decoder.Token(); err != nil {
		return request, errors.New("malformed JSON")
	}
	return request, complete(decoder, seen)
}

func complete(decoder *json.Decoder, seen map[string]bool) error {
	if _, err := decoder.Token(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	var missing []string
	for _, name := range []string{"id", "text"} {
		if !seen[name] {
			missing = append(missing, `"`+name+`"`)
		}
	}
	if missing != nil {
		return errors.New("no " + strings.Join(missing, " and "))
	}
	return nil
}

// round to a number of decimals.
func round(x float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	return math.Round(x*scale) / scale
}
