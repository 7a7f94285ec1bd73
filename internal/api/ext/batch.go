package ext

import (
	"context"
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
)

// maxBatch is how many items a device may report at once.
const maxBatch = 50

type batchResult struct {
	Accepted int        `json:"accepted"`
	Rejected []rejected `json:"rejected"`
}

type rejected struct {
	Index   int           `json:"index"`
	Problem fault.Problem `json:"problem"`
}

// batch takes the items of a member of the body one after another. Each stands alone,
// but when the register cannot be written the whole batch fails, so that the device
// keeps it and tries again.
func (a *API) batch(c *gin.Context, member string, take func(context.Context, auth.Caller, wire.Object) error) {
	a.read(c, http.StatusAccepted, func(o wire.Object) (any, error) {
		o.Require(member)
		items := o.Objects(member, 1, maxBatch)
		if err := o.Err(); err != nil {
			return nil, err
		}
		ctx, cancel := bounded(c.Request.Context())
		defer cancel()
		result := batchResult{Rejected: []rejected{}}
		for i, item := range items {
			err := take(ctx, callerOf(c), item)
			f := fault.From(err)
			switch {
			case err == nil:
				result.Accepted++
			case f.Code == fault.RegisterUnavailable:
				return nil, err
			default:
				result.Rejected = append(result.Rejected, rejected{i, a.Kit.Problem(c, f)})
			}
		}
		return result, nil
	})
}
