package console

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
)

// cookie is how sessions reach browsers.
type cookie struct {
	name   string
	secure bool
	// allowed is false where a session would go over the network in the clear.
	allowed bool
}

// cookieFor follows from the public address. Behind https it is a __Host- cookie.
// On http://localhost it has no such prefix and is not Secure, because not every
// browser takes those from there, and nothing leaves the machine. Over http to
// any other host nobody signs in.
func cookieFor(public string) cookie {
	u, err := url.Parse(public)
	switch {
	case err != nil:
		return cookie{}
	case u.Scheme == "https":
		return cookie{name: "__Host-dijkwacht", secure: true, allowed: true}
	}
	return cookie{name: "dijkwacht-local", allowed: loopback(u.Hostname())}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// check refuses sign-in where the session would go in the clear. Returns
// fault.HTTPSRequired.
func (k cookie) check() error {
	if !k.allowed {
		return fault.E(fault.HTTPSRequired)
	}
	return nil
}

// read is the token that the browser sent, "" for none or one that no session has.
func (k cookie) read(c *gin.Context) string {
	v, err := c.Request.Cookie(k.name)
	if err != nil || len(v.Value) != tokenLength {
		return ""
	}
	return v.Value
}

// tokenLength is that of 32 bytes in base64url.
const tokenLength = 43

// set gives the browser a session. Lax, not Strict: the way back from an identity
// provider is a navigation from another site.
func (k cookie) set(c *gin.Context, token string) {
	http.SetCookie(c.Writer, &http.Cookie{
		Name: k.name, Value: token, Path: "/", MaxAge: int(auth.SessionLife.Seconds()), Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (k cookie) clear(c *gin.Context) {
	http.SetCookie(c.Writer, &http.Cookie{Name: k.name, Path: "/", MaxAge: -1, Secure: k.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// clientAddress is where the request comes from: the other end of the connection,
// or what a trusted proxy says.
func clientAddress(c *gin.Context) netip.Addr {
	a, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return netip.IPv4Unspecified()
	}
	return a
}
