package redis

import (
	"context"
	"crypto/sha256"
	_ "embed" // the script
	"encoding/base64"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"dijkwacht/internal/limit"
)

//go:embed limit.lua
var limitSource string

var (
	limitScript = redis.NewScript(limitSource)
	errAnswer   = errors.New("unexpected answer")
)

// tag is the part of a key that says in which slot it is.
func tag(org string) string {
	if org == "" {
		return "-"
	}
	return org
}

// key names what belongs to an organisation; the braces put all of it in one slot
// of a cluster. What tells one key from another is hashed: an id is not shown, and
// a slip that puts text in a key stores no text.
func key(org, kind, id string) string {
	sum := sha256.Sum256([]byte(id))
	return "dijkwacht:{" + tag(org) + "}:" + kind + ":" + base64.RawURLEncoding.EncodeToString(sum[:16])
}

// Take implements limit.Limiter. Without Redis this replica grants its share.
func (s *State) Take(ctx context.Context, org string, claims ...limit.Claim) limit.Result {
	var limited []limit.Claim
	for _, c := range claims {
		if !c.Rate.Unlimited() {
			limited = append(limited, c)
		}
	}
	if len(limited) == len(claims) {
		return s.take(ctx, org, claims)
	}
	result, states := s.take(ctx, org, limited), make([]limit.State, len(claims))
	for i, c := range claims {
		if !c.Rate.Unlimited() {
			states[i], result.States = result.States[0], result.States[1:]
		}
	}
	result.States = states
	return result
}

// take is Take for claims that have a limit.
func (s *State) take(ctx context.Context, org string, claims []limit.Claim) limit.Result {
	if len(claims) == 0 {
		return limit.Result{Allowed: true}
	}
	keys, args := make([]string, len(claims)), make([]any, 0, 2*len(claims))
	for i, c := range claims {
		keys[i] = key(org, "limit", c.Name+"\x00"+c.Key)
		args = append(args, c.Rate.Interval().Microseconds(), c.Rate.Window.Microseconds())
	}
	var result limit.Result
	if s.call(ctx, org, UseLimit, func(ctx context.Context) (err error) {
		result, err = granted(limitScript.Run(ctx, s.client, keys, args...).Int64Slice())
		return err
	}) {
		return result
	}
	n := s.replicas.known()
	shares := make([]limit.Claim, len(claims))
	for i, c := range claims {
		shares[i] = limit.Claim{Name: c.Name, Key: c.Key, Rate: c.Rate.Share(n)}
	}
	return s.local.Take(ctx, org, shares...)
}

// granted reads the answer of the script.
func granted(answer []int64, err error) (limit.Result, error) {
	if err != nil {
		return limit.Result{}, err
	}
	if len(answer)%2 == 0 {
		return limit.Result{}, errAnswer
	}
	r := limit.Result{Allowed: answer[0] <= 0, RetryAfter: time.Duration(max(answer[0], 0)) * time.Microsecond}
	for i := 1; i < len(answer); i += 2 {
		r.States = append(r.States, limit.State{Remaining: int(answer[i]), Reset: time.Duration(answer[i+1]) * time.Microsecond})
	}
	return r, nil
}
