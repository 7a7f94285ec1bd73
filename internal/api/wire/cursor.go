package wire

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"strconv"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

// The sizes of pages.
const (
	DefaultPage = 50
	MaxPage     = 200
)

const cursorMAC = 16

// Cursors make and check the places where pages begin. A cursor is signed and
// bound to the list that it was made for: route, organisation and filters. The key
// is the same on all replicas.
type Cursors struct {
	Key []byte
}

// Page reads limit and cursor of the query. After is the key of the last item of
// the page before, "" for the first page; binding is whatever else the list
// depends on. Returns fault.RequestInvalid.
func (s Cursors) Page(c *gin.Context, binding ...string) (after string, limit int, err error) {
	limit = DefaultPage
	if q := c.Query("limit"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 1 || n > MaxPage {
			return "", 0, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?limit", Code: "range"})
		}
		limit = n
	}
	cursor := c.Query("cursor")
	if cursor == "" {
		return "", limit, nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil || len(raw) <= cursorMAC || !hmac.Equal(raw[:cursorMAC], s.mac(c, string(raw[cursorMAC:]), binding)) {
		return "", 0, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?cursor", Code: "format"})
	}
	return string(raw[cursorMAC:]), limit, nil
}

// Next is the cursor for the page after the item with the given key; nil when the
// page was not full.
func (s Cursors) Next(c *gin.Context, full bool, last string, binding ...string) *string {
	if !full {
		return nil
	}
	cursor := base64.RawURLEncoding.EncodeToString(append(s.mac(c, last, binding), last...))
	return &cursor
}

func (s Cursors) mac(c *gin.Context, after string, binding []string) []byte {
	mac := hmac.New(sha256.New, s.Key)
	for _, part := range append([]string{c.FullPath(), after}, binding...) {
		mac.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part))))
		mac.Write([]byte(part))
	}
	return mac.Sum(nil)[:cursorMAC]
}
