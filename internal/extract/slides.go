package extract

import (
	"errors"
	"strings"
)

// slideKind tells by the name of a file what it holds; "" for what holds no text.
func slideKind(name string) Kind {
	base, ok := strings.CutPrefix(name, "ppt/")
	if !ok || !strings.HasSuffix(strings.TrimRight(base, "'"), ".xml") {
		return ""
	}
	for prefix, kind := range map[string]Kind{
		"slides/": Slide, "notesSlides/": Notes, "comments": Comments, "commentAuthors": Comments, "authors": Comments,
		"slideMasters/": Headers, "slideLayouts/": Headers, "notesMasters/": Headers, "handoutMasters/": Headers,
		"charts/": Slide, "diagrams/data": Slide, "tags/": Metadata,
	} {
		if strings.HasPrefix(base, prefix) {
			return kind
		}
	}
	return ""
}

// slides reads a presentation of PowerPoint. The number of a slide is that of its
// file, and its notes have the number of the slide that they belong to.
func (p *folder) slides() error {
	for _, name := range p.names {
		kind := slideKind(name)
		if kind == "" {
			continue
		}
		if kind == Slide {
			if err := p.c.turn(); err != nil {
				return err
			}
		}
		text, page := newFlow(kind), 0
		show := true
		v := text.visitor()
		inner := v.start
		v.start = func(element string, attr func(string) string) {
			if element == "sld" && (attr("show") == "0" || attr("show") == "false") {
				show = false
			}
			inner(element, attr)
		}
		err := p.xml(name, v)
		switch {
		case strings.HasPrefix(name, "ppt/slides/"):
			page = numberOf(name)
		case kind == Notes:
			page = p.slideOf(name)
		}
		if !show {
			text.runs[Hidden], text.runs[Slide] = text.runs[Slide], nil
		}
		if err := errors.Join(err, text.add(p.c, page)); err != nil {
			return err
		}
	}
	return p.rest(func(name string) bool { return slideKind(name) != "" })
}

// slideOf is the number of the slide that notes belong to.
func (p *folder) slideOf(notes string) int {
	for _, target := range p.targets(notes) {
		if strings.HasPrefix(target, "ppt/slides/") {
			return numberOf(target)
		}
	}
	return 0
}
