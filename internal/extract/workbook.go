package extract

import (
	"errors"
	"strings"
)

// workbook is a workbook of Excel while it is read.
type workbook struct {
	*folder
	strings []string
	dates   []bool // by style
	sheets  []sheet
}

type sheet struct {
	name, file string
	hidden     bool
}

// workbook reads a workbook of Excel, one part a sheet; cells are set apart by tabs.
func (p *folder) workbook() error {
	if p.files["xl/workbook.bin"] != nil {
		return errUnknown
	}
	w := &workbook{folder: p}
	if err := w.open(); err != nil {
		return err
	}
	done := map[string]bool{"xl/sharedStrings.xml": true, "xl/styles.xml": true, "xl/workbook.xml": true}
	for i, s := range w.sheets {
		if err := p.c.turn(); err != nil {
			return err
		}
		done[s.file] = true
		if err := w.sheet(i+1, s); err != nil {
			return err
		}
	}
	return w.others(done)
}

// open reads what the sheets refer to.
func (w *workbook) open() error {
	targets := w.targets("xl/workbook.xml")
	meta := runs{}
	names := false
	err := w.xml("xl/workbook.xml", visitor{
		start: func(name string, attr func(string) string) {
			switch name {
			case "sheet":
				w.sheets = append(w.sheets, sheet{attr("name"), targets[attr("id")], attr("state") != "" && attr("state") != "visible"})
			case "definedName":
				names = true
				meta.write(Metadata, attr("name")+" ")
			}
		},
		end: func(name string) {
			if name == "definedName" {
				names = false
				meta.line(Metadata)
			}
		},
		text: func(b []byte) {
			if names {
				meta.write(Metadata, string(b))
			}
		},
	})
	return errors.Join(err, meta.add(w.c, 0), w.readStrings(), w.readStyles())
}

// readStrings reads the table of texts. How names are pronounced is not part of them.
func (w *workbook) readStrings() error {
	var b strings.Builder
	open, spoken := false, false
	return w.xml("xl/sharedStrings.xml", visitor{
		start: func(name string, _ func(string) string) {
			switch name {
			case "si":
				b.Reset()
			case "t":
				open = true
			case "rPh":
				spoken = true
			}
		},
		end: func(name string) {
			switch name {
			case "si":
				w.strings = append(w.strings, b.String())
			case "t":
				open = false
			case "rPh":
				spoken = false
			}
		},
		text: func(t []byte) {
			if open && !spoken {
				b.Write(t)
			}
		},
	})
}

// others reads what belongs to no sheet in particular.
func (w *workbook) others(done map[string]bool) error {
	for _, name := range w.names {
		base, in := strings.CutPrefix(name, "xl/")
		if !in || done[name] || !strings.HasSuffix(strings.TrimRight(base, "'"), ".xml") {
			continue
		}
		var err error
		switch {
		case strings.HasPrefix(base, "comments"), strings.HasPrefix(base, "threadedComments"), strings.HasPrefix(base, "persons"):
			err = w.comments(name)
		case strings.HasPrefix(base, "drawings/"), strings.HasPrefix(base, "charts/"), strings.HasPrefix(base, "diagrams/data"), strings.HasPrefix(base, "chartsheets/"):
			text := newFlow(Body)
			err = errors.Join(w.xml(name, text.visitor()), text.add(w.c, 0))
		case strings.HasPrefix(base, "pivotCache/"), strings.HasPrefix(base, "externalLinks/"), strings.HasPrefix(base, "worksheets/"), strings.HasPrefix(base, "queryTables/"), base == "connections.xml":
			err = w.allText(name, Hidden)
		default:
			continue
		}
		done[name] = true
		if err != nil {
			return err
		}
	}
	return w.rest(func(name string) bool { return done[name] })
}

func (w *workbook) comments(name string) error {
	text := runs{}
	err := w.xml(name, visitor{
		start: func(_ string, attr func(string) string) {
			if s := attr("displayName"); s != "" {
				text.write(Comments, s+"\n")
			}
		},
		end: func(name string) {
			if name == "text" || name == "author" || name == "comment" {
				text.line(Comments)
			}
		},
		text: func(b []byte) { text.write(Comments, string(b)) },
	})
	return errors.Join(err, text.add(w.c, 0))
}
