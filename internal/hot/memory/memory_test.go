package memory

import (
	"fmt"
	"testing"
	"time"

	"dijkwacht/internal/hot/hottest"
	"dijkwacht/internal/limit"
)

func TestMemoryConforms(t *testing.T) {
	s := New(time.Now)
	hottest.Run(t, s, s)
}

func TestAFloodOfFreshKeysDoesNotFreeAKeyAtItsLimit(t *testing.T) {
	now := time.Unix(1_790_000_000, 0)
	l := NewLimiter(func() time.Time { return now })
	rate := limit.Rate{Quota: 5, Window: time.Hour}
	claim := limit.Claim{Name: "a", Key: "victim", Rate: rate}
	for l.Take(t.Context(), "org", claim).Allowed {
	}
	for i := range maxKeys + 10_000 {
		l.Take(t.Context(), "org", limit.Claim{Name: "a", Key: fmt.Sprint(i), Rate: rate})
	}
	if len(l.next) > maxKeys {
		t.Errorf("%d keys are kept", len(l.next))
	}
	if l.Take(t.Context(), "org", claim).Allowed {
		t.Error("the limit was washed out")
	}
}

func TestOneTimeIdsAreBounded(t *testing.T) {
	o := NewOneTime(time.Now)
	for i := range maxKeys + 100 {
		o.Seen(t.Context(), "org", fmt.Sprint(i), time.Minute)
	}
	if len(o.seen) > maxKeys {
		t.Errorf("%d ids are kept", len(o.seen))
	}
}
