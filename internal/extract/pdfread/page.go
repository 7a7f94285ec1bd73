package pdfread

import "strings"

// Page is one page of a file.
type Page struct {
	Text string
	// Blind tells that a part of the text is in a font that does not say which characters
	// it shows.
	Blind bool
	// Images are the pictures on the page.
	Images []Image
	Notes  []Note
}

// Note is what is attached to a page.
type Note struct {
	// Kind is the subtype, such as Widget for a field of a form, Link or Text.
	Kind string
	Text string
}

// Pages calls see for each page in order until it returns an error.
func (f *File) Pages(see func(number int, p Page) error) error {
	root := f.dict(f.trailer["Root"])
	if root == nil {
		root = f.find("Catalog")
	}
	w := walk{f: f, see: see, seen: map[int]bool{}}
	if err := w.node(root["Pages"], nil, 0); err != nil {
		return err
	}
	if w.number == 0 {
		// No tree that leads to a page: take the pages as they come.
		for _, id := range f.Objects() {
			if d := f.dict(f.objects[id]); f.name(d["Type"]) == "Page" {
				if err := w.page(d, f.dict(d["Resources"])); err != nil {
					return err
				}
			}
		}
	}
	if w.number == 0 {
		return ErrBroken
	}
	return nil
}

// find is the first object of a type.
func (f *File) find(kind Name) Dict {
	for _, id := range f.Objects() {
		if d := f.dict(f.objects[id]); f.name(d["Type"]) == kind {
			return d
		}
	}
	return nil
}

type walk struct {
	f      *File
	see    func(int, Page) error
	seen   map[int]bool
	number int
}

// node walks over the tree of pages; one that leads to itself ends.
func (w *walk) node(v any, resources Dict, depth int) error {
	if r, ok := v.(ref); ok {
		if w.seen[int(r)] || depth > 2*maxDepth {
			return nil
		}
		w.seen[int(r)] = true
	}
	d := w.f.dict(v)
	if own := w.f.dict(d["Resources"]); own != nil {
		resources = own
	}
	kids, isNode := w.f.get(d["Kids"]).(Array)
	if !isNode {
		if d == nil || d["Contents"] == nil && w.f.name(d["Type"]) != "Page" {
			return nil
		}
		return w.page(d, resources)
	}
	for _, kid := range kids {
		if err := w.node(kid, resources, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) page(d, resources Dict) error {
	w.number++
	p, err := w.f.read(d, resources)
	if err != nil {
		return err
	}
	return w.see(w.number, p)
}

// read reads one page.
func (f *File) read(d, resources Dict) (Page, error) {
	var content []byte
	streams, ok := f.get(d["Contents"]).(Array)
	if !ok {
		streams = Array{d["Contents"]}
	}
	for _, v := range streams {
		if s, ok := f.get(v).(*Stream); ok {
			data, err := f.Data(s)
			if err == ErrTooLarge {
				return Page{}, err
			}
			content = append(append(content, data...), '\n')
		}
	}
	c := canvas{f: f, state: state{ctm: identity, scale: 1}, inForm: map[*Stream]bool{}, drawn: map[*Stream]bool{}}
	if err := c.run(content, resources, 0); err != nil {
		return Page{}, err
	}
	p := Page{Blind: c.blind, Images: c.images}
	p.Notes = f.notes(d, &c)
	p.Text = c.out.String()
	if c.tooMuch {
		return p, ErrTooLarge
	}
	return p, nil
}

// notes reads what is attached to a page, the way it looks included.
func (f *File) notes(page Dict, c *canvas) []Note {
	var list []Note
	for _, v := range f.array(page["Annots"]) {
		d := f.dict(v)
		var text strings.Builder
		for _, key := range []Name{"T", "TU", "V", "DV", "Contents", "RC", "Subj"} {
			if s := f.text(d[key]); s != "" {
				text.WriteString(s + "\n")
			}
		}
		if parent := f.dict(d["Parent"]); parent != nil {
			for _, key := range []Name{"T", "TU", "V"} {
				if s := f.text(parent[key]); s != "" {
					text.WriteString(s + "\n")
				}
			}
		}
		if uri := f.text(f.dict(d["A"])["URI"]); uri != "" {
			text.WriteString(uri + "\n")
		}
		if s, ok := f.get(f.dict(d["AP"])["N"]).(*Stream); ok {
			c.line()
			c.form(s, nil, 0)
		}
		if text.Len() > 0 {
			list = append(list, Note{string(f.name(d["Subtype"])), text.String()})
		}
	}
	return list
}
