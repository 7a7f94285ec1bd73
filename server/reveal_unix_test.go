//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestServeNeverOpensThePrivateKey puts a pipe in the place of the key: to open it
// for reading would wait for a writer, and so would the start.
func TestServeNeverOpensThePrivateKey(t *testing.T) {
	data, file := t.TempDir(), filepath.Join(t.TempDir(), "reveal.key")
	first := serve(t, data)
	if got := call(t, "", "reveal", "init", "--data", data, "--reveal-key-file", file); got.code != 0 {
		t.Fatalf("got %+v", got)
	}
	first.stop()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(file, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("DIJKWACHT_REVEAL_KEY_FILE", file)
	s := serve(t, data)
	enrolOne(t, s)
	if f, err := os.OpenFile(file, os.O_WRONLY|syscall.O_NONBLOCK, 0); err == nil {
		f.Close()
		t.Error("the service has the private key open")
	}
}
