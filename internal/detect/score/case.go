package score

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
)

// maxLine bounds one line of a corpus or of predictions.
const maxLine = 16 << 20

// Span is a stretch of a text in Unicode code points, End exclusive.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Type  string `json:"type"`
	// Soft marks a gold span that counts neither for nor against.
	Soft bool `json:"soft"`
	// Score is the confidence of a prediction, 0 to 1.
	Score float64 `json:"score"`
	// Rule made the prediction; empty in gold.
	Rule string `json:"rule"`
}

// Case is one labelled text.
type Case struct {
	ID       string `json:"id"`
	Lang     string `json:"lang"`
	Setting  string `json:"setting"`
	Kind     string `json:"kind"`
	Text     string `json:"text"`
	Spans    []Span `json:"spans"`
	Mentions []Span `json:"mentions"`
	// Complete says that every sensitive item is marked; otherwise only those
	// of CompleteTypes are.
	Complete      bool     `json:"complete"`
	CompleteTypes []string `json:"complete_types"`
	// Expect is "violation" or "clean".
	Expect string `json:"expect"`
}

// Train tells whether rules may be tuned on the case: the first byte of the
// SHA-256 of its id is even. The others stay unseen.
func (c Case) Train() bool { return sha256.Sum256([]byte(c.ID))[0]%2 == 0 }

// Prediction is what the detector answered to one text.
type Prediction struct {
	ID     string  `json:"id"`
	Action string  `json:"action"`
	Spans  []Span  `json:"spans"`
	MS     float64 `json:"ms"`
}

// ReadCases reads labelled texts, one JSON object a line.
func ReadCases(r io.Reader) ([]Case, error) { return readLines[Case](r) }

// ReadPredictions reads predictions, one JSON object a line, by id.
func ReadPredictions(r io.Reader) (map[string]Prediction, error) {
	rows, err := readLines[Prediction](r)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]Prediction, len(rows))
	for _, row := range rows {
		byID[row.ID] = row
	}
	return byID, nil
}

func readLines[T any](r io.Reader) ([]T, error) {
	var rows []T
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("read line %d: not the expected JSON", n)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read lines: %w", err)
	}
	return rows, nil
}
