package sqlstore

import (
	"encoding/binary"
	"slices"
)

// sumColumns is how many facets an event has; see eventFacets.
const sumColumns = 8

// eventSum is how many events of an hour are alike. In the sums of a whole day Hour
// is 0.
type eventSum struct {
	hour   int
	values [sumColumns]string // in the order of eventFacets
	n      int64
}

// encodeSums packs sums: for each column its different values, then a record for
// each sum, with the places of its values. All numbers are unsigned varints.
func encodeSums(sums []eventSum) []byte {
	var b []byte
	var places [sumColumns]map[string]int
	for c := range places {
		var values []string
		for _, s := range sums {
			values = append(values, s.values[c])
		}
		slices.Sort(values)
		values = slices.Compact(values)
		places[c] = map[string]int{}
		b = binary.AppendUvarint(b, uint64(len(values)))
		for i, v := range values {
			places[c][v] = i
			b = append(binary.AppendUvarint(b, uint64(len(v))), v...)
		}
	}
	for _, s := range sums {
		b = binary.AppendUvarint(b, uint64(s.hour))
		for c, v := range s.values {
			b = binary.AppendUvarint(b, uint64(places[c][v]))
		}
		b = binary.AppendUvarint(b, uint64(s.n))
	}
	return b
}

// packedSums reads what encodeSums wrote.
type packedSums struct {
	values  [sumColumns][]string
	records []byte
}

func unpackSums(b []byte) (p packedSums, err error) {
	for c := range p.values {
		n, size := binary.Uvarint(b)
		if size <= 0 || n > uint64(len(b)) {
			return p, storeError(errDamaged)
		}
		b = b[size:]
		p.values[c] = make([]string, n)
		for i := range p.values[c] {
			length, size := binary.Uvarint(b)
			if size <= 0 || length > uint64(len(b)-size) {
				return p, storeError(errDamaged)
			}
			p.values[c][i] = string(b[size : size+int(length)])
			b = b[size+int(length):]
		}
	}
	p.records = b
	return p, nil
}

// sumFilter says of each column which values count; nil is all.
type sumFilter [sumColumns]func(value string) bool

// each calls visit for the sums that pass the filter, with the places of their
// values.
func (p packedSums) each(f sumFilter, visit func(hour int, places *[sumColumns]int, n int64)) error {
	var passes [sumColumns][]bool
	for c, values := range p.values {
		passes[c] = make([]bool, len(values))
		any := false
		for i, v := range values {
			passes[c][i] = f[c] == nil || f[c](v)
			any = any || passes[c][i]
		}
		if !any {
			return nil
		}
	}
	var places [sumColumns]int
	for b := p.records; len(b) > 0; {
		hour, size := uvarint(b)
		b = b[size:]
		pass := true
		for c := range places {
			v, size := uvarint(b)
			b = b[size:]
			if size == 0 || v >= uint64(len(passes[c])) {
				return storeError(errDamaged)
			}
			places[c] = int(v)
			pass = pass && passes[c][v]
		}
		n, size := uvarint(b)
		if size == 0 || hour > 23 {
			return storeError(errDamaged)
		}
		b = b[size:]
		if pass {
			visit(int(hour), &places, int64(n))
		}
	}
	return nil
}

// uvarint is binary.Uvarint that is quick for one byte and for two; size is 0 for what
// is none.
func uvarint(b []byte) (v uint64, size int) {
	if len(b) > 0 && b[0] < 0x80 {
		return uint64(b[0]), 1
	}
	if len(b) > 1 && b[1] < 0x80 {
		return uint64(b[0]&0x7f) | uint64(b[1])<<7, 2
	}
	v, size = binary.Uvarint(b)
	return v, max(size, 0)
}
