package pdfread

import "sort"

// cmap tells the characters of codes (9.10.3).
type cmap struct {
	single map[int]string
	ranges []codeRange
}

type codeRange struct {
	low, high int
	to        string
	list      Array
}

// maxRanges bounds the ranges of one font.
const maxRanges = 70_000

func readCMap(data []byte) *cmap {
	m := &cmap{single: map[int]string{}}
	l := lexer{b: data}
	var args Array
	for {
		v := l.value()
		word, ok := v.(keyword)
		if !ok {
			if args = append(args, v); len(args) > 4*maxRanges {
				break
			}
			continue
		}
		switch word {
		case end:
			sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].low < m.ranges[j].low })
			return m
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				from, ok := args[i].(String)
				to, ok2 := args[i+1].(String)
				if ok && ok2 {
					m.single[codeOf(from)] = wide(string(to))
				}
			}
		case "endbfrange":
			m.addRanges(args)
		}
		args = args[:0]
	}
	return m
}

func (m *cmap) addRanges(args Array) {
	for i := 0; i+2 < len(args) && len(m.ranges) < maxRanges; i += 3 {
		low, ok := args[i].(String)
		high, ok2 := args[i+1].(String)
		if !ok || !ok2 {
			continue
		}
		r := codeRange{low: codeOf(low), high: codeOf(high)}
		switch to := args[i+2].(type) {
		case String:
			r.to = wide(string(to))
		case Array:
			r.list = to
		}
		m.ranges = append(m.ranges, r)
	}
}

func codeOf(s String) int {
	n := 0
	for i := range min(len(s), 4) {
		n = n<<8 | int(s[i])
	}
	return n
}

// find gives the text of a code.
func (m *cmap) find(code, _ int) (string, bool) {
	if s, ok := m.single[code]; ok {
		return s, true
	}
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].low > code }) - 1
	if i < 0 || code > m.ranges[i].high {
		return "", false
	}
	r := &m.ranges[i]
	by := code - r.low
	if r.list != nil {
		if by < len(r.list) {
			if s, ok := r.list[by].(String); ok {
				return wide(string(s)), true
			}
		}
		return "", false
	}
	runes := []rune(r.to)
	if len(runes) == 0 {
		return "", true
	}
	runes[len(runes)-1] += rune(by)
	return string(runes), true
}
