package config

import (
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// Serve are the settings of the service.
type Serve struct {
	Data
	Redis
	Limits
	Keys
	Transport
	Delivery
	SingleSignOn
	Listen        string `env:"DIJKWACHT_LISTEN" default:"127.0.0.1:8787" placeholder:"HOST:PORT" help:"Address of the API."`
	MetricsListen string `env:"DIJKWACHT_METRICS_LISTEN" default:"127.0.0.1:8788" placeholder:"HOST:PORT" help:"Address of /metrics; empty for none."`
	PublicURL     string `name:"public-url" env:"DIJKWACHT_PUBLIC_URL" placeholder:"URL" help:"Address by which extensions reach the API; by default http(s)://localhost and the port."`
	Policy        string `env:"DIJKWACHT_POLICY" placeholder:"NAME" help:"Policy to work with: zorg-basis (the default), zorg-streng, zorg-coach, algemeen, or a file."`
	Rules         string `env:"DIJKWACHT_RULES" type:"existingfile" placeholder:"FILE" help:"Detection rules of the organisation, beside the ones built in."`
	Sites         string `env:"DIJKWACHT_SITES" type:"existingfile" placeholder:"FILE" help:"How extensions read the chat sites: a table (JSON) newer than the one they were built with."`
	Demo          bool   `help:"Show a hospital that does not exist, with thirteen weeks of work; nothing is kept."`
	// DrainWait is set after Normalise.
	DrainWait    *time.Duration `env:"DIJKWACHT_DRAIN_WAIT" placeholder:"TIME" help:"How long to go on after the stop signal with /readyz red, so that load balancers notice; by default 5s, on a loopback address 0s."`
	Organisation string         `env:"DIJKWACHT_ORGANISATION" default:"Mijn organisatie" help:"Name of the organisation that the first start creates."`
}

// Normalise fills in what follows from other settings, and fails with a sentence
// for the administrator when something cannot work.
func (s *Serve) Normalise() error {
	if !hostPort(s.Listen) || s.MetricsListen != "" && !hostPort(s.MetricsListen) {
		return fmt.Errorf("an address to listen on must be HOST:PORT, such as 127.0.0.1:8787")
	}
	host, port, _ := net.SplitHostPort(s.Listen)
	if s.PublicURL == "" {
		s.PublicURL = "http://localhost:" + port
		if s.TLS() {
			s.PublicURL = "https://localhost:" + port
		}
	}
	if err := s.Transport.normalise(s.Listen, host); err != nil {
		return err
	}
	if s.DrainWait == nil {
		s.DrainWait = new(defaultDrainWait(host))
	}
	if *s.DrainWait < 0 || *s.DrainWait > time.Minute {
		return fmt.Errorf("the time to drain must be between 0s and 1m")
	}
	s.PublicURL = strings.TrimRight(s.PublicURL, "/")
	u, err := url.Parse(s.PublicURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return fmt.Errorf("the public address must be http:// or https:// and a host, such as https://dijkwacht.example.nl")
	}
	return nil
}

// Loopback reports whether only this machine reaches the service.
func (s *Serve) Loopback() bool {
	host, _, err := net.SplitHostPort(s.Listen)
	return err == nil && isLoopback(host)
}

// defaultDrainWait is none where no load balancer watches.
func defaultDrainWait(host string) time.Duration {
	if isLoopback(host) {
		return 0
	}
	return 5 * time.Second
}

func hostPort(address string) bool {
	_, port, err := net.SplitHostPort(address)
	return err == nil && port != ""
}
