package extract

import (
	"strconv"
)

// rtf reads Rich Text Format 1.9.1.
func (c *collector) rtf(data []byte) error {
	r := rich{runs: runs{}, data: data, c: c}
	r.group = group{kind: Body, skip: 1}
	for r.at < len(r.data) && r.err == nil {
		r.step()
	}
	if r.err != nil {
		return r.err
	}
	return r.add(c, 0)
}

// group is what holds until the closing brace.
type group struct {
	kind Kind
	// mute: what stands in it is no text. skip is how many characters follow a \u for
	// programs that do not know it.
	mute bool
	skip int
}

type rich struct {
	runs
	c     *collector
	data  []byte
	at    int
	group group
	outer []group
	drop  int // characters still to be skipped after \u
	err   error
}

// maxGroups is how deep groups nest.
const maxGroups = 1_000

func (r *rich) step() {
	switch b := r.data[r.at]; b {
	case '{':
		if r.outer = append(r.outer, r.group); len(r.outer) > maxGroups {
			r.err = errTooLarge
		}
		r.at++
	case '}':
		if n := len(r.outer); n > 0 {
			r.group, r.outer = r.outer[n-1], r.outer[:n-1]
		}
		r.at++
	case '\\':
		r.at++
		r.control()
	case '\r', '\n':
		r.at++
	default:
		r.at++
		r.char(windowsRune(b))
	}
}

func (r *rich) char(c rune) {
	if r.drop > 0 {
		r.drop--
		return
	}
	if !r.group.mute {
		r.write(r.group.kind, string(c))
	}
}

// control reads what follows a backslash.
func (r *rich) control() {
	if r.at >= len(r.data) {
		return
	}
	b := r.data[r.at]
	if b|0x20 < 'a' || b|0x20 > 'z' {
		r.at++
		switch b {
		case '\'':
			r.hex()
		case '~':
			r.char(' ')
		case '_':
			r.char('-')
		case '\\', '{', '}':
			r.char(rune(b))
		case '*':
			r.group.mute = true
		case '\r', '\n':
			r.char('\n')
		}
		return
	}
	start := r.at
	for r.at < len(r.data) && r.data[r.at]|0x20 >= 'a' && r.data[r.at]|0x20 <= 'z' {
		r.at++
	}
	word := string(r.data[start:r.at])
	start = r.at
	for r.at < len(r.data) && (r.data[r.at] >= '0' && r.data[r.at] <= '9' || r.at == start && r.data[r.at] == '-') {
		r.at++
	}
	param, err := strconv.Atoi(string(r.data[start:r.at]))
	if err != nil {
		param = 1
	}
	if r.at < len(r.data) && r.data[r.at] == ' ' {
		r.at++
	}
	r.word(word, param)
}

func (r *rich) hex() {
	if r.at+2 > len(r.data) {
		r.at = len(r.data)
		return
	}
	n, err := strconv.ParseUint(string(r.data[r.at:r.at+2]), 16, 8)
	r.at += 2
	if err == nil {
		r.char(windowsRune(byte(n)))
	}
}

// places are the words that begin another part of the document; "" for no text.
var places = map[string]Kind{
	"fonttbl": "", "colortbl": "", "stylesheet": "", "themedata": "", "colorschememapping": "", "latentstyles": "", "datastore": "", "listtable": "", "listoverridetable": "", "rsidtbl": "", "generator": "", "xmlnstbl": "",
	"info": Metadata, "userprops": Metadata, "header": Headers, "headerl": Headers, "headerr": Headers, "headerf": Headers, "footer": Headers, "footerl": Headers, "footerr": Headers, "footerf": Headers,
	"footnote": Notes, "annotation": Comments, "atnauthor": Comments, "atnid": Comments, "fldinst": Metadata, "shptxt": Body, "bkmkstart": Metadata, "revtbl": Comments,
}

func (r *rich) word(word string, param int) {
	if kind, ok := places[word]; ok {
		r.group.kind, r.group.mute = kind, kind == ""
		r.line(kind)
		return
	}
	switch word {
	case "par", "line", "sect", "page", "row", "softline":
		r.char('\n')
	case "cell", "tab", "nestcell":
		r.char('\t')
	case "u":
		r.char(rune(uint16(param)))
		r.drop = r.group.skip
	case "uc":
		r.group.skip = max(0, min(param, 8))
	case "v":
		r.switchTo(Hidden, param != 0)
	case "deleted":
		r.switchTo(Tracked, param != 0)
	case "plain":
		r.switchTo(Hidden, false)
	case "bin":
		r.at = min(len(r.data), r.at+max(param, 0))
	case "pict", "objdata":
		r.group.mute = true
		r.c.missed(NoImageText, 0)
	case "lquote", "rquote":
		r.char('\'')
	case "emdash", "endash":
		r.char('-')
	case "ldblquote", "rdblquote":
		r.char('"')
	case "title", "subject", "author", "manager", "company", "operator", "keywords", "doccomm":
		r.line(Metadata)
	}
}

// switchTo turns a property of the text on or off.
func (r *rich) switchTo(kind Kind, on bool) {
	switch {
	case on && r.group.kind == Body:
		r.group.kind = kind
		r.line(kind)
	case !on && r.group.kind == kind:
		r.group.kind = Body
	}
}
