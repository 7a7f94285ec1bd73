package hottest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// State is everything that hot state does.
type State interface {
	limit.Limiter
	auth.OneTime
	auth.RevocationBus
	publish.Bus
	register.Feed
}

// soon is how long something that reaches another replica may take.
const soon = 5 * time.Second

// world is two replicas with the same hot state, and an organisation that nothing
// is known of yet.
type world struct {
	ctx         context.Context
	here, there State
	org, other  string
}

// Run runs the suite on two replicas, which are one where nothing is shared.
func Run(t *testing.T, here, there State) {
	for name, test := range map[string]func(*testing.T, *world){
		"a limit lets its quota through and then one at a time": testQuota,
		"claims are granted together or not at all":             testTogether,
		"limits of keys and organisations are apart":            testApart,
		"a rate without a limit refuses nothing":                testUnlimited,
		"replicas share a limit":                                testShared,
		"at once no more than the quota gets through":           testExact,
		"an id is new once":                                     testOnce,
		"an id may come again when its time is over":            testOnceAgain,
		"of many at once one is first":                          testFirst,
		"a revocation reaches every replica":                    testRevocation,
		"a new version reaches every replica":                   testVersion,
		"news reach who watches the organisation":               testNews,
		"a slow reader loses the oldest and is told":            testSlowReader,
		"a watch that is stopped ends":                          testStop,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, &world{ctx: t.Context(), here: here, there: there, org: "org_" + rand.Text(), other: "org_" + rand.Text()})
		})
	}
}

// receive waits for one value.
func receive[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case v, ok := <-from:
		if !ok {
			t.Fatal("the channel is closed")
		}
		return v
	case <-time.After(soon):
		t.Fatalf("nothing after %v", soon)
	}
	panic("not reached")
}
