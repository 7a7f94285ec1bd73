package extract

import (
	"errors"
	"path"
	"strings"
)

// openDocument reads a text, sheet or presentation of OpenDocument (ISO 26300).
func (p *folder) openDocument(is Type) error {
	if locked, err := p.isLocked(); err != nil || locked {
		return errors.Join(err, errEncrypted)
	}
	for _, name := range p.names {
		var err error
		switch base := path.Base(strings.TrimRight(name, "'")); {
		case base == "content.xml":
			err = p.odfText(name, newODF(p.c, is))
		case base == "styles.xml":
			o := newODF(p.c, is)
			o.kind, o.quiet = Headers, true
			err = p.odfText(name, o)
		case base == "meta.xml":
			err = p.allText(name, Metadata)
		case strings.HasPrefix(name, "Pictures/"), strings.HasPrefix(name, "media/"):
			err = p.object(name)
		case strings.HasPrefix(name, "Object ") && !strings.HasSuffix(name, ".xml") && !strings.Contains(name, "/"):
			err = p.object(name)
		}
		if errors.Is(err, errTooLarge) || err != nil && name == "content.xml" {
			return err
		}
		if err != nil {
			p.c.missed(reasonOf(err), 0)
		}
	}
	return nil
}

// isLocked tells whether any file of the folder has a password.
func (p *folder) isLocked() (locked bool, err error) {
	err = p.xml("META-INF/manifest.xml", visitor{
		start: func(name string, _ func(string) string) { locked = locked || name == "encryption-data" },
		end:   func(string) {}, text: func([]byte) {},
	})
	return locked, err
}

func (p *folder) odfText(name string, o *odf) error {
	err := p.xml(name, visitor{start: o.start, end: o.end, text: o.chars})
	return errors.Join(err, o.err, o.runs.add(p.c, o.page))
}

// odf reads content.xml and styles.xml.
type odf struct {
	runs
	c    *collector
	kind Kind
	page int
	err  error
	// quiet: only what stands in headers, footers and master pages counts.
	quiet                                   bool
	paragraphs, cells, alt                  int
	comment, tracked, notes, hidden, header int
	// pageOf is the element that begins a page or sheet with a number of its own.
	pageOf string
}

func newODF(c *collector, is Type) *odf {
	o := &odf{runs: runs{}, c: c, kind: Body}
	switch is {
	case ODS:
		o.kind, o.pageOf = Cells, "table"
	case ODP:
		o.kind, o.pageOf = Slide, "page"
	}
	return o
}

// nest counts the elements that change what the text in them is.
func (o *odf) nest(name string, by int) {
	switch name {
	case "annotation":
		o.comment += by
	case "tracked-changes":
		o.tracked += by
	case "notes":
		o.notes += by
	case "hidden-text", "hidden-paragraph":
		o.hidden += by
	case "header", "footer", "header-left", "footer-left", "header-first", "footer-first", "master-page":
		o.header += by
	case "title", "desc":
		o.alt += by
	case "p", "h", "a", "creator", "date-string":
		o.paragraphs += by
	}
}

func (o *odf) start(name string, attr func(string) string) {
	if name == o.pageOf && !o.quiet && o.comment == 0 {
		o.next(attr)
	}
	o.nest(name, 1)
	switch name {
	case "table-row":
		if v := attr("visibility"); v == "collapse" || v == "filter" {
			o.hidden++
		}
	case "table-cell", "covered-table-cell":
		o.cells++
	case "tab":
		o.put("\t")
	case "line-break":
		o.put("\n")
	case "s":
		o.put(strings.Repeat(" ", max(1, min(number(attr("c")), 100))))
	case "a":
		o.write(Metadata, unescaped(attr("href"))+"\n")
	case "hidden-text", "hidden-paragraph":
		o.write(Hidden, attr("string-value")+"\n")
	}
}

// next ends a sheet or slide and begins the next.
func (o *odf) next(attr func(string) string) {
	if o.err = errors.Join(o.err, o.runs.add(o.c, o.page), o.c.turn()); o.err != nil {
		return
	}
	o.runs = runs{}
	o.page++
	o.write(o.kind, attr("name")+"\n")
}

func (o *odf) end(name string) {
	o.nest(name, -1)
	switch name {
	case "p", "h":
		if o.cells > 0 && o.comment == 0 {
			o.put(" ")
		} else {
			o.put("\n")
		}
	case "table-cell", "covered-table-cell":
		o.cells--
		o.put("\t")
	case "table-row":
		o.put("\n")
		if o.hidden > 0 {
			o.hidden--
		}
	case "title", "desc":
		o.line(AltText)
	}
}

func (o *odf) chars(b []byte) {
	if o.paragraphs > 0 || o.alt > 0 || o.comment > 0 {
		o.put(string(b))
	}
}

// put writes where the text at hand belongs.
func (o *odf) put(s string) {
	switch {
	case o.err != nil:
	case o.alt > 0:
		o.write(AltText, s)
	case o.comment > 0:
		o.write(Comments, s)
	case o.tracked > 0:
		o.write(Tracked, s)
	case o.notes > 0:
		o.write(Notes, s)
	case o.hidden > 0:
		o.write(Hidden, s)
	case o.quiet:
		if o.header > 0 {
			o.write(Headers, s)
		}
	default:
		o.write(o.kind, s)
	}
}
