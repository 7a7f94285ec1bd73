package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dijkwacht/internal/auth"
)

// OpenSealer reads the key file. When there is none and make is true it makes one,
// for its owner alone; otherwise it fails with what the administrator has to do.
func OpenSealer(path string, create bool) (*auth.Sealer, error) {
	key, err := readKeyFile(path)
	if errors.Is(err, fs.ErrNotExist) && create {
		if err = makeKeyFile(path); err == nil || errors.Is(err, fs.ErrExist) {
			key, err = readKeyFile(path)
		}
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the key file %s is not there, and the database holds secrets that were sealed with it: put it back, or say where it is with --key-file (all servers on one database share one file); "+keyLost, path)
	}
	if err != nil {
		return nil, err
	}
	return auth.NewSealer(key)
}

// keyLost says what a lost key file means.
const keyLost = "when it is lost, the register can be read and verified without it, but nobody can sign in and devices enrol again: docs/deploy/backup.md says what to do"

func readKeyFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 && !info.IsDir() {
		return nil, fmt.Errorf("the key file %s can be read by others: make it yours alone with chmod 600", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read key file: %w", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(key) != auth.SealerKeySize {
		return nil, fmt.Errorf("the key file %s does not hold a key: it is one line of 44 characters", path)
	}
	return key, nil
}

// makeKeyFile writes a fresh key under another name first, so that a file that is
// there is whole. It fails with fs.ErrExist when another was first.
func makeKeyFile(path string) error {
	key := make([]byte, auth.SealerKeySize)
	if _, err := io.ReadFull(rand.Reader, key); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".secret-*")
	if err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, base64.StdEncoding.EncodeToString(key))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	if err := os.Link(f.Name(), path); err != nil {
		return fmt.Errorf("make key file: %w", err)
	}
	return nil
}
