package extract_test

import (
	"testing"

	"dijkwacht/internal/extract"
)

// FuzzRead: whatever a file holds, reading it ends, and what is not read is named.
func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{
		docx(f), xlsx(f), pptx(f), odt(f, "text", "<x/>"), onePage(letter), []byte(mailFile), []byte(rtfFile), []byte(htmlFile), zipped(f, "a.txt", "b"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := extract.Read("", data)
		if d.Type == extract.Unknown && len(d.Unread) == 0 {
			t.Error("an unknown file counts as read")
		}
	})
}
