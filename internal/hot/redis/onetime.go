package redis

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// seenScript counts, and lets the first presentation set the end.
var seenScript = redis.NewScript(`
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n`)

// Seen implements auth.OneTime.
func (s *State) Seen(ctx context.Context, org, id string, ttl time.Duration) int {
	count := 0
	if s.call(ctx, org, UseOneTime, func(ctx context.Context) (err error) {
		count, err = seenScript.Run(ctx, s.client, []string{key(org, "once", id)}, max(ttl.Milliseconds(), 1)).Int()
		return err
	}) {
		return count - 1
	}
	return s.local.Seen(ctx, org, id, ttl)
}
