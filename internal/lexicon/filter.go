package lexicon

import (
	"encoding/binary"
	"errors"
	"math/bits"
)

// Filter is a binary fuse filter of 8 bits (Graf and Lemire, 2022) over word
// hashes: about 9 bits a word, false positives 1 in 256. It holds the ordinary
// words of the language, which are too many for a Table.
type Filter struct {
	seed          uint64
	segment, span uint32 // length of a segment; number of segments that start one
	cells         []uint8
}

var errFilter = errors.New("not a filter")

const filterHeader = 16

// ReadFilter reads what Bytes wrote. The filter refers to data.
func ReadFilter(data []byte) (*Filter, error) {
	if len(data) < filterHeader {
		return nil, errFilter
	}
	f := &Filter{
		seed:    binary.LittleEndian.Uint64(data),
		segment: binary.LittleEndian.Uint32(data[8:]),
		span:    binary.LittleEndian.Uint32(data[12:]),
		cells:   data[filterHeader:],
	}
	if bits.OnesCount32(f.segment) != 1 || uint64(len(f.cells)) != uint64(f.segment)*(uint64(f.span)+2) {
		return nil, errFilter
	}
	return f, nil
}

// Bytes is the stored form.
func (f *Filter) Bytes() []byte {
	out := binary.LittleEndian.AppendUint64(nil, f.seed)
	out = binary.LittleEndian.AppendUint32(out, f.segment)
	out = binary.LittleEndian.AppendUint32(out, f.span)
	return append(out, f.cells...)
}

// Has tells whether the word with hash h is in the set; wrongly so for 1 in 256
// of the others. A nil filter holds nothing.
func (f *Filter) Has(h uint64) bool {
	if f == nil {
		return false
	}
	h = remix(h, f.seed)
	a, b, c := f.places(h)
	return fingerprint(h) == f.cells[a]^f.cells[b]^f.cells[c]
}

func remix(h, seed uint64) uint64 {
	h += seed
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

func fingerprint(h uint64) uint8 { return uint8(h ^ h>>32) }

// places are the three cells of a hash, in three segments that follow one another.
func (f *Filter) places(h uint64) (a, b, c uint32) {
	hi, _ := bits.Mul64(h, uint64(f.span)*uint64(f.segment))
	mask := f.segment - 1
	a = uint32(hi)
	b = a + f.segment
	c = b + f.segment
	b ^= uint32(h>>18) & mask
	c ^= uint32(h) & mask
	return a, b, c
}

// BuildFilter makes the filter of the hashes. The same hashes give the same
// bytes. Doubles are left out.
func BuildFilter(hashes []uint64) (*Filter, error) {
	keys := dedupe(hashes)
	f := &Filter{segment: segmentLength(len(keys))}
	f.span = max(1, (uint32(float64(len(keys))*1.14)+f.segment-1)/f.segment)
	for try := range 64 {
		f.seed = remix(uint64(try)+1, 0x9e3779b97f4a7c15)
		f.cells = make([]uint8, f.segment*(f.span+2))
		if f.fill(keys) {
			return f, nil
		}
		if try%8 == 7 {
			f.span += f.span/16 + 1
		}
	}
	return nil, errors.New("no filter found for these words")
}

func dedupe(hashes []uint64) []uint64 {
	seen := make(map[uint64]struct{}, len(hashes))
	keys := make([]uint64, 0, len(hashes))
	for _, h := range hashes {
		if _, twice := seen[h]; !twice {
			seen[h] = struct{}{}
			keys = append(keys, h)
		}
	}
	return keys
}

func segmentLength(n int) uint32 {
	length := uint32(4)
	for uint64(length)*uint64(length)*uint64(length) < uint64(n)*uint64(n)/8 && length < 1<<14 {
		length *= 2
	}
	return length
}

// fill peels the keys off cells that only one key uses, then sets the cells in
// the opposite order. It fails when some keys cannot be peeled.
func (f *Filter) fill(keys []uint64) bool {
	counts := make([]uint32, len(f.cells))
	sums := make([]uint64, len(f.cells))
	for _, k := range keys {
		h := remix(k, f.seed)
		a, b, c := f.places(h)
		for _, at := range [3]uint32{a, b, c} {
			counts[at]++
			sums[at] ^= h
		}
	}
	var queue []uint32
	for at := range counts {
		if counts[at] == 1 {
			queue = append(queue, uint32(at))
		}
	}
	type peeled struct {
		hash uint64
		cell uint32
	}
	order := make([]peeled, 0, len(keys))
	for len(queue) > 0 {
		at := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if counts[at] != 1 {
			continue
		}
		h := sums[at]
		order = append(order, peeled{h, at})
		a, b, c := f.places(h)
		for _, other := range [3]uint32{a, b, c} {
			counts[other]--
			sums[other] ^= h
			if counts[other] == 1 {
				queue = append(queue, other)
			}
		}
	}
	if len(order) != len(keys) {
		return false
	}
	for i := len(order) - 1; i >= 0; i-- {
		h := order[i].hash
		a, b, c := f.places(h)
		f.cells[order[i].cell] = fingerprint(h) ^ f.cells[a] ^ f.cells[b] ^ f.cells[c] ^ f.cells[order[i].cell]
	}
	return true
}
