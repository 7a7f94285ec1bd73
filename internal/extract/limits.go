package extract

import (
	"errors"
	"io"

	"dijkwacht/internal/extract/pdfread"
)

// The limits of one file. They are the program's own: a document that a person made
// is far below them.
const (
	// MaxFile is the largest file, in bytes.
	MaxFile = 10 << 20
	// maxText is how much text is given out, maxInflated how much is unpacked for it.
	maxText     = 16 << 20
	maxInflated = 192 << 20
	// maxEntries bounds the files in archives, maxPages pages, slides and sheets.
	maxEntries = 5_000
	maxPages   = 5_000
	// maxNesting is how deep archives may lie in one another.
	maxNesting = 3
	// maxPictures and maxPictureBytes bound what a reader of pictures gets.
	maxPictures     = 20
	maxPictureBytes = 20 << 20
	// maxPixels is the size of a picture when it is unpacked.
	maxPixels = 60_000_000
	// leastSide and leastPixels are those of a picture that can hold a word: what is
	// smaller is a line, a bullet or an icon.
	leastSide   = 16
	leastPixels = 64 * 48
)

var (
	errUnknown   = errors.New("unknown type of file")
	errEncrypted = errors.New("encrypted file")
	errBroken    = errors.New("broken file")
	errTooLarge  = pdfread.ErrTooLarge
)

// reasonOf is why reading ended with err. What is no limit and no lock is a file that
// does not follow its format.
func reasonOf(err error) Reason {
	switch {
	case errors.Is(err, errUnknown):
		return UnknownType
	case errors.Is(err, errEncrypted):
		return Encrypted
	case errors.Is(err, errTooLarge):
		return TooLarge
	}
	return Broken
}

// collector gathers a document within the limits.
type collector struct {
	doc       Document
	text      int
	inflated  int64
	entries   int
	pages     int
	pictured  int
	depth     int
	entry     int
	lastEntry int
}

// add takes one piece of text; an empty one is left out.
func (c *collector) add(kind Kind, page int, text string) error {
	if blank(text) {
		return nil
	}
	if c.text += len(text); c.text > maxText {
		return errTooLarge
	}
	c.doc.Parts = append(c.doc.Parts, Part{kind, page, c.entry, text})
	return nil
}

// missed notes that something was not read.
func (c *collector) missed(reason Reason, page int) {
	c.doc.Unread = append(c.doc.Unread, Unread{reason, page, c.entry})
}

// turn counts a page, slide or sheet.
func (c *collector) turn() error {
	if c.pages++; c.pages > maxPages {
		return errTooLarge
	}
	return nil
}

// unpacked counts what comes out of r, and fails past the limit.
func (c *collector) unpacked(r io.Reader) io.Reader { return &counted{c, r} }

type counted struct {
	c *collector
	r io.Reader
}

func (r *counted) Read(b []byte) (int, error) {
	n, err := r.r.Read(b)
	if r.c.inflated += int64(n); r.c.inflated > maxInflated {
		return 0, errTooLarge
	}
	return n, err
}

func blank(s string) bool {
	for i := range len(s) {
		if s[i] > ' ' {
			return false
		}
	}
	return true
}
