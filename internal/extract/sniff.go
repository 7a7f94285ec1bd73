package extract

import (
	"archive/zip"
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// cfb begins compound files: old Office documents, and new ones with a password.
const cfb = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

var images = []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF87a", "GIF89a", "BM", "II*\x00", "MM\x00*"}

// typeOf tells what data is. The name only tells apart what is all plain text.
func typeOf(name string, data []byte) Type {
	begin := data[:min(len(data), 1024)]
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("PK\x05\x06")):
		return Zip
	case bytes.Contains(begin, []byte("%PDF-")):
		return PDF
	case bytes.HasPrefix(data, []byte(`{\rtf`)):
		return RTF
	case isImage(data):
		return Image
	case bytes.HasPrefix(data, []byte(cfb)):
		return Unknown
	}
	text, ok := decode(begin, len(data) > len(begin))
	if !ok {
		return Unknown
	}
	return textType(name, strings.ToLower(strings.TrimSpace(text)))
}

func isImage(data []byte) bool {
	for _, magic := range images {
		if bytes.HasPrefix(data, []byte(magic)) && (magic != "BM" || len(data) > 26 && data[6]|data[7]|data[8]|data[9] == 0) {
			return true
		}
	}
	if len(data) < 16 {
		return false
	}
	if string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP" {
		return true
	}
	brand := string(data[8:12])
	return string(data[4:8]) == "ftyp" && (strings.HasPrefix(brand, "hei") || strings.HasPrefix(brand, "mif1") || strings.HasPrefix(brand, "avif"))
}

// textType tells apart what is text.
func textType(name, begin string) Type {
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".csv", ext == ".tsv":
		return CSV
	case ext == ".eml", isMail(begin):
		return Mail
	}
	for _, mark := range []string{"<!doctype html", "<html", "<svg", "<?xml", "<head", "<body", "<div", "<table", "<p>"} {
		if strings.HasPrefix(begin, mark) {
			return HTML
		}
	}
	return Text
}

// isMail asks for two fields of a mail header at the start of lines.
func isMail(begin string) bool {
	fields := 0
	for line := range strings.Lines(begin) {
		if strings.TrimSpace(line) == "" {
			break
		}
		name, _, found := strings.Cut(line, ":")
		switch {
		case !found && line[0] != ' ' && line[0] != '\t':
			return false
		case strings.ContainsAny(name, " \t") && line[0] != ' ' && line[0] != '\t':
			return false
		}
		switch name {
		case "from", "message-id", "mime-version", "received", "return-path", "delivered-to", "x-mailer":
			fields++
		}
	}
	return fields >= 2
}

// packageType tells documents that are archives from plain ones.
func packageType(z *zip.Reader) Type {
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return Word
		case "xl/workbook.xml", "xl/workbook.bin":
			return Sheet
		case "ppt/presentation.xml":
			return Slides
		case "mimetype":
			if t, ok := openDocument(f); ok {
				return t
			}
		}
	}
	return Zip
}

func openDocument(f *zip.File) (Type, bool) {
	r, err := f.Open()
	if err != nil {
		return "", false
	}
	defer r.Close()
	var b [128]byte
	n, _ := readFull(r, b[:])
	kind, ok := strings.CutPrefix(string(b[:n]), "application/vnd.oasis.opendocument.")
	switch {
	case !ok:
		return "", false
	case strings.HasPrefix(kind, "spreadsheet"):
		return ODS, true
	case strings.HasPrefix(kind, "presentation"), strings.HasPrefix(kind, "graphics"):
		return ODP, true
	}
	return ODT, true
}

// isLocked tells an Office document with a password from an old one.
func isLocked(data []byte) bool {
	return bytes.HasPrefix(data, []byte(cfb)) && bytes.Contains(data, utf16le("EncryptedPackage"))
}

func utf16le(ascii string) []byte {
	var b []byte
	for _, c := range []byte(ascii) {
		b = append(b, c, 0)
	}
	return b
}

// decode gives data as UTF-8: UTF-16 with a mark, UTF-8, else Windows-1252. It reports
// false for what is no text. A cut may end within a character.
func decode(data []byte, cut bool) (string, bool) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return fromUTF16(data[2:], false), true
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fromUTF16(data[2:], true), true
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if hasControls(data) {
		return wideText(data)
	}
	whole := data
	for i := 0; cut && i < utf8.UTFMax && !utf8.Valid(whole) && len(whole) > 0; i++ {
		whole = whole[:len(whole)-1]
	}
	if utf8.Valid(whole) {
		return string(whole), true
	}
	return fromWindows(data), true
}

// hasControls tells whether there are bytes that no text has.
func hasControls(data []byte) bool {
	for _, c := range data {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b && c != 0x1c && c != 0x1d && c != 0x1e && c != 0x0b || c == 0x7f {
			return true
		}
	}
	return false
}

// wideText reads UTF-16 without a mark: every second byte of plain text is zero.
func wideText(data []byte) (string, bool) {
	if len(data) < 4 {
		return "", false
	}
	even, odd := 0, 0
	for i, c := range data {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	half := len(data) / 2
	var s string
	switch {
	case odd*10 >= half*7 && even*20 <= half:
		s = fromUTF16(data, false)
	case even*10 >= half*7 && odd*20 <= half:
		s = fromUTF16(data, true)
	default:
		return "", false
	}
	return s, !hasControls([]byte(s))
}

// IsDocument tells what is more than plain text: a document, an archive or a picture.
func IsDocument(data []byte) bool {
	switch typeOf("", data) {
	case Zip, PDF, RTF, Image:
		return true
	}
	return bytes.HasPrefix(data, []byte(cfb))
}
