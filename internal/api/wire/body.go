package wire

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

// The largest bodies, in bytes.
const (
	MaxInspectBody = 6_815_744 // 6.5 MiB
	MaxBody        = 256 << 10
)

// Read reads a body of at most max bytes that is one JSON object. The object's
// values share memory with the returned release: call it when they are no longer
// needed, it wipes the body.
func Read(c *gin.Context, max int64) (Object, func(), error) {
	body, err := ReadBytes(c, "application/json", max)
	release := func() { clear(body) }
	if err != nil {
		return Object{}, nil, err
	}
	object, err := Parse(body)
	if err != nil {
		release()
		return Object{}, nil, err
	}
	return object, release, nil
}

// ReadBytes reads a body of the media type and of at most max bytes, in UTF-8 by
// what its header says.
func ReadBytes(c *gin.Context, media string, max int64) ([]byte, error) {
	if err := checkHeaders(c.Request, media, max); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, max))
	if err != nil {
		clear(body)
		return nil, BodyError(err)
	}
	return body, nil
}

func checkHeaders(r *http.Request, media string, max int64) error {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || kind != media || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return fault.E(fault.RequestMediaType)
	}
	if r.Header.Get("Content-Encoding") != "" {
		return fault.E(fault.RequestMediaType)
	}
	if r.ContentLength > max {
		return fault.E(fault.RequestTooLarge)
	}
	return nil
}

// BodyError is the fault of a failure to read a body.
func BodyError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.E(fault.RequestTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.E(fault.RequestTimeout)
	}
	return fault.E(fault.RequestMalformed)
}
