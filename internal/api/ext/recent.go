package ext

import "sync"

// recentSize bounds the attempts that are remembered.
const recentSize = 8192

// recent remembers the attempts that are in the register, so that a retry with
// another, clean text is noticed although clean texts do not go to the store. It
// holds two generations; the older one is dropped when the younger is full.
type recent struct {
	mu         sync.RWMutex
	young, old map[[2]string]struct{}
}

func newRecent() *recent { return &recent{young: map[[2]string]struct{}{}} }

func (r *recent) has(device, request string) bool {
	key := [2]string{device, request}
	r.mu.RLock()
	defer r.mu.RUnlock()
	_, young := r.young[key]
	_, old := r.old[key]
	return young || old
}

func (r *recent) add(device, request string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.young) >= recentSize/2 {
		r.young, r.old = map[[2]string]struct{}{}, r.young
	}
	r.young[[2]string{device, request}] = struct{}{}
}
