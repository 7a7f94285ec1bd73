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
	if err := checkHeaders(c.Request, max); err != nil {
		return Object{}, nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, max))
	release := func() { clear(body) }
	if err != nil {
		release()
		return Object{}, nil, readError(err)
	}
	object, err := Parse(body)
	if err != nil {
		release()
		return Object{}, nil, err
	}
	return object, release, nil
}

func checkHeaders(r *http.Request, max int64) error {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
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

func readError(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.E(fault.RequestTooLarge)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.E(fault.RequestTimeout)
	}
	return fault.E(fault.RequestMalformed)
}
