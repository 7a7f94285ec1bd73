package wire

import (
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

// ETag is the entity tag of a revision of a resource.
func ETag(rev int64) string { return `"` + strconv.FormatInt(rev, 10) + `"` }

// IfMatch reads the revision that a change is meant for. Returns
// fault.PreconditionRequired without the header, and fault.PreconditionFailed for
// a tag that no revision has.
func IfMatch(c *gin.Context) (int64, error) {
	tag := c.GetHeader("If-Match")
	if tag == "" {
		return 0, fault.E(fault.PreconditionRequired)
	}
	rev, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || ETag(rev) != tag {
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
