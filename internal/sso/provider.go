package sso

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// How long a description of a provider counts, and how long a failure to get one.
const (
	describedFor = time.Hour
	failedFor    = 10 * time.Second
	maxDescribed = 200
)

// algorithms are those in which a provider may sign: no shared secrets, nothing
// unsigned (RFC 8725 section 3.1).
var algorithms = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

// metadata is the part of a provider's description that counts (OpenID Connect
// Discovery 1.0 section 3, RP-Initiated Logout 1.0, Back-Channel Logout 1.0, RFC 9207).
type metadata struct {
	Issuer         string   `json:"issuer"`
	Authorization  string   `json:"authorization_endpoint"`
	Token          string   `json:"token_endpoint"`
	UserInfo       string   `json:"userinfo_endpoint"`
	Keys           string   `json:"jwks_uri"`
	EndSession     string   `json:"end_session_endpoint"`
	BackChannel    bool     `json:"backchannel_logout_supported"`
	Challenges     []string `json:"code_challenge_methods_supported"`
	Algorithms     []string `json:"id_token_signing_alg_values_supported"`
	ClientAuth     []string `json:"token_endpoint_auth_methods_supported"`
	AnswersWithIss bool     `json:"authorization_response_iss_parameter_supported"`
}

// provider is one that was described.
type provider struct {
	metadata
	oidc *oidc.Provider
	keys oidc.KeySet
}

// troubleError says what is the matter with a provider.
type troubleError struct{ trouble Trouble }

func (e *troubleError) Error() string {
	return "the identity provider has trouble: " + string(e.trouble)
}

// directory knows providers by their issuer.
type directory struct {
	client *http.Client
	inside Networks
	now    func() time.Time

	mu    sync.Mutex
	known map[string]*described
}

type described struct {
	mu       sync.Mutex
	provider *provider
	err      error
	until    time.Time
}

func newDirectory(client *http.Client, inside Networks, now func() time.Time) *directory {
	return &directory{client: client, inside: inside, now: now, known: map[string]*described{}}
}

// find describes a provider. Returns a troubleError.
func (d *directory) find(ctx context.Context, issuer string) (*provider, error) {
	d.mu.Lock()
	entry := d.known[issuer]
	if entry == nil {
		if len(d.known) >= maxDescribed {
			clear(d.known)
		}
		entry = &described{}
		d.known[issuer] = entry
	}
	d.mu.Unlock()
	entry.mu.Lock()
	defer entry.mu.Unlock()
	if now := d.now(); now.Before(entry.until) {
		return entry.provider, entry.err
	}
	p, err := d.describe(ctx, issuer)
	switch {
	case err == nil:
		entry.provider, entry.err, entry.until = p, nil, d.now().Add(describedFor)
	case ctx.Err() != nil: // who asked went away: that says nothing of the provider
	case entry.provider != nil:
		entry.until = d.now().Add(failedFor) // the old one serves for a while more
	default:
		entry.err, entry.until = err, d.now().Add(failedFor)
	}
	if entry.provider != nil {
		return entry.provider, nil
	}
	return nil, err
}

// forget lets the next look at a provider be a fresh one.
func (d *directory) forget(issuer string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.known, issuer)
}

func (d *directory) describe(ctx context.Context, issuer string) (*provider, error) {
	var m metadata
	if err := d.read(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", &m); err != nil {
		return nil, err
	}
	if m.Issuer != issuer {
		return nil, &troubleError{TroubleIssuer}
	}
	for _, endpoint := range []string{m.Authorization, m.Token, m.Keys} {
		if !d.inside.endpoint(endpoint) {
			return nil, &troubleError{TroubleEndpoints}
		}
	}
	for _, endpoint := range []string{m.UserInfo, m.EndSession} {
		if endpoint != "" && !d.inside.endpoint(endpoint) {
			return nil, &troubleError{TroubleEndpoints}
		}
	}
	if m.Algorithms = slices.DeleteFunc(m.Algorithms, func(a string) bool { return !slices.Contains(algorithms, a) }); len(m.Algorithms) == 0 {
		return nil, &troubleError{TroubleAlgorithm}
	}
	// The keys are fetched long after this request: by a context that does not end.
	lasting := oidc.ClientContext(context.Background(), d.client)
	config := oidc.ProviderConfig{IssuerURL: issuer, AuthURL: m.Authorization, TokenURL: m.Token, UserInfoURL: m.UserInfo, JWKSURL: m.Keys, Algorithms: m.Algorithms}
	return &provider{metadata: m, oidc: config.NewProvider(lasting), keys: oidc.NewRemoteKeySet(lasting, m.Keys)}, nil
}

// endpoint reports whether an address of a provider may be used.
func (n Networks) endpoint(text string) bool {
	base, _, _ := strings.Cut(text, "?")
	return n.checkURL(base) == ""
}

// read gets a JSON document. Returns a troubleError.
func (d *directory) read(ctx context.Context, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return &troubleError{TroubleEndpoints}
	}
	r.Header.Set("Accept", "application/json")
	answer, err := d.client.Do(r)
	if err != nil {
		return &troubleError{troubleOf(err)}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return &troubleError{troubleOf(err)}
	}
	if answer.StatusCode != http.StatusOK || json.Unmarshal(body, into) != nil {
		return &troubleError{TroubleAnswer}
	}
	return nil
}

// oauth is the client at the provider.
func (p *provider) oauth(s Settings, secret, back string) *oauth2.Config {
	style := oauth2.AuthStyleInHeader
	if len(p.ClientAuth) > 0 && !slices.Contains(p.ClientAuth, "client_secret_basic") {
		style = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: s.ClientID, ClientSecret: secret, RedirectURL: back, Scopes: append([]string{oidc.ScopeOpenID}, s.Scopes...),
		Endpoint: oauth2.Endpoint{AuthURL: p.Authorization, TokenURL: p.Token, AuthStyle: style},
	}
}

// verifier checks signature, issuer, audience and time of tokens.
func (p *provider) verifier(s Settings, now func() time.Time) *oidc.IDTokenVerifier {
	return oidc.NewVerifier(s.Issuer, p.keys, &oidc.Config{ClientID: s.ClientID, SupportedSigningAlgs: p.Algorithms, Now: now})
}

// refusedGrant reports whether the provider itself said that a code or a refresh token
// is no longer good; any other failure says nothing of the person.
func refusedGrant(err error) bool {
	var refused *oauth2.RetrieveError
	return errors.As(err, &refused) && refused.ErrorCode == "invalid_grant"
}

// withQuery adds parameters to an address that may have some.
func withQuery(address string, more url.Values) string {
	separator := "?"
	if strings.Contains(address, "?") {
		separator = "&"
	}
	return address + separator + more.Encode()
}
