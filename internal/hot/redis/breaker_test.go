package redis

import (
	"fmt"
	"testing"

	"dijkwacht/internal/testenv"
)

func TestASlotIsWhereAClusterKeepsTheKey(t *testing.T) {
	server := testenv.StartRedisCluster(t).Servers[0]
	for _, org := range []string{"", "org_0", "org_01JD3V6Z0T0000000000000000", "123456789"} {
		if got, want := fmt.Sprint(":", slot(tag(org))), server.Must(t, "CLUSTER", "KEYSLOT", key(org, "limit", "x")); got != want {
			t.Errorf("%q: got %s, want %s", org, got, want)
		}
	}
}

// Three nodes have a third of the slots each.
func TestOrganisationsOfDifferentNodesShareABreakerAtTheEndsOfRangesAlone(t *testing.T) {
	nodes := map[*breaker]map[int]bool{}
	var s State
	for i := range 20_000 {
		org := fmt.Sprint("org_", i)
		b := s.part(org)
		if nodes[b] == nil {
			nodes[b] = map[int]bool{}
		}
		nodes[b][slot(tag(org))*3/slots] = true
	}
	shared := 0
	for _, of := range nodes {
		if len(of) > 1 {
			shared++
		}
	}
	if len(nodes) != parts || shared > 2 {
		t.Errorf("%d of %d breakers serve organisations of several nodes", shared, len(nodes))
	}
}
