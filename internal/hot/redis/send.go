package redis

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/register"
)

const (
	// What may wait to be sent. Revocations and versions are few.
	urgentQueue = 1024
	newsQueue   = 1024
	// An announcement is tried this often, with a pause between, so that a broken
	// connection or a change of master within 2 s does not lose it.
	tries    = 5
	tryPause = 400 * time.Millisecond
)

// AnnounceRevocation implements auth.RevocationBus.
func (s *State) AnnounceRevocation(r auth.Revocation) {
	s.local.AnnounceRevocation(r)
	s.announce(message{From: s.opts.Replica, Revocation: &r})
}

// AnnounceVersion implements publish.Bus.
func (s *State) AnnounceVersion(org string, version int) {
	s.local.AnnounceVersion(org, version)
	s.announce(message{From: s.opts.Replica, Version: &policyVersion{org, version}})
}

func (s *State) announce(m message) {
	select {
	case s.urgent <- m:
	default:
		s.fallback(UseAnnounce)
	}
}

// Publish implements register.Feed.
func (s *State) Publish(n register.News) {
	s.local.Publish(n)
	m := message{From: s.opts.Replica, News: &n, Serial: s.sent.next(n.OrgID)}
	select {
	case s.news <- m:
	default:
		s.fallback(UseFeed)
	}
}

// send sends what waits, what is urgent first, until the state ends; then once
// more what is urgent, for a command that revokes and is done.
func (s *State) send() {
	defer s.flush()
	for s.ctx.Err() == nil {
		select {
		case m := <-s.urgent:
			s.sendUrgent(m)
			continue
		default:
		}
		select {
		case m := <-s.urgent:
			s.sendUrgent(m)
		case m := <-s.news:
			if !s.linked.Load() || s.post(s.ctx, m) != nil {
				s.fallback(UseFeed)
			}
		case <-s.ctx.Done():
			return
		}
	}
}

func (s *State) sendUrgent(m message) {
	for try := range tries {
		if try > 0 {
			s.pause(tryPause)
		}
		if s.ctx.Err() != nil {
			s.announce(m) // for flush
			return
		}
		if s.post(s.ctx, m) == nil {
			return
		}
	}
	s.fallback(UseAnnounce)
}

// flush sends the urgent messages that are left, within linkTime for all of them.
func (s *State) flush() {
	ctx, cancel := context.WithTimeout(context.Background(), linkTime)
	defer cancel()
	for {
		select {
		case m := <-s.urgent:
			if s.post(ctx, m) != nil {
				s.fallback(UseAnnounce)
			}
		default:
			return
		}
	}
}

func (s *State) post(ctx context.Context, m message) error {
	payload, err := json.Marshal(m)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, linkTime)
	defer cancel()
	return s.client.Publish(ctx, channel, payload).Err()
}
