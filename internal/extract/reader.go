package extract

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"time"
)

const (
	// readTime bounds the reading of one file, apart from its pictures.
	readTime = 5 * time.Second
	// maxOutput bounds what a child may say: the text, and pictures in base64.
	maxOutput = 2*maxText + 2*maxPictureBytes
)

// Reader reads files in child processes. It is safe for concurrent use.
type Reader struct {
	// Program is this program, which handles the command extract by Child.
	Program string
	// Pictures gives what reads the text of pictures, nil when the machine cannot. It is
	// asked when there is one; a nil function is a machine that cannot.
	Pictures func() *Pictures
}

// Read reads one file. It always gives a document: what was not read, for whatever
// reason, is in Unread.
func (r *Reader) Read(ctx context.Context, name string, data []byte) Document {
	if len(data) > MaxFile {
		return unreadable(TooLarge)
	}
	d, err := r.child(ctx, name, data)
	if err != nil {
		return *err
	}
	r.pictures(ctx, &d)
	return d
}

func unreadable(reason Reason) Document {
	return Document{Type: Unknown, Unread: []Unread{{Reason: reason}}}
}

// child runs one child process. Nothing of what it prints on its way down is kept.
func (r *Reader) child(ctx context.Context, name string, data []byte) (Document, *Document) {
	ctx, cancel := context.WithTimeout(ctx, readTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.Program, childWord)
	cmd.Env = []string{"GOTRACEBACK=none", "GOMAXPROCS=2"}
	cmd.Stdin = io.MultiReader(bytes.NewReader(request(name)), bytes.NewReader(data))
	out := &capped{max: maxOutput}
	cmd.Stdout = out
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	defer clear(out.b)
	failed := func(reason Reason) (Document, *Document) {
		d := unreadable(reason)
		return d, &d
	}
	switch {
	case ctx.Err() != nil:
		return failed(TooSlow)
	case errors.Is(err, errTooLarge):
		return failed(TooLarge)
	case err != nil:
		return failed(why(err))
	}
	var d Document
	if json.Unmarshal(out.b, &d) != nil || d.Type == "" {
		return failed(Broken)
	}
	return d, nil
}

// capped keeps what is written up to a limit.
type capped struct {
	b   []byte
	max int
}

func (c *capped) Write(b []byte) (int, error) {
	if len(c.b)+len(b) > c.max {
		return 0, errTooLarge
	}
	c.b = append(c.b, b...)
	return len(b), nil
}
