package app

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"
)

// encodings of what must not be found anywhere.
func encodings() map[string][]byte {
	out := map[string][]byte{}
	for name, plain := range map[string]string{"marker": marker, "number": "111222333", "name": "Jansen-" + marker} {
		var wide, turned []byte
		escaped := ""
		for _, u := range utf16.Encode([]rune(plain)) {
			wide = append(wide, byte(u), byte(u>>8))
			turned = append(turned, byte(u>>8), byte(u))
			escaped += fmt.Sprintf(`\u%04x`, u)
		}
		out[name] = []byte(plain)
		out[name+" in lower case"] = []byte(strings.ToLower(plain))
		out[name+" in UTF-16"] = wide
		out[name+" in UTF-16, big end first"] = turned
		out[name+" in hex"] = []byte(hex.EncodeToString([]byte(plain)))
		out[name+" in escapes of JSON"] = []byte(escaped)
		// The middle of a base64 text is the same at one of three offsets.
		for skip := range 3 {
			enc := base64.StdEncoding.EncodeToString([]byte(plain)[skip:])
			out[name+" in base64"+strings.Repeat("'", skip)] = []byte(enc[:len(enc)/4*4-4])
		}
	}
	return out
}

// inflated is what gzip and zlib streams in b hold.
func inflated(b []byte) (out []byte) {
	for form, open := range map[string]func(io.Reader) (io.Reader, error){
		"\x1f\x8b\x08": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"\x78\x01":     func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
		"\x78\x9c":     func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
		"\x78\xda":     func(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) },
	} {
		for at := 0; ; at++ {
			next := bytes.Index(b[at:], []byte(form))
			if next < 0 {
				break
			}
			at += next
			if r, err := open(bytes.NewReader(b[at:])); err == nil {
				text, _ := io.ReadAll(io.LimitReader(r, 1<<20)) // what it held before it broke off
				out = append(out, text...)
			}
		}
	}
	return out
}

// leaks names the forms of the canary in b.
func leaks(b []byte) (forms []string) {
	for _, part := range [][]byte{b, inflated(b)} {
		for form, needle := range encodings() {
			if i := bytes.Index(part, needle); i >= 0 {
				forms = append(forms, fmt.Sprintf("%s: …%q…", form, part[max(0, i-80):min(len(part), i+80)]))
			}
		}
	}
	return forms
}

func TestTheSearchFindsEachFormOfTheCanary(t *testing.T) {
	for form, needle := range encodings() {
		if len(leaks(append([]byte("before "), needle...))) == 0 {
			t.Errorf("%s is not found", form)
		}
	}
	var packed, deflated bytes.Buffer
	for _, w := range []io.WriteCloser{gzip.NewWriter(&packed), zlib.NewWriter(&deflated)} {
		if _, err := io.WriteString(w, canaryText); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range [][]byte{packed.Bytes(), deflated.Bytes()} {
		if len(leaks(append([]byte("before "), b...))) == 0 {
			t.Error("it is not found when it is compressed")
		}
	}
	if got := leaks([]byte(strings.Repeat("Hoe laat is het? 123456782 ", 100))); len(got) > 0 {
		t.Errorf("found in other text: %v", got)
	}
}

// search looks for the canary in all files of the places.
func (s *service) search(places ...string) {
	s.t.Helper()
	files := 0
	for _, place := range places {
		err := filepath.WalkDir(place, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			files++
			for _, form := range leaks(b) {
				s.t.Errorf("%s holds the %s", path, form)
			}
			return nil
		})
		if err != nil {
			s.t.Fatal(err)
		}
	}
	if files < 3 {
		s.t.Fatalf("only %d files", files)
	}
}
