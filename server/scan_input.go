package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"unicode/utf8"

	"dijkwacht/internal/extract"
)

// maxText bounds one file and one line of JSON.
const maxText = 16 << 20

const byteOrderMark = "\uFEFF"

// readText reads a whole file, or standard input for "-". Its errors name a
// file only when there is one: a name that does not exist may be a piece of the
// text that was meant to be scanned.
func readText(in io.Reader, name string) (string, error) {
	file, label, err := open(in, name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxText+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("read %s: %w", label, cause(err))
	case len(raw) > maxText:
		return "", fmt.Errorf("%s is larger than %d MiB; split it", label, maxText>>20)
	}
	if extract.IsDocument(raw) {
		return documentText(label, raw)
	}
	if at := invalidUTF8(raw); at >= 0 {
		return "", fmt.Errorf("%s is not UTF-8 (first bad byte at offset %d); convert it first", label, at)
	}
	return string(raw), nil
}

// open gives the file and the name under which errors may speak of it.
func open(in io.Reader, name string) (io.ReadCloser, string, error) {
	if name == "-" {
		return io.NopCloser(in), "standard input", nil
	}
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, "", errors.New("a file to scan does not exist; to scan a text, put it on standard input")
	}
	if err != nil {
		return nil, "", fmt.Errorf("open a file to scan: %w", cause(err))
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, "", fmt.Errorf("%s is a directory; name the files in it", printable(name))
	}
	return file, printable(name), nil
}

// cause is the error without the path that the system wraps around it.
func cause(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(raw []byte) int {
	for at := 0; at < len(raw); {
		r, n := utf8.DecodeRune(raw[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}
