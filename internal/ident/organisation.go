package ident

import "time"

// Organisation is a tenant. Everything else belongs to exactly one.
type Organisation struct {
	ID        string
	Name      string
	CreatedAt time.Time
}

// PublicKey is a P-256 public key by its coordinates, base64url without padding
// (RFC 7518 section 6.2.1).
type PublicKey struct {
	X, Y string
}

// Client is the software of a device, in words from closed lists and numbers.
type Client struct {
	Browser, BrowserVersion, OS, ExtensionVersion string
}

var (
	browsers = []string{"chrome", "chromium", "edge", "firefox", "brave", "opera", "vivaldi"}
	systems  = []string{"windows", "mac", "linux", "cros", "android"}
)
