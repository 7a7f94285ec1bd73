package extract

import (
	"errors"
	"net/url"
	"strings"
)

// wordKinds tells by the name of a file what it holds; "" for what holds no text.
func wordKind(name string) Kind {
	base, ok := strings.CutPrefix(name, "word/")
	if !ok || !strings.HasSuffix(strings.TrimRight(base, "'"), ".xml") {
		return ""
	}
	for prefix, kind := range map[string]Kind{
		"document": Body, "header": Headers, "footer": Headers, "footnotes": Notes, "endnotes": Notes, "comments": Comments,
		"charts/": Body, "diagrams/": Body, "glossary/document": Hidden, "people": Metadata,
	} {
		if strings.HasPrefix(base, prefix) {
			return kind
		}
	}
	return ""
}

// word reads a document of Word.
func (p *folder) word() error {
	for _, name := range p.names {
		kind := wordKind(name)
		if kind == "" {
			continue
		}
		text := newFlow(kind)
		if err := errors.Join(p.xml(name, text.visitor()), text.add(p.c, 0)); err != nil {
			return err
		}
	}
	return p.rest(func(name string) bool { return wordKind(name) != "" })
}

// flow reads text in the markup of Word and PowerPoint, whose names for text,
// paragraphs and tables are alike.
type flow struct {
	runs
	kind Kind
	// now is the kind of the run that is read; hidden text has its own.
	now Kind
	// open tells that the element holds text; field, that it holds instructions.
	open, field bool
	deleted     int
	skipped     int
	cells       int
}

func newFlow(kind Kind) *flow { return &flow{runs: runs{}, kind: kind, now: kind} }

func (f *flow) visitor() visitor {
	return visitor{start: f.start, end: f.end, text: f.chars}
}

func (f *flow) start(name string, attr func(string) string) {
	switch name {
	case "Fallback": // the same once more for old programs
		f.skipped++
	case "t", "v", "delText":
		f.open = true
	case "instrText":
		f.field = true
	case "del", "moveFrom":
		f.deleted++
	case "r":
		f.now = f.kind
	case "vanish", "webHidden":
		if v := attr("val"); v != "0" && v != "false" && v != "off" {
			f.now = Hidden
		}
	case "tab":
		f.put("\t")
	case "br", "cr":
		f.put("\n")
	case "tc":
		f.cells++
	case "comment", "cmAuthor", "person":
		f.write(f.kind, attr("author")+attr("name")+"\n")
	}
	for _, a := range []string{"descr", "title"} {
		if s := attr(a); s != "" && f.skipped == 0 {
			f.write(AltText, s+"\n")
		}
	}
}

func (f *flow) end(name string) {
	switch name {
	case "Fallback":
		f.skipped--
	case "t", "v", "delText":
		f.open = false
		if name == "v" {
			f.line(f.kind)
		}
	case "instrText":
		f.field = false
		f.write(Metadata, "\n")
	case "del", "moveFrom":
		f.deleted--
		f.line(Tracked)
	case "p":
		if f.cells > 0 {
			f.write(f.kind, " ")
		} else {
			f.line(f.kind)
		}
		f.line(Hidden)
		f.now = f.kind
	case "tc":
		f.cells--
		f.write(f.kind, "\t")
	case "tr":
		f.line(f.kind)
	}
}

func (f *flow) chars(b []byte) {
	switch {
	case f.field:
		f.write(Metadata, string(b))
	case f.open:
		f.put(string(b))
	}
}

// put writes where the text at hand belongs.
func (f *flow) put(s string) {
	switch {
	case f.skipped > 0:
	case f.deleted > 0:
		f.write(Tracked, s)
	default:
		f.write(f.now, s)
	}
}

// unescaped undoes %-escapes in an address; one that has wrong ones stays.
func unescaped(address string) string {
	if s, err := url.PathUnescape(address); err == nil {
		return s
	}
	return address
}
