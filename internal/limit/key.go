package limit

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/netip"
)

// Keyed makes keys of claims from what may not be kept, such as addresses. It is a
// secret that all replicas share.
type Keyed []byte

// Hash is the key for a value in a use.
func (k Keyed) Hash(use, value string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(use + "\x00" + value))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// Address is the key for the network of an address: an IPv6 client has a whole /64
// to choose from. What is no address has one key for all.
func (k Keyed) Address(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return k.Hash("address", "")
	}
	a = a.Unmap().WithZone("")
	if a.Is6() {
		a = netip.PrefixFrom(a, 64).Masked().Addr()
	}
	return k.Hash("address", a.String())
}
