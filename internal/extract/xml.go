package extract

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// visitor sees a document of XML. Names are without their prefix.
type visitor struct {
	start func(name string, attr func(string) string)
	end   func(name string)
	text  func(b []byte)
}

// maxXMLDepth is how deep elements may nest; documents nest some thirty deep.
const maxXMLDepth = 512

// walkXML reads XML. Entities that the document declares itself are not followed: such
// a document is broken.
func walkXML(r io.Reader, v visitor) error {
	d := xml.NewDecoder(r)
	d.CharsetReader = charsetReader
	depth := 0
	for {
		t, err := d.RawToken()
		switch {
		case err == io.EOF && depth == 0:
			return nil
		case errors.Is(err, errTooLarge):
			return err
		case err != nil:
			return errBroken
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxXMLDepth {
				return errTooLarge
			}
			v.start(t.Name.Local, func(name string) string { return attribute(t.Attr, name) })
		case xml.EndElement:
			depth--
			v.end(t.Name.Local)
		case xml.CharData:
			v.text(t)
		}
	}
}

func attribute(list []xml.Attr, name string) string {
	for _, a := range list {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

func charsetReader(charset string, r io.Reader) (io.Reader, error) {
	switch strings.ToLower(charset) {
	case "us-ascii", "iso-8859-1", "iso-8859-15", "windows-1252":
		data, err := io.ReadAll(r)
		return strings.NewReader(fromWindows(data)), err
	}
	return nil, errBroken
}

// runs gathers text by kind.
type runs map[Kind]*strings.Builder

func (r runs) write(kind Kind, text string) {
	b := r[kind]
	if b == nil {
		b = &strings.Builder{}
		r[kind] = b
	}
	b.WriteString(text)
}

// line ends the line of a kind when something stands on it.
func (r runs) line(kind Kind) {
	if b := r[kind]; b != nil && b.Len() > 0 {
		b.WriteByte('\n')
	}
}

// add hands all texts over, in a fixed order.
func (r runs) add(c *collector, page int) error {
	for _, kind := range []Kind{Body, Page, Slide, Cells, Hidden, Notes, Comments, Headers, Tracked, AltText, Form, Metadata} {
		if b := r[kind]; b != nil {
			if err := c.add(kind, page, b.String()); err != nil {
				return err
			}
		}
	}
	return nil
}
