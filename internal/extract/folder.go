package extract

import (
	"archive/zip"
	"errors"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// folder is a document that is an archive of XML files and pictures.
type folder struct {
	c     *collector
	files map[string]*zip.File
	names []string
}

func newFolder(c *collector, z *zip.Reader) *folder {
	p := &folder{c: c, files: map[string]*zip.File{}}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		// A second file of one name would hide behind the first.
		name := f.Name
		for _, twice := p.files[name]; twice; _, twice = p.files[name] {
			name += "'"
		}
		p.files[name] = f
		p.names = append(p.names, name)
	}
	slices.Sort(p.names)
	return p
}

// xml reads one file of the folder, which may be absent.
func (p *folder) xml(name string, v visitor) error {
	f := p.files[name]
	if f == nil {
		return nil
	}
	r, err := f.Open()
	if err != nil {
		return errBroken
	}
	defer r.Close()
	return walkXML(p.c.unpacked(r), v)
}

var lastNumber = regexp.MustCompile(`(\d+)\.xml'*$`)

// numberOf is the number in a name such as slides/slide12.xml, or 0.
func numberOf(name string) int {
	m := lastNumber.FindStringSubmatch(name)
	if m == nil || len(m[1]) > 6 {
		return 0
	}
	n, _ := strconv.Atoi(m[1]) // six digits at most
	return n
}

// rest reads what every Office document may have besides its text: properties,
// pictures, documents within, links, and XML of other programs.
func (p *folder) rest(read func(name string) bool) error {
	for _, name := range p.names {
		var err error
		switch dir := path.Dir(name); {
		case read(name):
		case strings.HasPrefix(name, "docProps/") && strings.HasSuffix(name, ".xml"):
			err = p.allText(name, Metadata)
		case strings.HasSuffix(name, ".rels"):
			err = p.links(name)
		case strings.HasPrefix(name, "customXml/") && strings.HasSuffix(name, ".xml"):
			err = p.allText(name, Metadata)
		case strings.HasSuffix(dir, "/media"), strings.HasSuffix(dir, "/embeddings"), strings.HasPrefix(name, "docProps/"):
			err = p.object(name)
		}
		if errors.Is(err, errTooLarge) {
			return err
		}
		if err != nil {
			p.c.missed(reasonOf(err), 0)
		}
	}
	return nil
}

// object reads a picture or a document within the document.
func (p *folder) object(name string) error {
	data, err := p.c.take(p.files[name])
	if err != nil {
		return err
	}
	switch is := typeOf("", data); {
	case is == Image:
		return p.c.image(data, 0, Word)
	case isDrawing(name):
		p.c.missed(NoImageText, 0)
		return nil
	}
	return p.c.nested(path.Base(name), data)
}

// isDrawing tells pictures that are lists of strokes.
func isDrawing(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".emf", ".wmf", ".wdp", ".jxr", ".emz", ".wmz":
		return true
	}
	return false
}

// allText reads every text of a file, and the attributes that hold words.
func (p *folder) allText(name string, kind Kind) error {
	text := runs{}
	err := p.xml(name, visitor{
		start: func(_ string, attr func(string) string) {
			for _, a := range []string{"name", "v", "descr"} {
				if s := attr(a); s != "" {
					text.write(kind, s+"\n")
				}
			}
		},
		end:  func(string) { text.line(kind) },
		text: func(b []byte) { text.write(kind, strings.TrimSpace(string(b))) },
	})
	return errors.Join(text.add(p.c, 0), err)
}

// links reads the addresses that a document points to.
func (p *folder) links(name string) error {
	text := runs{}
	err := p.xml(name, visitor{
		start: func(_ string, attr func(string) string) {
			if attr("TargetMode") == "External" {
				text.write(Metadata, unescaped(attr("Target"))+"\n")
			}
		},
		end: func(string) {}, text: func([]byte) {},
	})
	return errors.Join(text.add(p.c, 0), err)
}

// targets maps the ids of a file's relations to the files, by their full names.
func (p *folder) targets(name string) map[string]string {
	list := map[string]string{}
	rels := path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")
	// Relations that do not parse are reported by rest.
	_ = p.xml(rels, visitor{
		start: func(_ string, attr func(string) string) {
			target := attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(name), target)
			}
			list[attr("Id")] = strings.TrimPrefix(target, "/")
		},
		end: func(string) {}, text: func([]byte) {},
	})
	return list
}
