package config

import (
	"crypto/x509"
	"errors"
	"net/netip"
	"os"
	"strings"
	"time"
)

// SingleSignOn says how the service reaches identity providers.
type SingleSignOn struct {
	SSONetworks []string       `name:"sso-networks" env:"DIJKWACHT_SSO_NETWORKS" placeholder:"ADDRESS,…" help:"Addresses or ranges besides the public internet in which identity providers may stand, such as 10.20.0.0/16. By default none."`
	SSOCA       string         `name:"sso-ca" env:"DIJKWACHT_SSO_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) that sign those of identity providers, when the system does not know them."`
	SignInIdle  *time.Duration `env:"DIJKWACHT_SIGN_IN_IDLE" placeholder:"TIME" help:"How long an employee stays signed in at a browser that does not tell who works there, without sending anything; by default 8h, from 5m to 12h."`
}

var (
	errSSONetwork = errors.New("a network of identity providers must be an address or a range, such as 10.20.0.7 or 10.20.0.0/16, and not everything")
	errSignInIdle = errors.New("employees stay signed in for 5m to 12h without sending anything")
	errSSORoots   = errors.New("the file with certificates of identity providers holds none in PEM")
)

// Providers are the networks, and the certificates to trust: nil for those of the
// system. It fails with a sentence for the administrator.
func (s SingleSignOn) Providers() ([]netip.Prefix, *x509.CertPool, error) {
	var list []netip.Prefix
	for _, text := range s.SSONetworks {
		p, err := prefix(strings.TrimSpace(text))
		if err != nil {
			return nil, nil, errSSONetwork
		}
		list = append(list, p)
	}
	if s.SSOCA == "" {
		return list, nil, nil
	}
	pem, err := os.ReadFile(s.SSOCA)
	if err != nil {
		return nil, nil, errSSORoots
	}
	// Added to those of the system: a provider on the internet stays trusted.
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, nil, errSSORoots
	}
	return list, roots, nil
}

// The bounds of SignInIdle.
const (
	minSignInIdle = 5 * time.Minute
	maxSignInIdle = 12 * time.Hour
)

// Idle is how long an employee stays signed in at a browser without sending anything,
// otherwise unless it is set. It fails with a sentence for the administrator.
func (s SingleSignOn) Idle(otherwise time.Duration) (time.Duration, error) {
	switch idle := s.SignInIdle; {
	case idle == nil:
		return otherwise, nil
	case *idle < minSignInIdle || *idle > maxSignInIdle:
		return 0, errSignInIdle
	default:
		return *idle, nil
	}
}
