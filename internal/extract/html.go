package extract

import (
	"html"
	"regexp"
	"strings"
)

// html reads a page as it is written, without running anything: what it shows, what
// its attributes say, and comments and scripts as hidden text. It reads XML and SVG as
// well, entities of whose own are not followed.
func (c *collector) html(data []byte) error {
	s, ok := decode(data, false)
	if !ok {
		return errUnknown
	}
	h := markup{runs: runs{}, rest: s}
	for h.rest != "" {
		h.step()
	}
	return h.add(c, 0)
}

// markup is a walk over tags.
type markup struct {
	runs
	rest string
}

// blocks are the elements that stand on lines of their own; a cell is set apart by a tab.
var blocks = map[string]string{
	"p": "\n", "br": "\n", "div": "\n", "tr": "\n", "li": "\n", "h1": "\n", "h2": "\n", "h3": "\n", "h4": "\n", "h5": "\n", "h6": "\n",
	"table": "\n", "ul": "\n", "ol": "\n", "section": "\n", "article": "\n", "header": "\n", "footer": "\n", "blockquote": "\n", "pre": "\n",
	"title": "\n", "option": "\n", "dt": "\n", "dd": "\n", "text": "\n", "td": "\t", "th": "\t",
}

func (h *markup) step() {
	at := strings.IndexByte(h.rest, '<')
	if at != 0 {
		if at < 0 {
			at = len(h.rest)
		}
		h.write(Body, html.UnescapeString(h.rest[:at]))
		h.rest = h.rest[at:]
		return
	}
	if comment, ok := strings.CutPrefix(h.rest, "<!--"); ok {
		inner, rest, _ := strings.Cut(comment, "-->")
		h.write(Hidden, inner+"\n")
		h.rest = rest
		return
	}
	if inner, ok := strings.CutPrefix(h.rest, "<![CDATA["); ok {
		inner, rest, _ := strings.Cut(inner, "]]>")
		h.write(Body, inner)
		h.rest = rest
		return
	}
	if len(h.rest) < 2 || !opensTag(h.rest[1]) {
		h.write(Body, "<") // a sign, not a tag: a < 5
		h.rest = h.rest[1:]
		return
	}
	end := tagEnd(h.rest)
	tag := h.rest[1:end]
	h.rest = h.rest[min(end+1, len(h.rest)):]
	h.tag(tag)
}

func opensTag(c byte) bool {
	return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '/' || c == '!' || c == '?'
}

// tagEnd is where the tag at the start of s ends; quoted > do not end it.
func tagEnd(s string) int {
	quote := byte(0)
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	// A quote that nobody closed: the first > will do.
	if i := strings.IndexByte(s, '>'); i > 0 {
		return i
	}
	return len(s)
}

var attributes = regexp.MustCompile(`(?i)\b(alt|title|content|value|placeholder|href|aria-label|data-[a-z-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)`)

func (h *markup) tag(tag string) {
	name := strings.ToLower(strings.TrimPrefix(tag, "/"))
	name = name[:len(name)-len(strings.TrimLeft(name, "abcdefghijklmnopqrstuvwxyz0123456789"))]
	if sign := blocks[name]; sign != "\t" || strings.HasPrefix(tag, "/") {
		h.write(Body, sign)
	}
	for _, m := range attributes.FindAllStringSubmatch(tag, -1) {
		value := unescaped(html.UnescapeString(strings.Trim(m[2], `"'`)))
		kind := Metadata
		switch strings.ToLower(m[1]) {
		case "alt", "title", "aria-label":
			kind = AltText
		case "value", "placeholder":
			kind = Form
		}
		h.write(kind, value+"\n")
	}
	if (name == "script" || name == "style") && !strings.HasPrefix(tag, "/") && !strings.HasSuffix(tag, "/") {
		at := strings.Index(strings.ToLower(h.rest), "</"+name)
		if at < 0 {
			at = len(h.rest)
		}
		if name == "script" {
			h.write(Hidden, h.rest[:at]+"\n")
		}
		h.rest = h.rest[at:]
	}
}
