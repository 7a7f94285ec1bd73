package config

import (
	"strings"
	"testing"
	"time"
)

func TestNormaliseFillsInAndRefuses(t *testing.T) {
	tests := map[string]struct {
		in        Serve
		publicURL string
		words     string // of the error
	}{
		"the port of the listener":     {Serve{Listen: "127.0.0.1:8787"}, "http://localhost:8787", ""},
		"every address":                {Serve{Listen: ":80", MetricsListen: ":81"}, "http://localhost:80", ""},
		"an address of its own":        {Serve{Listen: ":80", PublicURL: "https://dijkwacht.example.nl/"}, "https://dijkwacht.example.nl", ""},
		"with a path":                  {Serve{Listen: ":80", PublicURL: "https://example.nl/dijkwacht"}, "https://example.nl/dijkwacht", ""},
		"a listener without port":      {Serve{Listen: "127.0.0.1"}, "", "HOST:PORT"},
		"no listener":                  {Serve{}, "", "HOST:PORT"},
		"metrics without port":         {Serve{Listen: ":80", MetricsListen: "x"}, "", "HOST:PORT"},
		"no scheme":                    {Serve{Listen: ":80", PublicURL: "dijkwacht.example.nl"}, "", "https://"},
		"another scheme":               {Serve{Listen: ":80", PublicURL: "ftp://example.nl"}, "", "https://"},
		"a query":                      {Serve{Listen: ":80", PublicURL: "https://example.nl?x=1"}, "", "https://"},
		"a password":                   {Serve{Listen: ":80", PublicURL: "https://a:b@example.nl"}, "", "https://"},
		"a space, which is no address": {Serve{Listen: ":80", PublicURL: "https://exa mple.nl"}, "", "https://"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.in.AllowClearText = true
			err := tt.in.Normalise()
			if tt.words != "" {
				if err == nil || !strings.Contains(err.Error(), tt.words) {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || tt.in.PublicURL != tt.publicURL {
				t.Errorf("got %q, %v", tt.in.PublicURL, err)
			}
		})
	}
}

func TestTheTimeToDrainFollowsTheListener(t *testing.T) {
	for listen, want := range map[string]time.Duration{
		"127.0.0.1:1": 0, "[::1]:1": 0, "localhost:1": 0, "0.0.0.0:1": 5 * time.Second, ":1": 5 * time.Second, "10.0.0.1:1": 5 * time.Second,
	} {
		s := Serve{Listen: listen, Transport: Transport{AllowClearText: true}}
		if err := s.Normalise(); err != nil || *s.DrainWait != want {
			t.Errorf("%s: got %v, %v", listen, s.DrainWait, err)
		}
	}
	for _, own := range []time.Duration{-time.Second, time.Hour} {
		s := Serve{Listen: "127.0.0.1:1", DrainWait: new(own)}
		if s.Normalise() == nil {
			t.Errorf("%v is accepted", own)
		}
	}
}
