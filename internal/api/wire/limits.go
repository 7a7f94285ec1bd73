package wire

import (
	"context"
	"math"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/limit"
)

// Limit takes the claims and sets the headers RateLimit-Policy and RateLimit of
// draft-ietf-httpapi-ratelimit-headers-10. When a claim is not granted it answers
// 429 with Retry-After and returns false. Claims without a limit are left out.
func (k *Kit) Limit(c *gin.Context, limiter limit.Limiter, org string, claims ...limit.Claim) bool {
	limited := claims[:0:0]
	for _, claim := range claims {
		if !claim.Rate.Unlimited() {
			limited = append(limited, claim)
		}
	}
	if len(limited) == 0 {
		return true
	}
	result := limiter.Take(c.Request.Context(), org, limited...)
	c.Header("RateLimit-Policy", policies(limited))
	c.Header("RateLimit", states(limited, result.States))
	if !result.Allowed {
		k.Busy(c, fault.RateLimitExceeded, result.RetryAfter)
	}
	return result.Allowed
}

// Busy answers with the code and says when to come back.
func (k *Kit) Busy(c *gin.Context, code fault.Code, after time.Duration) {
	c.Header("Retry-After", strconv.Itoa(max(seconds(after), 1)))
	k.Fail(c, fault.E(code))
}

// policies: "inspect_device";q=240;w=60
func policies(claims []limit.Claim) string {
	b := make([]byte, 0, 96)
	for i, claim := range claims {
		b = name(b, i, claim.Name)
		b = strconv.AppendInt(append(b, ";q="...), int64(claim.Rate.Quota), 10)
		b = strconv.AppendInt(append(b, ";w="...), int64(seconds(claim.Rate.Window)), 10)
	}
	return string(b)
}

// states: "inspect_device";r=239;t=1
func states(claims []limit.Claim, left []limit.State) string {
	b := make([]byte, 0, 96)
	for i, s := range left {
		b = name(b, i, claims[i].Name)
		b = strconv.AppendInt(append(b, ";r="...), int64(s.Remaining), 10)
		b = strconv.AppendInt(append(b, ";t="...), int64(seconds(s.Reset)), 10)
	}
	return string(b)
}

// name writes the name of a limit, which is of the program, as a string of a
// structured field (RFC 9651).
func name(b []byte, i int, name string) []byte {
	if i > 0 {
		b = append(b, ", "...)
	}
	return append(append(append(b, '"'), name...), '"')
}

// seconds rounds up: a client that waits as long as it was told gets through.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// Pool bounds how much of one kind of work is under way, so that one kind cannot
// take the machine from another. The zero Pool is not usable.
type Pool struct {
	slots chan struct{}
	wait  time.Duration
}

// NewPool has size slots; whoever finds none free waits for one as long as wait.
func NewPool(size int, wait time.Duration) *Pool {
	return &Pool{slots: make(chan struct{}, size), wait: wait}
}

// Enter takes a slot, and reports false when none came free in time or ctx ended.
// After true, Leave must follow.
func (p *Pool) Enter(ctx context.Context) bool {
	select {
	case p.slots <- struct{}{}:
		return true
	default:
	}
	timer := time.NewTimer(p.wait)
	defer timer.Stop()
	select {
	case p.slots <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// Leave gives the slot back.
func (p *Pool) Leave() { <-p.slots }

// Within lets requests through that find a slot; others get 429. Put it behind
// whatever knows the client: a body that comes slowly holds a slot. It is not for
// answers that go on for as long as somebody looks.
func (k *Kit) Within(p *Pool) gin.HandlerFunc {
	return func(c *gin.Context) {
		if !p.Enter(c.Request.Context()) {
			k.Busy(c, fault.ServiceBusy, p.wait)
			return
		}
		defer p.Leave()
		c.Next()
	}
}
