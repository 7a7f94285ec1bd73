package register

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"dijkwacht/internal/policy"
)

// Counter is how often something happened in an hour (UTC) towards a destination.
type Counter struct {
	Hour        time.Time    `json:"hour"`
	Destination string       `json:"destination_id"`
	Class       policy.Class `json:"destination_class"`
	// Name is "inspected", or "action." and an action.
	Name string `json:"name"`
	N    int64  `json:"n"`
}

// FeatureRow is the feature vector of an allowed attempt that held a finding, for
// replay: without person, device or time of day.
type FeatureRow struct {
	Day           time.Time // midnight UTC
	Features      json.RawMessage
	PolicyVersion int
	RulesVersion  string
}

type counterKey struct {
	hour        int64
	destination string
	class       policy.Class
	name        string
}

// Tally collects what may be lost in a crash, so that clean prompts never wait for
// the store. It is safe for concurrent use.
type Tally struct {
	store Store
	now   func() time.Time

	mu   sync.Mutex
	orgs map[string]*tallies
}

type tallies struct {
	counters map[counterKey]int64
	rows     []FeatureRow
}

// maxRows bounds the feature rows that wait while the store is away; what comes
// after is dropped and counted under "features_dropped".
const maxRows = 10_000

// NewTally is an empty tally that flushes to store.
func NewTally(store Store, now func() time.Time) *Tally {
	return &Tally{store: store, now: now, orgs: map[string]*tallies{}}
}

// Count adds one to each of the named counters of this hour.
func (t *Tally) Count(org, destination string, class policy.Class, names ...string) {
	hour := t.now().UTC().Truncate(time.Hour).UnixMilli()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, name := range names {
		t.of(org).counters[counterKey{hour, destination, class, name}]++
	}
}

// Keep adds the feature vector of an allowed attempt.
func (t *Tally) Keep(org string, features json.RawMessage, policyVersion int, rulesVersion string) {
	day := t.now().UTC().Truncate(24 * time.Hour)
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.of(org)
	if len(of.rows) >= maxRows {
		of.counters[counterKey{hour: t.now().UTC().Truncate(time.Hour).UnixMilli(), name: "features_dropped"}]++
		return
	}
	of.rows = append(of.rows, FeatureRow{day, features, policyVersion, rulesVersion})
}

// of needs the lock.
func (t *Tally) of(org string) *tallies {
	if t.orgs[org] == nil {
		t.orgs[org] = &tallies{counters: map[counterKey]int64{}}
	}
	return t.orgs[org]
}

// Flush writes what was collected. What cannot be written is kept for the next time.
func (t *Tally) Flush(ctx context.Context) error {
	t.mu.Lock()
	taken := t.orgs
	t.orgs = map[string]*tallies{}
	t.mu.Unlock()
	var failed error
	for org, of := range taken {
		if err := t.store.AddTallies(ctx, org, of.list(), of.rows); err != nil {
			failed = err
			t.putBack(org, of)
		}
	}
	return failed
}

func (t *Tally) putBack(org string, taken *tallies) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of := t.of(org)
	for key, n := range taken.counters {
		of.counters[key] += n
	}
	of.rows = append(taken.rows, of.rows...)
}

func (t *tallies) list() []Counter {
	list := make([]Counter, 0, len(t.counters))
	for key, n := range t.counters {
		list = append(list, Counter{time.UnixMilli(key.hour).UTC(), key.destination, key.class, key.name, n})
	}
	return list
}
