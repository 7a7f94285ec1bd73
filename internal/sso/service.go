package sso

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
)

// The paths of the service that providers know.
const (
	CallbackPath    = "/api/v1/auth/callback"
	BackChannelPath = "/api/v1/auth/backchannel-logout"
	signedOutPath   = "/inloggen"
)

// Deps are what the service works with.
type Deps struct {
	Store  Store
	Gate   *ident.Gate
	Sealer *auth.Sealer
	// Client reaches providers; see NewClient.
	Client *http.Client
	Inside Networks
	// PublicURL is the address by which browsers reach the service.
	PublicURL string
	// Devices are where employees sign in.
	Devices  Devices
	Limiter  limit.Limiter
	LimitKey limit.Keyed
	Now      func() time.Time
	Random   io.Reader
}

// Service signs people in by the provider of their organisation.
type Service struct {
	Deps
	directory *directory
}

// New is a service on the given dependencies.
func New(d Deps) *Service {
	return &Service{Deps: d, directory: newDirectory(d.Client, d.Inside, d.Now)}
}

// addressRate is how often people of one network may go to a provider, come back from
// one, or be signed out by one.
var addressRate = limit.Rate{Quota: 120, Window: 5 * time.Minute}

// limit takes one attempt of an address. Returns an auth.LimitedError.
func (s *Service) limit(ctx context.Context, from netip.Addr) error {
	claim := limit.Claim{Name: "sso_address", Key: s.LimitKey.Address(from.String()), Rate: addressRate}
	if r := s.Limiter.Take(ctx, "", claim); !r.Allowed {
		return &auth.LimitedError{After: r.RetryAfter}
	}
	return nil
}

// Offer is what the page to sign in may offer.
type Offer struct {
	// Providers counts the organisations whose people sign in by a provider. With one,
	// Label is what it calls the provider.
	Providers int
	Label     string
}

// Offer says what can be offered.
func (s *Service) Offer(ctx context.Context) (Offer, error) {
	list, err := s.enabled(ctx)
	if err != nil || len(list) == 0 {
		return Offer{}, err
	}
	o := Offer{Providers: len(list)}
	if len(list) == 1 {
		o.Label = list[0].Label
	}
	return o, nil
}

// enabled are the settings by which people sign in.
func (s *Service) enabled(ctx context.Context) (list []Settings, err error) {
	all, err := s.Store.SSOProviders(ctx)
	for _, one := range all {
		if one.Enabled && one.Ready() {
			list = append(list, one)
		}
	}
	return list, err
}

// choose finds the settings for an address or a domain: the only ones there are, or
// those with the domain. Returns ReasonOff and ReasonDomain.
func (s *Service) choose(ctx context.Context, address string) (Settings, error) {
	list, err := s.enabled(ctx)
	switch {
	case err != nil:
		return Settings{}, err
	case len(list) == 0:
		return Settings{}, refuse(ReasonOff)
	case len(list) == 1:
		return list[0], nil
	}
	domain := domainOf(address)
	for _, one := range list {
		if contains(one.Domains, domain) {
			return one, nil
		}
	}
	return Settings{}, refuse(ReasonDomain)
}

// of are the settings of an organisation whose people sign in by a provider. Returns
// ReasonOff.
func (s *Service) of(ctx context.Context, org string) (Settings, error) {
	v, err := s.Store.SSOSettings(ctx, org)
	if err == nil && (!v.Enabled || !v.Ready()) {
		err = refuse(ReasonOff)
	}
	return v, err
}

// secret opens the client secret.
func (s *Service) secret(v Settings) (string, error) {
	b, err := s.Sealer.Open(v.Secret, secretName(v.OrgID))
	return string(b), err
}

func secretName(org string) string { return "sso/client_secret/" + org }

func tokensName(org string) string { return "sso/tokens/" + org }

// hash is the form in which people, sessions and providers of providers are kept.
func hash(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func domainOf(address string) string {
	if _, after, found := strings.Cut(address, "@"); found {
		address = after
	}
	return strings.ToLower(strings.TrimSpace(address))
}

func contains(list []string, one string) bool {
	for _, v := range list {
		if one != "" && v == one {
			return true
		}
	}
	return false
}

// denied writes to the chain why somebody did not get in, and returns the refusal.
// User is "" for who has no account.
func (s *Service) denied(ctx context.Context, org, user, action string, refusal error) error {
	entry, err := drafted(org, user, action, ident.OutcomeDenied, map[string]any{"by": "sso", "reason": ReasonOf(refusal)}, s.Now())
	if err == nil {
		err = s.Store.AppendEntry(ctx, org, entry)
	}
	if err != nil {
		return err
	}
	return refusal
}

// drafted is an entry of what a person did, or of what the service did for one who has
// no account yet.
func drafted(org, user, action, outcome string, detail any, at time.Time) (chain.Draft, error) {
	who := ident.Principal{OrgID: org, UserID: user}
	if user == "" {
		who = ident.Service(org, "sso")
	}
	return who.Draft(action, user, 0, outcome, detail, at)
}

// refusedBy is the refusal that a trouble of a provider comes to.
func refusedBy(err error) error {
	var trouble *troubleError
	if errors.As(err, &trouble) {
		return refuse(ReasonUnreachable)
	}
	return err
}

// isRefusal reports whether err is for the person, rather than a failure of ours.
func isRefusal(err error) bool { return errors.Is(err, fault.E(fault.SignInRefused)) }
