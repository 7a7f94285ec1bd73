package rule

import (
	"encoding/binary"
	"errors"
	"math"

	"dijkwacht/internal/lexicon"
)

// storedHead marks the stored form; its last byte is the version.
const storedHead = "dijkwacht-pack\x01"

var errStored = errors.New("not a stored pack")

// Store is the source in one piece, for a reader without files or YAML. The texts
// that test rules, and the origin of lists, are left out. Entries of a list share the
// letters that they begin with, so that sorted lists are short.
func (src *Source) Store() []byte {
	w := writer(storedHead)
	w.text(src.Version)
	w.number(uint64(len(src.Rules)))
	for i := range src.Rules {
		src.Rules[i].visit(&w)
	}
	w.number(uint64(len(src.Lists)))
	for i := range src.Lists {
		l := &src.Lists[i]
		w.number(uint64(l.Class))
		w.text(l.Type)
		w.number(uint64(len(l.Entries)))
		w.entries(l.Entries)
	}
	w.text(string(src.Tagger))
	w.text(string(src.CommonWords))
	return w
}

// ReadStored reads what Store wrote. The source refers to data.
func ReadStored(data []byte) (Source, error) {
	r := reader{data: data}
	if string(r.take(uint64(len(storedHead)))) != storedHead {
		return Source{}, errStored
	}
	src := Source{Version: r.string(), Checked: true}
	src.Rules = make([]Rule, r.count())
	for i := range src.Rules {
		src.Rules[i].visit(&r)
	}
	src.Lists = make([]lexicon.List, r.count())
	for i := range src.Lists {
		r.list(&src.Lists[i])
	}
	src.Tagger, src.CommonWords = r.take(r.uint()), r.take(r.uint())
	if r.failed || len(r.data) > 0 {
		return Source{}, errStored
	}
	return src, nil
}

// entries writes, for each, how many bytes it shares with the one before, and the
// rest. No byte of an entry is below listEnd, so that the next count ends it.
func (w *writer) entries(list []string) {
	before := ""
	for _, e := range list {
		n := min(shared(before, e), listEnd-1)
		*w = append(append(*w, byte(n)), e[n:]...)
		before = e
	}
	*w = append(*w, listEnd)
}

// listEnd stands after a list; what is below it are counts.
const listEnd = 0x1f

// list reads what entries wrote. All entries lie in one string: a string of its own for
// each would cost more than reading it.
func (r *reader) list(l *lexicon.List) {
	l.Class, l.Type = lexicon.Class(r.uint()), r.string()
	ends := make([]uint32, r.count())
	all := make([]byte, 0, 12*len(ends))
	start := 0
	for i := range ends {
		n := r.take(1)
		if n == nil || int(n[0]) > len(all)-start || n[0] == listEnd {
			r.failed = true
			return
		}
		before := start
		start = len(all)
		all = append(all, all[before:before+int(n[0])]...)
		end := 0
		for end < len(r.data) && r.data[end] > listEnd {
			end++
		}
		all = append(all, r.data[:end]...)
		r.data = r.data[end:]
		ends[i] = uint32(len(all))
	}
	if end := r.take(1); end == nil || end[0] != listEnd {
		r.failed = true
		return
	}
	l.Entries = pieces(string(all), ends)
}

// pieces are the parts of s that end there.
func pieces(s string, ends []uint32) []string {
	list := make([]string, len(ends))
	start := uint32(0)
	for i, end := range ends {
		list[i] = s[start:end]
		start = end
	}
	return list
}

// shared is how many bytes a and b begin with alike.
func shared(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// codec writes or reads the fields of a rule, in one order for both.
type codec interface {
	str(*string)
	strs(*[]string)
	num(*int)
	nums(*[]int)
	score(*float64)
	kind(*uint8)
}

// visit goes through the fields that finding needs.
func (r *Rule) visit(c codec) {
	for _, s := range []*string{&r.ID, &r.Label.NL, &r.Label.EN, &r.Validator, &r.Params.Pattern, &r.Params.Charset} {
		c.str(s)
	}
	c.kind((*uint8)(&r.Type))
	c.str((*string)(&r.Matcher))
	c.num(&r.Params.Min)
	c.num(&r.Params.Max)
	c.nums(&r.Params.Lengths)
	for _, list := range []*[]string{
		&r.Params.Prefixes, &r.Params.Suffixes, &r.Params.Words, &r.Cues.Left, &r.Cues.Right, &r.Cues.Near, &r.Cues.Column, &r.Cues.Key, &r.AntiCues,
	} {
		c.strs(list)
	}
	for _, f := range []*float64{
		&r.Params.Entropy, &r.Scores.Bare, &r.Scores.Valid, &r.Scores.Near, &r.Scores.NearValid, &r.Scores.Cue, &r.Scores.CueValid,
	} {
		c.score(f)
	}
}

type writer []byte

func (w *writer) number(n uint64)  { *w = binary.AppendUvarint(*w, n) }
func (w *writer) text(s string)    { w.number(uint64(len(s))); *w = append(*w, s...) }
func (w *writer) str(s *string)    { w.text(*s) }
func (w *writer) num(n *int)       { *w = binary.AppendVarint(*w, int64(*n)) }
func (w *writer) score(f *float64) { *w = binary.LittleEndian.AppendUint64(*w, math.Float64bits(*f)) }
func (w *writer) kind(k *uint8)    { *w = append(*w, *k) }

func (w *writer) strs(list *[]string) {
	w.number(uint64(len(*list)))
	for _, s := range *list {
		w.text(s)
	}
}

func (w *writer) nums(list *[]int) {
	w.number(uint64(len(*list)))
	for _, n := range *list {
		w.num(&n)
	}
}

// reader reads from data. After a failure it gives zeros.
type reader struct {
	data   []byte
	failed bool
}

func (r *reader) take(n uint64) []byte {
	if r.failed || n > uint64(len(r.data)) {
		r.failed = true
		return nil
	}
	b := r.data[:n:n]
	r.data = r.data[n:]
	return b
}

func (r *reader) uint() uint64 {
	n, size := binary.Uvarint(r.data)
	if size <= 0 {
		r.failed = true
		return 0
	}
	r.data = r.data[size:]
	return n
}

// count is a number of things that take a byte or more each.
func (r *reader) count() int {
	n := r.uint()
	if n > uint64(len(r.data)) {
		r.failed = true
		return 0
	}
	return int(n)
}

func (r *reader) string() string { return string(r.take(r.uint())) }

func (r *reader) str(s *string) { *s = r.string() }

func (r *reader) num(n *int) {
	v, size := binary.Varint(r.data)
	if size <= 0 {
		r.failed = true
		return
	}
	r.data = r.data[size:]
	*n = int(v)
}

func (r *reader) score(f *float64) {
	if b := r.take(8); b != nil {
		*f = math.Float64frombits(binary.LittleEndian.Uint64(b))
	}
}

func (r *reader) kind(k *uint8) {
	if b := r.take(1); b != nil {
		*k = b[0]
	}
}

func (r *reader) strs(list *[]string) {
	n := r.count()
	if n == 0 {
		return
	}
	var all []byte
	ends := make([]uint32, n)
	for i := range ends {
		all = append(all, r.take(r.uint())...)
		ends[i] = uint32(len(all))
	}
	*list = pieces(string(all), ends)
}

func (r *reader) nums(list *[]int) {
	n := r.count()
	if n == 0 {
		return
	}
	*list = make([]int, n)
	for i := range *list {
		r.num(&(*list)[i])
	}
}
