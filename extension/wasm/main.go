//go:build wasip1

// Command wasm is the detection core for the extension: one WebAssembly module
// without files, network or clock. It decides nothing and keeps no text.
//
// The caller asks for memory (alloc), fills it, and calls load once with the stored
// rules and inspect with each text. Both give the length of an answer, or -1; answer
// says where it is.
package main

import (
	"runtime/debug"
	"strconv"
	"unsafe"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/redact"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

var (
	pack   *rule.Pack
	given  []byte
	answer []byte
)

func main() {}

// alloc makes room for n bytes of input and gives its address.
//
//go:wasmexport alloc
func alloc(n uint32) uint32 {
	given = make([]byte, n)
	return address(given)
}

// load reads the input as stored rules. The answer is empty.
//
//go:wasmexport load
func load() int32 {
	// What is read stays: collecting in between would only take time.
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	src, err := rule.ReadStored(given)
	if err != nil {
		return -1
	}
	if pack, err = rule.Compile(src); err != nil {
		return -1
	}
	given, answer = nil, nil
	return 0
}

// inspect reads the input as UTF-8 text. The answer is a JSON array of findings with
// offsets in UTF-16 units, disjoint and in the order of the text.
//
//go:wasmexport inspect
func inspect() int32 {
	if pack == nil {
		return -1
	}
	// Not aliased: the input is wiped below, and a finding holds no text.
	source := unsafe.String(unsafe.SliceData(given), len(given))
	result := detect.Scan(pack, source)
	spans := make([]text.Span, len(result.Findings))
	for i, f := range result.Findings {
		spans[i] = f.Span
	}
	text.Offsets(source, spans, text.UTF16)
	answer = append(answer[:0], '[')
	for i, f := range result.Findings {
		if f.Confidence() == detect.ConfidenceNone {
			continue
		}
		if len(answer) > 1 {
			answer = append(answer, ',')
		}
		answer = finding(answer, &f, spans[i])
	}
	answer = append(answer, ']')
	clear(given)
	given = nil
	return int32(len(answer))
}

// result gives the address of the answer.
//
//go:wasmexport answer
func result() uint32 { return address(answer) }

func finding(b []byte, f *detect.Finding, at text.Span) []byte {
	b = append(b, `{"start":`...)
	b = strconv.AppendInt(b, int64(at.Start), 10)
	b = append(b, `,"end":`...)
	b = strconv.AppendInt(b, int64(at.End), 10)
	b = append(b, `,"score":`...)
	b = strconv.AppendFloat(b, f.Score, 'f', 3, 64)
	b = append(b, `,"ref":`...)
	b = strconv.AppendInt(b, int64(f.Ref), 10)
	for _, pair := range [][2]string{
		{"type", f.Type.String()}, {"group", f.Type.Group().String()}, {"confidence", f.Confidence().String()}, {"rule", f.Rule},
		{"label", label(f)},
	} {
		b = append(b, `,"`...)
		b = append(b, pair[0]...)
		b = append(b, `":"`...)
		b = append(b, pair[1]...)
		b = append(b, '"')
	}
	return append(b, '}')
}

// label is the placeholder word.
func label(f *detect.Finding) string {
	if own := pack.Label(f.Rule, "nl"); own != "" {
		return own
	}
	return redact.Label(f.Type, redact.Dutch)
}

func address(b []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }
