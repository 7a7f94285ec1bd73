package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"dijkwacht/internal/extract"
)

// documentText is the text of a document, its parts one after the other, read as the
// service reads what is uploaded: in a child process of this program.
func documentText(label string, raw []byte) (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find the program itself: %w", err)
	}
	pictures := func() *extract.Pictures { return extract.FindPictures(context.Background()) }
	d := (&extract.Reader{Program: program, Pictures: pictures}).Read(context.Background(), "", raw)
	if len(d.Unread) > 0 {
		return "", fmt.Errorf("%s cannot be read wholly (%s)", label, d.Unread[0].Reason)
	}
	texts := make([]string, len(d.Parts))
	for i, p := range d.Parts {
		texts[i] = strings.ToValidUTF8(p.Text, "\ufffd")
	}
	return strings.Join(texts, "\n\n"), nil
}
