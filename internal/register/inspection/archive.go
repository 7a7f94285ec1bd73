package inspection

import (
	"archive/zip"
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"dijkwacht/internal/chain"
)

// Bounds on what a file may make its reader do.
const (
	maxFiles    = 200
	maxManifest = 1 << 20
	maxKey      = 1 << 12
	maxLine     = 8 << 20
	// A file inside may be so much larger than it is stored, once it is larger than
	// ratioFrom.
	maxRatio  = 200
	ratioFrom = 16 << 20
)

// ErrNoInspection says that something is no inspection file at all.
var ErrNoInspection = errors.New("this is not an inspection file: it is no zip file with a manifest.json of the form " + Format)

// ErrVersion says that a newer program made the file.
var ErrVersion = errors.New("a newer version of the program made this file: check it with that version")

// BadError names the first thing that is wrong with a file.
type BadError struct {
	// File is the one inside, "" for the whole.
	File string
	// Seq is the number of the entry, 0 when it is not about one.
	Seq     int64
	Problem string
}

// Error names what is wrong.
func (e *BadError) Error() string {
	switch {
	case e.Seq > 0:
		return fmt.Sprintf("entry %d is bad (%s)", e.Seq, e.Problem)
	case e.File != "":
		return fmt.Sprintf("%s is bad (%s)", e.File, e.Problem)
	}
	return e.Problem
}

func bad(file, problem string) *BadError { return &BadError{File: file, Problem: problem} }

// archive is a file that was opened: its manifest is signed by one of its keys.
type archive struct {
	files    map[string]*zip.File
	manifest Manifest
	keys     []ed25519.PublicKey
	// seen are the files that were read to their end, by what they are.
	seen map[string]File
}

// open reads the manifest and the keys. Returns ErrNoInspection, ErrVersion and
// *BadError.
func open(r io.ReaderAt, size int64) (*archive, error) {
	magic := make([]byte, 4)
	if n, _ := r.ReadAt(magic, 0); n < 4 || !bytes.Equal(magic, []byte("PK\x03\x04")) {
		return nil, ErrNoInspection
	}
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, bad("", "the zip file is damaged or cut off")
	}
	a := &archive{files: map[string]*zip.File{}, seen: map[string]File{}}
	if err := a.list(z.File); err != nil {
		return nil, err
	}
	if err := a.readManifest(); err != nil {
		return nil, err
	}
	return a, a.complete()
}

// list takes the files in, each once and of a size that it may have.
func (a *archive) list(files []*zip.File) error {
	if len(files) > maxFiles {
		return bad("", "it holds too many files")
	}
	for _, f := range files {
		if a.files[f.Name] != nil {
			return bad("", "it holds a file twice")
		}
		if f.Method != zip.Store && f.Method != zip.Deflate || f.Flags&1 != 0 {
			return bad("", "it holds a file that is encrypted, or compressed in a way that is not used")
		}
		if n := f.UncompressedSize64; n > ratioFrom && n/maxRatio > f.CompressedSize64 {
			return bad("", "it holds a file that would grow too much")
		}
		a.files[f.Name] = f
	}
	return nil
}

// readManifest reads the manifest, its key and its signature.
func (a *archive) readManifest() error {
	if a.files[manifestFile] == nil {
		return ErrNoInspection
	}
	text, err := a.read(manifestFile, maxManifest)
	if err != nil {
		return err
	}
	var version struct {
		Format  string `json:"format"`
		Version int    `json:"version"`
	}
	if json.Unmarshal(text, &version) != nil {
		return bad(manifestFile, "it is not JSON")
	}
	if version.Format != Format {
		return ErrNoInspection
	}
	if version.Version > Version {
		return ErrVersion
	}
	if strict(text, &a.manifest) != nil {
		return bad(manifestFile, "it is not of the form of this version")
	}
	if err := a.readKeys(); err != nil {
		return err
	}
	signature, err := a.read(signatureFile, ed25519.SignatureSize)
	if err != nil {
		return err
	}
	for _, k := range a.keys {
		if chain.KeyID(k) == a.manifest.KeyID {
			if !ed25519.Verify(k, text, signature) {
				return bad(manifestFile, "it was changed after it was signed")
			}
			return nil
		}
	}
	return bad(manifestFile, "the key that signed it is not in the file")
}

