package pdfread

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
)

// errFilter is a filter that is no text: pictures.
var errFilter = errors.New("filter of pictures")

// Data unpacks a stream. What is damaged ends where the damage begins.
func (f *File) Data(s *Stream) ([]byte, error) {
	data, rest, err := f.unfilter(s)
	if err == nil && rest != "" {
		return nil, errFilter
	}
	return data, err
}

// unfilter unpacks as far as it can; rest is the filter of a picture that is left.
func (f *File) unfilter(s *Stream) (data []byte, rest Name, err error) {
	filters, params := f.array(s.Dict["Filter"]), f.array(s.Dict["DecodeParms"])
	if one := f.name(s.Dict["Filter"]); one != "" {
		filters, params = Array{one}, Array{s.Dict["DecodeParms"]}
	}
	data = s.raw
	if len(filters) > 8 {
		return nil, "", ErrTooLarge
	}
	for i, v := range filters {
		var p Dict
		if i < len(params) {
			p = f.dict(params[i])
		}
		switch name := f.name(v); name {
		case "FlateDecode", "Fl":
			data, err = f.inflate(data)
			data = f.unpredict(data, p)
		case "LZWDecode", "LZW":
			early := 1
			if v, ok := f.get(p["EarlyChange"]).(float64); ok {
				early = int(v)
			}
			data, err = f.all(bytes.NewReader(unLZW(data, early)))
			data = f.unpredict(data, p)
		case "ASCIIHexDecode", "AHx":
			l := lexer{b: append([]byte("<"), data...)}
			data = []byte(l.hex())
		case "ASCII85Decode", "A85":
			data = un85(data)
		case "RunLengthDecode", "RL":
			data, err = f.all(bytes.NewReader(unRun(data)))
		case "Crypt":
		default:
			return data, name, nil
		}
		if err != nil {
			return nil, "", err
		}
	}
	return data, "", nil
}

// all reads within the limit of the file.
func (f *File) all(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(f.counted(r))
	if errors.Is(err, ErrTooLarge) {
		return nil, ErrTooLarge
	}
	return data, nil
}

func (f *File) inflate(data []byte) ([]byte, error) {
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, nil
	}
	return f.all(r)
}

func un85(data []byte) []byte {
	if i := bytes.IndexByte(data, '~'); i >= 0 {
		data = data[:i]
	}
	data = bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~"))
	out := make([]byte, len(data)*4/5+8+4*bytes.Count(data, []byte("z")))
	n, _, _ := ascii85.Decode(out, data, true) // damage ends the data
	return out[:n]
}

// maxExpanded bounds filters whose output is known to be far larger than their input.
const maxExpanded = 64 << 20

func unRun(data []byte) []byte {
	var out []byte
	for i := 0; i < len(data) && data[i] != 128 && len(out) < maxExpanded; {
		n := int(data[i])
		i++
		if n < 128 {
			stop := min(i+n+1, len(data))
			out = append(out, data[i:stop]...)
			i = stop
		} else if i < len(data) {
			out = append(out, bytes.Repeat(data[i:i+1], 257-n)...)
			i++
		}
	}
	return out
}

// unLZW undoes LZW as PDF has it (7.4.4): codes of 9 to 12 bits, the high bit first.
func unLZW(data []byte, early int) []byte {
	const clearCode, stopCode = 256, 257
	type entry struct {
		before int
		last   byte
		length int
	}
	table := make([]entry, 258, 4096)
	for i := range 256 {
		table[i] = entry{-1, byte(i), 1}
	}
	var out []byte
	width, bits, have, previous := 9, 0, 0, -1
	write := func(code int) byte {
		n := table[code].length
		out = append(out, make([]byte, n)...)
		for at := len(out) - 1; code >= 0; at-- {
			out[at] = table[code].last
			code = table[code].before
		}
		return out[len(out)-n]
	}
	for _, c := range data {
		bits, have = bits<<8|int(c), have+8
		if have < width {
			continue
		}
		code := bits >> (have - width) & (1<<width - 1)
		have -= width
		bits &= 1<<have - 1
		switch {
		case code == clearCode:
			table, width, previous = table[:258], 9, -1
			continue
		case code == stopCode || code > len(table) || len(out) > maxExpanded || code == len(table) && previous < 0:
			return out
		case previous < 0:
			write(code)
		case code < len(table):
			first := write(code)
			table = append(table, entry{previous, first, table[previous].length + 1})
		default:
			first := write(previous)
			out = append(out, first)
			table = append(table, entry{previous, first, table[previous].length + 1})
		}
		previous = code
		if n := len(table) + early; n >= 1<<width && width < 12 {
			width++
		}
		if len(table) >= 4096 {
			table = table[:4095]
		}
	}
	return out
}

// unpredict undoes the predictors of 7.4.4.4.
func (f *File) unpredict(data []byte, p Dict) []byte {
	kind := int(f.num(p["Predictor"]))
	if kind < 2 {
		return data
	}
	atLeast := func(v any, least int) int { return min(max(int(f.num(v)), least), 1<<16) }
	colors, bitsEach, columns := atLeast(p["Colors"], 1), 8, atLeast(p["Columns"], 1)
	if b := int(f.num(p["BitsPerComponent"])); b > 0 && b <= 16 {
		bitsEach = b
	}
	pixel := max(1, colors*bitsEach/8)
	row := (colors*bitsEach*columns + 7) / 8
	if kind == 2 {
		for start := 0; bitsEach == 8 && start < len(data); start += row {
			for i := start + pixel; i < min(start+row, len(data)); i++ {
				data[i] += data[i-pixel]
			}
		}
		return data
	}
	return unPNG(data, row, pixel)
}

func unPNG(data []byte, row, pixel int) []byte {
	out := make([]byte, 0, len(data))
	before := make([]byte, row)
	for len(data) > 0 {
		filter := data[0]
		line := bytes.Clone(data[1:min(row+1, len(data))])
		data = data[min(row+1, len(data)):]
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], before[i-pixel]
			}
			switch filter {
			case 1:
				line[i] += left
			case 2:
				line[i] += before[i]
			case 3:
				line[i] += byte((int(left) + int(before[i])) / 2)
			case 4:
				line[i] += paeth(left, before[i], corner)
			}
		}
		out = append(out, line...)
		copy(before, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	distance := func(x byte) int { return max(p-int(x), int(x)-p) }
	switch {
	case distance(a) <= distance(b) && distance(a) <= distance(c):
		return a
	case distance(b) <= distance(c):
		return b
	}
	return c
}
