package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"unicode/utf8"
)

// inTrainingHalf tells whether the record of the development corpus may be learned
// from: the first byte of the SHA-256 of its id is even.
func inTrainingHalf(id string) bool { return sha256.Sum256([]byte(id))[0]%2 == 0 }

// all is for the texts that may be learned from without exception.
func all(string) bool { return true }

// readTexts reads the records of a file whose ids are wanted.
func readTexts(path string, wanted func(id string) bool) ([]example, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	var out []example
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var r struct {
			ID, Text string
			Spans    []struct {
				Start, End int
				Type       string
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("read texts: a line is not JSON")
		}
		if !wanted(r.ID) {
			continue
		}
		e := example{text: r.Text}
		offsets := byteOffsets(r.Text)
		for _, s := range r.Spans {
			if s.Type == "person_name" {
				e.names = append(e.names, span{offsets[s.Start], offsets[s.End]})
			}
		}
		out = append(out, e)
	}
	return out, lines.Err()
}

// byteOffsets maps each code point of s, and its end, to its offset in bytes.
func byteOffsets(s string) []int {
	out := make([]int, 0, utf8.RuneCountInString(s)+1)
	for i := range s {
		out = append(out, i)
	}
	return append(out, len(s))
}
