package wire

import (
	"net/http"
	"net/netip"
	"strings"

	"github.com/gin-gonic/gin"
)

// hsts makes browsers use TLS for a year. It says nothing about other hosts of the
// domain, which are not ours to decide on.
const hsts = "max-age=31536000"

// believe lets the engine take the client's address from proxies that are named.
func (k *Kit) believe(e *gin.Engine) error {
	var ranges []string
	for _, p := range k.Proxies {
		ranges = append(ranges, p.String())
	}
	e.RemoteIPHeaders = []string{"X-Forwarded-For"}
	return e.SetTrustedProxies(ranges)
}

func (k *Kit) transport(c *gin.Context) {
	if k.Secure(c.Request) {
		c.Header("Strict-Transport-Security", hsts)
	}
}

// Secure reports whether the client's connection is encrypted: here, or at a proxy
// that is believed when it says so.
func (k *Kit) Secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	for _, p := range k.Proxies {
		if p.Contains(peer.Addr().Unmap()) {
			// The nearest proxy wrote the last value.
			values := strings.Split(strings.Join(r.Header.Values("X-Forwarded-Proto"), ","), ",")
			return strings.EqualFold(strings.TrimSpace(values[len(values)-1]), "https")
		}
	}
	return false
}
