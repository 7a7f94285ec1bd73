package extract

import (
	"bytes"
	"context"
	"os/exec"
	"slices"
	"strings"
	"time"
)

const (
	// pictureTime bounds one picture, allPicturesTime those of a file.
	pictureTime     = 20 * time.Second
	allPicturesTime = 45 * time.Second
	pictureMemory   = 768 << 20
	// maxPictureText bounds what is read from one picture.
	maxPictureText = 1 << 20
)

// pictureEnv is the environment of the reader of pictures: one thread.
var pictureEnv = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C.UTF-8"}

// Pictures reads the text of pictures with tesseract, in Dutch and English.
type Pictures struct{ tesseract string }

// FindPictures looks for tesseract with both languages on this machine; nil when it is
// not there.
func FindPictures(ctx context.Context) *Pictures {
	path, err := exec.LookPath("tesseract")
	if err != nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, path, "--list-langs").Output()
	languages := strings.Fields(string(out))
	if err != nil || !slices.Contains(languages, "nld") || !slices.Contains(languages, "eng") {
		return nil
	}
	return &Pictures{path}
}

// pictures puts the text of the pictures of d in their place.
func (r *Reader) pictures(ctx context.Context, d *Document) {
	ctx, cancel := context.WithTimeout(ctx, allPicturesTime)
	defer cancel()
	var reader *Pictures
	if len(d.Pictures) > 0 && r.Pictures != nil {
		reader = r.Pictures()
	}
	for _, p := range d.Pictures {
		if reader == nil {
			d.Unread = append(d.Unread, Unread{NoImageText, p.Page, p.Entry})
			continue
		}
		text, reason := r.picture(ctx, reader, p.Data)
		clear(p.Data)
		if reason != "" {
			d.Unread = append(d.Unread, Unread{reason, p.Page, p.Entry})
		} else if !blank(text) {
			d.Parts = append(d.Parts, Part{Picture, p.Page, p.Entry, text})
		}
	}
	d.Pictures = nil
}

// picture reads one picture through pipes: nothing of it touches the disk.
func (r *Reader) picture(ctx context.Context, reader *Pictures, data []byte) (string, Reason) {
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.Program, childWord, pictureWord, reader.tesseract, "stdin", "stdout", "-l", "nld+eng", "--dpi", "150")
	cmd.Env = []string{"GOTRACEBACK=none"}
	cmd.Stdin = bytes.NewReader(data)
	out := &capped{max: maxPictureText}
	cmd.Stdout = out
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return "", TooSlow
	case err != nil:
		return "", NoImageText
	}
	return string(out.b), ""
}
