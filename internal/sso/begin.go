package sso

import (
	"context"
	"encoding/base64"
	"io"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Departure is how somebody leaves for a provider.
type Departure struct {
	// Address is a mail address or a domain, by which the organisation is found where
	// there are several; "" otherwise.
	Address string
	// ReturnTo is the page to come back to, as in LocalPath; "" for the first.
	ReturnTo string
	// Confirm is who has a session and has to confirm, nil for who signs in.
	Confirm *ident.Principal
	From    netip.Addr
}

// Begun is where the browser goes, and the cookie that it needs to come back.
type Begun struct{ Location, Cookie string }

// Begin sends a browser to the provider. Returns fault.RequestInvalid for a way back
// that leads elsewhere, a RefusedError and an auth.LimitedError.
func (s *Service) Begin(ctx context.Context, d Departure) (Begun, error) {
	if d.ReturnTo == "" {
		d.ReturnTo = "/console/"
	}
	if !LocalPath(d.ReturnTo) {
		return Begun{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/return_to", Code: "format"})
	}
	if err := s.limit(ctx, d.From); err != nil {
		return Begun{}, err
	}
	f := flow{ReturnTo: d.ReturnTo, At: s.Now()}
	var v Settings
	var err error
	if d.Confirm != nil {
		f.Session, f.User = d.Confirm.SessionID, d.Confirm.UserID
		v, err = s.of(ctx, d.Confirm.OrgID)
	} else {
		v, err = s.choose(ctx, d.Address)
	}
	if err != nil {
		return Begun{}, err
	}
	return s.depart(ctx, v, f, d)
}

// depart draws what binds the way there to the way back.
func (s *Service) depart(ctx context.Context, v Settings, f flow, d Departure) (Begun, error) {
	p, err := s.directory.find(ctx, v.Issuer)
	if err != nil {
		return Begun{}, refusedBy(err)
	}
	f.Org = v.OrgID
	for _, into := range []*string{&f.State, &f.Nonce, &f.Verifier} {
		if *into, err = draw(s.Random); err != nil {
			return Begun{}, err
		}
	}
	cookie, err := f.seal(s.Sealer, s.Random)
	return Begun{Location: s.location(p, v, f, d), Cookie: cookie}, err
}

// location is the address of the provider with what is asked of it. The client secret
// has no part in it.
func (s *Service) location(p *provider, v Settings, f flow, d Departure) string {
	options := []oauth2.AuthCodeOption{oauth2.S256ChallengeOption(f.Verifier), oauth2.SetAuthURLParam("nonce", f.Nonce)}
	add := func(name, value string) { options = append(options, oauth2.SetAuthURLParam(name, value)) }
	if v.Factor == FactorACR && f.Device == "" {
		add("acr_values", strings.Join(v.ACR, " "))
	}
	// What is asked for by both: some providers know only one of them, and max_age makes
	// the provider tell when the person proved to be it.
	switch {
	case f.Device != "":
		add("prompt", "login")
		add("max_age", "0")
	case f.Session != "":
		add("prompt", "login")
		add("max_age", strconv.Itoa(int(ident.StepUpLife/time.Second)))
	}
	if address := ident.FoldEmail(d.Address); address != "" {
		add("login_hint", address)
	}
	if f.Device != "" {
		v.Scopes = nil // nothing of the person but who it is
	}
	return p.oauth(v, "", s.PublicURL+CallbackPath).AuthCodeURL(f.State, options...)
}

// draw makes a value of 256 bits that nobody guesses.
func draw(random io.Reader) (string, error) {
	b := make([]byte, 32)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}
