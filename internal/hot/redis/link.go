package redis

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// pingEvery is how often a quiet subscription is asked for a sign of life, and
	// how long that may take: a lost one is noticed within twice this time.
	pingEvery = time.Second
	// linkPause is the wait before a lost subscription is made again.
	linkPause = 250 * time.Millisecond
)

// listen receives what other replicas tell, and makes its subscription again when
// it is lost. What was told in between is lost; whoever watches is told that.
func (s *State) listen() {
	for s.ctx.Err() == nil {
		s.subscribe()
		s.lookAgain()
		s.told.tried.Store(true)
		lost := s.linked.Swap(false)
		s.tell()
		if lost {
			s.local.Missed()
		}
		s.pause(linkPause)
	}
}

// subscribe receives until the subscription is lost or the state ends.
func (s *State) subscribe() {
	ctx, cancel := context.WithTimeout(s.ctx, linkTime)
	sub := s.client.Subscribe(ctx, channel)
	cancel()
	defer sub.Close()
	defer context.AfterFunc(s.ctx, func() { _ = sub.Close() })()
	r := receiver{state: s, last: map[stream]int64{}}
	asked := false
	for {
		got, err := sub.ReceiveTimeout(s.ctx, pingEvery)
		switch m := got.(type) {
		case *redis.Subscription:
			s.linked.Store(true)
			s.told.tried.Store(true)
			s.tell()
			s.local.Missed() // before it was made, others may have told something
		case *redis.Message:
			r.receive(m.Payload)
		}
		if err == nil {
			asked = false
			continue
		}
		if !quiet(err) || asked || !s.linked.Load() || s.ping(sub) != nil {
			return
		}
		asked = true
	}
}

func (s *State) ping(sub *redis.PubSub) error {
	ctx, cancel := context.WithTimeout(s.ctx, linkTime)
	defer cancel()
	return sub.Ping(ctx)
}

// quiet reports whether nothing came, as opposed to a lost connection.
func quiet(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
