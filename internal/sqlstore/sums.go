package sqlstore

import (
	"encoding/binary"
	"slices"
)

// sum is how many things are alike: the values of its columns, and the hour of the
// day, 0 where hours are not told apart.
type sum struct {
	hour   int
	values []string
	n      int64
}

// encodeSums packs sums, a column at a time: the different values of each, then for
// each sum the place of its value. So a facet is counted, and a filter held against
// it, by going over a row of small numbers.
func encodeSums(columns int, sums []sum) []byte {
	b := binary.AppendUvarint(nil, uint64(len(sums)))
	for c := range columns {
		values := make([]string, len(sums))
		for i, s := range sums {
			values[i] = s.values[c]
		}
		slices.Sort(values)
		values = slices.Compact(values)
		places := map[string]uint64{}
		b = binary.AppendUvarint(b, uint64(len(values)))
		for i, v := range values {
			places[v] = uint64(i)
			b = append(binary.AppendUvarint(b, uint64(len(v))), v...)
		}
		b = appendNumbers(b, sums, func(s sum) uint64 { return places[s.values[c]] })
	}
	b = appendNumbers(b, sums, func(s sum) uint64 { return uint64(s.hour) })
	return appendNumbers(b, sums, func(s sum) uint64 { return uint64(s.n) })
}

// appendNumbers packs a number of each sum, all of the same width in bytes, which
// comes first: 0 where all are 0.
func appendNumbers(b []byte, sums []sum, number func(sum) uint64) []byte {
	most := uint64(0)
	for _, s := range sums {
		most = max(most, number(s))
	}
	width := 0
	for most>>(8*width) > 0 {
		width = max(1, 2*width)
	}
	b = append(b, byte(width))
	for _, s := range sums {
		var eight [8]byte
		binary.LittleEndian.PutUint64(eight[:], number(s))
		b = append(b, eight[:width]...)
	}
	return b
}

// numbers are packed numbers.
type numbers struct {
	width int
	data  []byte
}

func (n numbers) at(i int32) uint64 {
	switch n.width {
	case 0:
		return 0
	case 1:
		return uint64(n.data[i])
	case 2:
		return uint64(binary.LittleEndian.Uint16(n.data[2*int(i):]))
	case 4:
		return uint64(binary.LittleEndian.Uint32(n.data[4*int(i):]))
	}
	return binary.LittleEndian.Uint64(n.data[8*int(i):])
}

// packedSums reads what encodeSums wrote.
type packedSums struct {
	size   int
	values [][]string
	places []numbers
	hours  numbers
	counts numbers
}

// unpackSums reads sums of so many columns. What it returns uses b.
func unpackSums(columns int, b []byte) (packedSums, error) {
	r := sumReader{left: b}
	p := packedSums{size: r.size()}
	for range columns {
		values := make([]string, r.size())
		for i := range values {
			values[i] = r.text()
		}
		p.values, p.places = append(p.values, values), append(p.places, r.numbers(p.size))
	}
	p.hours, p.counts = r.numbers(p.size), r.numbers(p.size)
	if r.damaged {
		return packedSums{}, storeError(errDamaged)
	}
	return p, nil
}

// sumReader reads pieces of packed sums.
type sumReader struct {
	left    []byte
	damaged bool
}

// size reads how many things follow, each of which takes a byte at least.
func (r *sumReader) size() int {
	n, size := binary.Uvarint(r.left)
	if size <= 0 || n > uint64(len(r.left)-size) {
		r.damaged = true
		return 0
	}
	r.left = r.left[size:]
	return int(n)
}

func (r *sumReader) text() string {
	n := r.size()
	text := string(r.left[:n])
	r.left = r.left[n:]
	return text
}

func (r *sumReader) numbers(n int) numbers {
	if len(r.left) == 0 {
		r.damaged = true
		return numbers{}
	}
	width := int(r.left[0])
	if width&(width-1) != 0 || width > 8 || len(r.left)-1 < n*width {
		r.damaged = true
		return numbers{}
	}
	data := r.left[1 : 1+n*width]
	r.left = r.left[1+n*width:]
	return numbers{width, data}
}

// sumFilter says of each column which values count; nil is all.
type sumFilter []func(value string) bool

// passes holds the filter against values, of which there may be fewer.
func (f sumFilter) passes(values []string) bool {
	for i, v := range values {
		if f[i] != nil && !f[i](v) {
			return false
		}
	}
	return true
}

// find lists the sums that pass the filter.
func (p packedSums) find(f sumFilter) ([]int32, error) {
	passes := make([][]bool, len(p.values))
	for c, values := range p.values {
		if f[c] == nil {
			continue
		}
		passes[c] = make([]bool, len(values))
		for i, v := range values {
			passes[c][i] = f[c](v)
		}
		if !slices.Contains(passes[c], true) {
			return nil, nil
		}
	}
	rows := make([]int32, p.size)
	for i := range rows {
		rows[i] = int32(i)
	}
	for c, pass := range passes {
		if pass == nil {
			continue
		}
		kept := rows[:0]
		for _, row := range rows {
			place := p.places[c].at(row)
			if place >= uint64(len(pass)) {
				return nil, storeError(errDamaged)
			}
			if pass[place] {
				kept = append(kept, row)
			}
		}
		rows = kept
	}
	return rows, nil
}

// inHours are those of the rows in the hours [first, last).
func (p packedSums) inHours(rows []int32, first, last int) []int32 {
	return slices.DeleteFunc(rows, func(row int32) bool {
		hour := p.hours.at(row)
		return hour < uint64(max(first, 0)) || hour >= uint64(max(last, 0))
	})
}

// byHour adds the rows up by the hour.
func (p packedSums) byHour(rows []int32) (hours [hoursOfDay]int64, err error) {
	for _, row := range rows {
		hour := p.hours.at(row)
		if hour >= hoursOfDay {
			return hours, storeError(errDamaged)
		}
		hours[hour] += int64(p.counts.at(row))
	}
	return hours, nil
}

// total adds the rows up.
func (p packedSums) total(rows []int32) (n int64) {
	for _, row := range rows {
		n += int64(p.counts.at(row))
	}
	return n
}

// count adds the rows to the counts of each column by value.
func (p packedSums) count(rows []int32, into []map[string]int64) error {
	amounts := make([]int64, len(rows))
	for i, row := range rows {
		amounts[i] = int64(p.counts.at(row))
	}
	for c, values := range p.values {
		counts := make([]int64, max(len(values), 1<<8))
		places := p.places[c]
		switch {
		case places.width == 1 && len(rows) == p.size: // most are so: worth being quick about
			for i, place := range places.data {
				counts[place] += amounts[i]
			}
		case places.width == 1:
			for i, row := range rows {
				counts[places.data[row]] += amounts[i]
			}
		default:
			for i, row := range rows {
				place := places.at(row)
				if place >= uint64(len(counts)) {
					return storeError(errDamaged)
				}
				counts[place] += amounts[i]
			}
		}
		for place, n := range counts {
			if n == 0 {
				continue
			}
			if place >= len(values) {
				return storeError(errDamaged)
			}
			into[c][values[place]] += n
		}
	}
	return nil
}
