package auth

import (
	"context"
	"encoding/json"
	"time"

	"dijkwacht/internal/auth/passkey"
)

// ceremony is what a challenge was made for. The browser carries it, sealed, so that
// any replica can check the answer.
type ceremony struct {
	Challenge string `json:"c"`
	// Bound is what the answer must come with: the session, or the cookie of the
	// browser that asked.
	Bound string `json:"b"`
	Ends  int64  `json:"e"` // Unix milliseconds
}

// The uses of a challenge. One that was made for one use does for no other.
const (
	useSignIn   = "passkey/sign_in"
	useStepUp   = "passkey/step_up"
	useRegister = "passkey/register"
	useLink     = "passkey/link"
)

// Challenge is what a page needs to ask its browser for a passkey.
type Challenge struct {
	// State goes back with the answer.
	State   string
	Options passkey.Options
}

// NewBrowserToken draws the token of a cookie that challenges are bound to where
// there is no session.
func (s *Passkeys) NewBrowserToken() (string, error) { return newToken(s.Sessions.Random) }

func (s *Passkeys) challenge(use, bound string, make func() (passkey.Options, string, error)) (Challenge, error) {
	options, challenge, err := make()
	if err != nil {
		return Challenge{}, err
	}
	plain, err := json.Marshal(ceremony{Challenge: challenge, Bound: bound, Ends: s.Sessions.Now().Add(passkey.ChallengeLife).UnixMilli()})
	if err != nil {
		return Challenge{}, err
	}
	state, err := s.Sessions.Sealer.Seal(plain, use, s.Sessions.Random)
	return Challenge{State: state, Options: options}, err
}

// answered opens the state that came with an answer; it does so once. It reports
// false for one that is not of this use and browser, has expired or was answered.
func (s *Passkeys) answered(ctx context.Context, use, bound, state string) (ceremony, bool) {
	var c ceremony
	plain, err := s.Sessions.Sealer.Open(state, use)
	if err != nil || json.Unmarshal(plain, &c) != nil || c.Bound != bound || bound == "" {
		return ceremony{}, false
	}
	left := time.UnixMilli(c.Ends).Sub(s.Sessions.Now())
	if left <= 0 || s.OneTime.Seen(ctx, "", hashToken("challenge", c.Challenge), left) > 0 {
		return ceremony{}, false
	}
	return c, true
}

// use is the answer to the ceremony as the store keeps it.
func (c ceremony) use(k Passkey) PasskeyUse {
	return PasskeyUse{Passkey: k, Challenge: hashToken("challenge", c.Challenge), Expires: time.UnixMilli(c.Ends)}
}
