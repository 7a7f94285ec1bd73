package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// Transport says how connections reach the service.
type Transport struct {
	TLSCert        string   `name:"tls-cert" env:"DIJKWACHT_TLS_CERT" type:"path" placeholder:"FILE" help:"Certificate and chain (PEM) to serve TLS with; taken again when the file changes."`
	TLSKey         string   `name:"tls-key" env:"DIJKWACHT_TLS_KEY" type:"path" placeholder:"FILE" help:"Private key (PEM) of the certificate."`
	TrustedProxies []string `env:"DIJKWACHT_TRUSTED_PROXIES" placeholder:"ADDRESS,…" help:"Addresses or ranges of the proxies in front, such as 10.0.0.0/8: what they say in X-Forwarded-For and X-Forwarded-Proto counts. By default no proxy is believed."`
	AllowClearText bool     `env:"DIJKWACHT_ALLOW_CLEAR_TEXT" help:"Listen without TLS on an address that other machines reach, because a proxy ends TLS on a network that you trust."`

	proxies []netip.Prefix
}

// TLS reports whether the service itself serves TLS.
func (t *Transport) TLS() bool { return t.TLSCert != "" }

// Proxies are the ranges of TrustedProxies, after Normalise.
func (t *Transport) Proxies() []netip.Prefix { return t.proxies }

var errPair = errors.New("TLS needs both files: --tls-cert and --tls-key")

// normalise reads the proxies, and refuses to send prompts over a network in clear
// text unless the administrator has said so.
func (t *Transport) normalise(listen, host string) error {
	if (t.TLSCert == "") != (t.TLSKey == "") {
		return errPair
	}
	t.proxies = nil
	for _, s := range t.TrustedProxies {
		p, err := prefix(strings.TrimSpace(s))
		if err != nil {
			return err
		}
		t.proxies = append(t.proxies, p)
	}
	if t.TLS() || t.AllowClearText || isLoopback(host) {
		return nil
	}
	return fmt.Errorf("other machines can reach %s, and without TLS anybody on the way could read prompts. "+
		"Give a certificate with --tls-cert and --tls-key; or listen on 127.0.0.1, behind a proxy on this machine that ends TLS; "+
		"or say with --allow-clear-text that a proxy ends TLS on a network that you trust, and name it with --trusted-proxies", listen)
}

var errProxy = errors.New("a trusted proxy must be an address or a range, such as 10.0.0.7 or 10.0.0.0/8, and not everybody")

func prefix(s string) (netip.Prefix, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()), nil
	}
	p, err := netip.ParsePrefix(s)
	if err != nil || p.Bits() == 0 {
		return netip.Prefix{}, errProxy
	}
	return p.Masked(), nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
