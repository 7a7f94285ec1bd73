package content

import (
	"crypto/ed25519"
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func keys(t *testing.T) (ed25519.PublicKey, ed25519.PrivateKey) {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return public, private
}

func TestAnUpdateIsReadWhenItsOwnKeySignedIt(t *testing.T) {
	public, private := keys(t)
	other, _ := keys(t)
	u := Update{Version: 3, IssuedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Files: map[string]string{"destinations.yaml": "a", "nl/eigen.yaml": "b"}}
	file, err := Sign(u, private)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Open(file, public)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(u, got); diff != "" {
		t.Error(diff)
	}
	if _, err := Open(file, other); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	for i := range file {
		changed := append([]byte{}, file...)
		changed[i] ^= 1
		if u, err := Open(changed, public); err == nil && !cmp.Equal(u, got) {
			t.Fatalf("byte %d can be changed", i)
		}
	}
	for name, bad := range map[string]Update{
		"no version": {Files: u.Files}, "no files": {Version: 1}, "a policy": {Version: 1, Files: map[string]string{"policies/x.yaml": ""}},
		"a way out": {Version: 1, Files: map[string]string{"nl/../../x.yaml": ""}}, "weights": {Version: 1, Files: map[string]string{"weights/names.bin": ""}},
	} {
		if _, err := Sign(bad, private); !errors.Is(err, ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFilesOfAnUpdateLieOverThoseOfTheProgram(t *testing.T) {
	base := fstest.MapFS{"destinations.yaml": {Data: []byte("old")}, "nl/a.yaml": {Data: []byte("old a")}, "nl/b.yaml": {Data: []byte("old b")}}
	over := Overlay(base, Update{Version: 1, Files: map[string]string{"nl/b.yaml": "new b", "nl/c.yaml": "new c"}})
	got := map[string]string{}
	err := fs.WalkDir(over, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(over, name)
		got[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"destinations.yaml": "old", "nl/a.yaml": "old a", "nl/b.yaml": "new b", "nl/c.yaml": "new c"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := over.Open("nl/none.yaml"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
