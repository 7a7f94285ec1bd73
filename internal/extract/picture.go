package extract

import (
	"bytes"
	"image"
	_ "image/gif" // sizes of pictures
	_ "image/jpeg"
	_ "image/png"
	"strings"
)

// image takes a picture for a reader of pictures, and reads what is written beside the
// dots: remarks, author, place. Small ones within documents are left out.
func (c *collector) image(data []byte, page int, within Type) error {
	if err := c.add(Metadata, page, remarks(data)); err != nil {
		return err
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil:
		size.Width, size.Height = 1000, 1000 // a format whose size is not known here
	case int64(size.Width)*int64(size.Height) > maxPixels:
		return errTooLarge
	case within != Unknown && (min(size.Width, size.Height) < leastSide || size.Width*size.Height < leastPixels):
		return nil
	}
	if len(c.doc.Pictures) >= maxPictures || c.pictured+len(data) > maxPictureBytes {
		c.missed(NoImageText, page)
		return nil
	}
	c.pictured += len(data)
	c.doc.Pictures = append(c.doc.Pictures, Drawn{page, c.entry, data})
	return nil
}

// remarks are the readable words in the segments of a picture that hold no dots.
func remarks(data []byte) string {
	var b strings.Builder
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8")):
		jpegSegments(data, &b)
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		pngChunks(data, &b)
	}
	return b.String()
}

func jpegSegments(data []byte, b *strings.Builder) {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker, n := data[at+1], int(data[at+2])<<8|int(data[at+3])
		if marker == 0xda || n < 2 || at+2+n > len(data) { // the dots begin
			return
		}
		if marker == 0xfe || marker == 0xe1 || marker == 0xed {
			words(data[at+4:at+2+n], b)
		}
		at += 2 + n
	}
}

func pngChunks(data []byte, b *strings.Builder) {
	for at := 8; at+12 <= len(data); {
		n := int(data[at])<<24 | int(data[at+1])<<16 | int(data[at+2])<<8 | int(data[at+3])
		if n < 0 || at+12+n > len(data) {
			return
		}
		switch string(data[at+4 : at+8]) {
		case "tEXt", "iTXt", "eXIf":
			words(data[at+8:at+8+n], b)
		}
		at += 12 + n
	}
}

// leastWords is the shortest row of readable bytes that counts.
const leastWords = 5

// words appends the rows of readable bytes, each on a line.
func words(data []byte, b *strings.Builder) {
	start := 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && (data[i] >= ' ' && data[i] < 0x7f || data[i] >= 0x80) {
			continue
		}
		if i-start >= leastWords {
			b.WriteString(strings.ToValidUTF8(string(data[start:i]), "") + "\n")
		}
		start = i + 1
	}
}
