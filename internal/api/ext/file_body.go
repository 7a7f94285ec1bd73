package ext

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/textproto"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/extract"
	"dijkwacht/internal/fault"
)

const (
	maxMeta = 16 << 10
	// maxFileBody is the largest body: the file, what is said about it, and the frame.
	maxFileBody = extract.MaxFile + 2*maxMeta
)

// maxUploads is how many files one request may hold.
const maxUploads = 50

// upload is what was posted: the files of one request of a page.
type upload struct {
	meta  wire.Object
	files []posted
	size  int
}

type posted struct {
	name string
	data []byte
}

// readUpload reads the parts of a body from the connection. It never uses
// ParseMultipartForm, which would put a large file on disk.
func readUpload(c *gin.Context) (*upload, error) {
	kind, params, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || kind != "multipart/form-data" || params["boundary"] == "" || c.GetHeader("Content-Encoding") != "" {
		return nil, fault.E(fault.RequestMediaType)
	}
	if c.Request.ContentLength > maxFileBody {
		return nil, fault.E(fault.RequestTooLarge)
	}
	parts := multipart.NewReader(http.MaxBytesReader(c.Writer, c.Request.Body, maxFileBody), params["boundary"])
	var meta []byte
	up := &upload{}
	for {
		p, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, up.drop(wire.BodyError(err))
		}
		switch name := p.FormName(); {
		case name == "meta" && meta == nil:
			meta, err = readPart(p, maxMeta, 0)
		case name == "file" && len(up.files) < maxUploads:
			var data []byte
			data, err = readPart(p, extract.MaxFile-up.size, c.Request.ContentLength)
			up.files = append(up.files, posted{fileName(p.Header), data})
			up.size += len(data)
		default:
			err = fault.E(fault.RequestMalformed)
		}
		if err != nil {
			return nil, up.drop(err)
		}
	}
	if meta == nil || up.files == nil {
		return nil, up.drop(fault.E(fault.RequestMalformed))
	}
	if up.meta, err = wire.Parse(meta); err != nil {
		return nil, up.drop(err)
	}
	return up, nil
}

// drop wipes what was read and hands the error on.
func (u *upload) drop(err error) error {
	u.wipe()
	return err
}

// wipe clears the files.
func (u *upload) wipe() {
	for _, f := range u.files {
		clear(f.data)
	}
	u.files = nil
}

// readPart reads a part of at most max bytes. The hint is about how long it is, so
// that no half-read copies stay behind.
func readPart(p *multipart.Part, max int, hint int64) ([]byte, error) {
	b := make([]byte, 0, min(int64(max)+1, hint+512))
	for {
		if len(b) == cap(b) {
			grown := append(b, 0)[:len(b)]
			clear(b)
			b = grown
		}
		n, err := p.Read(b[len(b):min(cap(b), max+1)])
		b = b[:len(b)+n]
		switch {
		case len(b) > max:
			clear(b)
			return nil, fault.E(fault.RequestTooLarge)
		case errors.Is(err, io.EOF):
			return b, nil
		case err != nil:
			clear(b)
			return nil, wire.BodyError(err)
		}
	}
}

// fileName is the name that the part gives its file, "" for none.
func fileName(h textproto.MIMEHeader) string {
	_, params, err := mime.ParseMediaType(h.Get("Content-Disposition"))
	if err != nil {
		return ""
	}
	return params["filename"]
}
