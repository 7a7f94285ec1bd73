package wire

import (
	"context"
	"testing"
	"time"
)

func TestAPoolHasSoManySlots(t *testing.T) {
	p := NewPool(2, 20*time.Millisecond)
	for range 2 {
		if !p.Enter(t.Context()) {
			t.Fatal("a free slot is refused")
		}
	}
	began := time.Now()
	if p.Enter(t.Context()) || time.Since(began) < 20*time.Millisecond {
		t.Errorf("a full pool lets in, or does not wait: %v", time.Since(began))
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if p.Enter(ended) {
		t.Error("a full pool lets in who has gone")
	}
	entered := make(chan bool)
	slow := &Pool{slots: p.slots, wait: time.Minute}
	go func() { entered <- slow.Enter(t.Context()) }()
	p.Leave()
	if !<-entered {
		t.Error("who waits does not get the slot that comes free")
	}
}
