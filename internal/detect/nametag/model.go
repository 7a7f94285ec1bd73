package nametag

import "errors"

// Label is what a token is for a name.
type Label uint8

// The labels. Titles are Outside.
const (
	Outside Label = iota
	Begin         // first token of a name
	Inside        // further token of a name
)

const labels = 3

// LabelCount and Rows are the dimensions of the weights.
const (
	LabelCount = labels
	Rows       = 1 << rowBits
)

// rowBits sets the size of the weight table: 2^rowBits rows of labels weights.
const rowBits = 17

// Model holds the weights of the features, four bytes a row (one a label, the
// last unused), and of the steps between labels. It is read-only and safe for
// concurrent use, and refers to the data that it was read from.
type Model struct {
	rows  []byte
	steps [labels][labels]int32
}

var errModel = errors.New("not a name model of this version")

// magic names the form of the data; it changes with the features.
const magic = "names06\n"

const headSize = len(magic) + 2*labels*labels

// Read reads what Bytes wrote. It copies nothing and takes constant time.
func Read(data []byte) (Model, error) {
	if len(data) != headSize+4*Rows || string(data[:len(magic)]) != magic {
		return Model{}, errModel
	}
	m := Model{rows: data[headSize:]}
	at := len(magic)
	for a := range labels {
		for b := range labels {
			m.steps[a][b] = int32(int16(uint16(data[at]) | uint16(data[at+1])<<8))
			at += 2
		}
	}
	return m, nil
}

// Bytes is the stored form.
func (m *Model) Bytes() []byte {
	out := []byte(magic)
	for a := range labels {
		for b := range labels {
			out = append(out, byte(m.steps[a][b]), byte(m.steps[a][b]>>8))
		}
	}
	return append(out, m.rows...)
}

// Quantise makes a model of real weights: one slice a row, and the steps. The
// greatest weights are cut so that the others keep their precision.
func Quantise(rows [][labels]float64, steps [labels][labels]float64, unit float64) *Model {
	m := &Model{rows: make([]byte, 4*Rows)}
	whole := func(x float64, limit int32) int32 {
		q := int32(x/unit + 0.5)
		if x < 0 {
			q = int32(x/unit - 0.5)
		}
		return max(-limit, min(limit, q))
	}
	for i := range rows {
		for l := range labels {
			m.rows[4*i+l] = byte(whole(rows[i][l], 127))
		}
	}
	for a := range labels {
		for b := range labels {
			m.steps[a][b] = whole(steps[a][b], 32767)
		}
	}
	return m
}
