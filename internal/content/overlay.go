package content

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Overlay is files with those of an update laid over them.
func Overlay(base fs.FS, u Update) fs.FS {
	if len(u.Files) == 0 {
		return base
	}
	return overlay{base, u.Files}
}

type overlay struct {
	base  fs.FS
	files map[string]string
}

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	if text, ok := o.files[name]; ok {
		return &file{entry{path.Base(name), int64(len(text))}, *bytes.NewReader([]byte(text))}, nil
	}
	return o.base.Open(name)
}

// ReadDir implements fs.ReadDirFS.
func (o overlay) ReadDir(dir string) ([]fs.DirEntry, error) {
	list, err := fs.ReadDir(o.base, dir)
	if err != nil {
		return nil, err
	}
	for name, text := range o.files {
		if path.Dir(name) != dir {
			continue
		}
		own := entry{path.Base(name), int64(len(text))}
		list = append(slices.DeleteFunc(list, func(e fs.DirEntry) bool { return e.Name() == own.Name() }), own)
	}
	slices.SortFunc(list, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return list, nil
}

// file is one of the update, open for reading.
type file struct {
	entry
	bytes.Reader
}

func (f *file) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *file) Close() error               { return nil }

// Size is that of the file, not what is left to read.
func (f *file) Size() int64 { return f.entry.size }

// entry describes a file of the update.
type entry struct {
	name string
	size int64
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) Mode() fs.FileMode          { return 0o444 }
func (e entry) Type() fs.FileMode          { return 0 }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) IsDir() bool                { return false }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
