package memory

import (
	"sync"

	"dijkwacht/internal/register"
)

// behind is how many news a reader may be behind before it loses the oldest.
const behind = 256

// feed gives each reader a bounded queue of its own, so that a slow one holds up
// nobody.
type feed struct {
	mu      sync.RWMutex
	readers map[*reader]struct{}
}

type reader struct {
	org  string
	out  chan register.News
	wake chan struct{}
	done chan struct{}

	mu    sync.Mutex
	queue []register.News
}

func (f *feed) watch(org string) (<-chan register.News, func()) {
	r := &reader{org: org, out: make(chan register.News), wake: make(chan struct{}, 1), done: make(chan struct{})}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.readers == nil {
		f.readers = map[*reader]struct{}{}
	}
	f.readers[r] = struct{}{}
	go r.run()
	return r.out, sync.OnceFunc(func() {
		f.mu.Lock()
		delete(f.readers, r)
		f.mu.Unlock()
		close(r.done)
	})
}

func (f *feed) publish(n register.News) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for r := range f.readers {
		if r.org == n.OrgID {
			r.push(n)
		}
	}
}

// missed marks a gap for the readers of the organisation, "" for those of all.
func (f *feed) missed(org string) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for r := range f.readers {
		if org == "" || r.org == org {
			r.push(register.News{OrgID: r.org, Gap: true})
		}
	}
}

// push queues news; a full queue loses its oldest, which its new head tells. Gaps
// behind one another are one.
func (r *reader) push(n register.News) {
	r.mu.Lock()
	defer r.mu.Unlock()
	gapOnly := n.EventID == "" && n.Gap
	if last := len(r.queue) - 1; gapOnly && last >= 0 && r.queue[last] == n {
		return
	}
	if len(r.queue) >= behind {
		r.queue = append(r.queue[:0], r.queue[1:]...)
		r.queue[0].Gap = true
	}
	r.queue = append(r.queue, n)
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *reader) pop() (register.News, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.queue) == 0 {
		return register.News{}, false
	}
	n := r.queue[0]
	r.queue = append(r.queue[:0], r.queue[1:]...)
	return n, true
}

func (r *reader) run() {
	defer close(r.out)
	for {
		n, ok := r.pop()
		if !ok {
			select {
			case <-r.wake:
				continue
			case <-r.done:
				return
			}
		}
		select {
		case r.out <- n:
		case <-r.done:
			return
		}
	}
}
