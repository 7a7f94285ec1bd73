package sso

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"dijkwacht/internal/webhook"
)

// How much a provider may take: of time for one answer, and of bytes.
const (
	answerTime = 8 * time.Second
	maxAnswer  = 1 << 20
)

var (
	errTooLarge   = errors.New("the answer of the provider is too large")
	errRedirected = errors.New("the provider answered with a redirect")
)

// NewClient is a client for providers on the public internet and in the networks: no
// proxy, no redirects, no large answers. The address of each connection is judged, so
// that a name that resolves otherwise the second time gains nothing. Roots are the
// certificates to trust, nil for those of the system.
func NewClient(inside Networks, roots *x509.CertPool) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil || !webhook.Public(at.Addr()) && !inside.contains(at.Addr()) {
			return webhook.ErrInside
		}
		return nil
	}}
	return &http.Client{
		Timeout: answerTime,
		Transport: bounded{&http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: 5 * time.Second, ResponseHeaderTimeout: answerTime, MaxResponseHeaderBytes: 64 << 10, IdleConnTimeout: time.Minute, MaxIdleConnsPerHost: 4,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errRedirected },
	}
}

// bounded cuts answers off.
type bounded struct{ next http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = &cut{answer.Body, maxAnswer}
	return answer, nil
}

type cut struct {
	io.ReadCloser
	left int
}

func (c *cut) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, errTooLarge
	}
	n, err := c.ReadCloser.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

// Trouble is what is the matter with a provider, in a word that the console explains.
type Trouble string

// The troubles.
const (
	TroubleInside      Trouble = "not_public"  // it stands in a network that was not allowed
	TroubleName        Trouble = "name"        // the name does not resolve
	TroubleConnection  Trouble = "connection"  // no connection
	TroubleCertificate Trouble = "certificate" // the certificate is not trusted
	TroubleTime        Trouble = "time"        // no answer in time
	TroubleAnswer      Trouble = "answer"      // an answer that is no description of a provider
	TroubleRedirect    Trouble = "redirect"    // an answer that sends elsewhere
	TroubleIssuer      Trouble = "issuer"      // the provider calls itself otherwise
	TroubleEndpoints   Trouble = "endpoints"   // an address that is missing or not acceptable
	TroubleAlgorithm   Trouble = "algorithm"   // it signs in no way that is safe
	TroubleKeys        Trouble = "keys"        // its keys cannot be read
	TroubleClient      Trouble = "client"      // it does not know this client, or another secret
)

// troubleOf is the trouble of a request that failed.
func troubleOf(err error) Trouble {
	var dns *net.DNSError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var timeout net.Error
	switch {
	case errors.Is(err, webhook.ErrInside):
		return TroubleInside
	case errors.Is(err, errRedirected):
		return TroubleRedirect
	case errors.Is(err, errTooLarge):
		return TroubleAnswer
	case errors.As(err, &dns):
		return TroubleName
	case errors.As(err, &unknown), errors.As(err, &name), errors.As(err, &invalid), errors.As(err, &verify):
		return TroubleCertificate
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return TroubleTime
	}
	return TroubleConnection
}
