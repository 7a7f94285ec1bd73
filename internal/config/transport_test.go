package config

import (
	"strings"
	"testing"
)

func TestClearTextNeedsAWord(t *testing.T) {
	tests := map[string]struct {
		listen string
		t      Transport
		words  string // of the error
	}{
		"loopback":                      {"127.0.0.1:1", Transport{}, ""},
		"loopback of version 6":         {"[::1]:1", Transport{}, ""},
		"localhost":                     {"localhost:1", Transport{}, ""},
		"every address":                 {"0.0.0.0:1", Transport{}, "--tls-cert"},
		"every address of both":         {":1", Transport{}, "--allow-clear-text"},
		"an address of the network":     {"10.0.0.1:1", Transport{}, "127.0.0.1"},
		"a name":                        {"dijkwacht.example.nl:1", Transport{}, "--trusted-proxies"},
		"with TLS":                      {":1", Transport{TLSCert: "c", TLSKey: "k"}, ""},
		"with a word":                   {":1", Transport{AllowClearText: true}, ""},
		"a trusted proxy is not enough": {":1", Transport{TrustedProxies: []string{"10.0.0.1"}}, "--allow-clear-text"},
		"a certificate without key":     {"127.0.0.1:1", Transport{TLSCert: "c"}, "both files"},
		"a key without certificate":     {"127.0.0.1:1", Transport{TLSKey: "k"}, "both files"},
		"proxies":                       {"127.0.0.1:1", Transport{TrustedProxies: []string{"10.0.0.7", " 10.1.0.0/16", "::ffff:10.0.0.8", "fd00::/8"}}, ""},
		"a proxy that is a name":        {"127.0.0.1:1", Transport{TrustedProxies: []string{"proxy.example.nl"}}, "trusted proxy"},
		"everybody as proxy":            {"127.0.0.1:1", Transport{TrustedProxies: []string{"0.0.0.0/0"}}, "not everybody"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := Serve{Listen: tt.listen, Transport: tt.t}
			err := s.Normalise()
			if (err == nil) != (tt.words == "") || err != nil && !strings.Contains(err.Error(), tt.words) {
				t.Errorf("got %v", err)
			}
			if err == nil && len(s.Proxies()) != len(tt.t.TrustedProxies) {
				t.Errorf("got proxies %v", s.Proxies())
			}
		})
	}
}

func TestThePublicAddressFollowsTLS(t *testing.T) {
	s := Serve{Listen: ":8443", Transport: Transport{TLSCert: "c", TLSKey: "k"}}
	if err := s.Normalise(); err != nil || s.PublicURL != "https://localhost:8443" {
		t.Errorf("got %q, %v", s.PublicURL, err)
	}
}
