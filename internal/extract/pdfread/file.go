package pdfread

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// The ways in which a file cannot be read.
var (
	ErrBroken    = errors.New("not a PDF file")
	ErrEncrypted = errors.New("encrypted PDF file")
	ErrTooLarge  = errors.New("PDF file too large")
)

// maxObjects bounds what a file may hold, maxSteps the operators of all its pages.
const (
	maxObjects = 400_000
	maxSteps   = 20_000_000
)

// File is a PDF file in memory.
type File struct {
	objects map[int]any
	trailer Dict
	// counted bounds what is unpacked.
	counted func(io.Reader) io.Reader
	steps   int
	fonts   map[ref]*font
}

// Open reads the objects of a file. Counted wraps what unpacks data, and makes reading
// fail with ErrTooLarge when it is too much.
func Open(data []byte, counted func(io.Reader) io.Reader) (*File, error) {
	f := &File{objects: map[int]any{}, trailer: Dict{}, counted: counted, fonts: map[ref]*font{}}
	if err := f.scan(data); err != nil {
		return nil, err
	}
	if len(f.objects) == 0 {
		return nil, ErrBroken
	}
	if _, locked := f.trailer["Encrypt"]; locked {
		return nil, ErrEncrypted
	}
	return f, nil
}

// scan goes through the file once, from object to object.
func (f *File) scan(data []byte) error {
	var packed []*Stream
	for at := 0; ; {
		i := bytes.Index(data[at:], []byte("obj"))
		t := bytes.Index(data[at:], []byte("trailer"))
		if t >= 0 && (i < 0 || t < i) {
			l := lexer{b: data, at: at + t + len("trailer")}
			if d, ok := l.value().(Dict); ok {
				f.merge(d)
			}
			at = max(l.at, at+t+len("trailer"))
			continue
		}
		if i < 0 {
			break
		}
		id, ok := idBefore(data, at+i)
		at += i + len("obj")
		if !ok {
			continue
		}
		l := lexer{b: data, at: at}
		v := l.value()
		if d, ok := v.(Dict); ok {
			if s := f.stream(d, &l); s != nil {
				v = s
				switch d["Type"] {
				case Name("XRef"):
					f.merge(d)
				case Name("ObjStm"):
					packed = append(packed, s)
				}
			}
		}
		f.objects[id] = v
		at = max(at, l.at)
		if len(f.objects) > maxObjects {
			return ErrTooLarge
		}
	}
	return f.unpack(packed)
}

// merge takes over what the trailer says; later ones say more.
func (f *File) merge(d Dict) {
	for _, key := range []Name{"Root", "Info", "Encrypt"} {
		if v, ok := d[key]; ok {
			f.trailer[key] = v
		}
	}
}

// idBefore reads the number of the object whose keyword stands at i: "12 0 obj".
func idBefore(data []byte, i int) (id int, ok bool) {
	back := func() (n int, found bool) {
		for i > 0 && spaces[data[i-1]] {
			i--
		}
		stop, unit := i, 1
		for i > 0 && data[i-1] >= '0' && data[i-1] <= '9' && stop-i < 8 {
			i--
			n += unit * int(data[i]-'0')
			unit *= 10
		}
		return n, i < stop
	}
	if _, found := back(); !found {
		return 0, false
	}
	return back()
}

// stream gives the data behind a table, nil when there are none.
func (f *File) stream(d Dict, l *lexer) *Stream {
	l.space()
	rest, ok := bytes.CutPrefix(l.b[min(l.at, len(l.b)):], []byte("stream"))
	if !ok {
		return nil
	}
	rest = bytes.TrimPrefix(bytes.TrimPrefix(rest, []byte("\r")), []byte("\n"))
	start := len(l.b) - len(rest)
	n := -1
	if length, ok := f.get(d["Length"]).(float64); ok && length >= 0 && int(length) <= len(rest) {
		after := bytes.TrimLeft(rest[int(length):min(int(length)+32, len(rest))], "\r\n \t")
		if bytes.HasPrefix(after, []byte("endstream")) || bytes.HasPrefix(after, []byte("endobj")) {
			n = int(length)
		}
	}
	if n < 0 {
		if n = bytes.Index(rest, []byte("endstream")); n < 0 {
			n = len(rest)
		}
	}
	l.at = start + n
	return &Stream{d, rest[:n]}
}

// unpack reads the objects that lie in streams (7.5.7). They do not replace what
// stands in the file itself.
func (f *File) unpack(packed []*Stream) error {
	if _, locked := f.trailer["Encrypt"]; locked {
		return ErrEncrypted
	}
	inStreams := map[int]bool{}
	for _, s := range packed {
		data, err := f.Data(s)
		if errors.Is(err, ErrTooLarge) {
			return err
		}
		n, first := int(f.num(s.Dict["N"])), int(f.num(s.Dict["First"]))
		if first < 0 || first > len(data) {
			continue
		}
		head := lexer{b: data[:first]}
		for range n {
			id, ok := head.value().(float64)
			offset, ok2 := head.value().(float64)
			if !ok || !ok2 || offset < 0 || first+int(offset) > len(data) {
				break
			}
			if _, there := f.objects[int(id)]; there && !inStreams[int(id)] {
				continue
			}
			inStreams[int(id)] = true
			l := lexer{b: data, at: first + int(offset)}
			f.objects[int(id)] = l.value()
			if len(f.objects) > maxObjects {
				return ErrTooLarge
			}
		}
	}
	return nil
}

// get follows a reference.
func (f *File) get(v any) any {
	for range 16 {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		v = f.objects[int(r)]
	}
	return nil
}

func (f *File) num(v any) float64 { n, _ := f.get(v).(float64); return n }
func (f *File) array(v any) Array { a, _ := f.get(v).(Array); return a }
func (f *File) name(v any) Name   { n, _ := f.get(v).(Name); return n }
func (f *File) text(v any) string { s, _ := f.get(v).(String); return s.Text() }

// dict is the table of v, that of a stream too.
func (f *File) dict(v any) Dict {
	switch v := f.get(v).(type) {
	case Dict:
		return v
	case *Stream:
		return v.Dict
	}
	return nil
}

// Objects are the numbers of all objects, in order.
func (f *File) Objects() []int {
	ids := make([]int, 0, len(f.objects))
	for id := range f.objects {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}
