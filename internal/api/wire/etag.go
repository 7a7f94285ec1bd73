package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

// ETag is the entity tag of a revision of a resource.
func ETag(rev int64) string { return `"` + strconv.FormatInt(rev, 10) + `"` }

// ETagOf is the entity tag of a revision whose body shows more than what the revision
// covers, such as counts.
func ETagOf(rev int64, body []byte) string {
	sum := sha256.Sum256(body)
	return `"` + strconv.FormatInt(rev, 10) + "-" + hex.EncodeToString(sum[:6]) + `"`
}

// IfMatch reads the revision that a change is meant for: whatever else the body showed
// may have changed since. Returns
// fault.PreconditionRequired without the header, and fault.PreconditionFailed for
// a tag that no revision has.
func IfMatch(c *gin.Context) (int64, error) {
	tag := c.GetHeader("If-Match")
	if tag == "" {
		return 0, fault.E(fault.PreconditionRequired)
	}
	revision, _, whole := strings.Cut(strings.Trim(tag, `"`), "-")
	rev, err := strconv.ParseInt(revision, 10, 64)
	if err != nil || !whole && ETag(rev) != tag || whole && !strings.HasPrefix(tag, `"`+strconv.FormatInt(rev, 10)+"-") {
		return 0, fault.E(fault.PreconditionFailed)
	}
	return rev, nil
}

// HasNewest reports whether the client says that it has the version with the tag.
func HasNewest(c *gin.Context, tag string) bool {
	for one := range strings.SplitSeq(c.GetHeader("If-None-Match"), ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}
