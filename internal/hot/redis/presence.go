package redis

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// beatEvery is how often a replica says that it is there, and so how fast a
	// Redis that falls silent is noticed when nothing else happens.
	beatEvery = 2 * time.Second
	// goneAfter is how long one that says nothing counts.
	goneAfter = 5 * beatEvery
	// assumed is how many replicas there are when Redis never answered: whoever
	// configures Redis has more than one.
	assumed = 2
	// remembered is how many counts the largest is taken of: a flush makes the
	// others vanish until their next beat, and a replica must not take their share.
	remembered = 5

	presenceKey = "dijkwacht:{replicas}"
)

// presenceScript notes this replica by the clock of the server and counts all.
var presenceScript = redis.NewScript(`
local now = tonumber(redis.call('TIME')[1]) * 1000
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return redis.call('ZCARD', KEYS[1])`)

// replicas counts the replicas.
type replicas struct {
	answered atomic.Bool
	mu       sync.Mutex
	counts   []int
}

func (r *replicas) note(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts = append(r.counts, n)
	if len(r.counts) > remembered {
		r.counts = r.counts[1:]
	}
}

func (r *replicas) known() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	most := 0
	for _, n := range r.counts {
		most = max(most, n)
	}
	if most == 0 {
		return assumed
	}
	return most
}

// beat says that this replica is there until the state ends.
func (s *State) beat() {
	for s.ctx.Err() == nil {
		ctx, cancel := context.WithTimeout(s.ctx, linkTime)
		n, err := presenceScript.Run(ctx, s.client, []string{presenceKey}, s.opts.Replica, goneAfter.Milliseconds()).Int()
		cancel()
		if err == nil {
			s.replicas.note(n)
		} else {
			s.lookAgain()
		}
		s.replicas.answered.Store(err == nil)
		s.told.beaten.Store(true)
		s.tell()
		s.pause(beatEvery)
	}
}

// leave takes this replica out of the count, so that the others get its share. It
// is no matter when that fails.
func (s *State) leave() {
	ctx, cancel := context.WithTimeout(context.Background(), linkTime)
	defer cancel()
	_ = s.client.ZRem(ctx, presenceKey, s.opts.Replica).Err()
}
