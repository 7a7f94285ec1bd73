package redis

import (
	"encoding/json"
	"sync"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/register"
)

// channel carries all messages. Pub/sub of a cluster reaches every node.
const channel = "dijkwacht:bus"

// message is what replicas tell one another: exactly one of its last three fields
// is set.
type message struct {
	From       string           `json:"from"`
	Version    *policyVersion   `json:"version,omitempty"`
	Revocation *auth.Revocation `json:"revocation,omitempty"`
	News       *register.News   `json:"news,omitempty"`
	// Serial numbers the news of one organisation from one replica.
	Serial int64 `json:"serial,omitempty"`
}

type policyVersion struct {
	Org    string `json:"org"`
	Number int    `json:"number"`
}

// sequence numbers news by organisation.
type sequence struct {
	mu   sync.Mutex
	last map[string]int64
}

func (s *sequence) next(org string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[string]int64{}
	}
	s.last[org]++
	return s.last[org]
}

// stream is the news of one organisation from one replica.
type stream struct {
	from, org string
}

// maxStreams bounds what is remembered of replicas that come and go.
const maxStreams = 4096

// receiver finds the holes in what other replicas tell.
type receiver struct {
	state *State
	last  map[stream]int64
}

// receive hands on a message of another replica. What cannot be read is dropped.
func (r *receiver) receive(payload string) {
	var m message
	if json.Unmarshal([]byte(payload), &m) != nil || m.From == r.state.opts.Replica {
		return
	}
	local := r.state.local
	switch {
	case m.Version != nil:
		local.AnnounceVersion(m.Version.Org, m.Version.Number)
	case m.Revocation != nil:
		local.AnnounceRevocation(*m.Revocation)
	case m.News != nil:
		from := stream{m.From, m.News.OrgID}
		if last, known := r.last[from]; known && m.Serial != last+1 {
			local.MissedNews(m.News.OrgID)
		}
		if len(r.last) >= maxStreams {
			clear(r.last)
		}
		r.last[from] = m.Serial
		local.Publish(*m.News)
	}
}
