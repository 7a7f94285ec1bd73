package lexicon

import (
	"errors"
	"strconv"
	"strings"
)

// List is one word list: a file with one entry a line below header lines of the
// form "# key: value".
type List struct {
	Source, Licence string
	// Class of the single words; 0 when the header names none.
	Class Class
	// Type is the canonical type of the entries, for health and secret lists.
	Type string
	// Entries in the order of the file.
	Entries []string
}

// ParseList reads a word list. The header must name source and licence, and a
// class or a type. Errors name the line.
func ParseList(data string) (List, error) {
	var l List
	n, header := 0, true
	for line := range strings.Lines(data) {
		n++
		line = strings.TrimSpace(line)
		comment, isComment := strings.CutPrefix(line, "#")
		switch {
		case line == "":
		case isComment && header:
			if err := l.header(comment); err != nil {
				return List{}, errors.New("line " + strconv.Itoa(n) + ": " + err.Error())
			}
		case isComment:
		default:
			header = false
			l.Entries = append(l.Entries, line)
		}
	}
	switch {
	case l.Source == "" || l.Licence == "":
		return List{}, errors.New("header without source or licence")
	case l.Class == 0 && l.Type == "":
		return List{}, errors.New("header without class or type")
	}
	return l, nil
}

// header reads "key: value" after the #; other comments are let pass.
func (l *List) header(comment string) error {
	key, value, found := strings.Cut(strings.TrimSpace(comment), ":")
	if !found {
		return nil
	}
	value = strings.TrimSpace(value)
	switch key {
	case "source":
		l.Source = value
	case "licence":
		l.Licence = value
	case "type":
		l.Type = value
	case "class":
		c, ok := ParseClass(value)
		if !ok {
			return errors.New("unknown class " + strconv.Quote(value))
		}
		l.Class = c
	}
	return nil
}
