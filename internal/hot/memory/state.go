package memory

import (
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// State is the hot state of this process. It is safe for concurrent use and needs
// no closing: watches that are stopped leave nothing behind.
type State struct {
	*Limiter
	*OneTime
	revocations topic[auth.Revocation]
	versions    topic[version]
	feed        feed
}

type version struct {
	org    string
	number int
}

var (
	_ limit.Limiter      = (*State)(nil)
	_ auth.OneTime       = (*State)(nil)
	_ auth.RevocationBus = (*State)(nil)
	_ publish.Bus        = (*State)(nil)
	_ register.Feed      = (*State)(nil)
)

// New is an empty state that goes by the given clock.
func New(now func() time.Time) *State {
	return &State{Limiter: NewLimiter(now), OneTime: NewOneTime(now)}
}

// AnnounceRevocation implements auth.RevocationBus.
func (s *State) AnnounceRevocation(r auth.Revocation) { s.revocations.publish(r) }

// WatchRevocations implements auth.RevocationBus.
func (s *State) WatchRevocations(revoked func(auth.Revocation), missed func()) (stop func()) {
	return s.revocations.watch(revoked, missed)
}

// AnnounceVersion implements publish.Bus.
func (s *State) AnnounceVersion(org string, number int) { s.versions.publish(version{org, number}) }

// WatchVersions implements publish.Bus.
func (s *State) WatchVersions(changed func(org string, number int), missed func()) (stop func()) {
	return s.versions.watch(func(v version) { changed(v.org, v.number) }, missed)
}

// Publish implements register.Feed.
func (s *State) Publish(n register.News) { s.feed.publish(n) }

// Watch implements register.Feed.
func (s *State) Watch(org string) (news <-chan register.News, stop func()) { return s.feed.watch(org) }

// Missed tells every watch that something may have been lost.
func (s *State) Missed() {
	s.revocations.missed()
	s.versions.missed()
	s.feed.missed("")
}

// MissedNews tells those who watch the feed of the organisation that some may have
// been lost.
func (s *State) MissedNews(org string) { s.feed.missed(org) }
