package config

import (
	"crypto/x509"
	"errors"
	"net/netip"
	"os"
	"strings"
)

// SingleSignOn says how the service reaches identity providers.
type SingleSignOn struct {
	SSONetworks []string `name:"sso-networks" env:"DIJKWACHT_SSO_NETWORKS" placeholder:"ADDRESS,…" help:"Addresses or ranges besides the public internet in which identity providers may stand, such as 10.20.0.0/16. By default none."`
	SSOCA       string   `name:"sso-ca" env:"DIJKWACHT_SSO_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) that sign those of identity providers, when the system does not know them."`
}

var (
	errSSONetwork = errors.New("a network of identity providers must be an address or a range, such as 10.20.0.7 or 10.20.0.0/16, and not everything")
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