func (a *archive) readKeys() error {
	for name := range a.files {
		id, isKey := strings.CutPrefix(name, keyFolder)
		if !isKey {
			continue
		}
		text, err := a.read(name, maxKey)
		if err != nil {
			return err
		}
		block, rest := pem.Decode(text)
		if block == nil || len(bytes.TrimSpace(rest)) > 0 {
			return bad(name, "it is not a public key")
		}
		parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
		k, ok := parsed.(ed25519.PublicKey)
		if err != nil || !ok {
			return bad(name, "it is not a public key for Ed25519")
		}
		if chain.KeyID(k)+keySuffix != id {
			return bad(name, "it is another key than its name says")
		}
		a.keys = append(a.keys, k)
	}
	return nil
}

// complete compares the list of files with the files.
func (a *archive) complete() error {
	want := []string{manifestFile, signatureFile}
	for _, f := range a.manifest.Files {
		if slices.Contains(want, f.Name) {
			return bad(manifestFile, "it lists a file twice")
		}
		want = append(want, f.Name)
		switch z := a.files[f.Name]; {
		case z == nil:
			return bad(f.Name, "it is missing")
		case z.UncompressedSize64 != uint64(f.Bytes):
			// The walk over the entries says more precisely what is missing.
			if f.Name != entriesFile {
				return bad(f.Name, "it is longer or shorter than the manifest says")
			}
		}
	}
	for _, name := range []string{entriesFile, registerFile, checkpointsFile} {
		if !slices.Contains(want, name) {
			return bad(manifestFile, "it does not list "+name)
		}
	}
	for name := range a.files {
		if !slices.Contains(want, name) {
			return bad("", "it holds a file that the manifest does not list")
		}
	}
	return nil
}

// read reads a whole small file.
func (a *archive) read(name string, most int64) ([]byte, error) {
	if a.files[name] == nil {
		return nil, bad(name, "it is missing")
	}
	f, err := a.files[name].Open()
	if err != nil {
		return nil, bad(name, "it is damaged")
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, bad(name, "it is damaged")
	case int64(len(content)) > most:
		return nil, bad(name, "it is too long")
	}
	return content, nil
}

// sameBytes compares the bytes of a file with the manifest.
func (a *archive) sameBytes(want File) error {
	if _, read := a.seen[want.Name]; !read && a.stream(want.Name, func(r io.Reader) error { return nil }) != nil {
		return bad(want.Name, "it is damaged")
	}
	if a.seen[want.Name] != want {
		return bad(want.Name, "it is not the file of which the manifest holds the SHA-256")
	}
	return nil
}

// stream hands a file to use, reads what use left, and notes what the file is.
func (a *archive) stream(name string, use func(io.Reader) error) error {
	f, err := a.files[name].Open()
	if err != nil {
		return errDamaged
	}
	defer f.Close()
	sum := sha256.New()
	whole := &counted{r: io.TeeReader(f, sum)}
	if err := use(whole); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, whole); err != nil {
		return errDamaged
	}
	a.seen[name] = File{name, whole.n, hex.EncodeToString(sum.Sum(nil))}
	return nil
}

// counted counts what is read.
type counted struct {
	r io.Reader
	n int64
}

// Read implements io.Reader.
func (c *counted) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// each calls line with each line of a file, which holds nothing else. An error of
// reading is errDamaged.
func (a *archive) each(name string, line func([]byte) error) error {
	return a.stream(name, func(r io.Reader) error {
		scanner := bufio.NewScanner(r)
		scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
		for scanner.Scan() {
			if err := line(scanner.Bytes()); err != nil {
				return err
			}
		}
		if scanner.Err() != nil {
			return errDamaged
		}
		return nil
	})
}

var errDamaged = errors.New("a file inside is damaged")

// strict decodes one JSON value without members that are not known.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("more than one value")
	}
	return nil
}
