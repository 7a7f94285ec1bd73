package ext

import (
	"context"
	"errors"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
)

// Limits are how often clients may ask.
type Limits struct {
	Inspect, InspectOrganisation limit.Rate
	Token, TokenOrganisation     limit.Rate
	Enrol                        limit.Rate
	// Key hides addresses.
	Key limit.Keyed
}

const (
	// inspectionsPerCore is how many texts are looked at at once for each core: a
	// short one need not wait for a long one to end, and more would only be slower
	// together.
	inspectionsPerCore = 4
	// readingsPerCore is the same for files: some wait for the reader of pictures.
	readingsPerCore = 2
	// inspectionWait is how long a text may wait to be looked at. Then the answer is
	// 429, which every fail mode holds: who floods the service sends nothing past
	// it.
	inspectionWait = 500 * time.Millisecond
)

// errAnswered ends a handler that has sent its answer.
var errAnswered = errors.New("answered")

// limitInspections bounds the texts of a device and of its organisation.
func (a *API) limitInspections(c *gin.Context) {
	caller := callerOf(c)
	a.Kit.Limit(c, a.Limiter, caller.OrgID,
		limit.Claim{Name: "inspect_device", Key: caller.DeviceID, Rate: a.Limits.Inspect},
		limit.Claim{Name: "inspect_organisation", Rate: a.Limits.InspectOrganisation})
}

// limitAs bounds what a device fetches and reports about its texts: each of these as
// often as it may have a text looked at.
func (a *API) limitAs(name string) gin.HandlerFunc {
	return func(c *gin.Context) {
		caller := callerOf(c)
		a.Kit.Limit(c, a.Limiter, caller.OrgID, limit.Claim{Name: name, Key: caller.DeviceID, Rate: a.Limits.Inspect})
	}
}

// limitAssertions bounds what one address may have checked before the device is
// known. A whole hospital can be behind it.
func (a *API) limitAssertions(c *gin.Context) {
	a.Kit.Limit(c, a.Limiter, "", limit.Claim{Name: "token_address", Key: a.Limits.Key.Address(c.ClientIP()), Rate: a.Limits.TokenOrganisation})
}

// limitTokens bounds the tokens of a device and of its organisation.
func (a *API) limitTokens(c *gin.Context, d ident.Device) bool {
	return a.Kit.Limit(c, a.Limiter, d.OrgID,
		limit.Claim{Name: "token_device", Key: d.ID, Rate: a.Limits.Token},
		limit.Claim{Name: "token_organisation", Rate: a.Limits.TokenOrganisation})
}

// limitEnrolments bounds what one address may try.
func (a *API) limitEnrolments(c *gin.Context) {
	a.Kit.Limit(c, a.Limiter, "", limit.Claim{Name: "enrol_address", Key: a.Limits.Key.Address(c.ClientIP()), Rate: a.Limits.Enrol})
}

// limitKey bounds the devices of one enrolment key.
func (a *API) limitKey(c *gin.Context, key string) bool {
	return a.Kit.Limit(c, a.Limiter, "", limit.Claim{Name: "enrol_key", Key: auth.HashEnrolmentKey(key), Rate: a.Limits.Enrol})
}

// look inspects a text when there is room for it, and reports false when there is
// none.
func (a *API) look(ctx context.Context, in *inspection, asked guard.Input) (guard.Verdict, bool) {
	if !a.inspections.Enter(ctx) {
		return guard.Verdict{}, false
	}
	defer a.inspections.Leave()
	return guard.Inspect(a.Core.Pack, in.active.Policy, asked), true
}
