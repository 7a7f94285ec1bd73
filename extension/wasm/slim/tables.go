package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The table of functions as package runtime of Go 1.20 and later reads it
// (runtime/symtab.go): pcHeader, then name, file and pc tables, then the functions.
const (
	pcMagic   = 0xfffffff1
	wordSize  = 8
	inlTree   = 2 // index of PCDATA_InlTreeIndex
	funcSize  = 44
	headWords = 8
)

var errTables = errors.New("the table of functions is not of the known form")

type tables struct {
	all                                 []byte
	funcs                               int
	names, units, files, pcs, functions int
}

// stripTables clears what tells names, files and lines.
func stripTables(image []byte) error {
	t, err := findTables(image)
	if err != nil {
		return err
	}
	used := make([]bool, t.functions-t.pcs)
	for i := range t.funcs {
		f, err := t.function(i)
		if err != nil {
			return err
		}
		put(f, 1, 0) // nameOff
		put(f, 5, 0) // pcfile
		put(f, 6, 0) // pcln
		put(f, 8, 0) // cuOffset
		put(f, 9, 0) // startLine
		t.mark(used, word(f, 4))
		for n := range int(word(f, 7)) {
			at := funcSize/4 + n
			if n == inlTree {
				put(f, at, 0)
			}
			t.mark(used, word(f, at))
		}
	}
	clear(t.all[t.names:t.pcs])
	for i, u := range used {
		if !u {
			t.all[t.pcs+i] = 0
		}
	}
	return nil
}

func findTables(image []byte) (tables, error) {
	magic := binary.LittleEndian.AppendUint32(nil, pcMagic)
	magic = append(magic, 0, 0, 1, wordSize)
	at := bytes.Index(image, magic)
	if at < 0 || bytes.Contains(image[at+1:], magic) || len(image)-at < (1+headWords)*wordSize {
		return tables{}, errTables
	}
	t := tables{all: image[at:]}
	field := func(i int) int { return int(binary.LittleEndian.Uint64(t.all[wordSize*(1+i):])) }
	t.funcs, t.names, t.units, t.files, t.pcs, t.functions = field(0), field(3), field(4), field(5), field(6), field(7)
	ordered := t.names >= (1+headWords)*wordSize && t.names <= t.units && t.units <= t.files && t.files <= t.pcs && t.pcs < t.functions
	if !ordered || t.functions+8*t.funcs+4 > len(t.all) {
		return tables{}, errTables
	}
	return t, nil
}

// function is the record of function i, with what follows it.
func (t *tables) function(i int) ([]byte, error) {
	offset := int(binary.LittleEndian.Uint32(t.all[t.functions+8*i+4:]))
	start := t.functions + offset
	if start+funcSize > len(t.all) {
		return nil, errTables
	}
	f := t.all[start:]
	if n := int(word(f, 7)); n > 8 || funcSize+4*n > len(f) {
		return nil, errTables
	}
	return f, nil
}

// mark notes a table of pcs as used: pairs of varints up to a zero.
func (t *tables) mark(used []bool, offset uint32) {
	i := int(offset)
	if i == 0 || i >= len(used) {
		return
	}
	for first := true; i < len(used); first = false {
		if t.all[t.pcs+i] == 0 && !first {
			used[i] = true
			return
		}
		for range 2 {
			for i < len(used) && t.all[t.pcs+i]&0x80 != 0 {
				used[i] = true
				i++
			}
			if i < len(used) {
				used[i] = true
			}
			i++
		}
	}
}

func word(f []byte, i int) uint32 { return binary.LittleEndian.Uint32(f[4*i:]) }

func put(f []byte, i int, v uint32) { binary.LittleEndian.PutUint32(f[4*i:], v) }
