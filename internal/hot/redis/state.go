package redis

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/hot/memory"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// Use is what Redis is used for, in metrics.
type Use string

// The uses.
const (
	UseLimit    Use = "limit"
	UseOneTime  Use = "one_time"
	UseAnnounce Use = "announce"
	UseFeed     Use = "feed"
)

// Uses lists them all.
func Uses() []Use { return []Use{UseLimit, UseOneTime, UseAnnounce, UseFeed} }

// Options are what the state works with.
type Options struct {
	Servers Servers
	// Replica is this process, a name that no other has.
	Replica string
	Now     func() time.Time
	// Fallback is told of each use that had to do without Redis.
	Fallback func(Use)
	// Changed is told when Redis falls silent and when it answers again.
	Changed func(up bool)
}

// State is the hot state of several replicas. It is safe for concurrent use.
type State struct {
	opts     Options
	client   redis.UniversalClient
	local    *memory.State // what this process knows; it delivers to the watches
	parts    [parts]breaker
	callTime time.Duration
	replicas replicas
	linked   atomic.Bool
	told     outcome
	urgent   chan message // revocations and versions
	news     chan message
	sent     sequence

	ctx  context.Context
	end  context.CancelFunc
	work sync.WaitGroup
}

var (
	_ limit.Limiter      = (*State)(nil)
	_ auth.OneTime       = (*State)(nil)
	_ auth.RevocationBus = (*State)(nil)
	_ publish.Bus        = (*State)(nil)
	_ register.Feed      = (*State)(nil)
)

// New starts working with the servers, whether they answer or not.
func New(opts Options) *State {
	s := &State{
		opts: opts, client: connect(opts.Servers), local: memory.New(opts.Now), callTime: callTime,
		urgent: make(chan message, urgentQueue), news: make(chan message, newsQueue),
	}
	s.ctx, s.end = context.WithCancel(context.Background())
	s.work.Go(s.listen)
	s.work.Go(s.send)
	s.work.Go(s.beat)
	return s
}

// Close stops all work and closes the connections.
func (s *State) Close() error {
	s.end()
	s.work.Wait()
	s.leave()
	return s.client.Close()
}

// Up reports whether Redis answers, and for every organisation.
func (s *State) Up() bool {
	if !s.replicas.answered.Load() || !s.linked.Load() {
		return false
	}
	for i := range s.parts {
		if s.parts[i].open.Load() {
			return false
		}
	}
	return true
}

// outcome is what was told last.
type outcome struct {
	// The first beat and the first subscription were tried; before that nothing
	// can be told.
	beaten, tried atomic.Bool

	mu   sync.Mutex
	told bool
	up   bool
}

// tell reports a change, and the first outcome.
func (s *State) tell() {
	s.told.mu.Lock()
	defer s.told.mu.Unlock()
	if !s.told.beaten.Load() || !s.told.tried.Load() || s.ctx.Err() != nil {
		return
	}
	if up := s.Up(); !s.told.told || up != s.told.up {
		s.told.told, s.told.up = true, up
		s.opts.Changed(up)
	}
}

// Replicas is how many replicas there are, as far as is known.
func (s *State) Replicas() int { return s.replicas.known() }

// WatchRevocations implements auth.RevocationBus.
func (s *State) WatchRevocations(revoked func(auth.Revocation), missed func()) (stop func()) {
	return s.local.WatchRevocations(revoked, missed)
}

// WatchVersions implements publish.Bus.
func (s *State) WatchVersions(changed func(org string, version int), missed func()) (stop func()) {
	return s.local.WatchVersions(changed, missed)
}

// Watch implements register.Feed.
func (s *State) Watch(org string) (news <-chan register.News, stop func()) { return s.local.Watch(org) }

func (s *State) fallback(use Use) { s.opts.Fallback(use) }
