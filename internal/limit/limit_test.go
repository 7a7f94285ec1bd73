package limit

import (
	"testing"
	"time"
)

func TestAShareIsAPartOfTheRate(t *testing.T) {
	minute := func(n int) Rate { return Rate{Quota: n, Window: time.Minute} }
	for _, tt := range []struct {
		rate Rate
		n    int
		want Rate
	}{{minute(10), 1, minute(10)}, {minute(10), 0, minute(10)}, {minute(10), 4, minute(2)}, {minute(3), 8, minute(1)}, {Rate{}, 2, Rate{}}} {
		if got := tt.rate.Share(tt.n); got != tt.want {
			t.Errorf("%v over %d: got %v", tt.rate, tt.n, got)
		}
	}
}

func TestAddressesOfOneNetworkShareAKey(t *testing.T) {
	k := Keyed("secret")
	for pair, same := range map[[2]string]bool{
		{"192.0.2.1", "::ffff:192.0.2.1"}:     true,
		{"192.0.2.1", "192.0.2.2"}:            false,
		{"2001:db8::1", "2001:db8::ffff:2:3"}: true,
		{"2001:db8::1", "2001:db8:0:1::1"}:    false,
		{"fe80::1%eth0", "fe80::1"}:           true,
		{"@", ""}:                             true,
		{"192.0.2.1", "@"}:                    false,
	} {
		if got := k.Address(pair[0]) == k.Address(pair[1]); got != same {
			t.Errorf("%v: same key %v", pair, got)
		}
	}
	if k.Address("192.0.2.1") == Keyed("other").Address("192.0.2.1") || k.Hash("a", "b") == k.Hash("b", "b") {
		t.Error("the key does not follow from the secret and the use")
	}
}
