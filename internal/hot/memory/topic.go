package memory

import "sync"

// topic hands what is published to all who watch, in the caller's goroutine.
type topic[T any] struct {
	mu       sync.RWMutex
	serial   int
	watchers map[int]watcher[T]
}

type watcher[T any] struct {
	deliver func(T)
	missed  func()
}

func (t *topic[T]) watch(deliver func(T), missed func()) (stop func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.watchers == nil {
		t.watchers = map[int]watcher[T]{}
	}
	id := t.serial
	t.serial++
	t.watchers[id] = watcher[T]{deliver, missed}
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.watchers, id)
	}
}

func (t *topic[T]) publish(v T) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, w := range t.watchers {
		w.deliver(v)
	}
}

func (t *topic[T]) missed() {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for _, w := range t.watchers {
		w.missed()
	}
}
