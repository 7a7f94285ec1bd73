package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"sort"
)

// Of the WebAssembly binary format (core specification 2.0, section 5.5).
const (
	head             = "\x00asm\x01\x00\x00\x00"
	dataSection      = 11
	dataCountSection = 12
	opI32Const       = 0x41
	opEnd            = 0x0b
)

var errModule = errors.New("not a module that the Go linker wrote")

type section struct {
	id   byte
	body []byte
}

// readSections splits a module; the count of data segments, which is optional, is left out.
func readSections(b []byte) ([]section, error) {
	rest, ok := bytes.CutPrefix(b, []byte(head))
	var list []section
	for ok && len(rest) > 0 {
		id := rest[0]
		n, size := binary.Uvarint(rest[1:])
		if size <= 0 || n > uint64(len(rest)-1-size) {
			return nil, errModule
		}
		if id != dataCountSection {
			list = append(list, section{id, rest[1+size : 1+size+int(n)]})
		}
		rest = rest[1+size+int(n):]
	}
	if !ok {
		return nil, errModule
	}
	return list, nil
}

func writeSections(list []section) []byte {
	out := []byte(head)
	for _, s := range list {
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

// readData lays the active segments of memory 0 out as they will lie in memory.
func readData(b []byte) (base int, image []byte, err error) {
	type segment struct {
		at   int
		data []byte
	}
	n, size := binary.Uvarint(b)
	b = b[max(size, 0):]
	var list []segment
	for range n {
		if len(b) < 2 || b[0] != 0 || b[1] != opI32Const {
			return 0, nil, errModule
		}
		at, used := signed(b[2:])
		b = b[2+used:]
		if len(b) == 0 || b[0] != opEnd {
			return 0, nil, errModule
		}
		length, used := binary.Uvarint(b[1:])
		if used <= 0 || length > uint64(len(b)-1-used) {
			return 0, nil, errModule
		}
		list = append(list, segment{at, b[1+used : 1+used+int(length)]})
		b = b[1+used+int(length):]
	}
	if len(list) == 0 {
		return 0, nil, errModule
	}
	sort.Slice(list, func(i, j int) bool { return list[i].at < list[j].at })
	base = list[0].at
	for _, s := range list {
		if s.at-base < len(image) {
			return 0, nil, errModule
		}
		image = append(image, make([]byte, s.at-base-len(image))...)
		image = append(image, s.data...)
	}
	return base, image, nil
}

// gap is the least run of zeros that is worth a new segment: short ones compress better.
const gap = 1024

// writeData writes the image in segments, without its runs of zeros.
func writeData(base int, image []byte) []byte {
	var body []byte
	count := uint64(0)
	for at := 0; at < len(image); {
		if image[at] == 0 {
			at++
			continue
		}
		end, zeros := at, 0
		for i := at; i < len(image) && zeros < gap; i++ {
			if image[i] == 0 {
				zeros++
				continue
			}
			end, zeros = i+1, 0
		}
		body = append(body, 0, opI32Const)
		body = appendSigned(body, base+at)
		body = append(body, opEnd)
		body = binary.AppendUvarint(body, uint64(end-at))
		body = append(body, image[at:end]...)
		count++
		at = end
	}
	return append(binary.AppendUvarint(nil, count), body...)
}

// signed reads a signed LEB128 number, which is not the varint of encoding/binary.
func signed(b []byte) (value, size int) {
	shift := 0
	for i, c := range b {
		value |= int(c&0x7f) << shift
		shift += 7
		if c&0x80 == 0 {
			if c&0x40 != 0 {
				value |= -1 << shift
			}
			return value, i + 1
		}
	}
	return 0, len(b)
}

func appendSigned(b []byte, v int) []byte {
	for {
		c := byte(v & 0x7f)
		v >>= 7
		if v == 0 && c&0x40 == 0 || v == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
