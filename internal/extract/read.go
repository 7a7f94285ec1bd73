package extract

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
)

// Read reads a file in this process; see Reader for files of others. The name, which
// may be empty, is a part of what is read.
func Read(name string, data []byte) Document {
	c := &collector{}
	c.doc.Type = Unknown
	c.file(name, data, &c.doc.Type)
	return c.doc
}

// file reads one file, of which it notes the type.
func (c *collector) file(name string, data []byte, is *Type) {
	err := c.add(FileName, 0, spaced(name))
	if err == nil {
		err = c.content(name, data, is)
	}
	if err != nil {
		c.missed(reasonOf(err), 0)
	}
}

// spaced sets the words of a name apart, as people write them with signs.
func spaced(name string) string { return strings.NewReplacer("_", " ", "/", " / ").Replace(name) }

// content reads by the type. What goes wrong in a reader is the file's fault.
func (c *collector) content(name string, data []byte, is *Type) (err error) {
	defer func() {
		if recover() != nil {
			err = errBroken
		}
	}()
	*is = typeOf(name, data)
	switch *is {
	case Zip:
		return c.archive(data, is)
	case PDF:
		return c.pdf(data)
	case RTF:
		return c.rtf(data)
	case Image:
		return c.image(data, 0, Unknown)
	case Mail:
		return c.mail(data)
	case HTML:
		return c.html(data)
	case Text, CSV:
		return c.plain(data)
	}
	if isLocked(data) {
		return errEncrypted
	}
	if len(data) == 0 {
		*is = Text
		return nil
	}
	return errUnknown
}

// archive reads a ZIP file: a document, or files one by one.
func (c *collector) archive(data []byte, is *Type) error {
	if n := entriesOf(data); n > maxEntries {
		return errTooLarge
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return errBroken
	}
	if len(z.File) > maxEntries {
		return errTooLarge
	}
	for _, f := range z.File {
		if f.Flags&1 != 0 {
			return errEncrypted
		}
	}
	p := newFolder(c, z)
	switch *is = packageType(z); *is {
	case Word:
		return p.word()
	case Sheet:
		return p.workbook()
	case Slides:
		return p.slides()
	case ODT, ODS, ODP:
		return p.openDocument(*is)
	}
	return c.unpack(z)
}

// entriesOf is how many files the end of the archive says that it holds.
func entriesOf(data []byte) int {
	at := bytes.LastIndex(data, []byte("PK\x05\x06"))
	if at < 0 || at+22 > len(data) {
		return 0
	}
	return int(binary.LittleEndian.Uint16(data[at+10:]))
}

// unpack reads the files of an archive.
func (c *collector) unpack(z *zip.Reader) error {
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		data, err := c.take(f)
		if err == nil {
			err = c.nested(f.Name, data)
		}
		if errors.Is(err, errTooLarge) {
			return err
		}
		if err != nil {
			c.missed(reasonOf(err), 0)
		}
	}
	return c.add(Metadata, 0, z.Comment)
}

// nested reads a file within the file under a number of its own.
func (c *collector) nested(name string, data []byte) error {
	if c.depth >= maxNesting {
		return errTooLarge
	}
	if c.entries++; c.entries > maxEntries {
		return errTooLarge
	}
	before := c.entry
	c.lastEntry++
	c.entry = c.lastEntry
	c.depth++
	var is Type
	c.file(name, data, &is)
	c.depth--
	c.entry = before
	return nil
}

// take unpacks one file of an archive.
func (c *collector) take(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, errBroken
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(c.unpacked(r), maxUnpackedFile+1))
	switch {
	case errors.Is(err, errTooLarge), len(data) > maxUnpackedFile:
		return nil, errTooLarge
	case err != nil:
		return nil, errBroken
	}
	return data, nil
}

// maxUnpackedFile is the largest file within an archive.
const maxUnpackedFile = 32 << 20
