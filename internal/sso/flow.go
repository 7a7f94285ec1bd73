package sso

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"strings"
	"time"

	"dijkwacht/internal/auth"
)

// FlowLife is how long a person may take at the provider.
const FlowLife = 10 * time.Minute

// flow is one way to the provider and back. It goes along in a cookie of the browser
// that began it, sealed: another browser cannot end it, and nobody can read or make
// one.
type flow struct {
	Org      string    `json:"org"`
	State    string    `json:"state"`
	Nonce    string    `json:"nonce"`
	Verifier string    `json:"verifier"`
	ReturnTo string    `json:"return_to"`
	At       time.Time `json:"at"`
	// Session is the hash of the session that is to be stepped up, and User whose it is;
	// "" when somebody signs in.
	Session string `json:"session,omitempty"`
	User    string `json:"user,omitempty"`
	// Device is where an employee is to be signed in, "" for the console.
	Device string `json:"device,omitempty"`
}

const flowName = "sso/flow"

func (f flow) seal(sealer *auth.Sealer, random io.Reader) (string, error) {
	b, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	return sealer.Seal(b, flowName, random)
}

// openFlow reads the cookie. Returns ReasonState for one that is not ours or too old,
// or that does not belong to the state with which the provider sent the person back.
func openFlow(cookie, state string, sealer *auth.Sealer, now time.Time) (flow, error) {
	var f flow
	b, err := sealer.Open(cookie, flowName)
	if err != nil || json.Unmarshal(b, &f) != nil || f.State == "" || now.Sub(f.At) >= FlowLife || now.Before(f.At) ||
		subtle.ConstantTimeCompare([]byte(state), []byte(f.State)) != 1 {
		return flow{}, refuse(ReasonState)
	}
	return f, nil
}

// LocalPath reports whether a way back leads to a page of the console itself. Browsers
// read a backslash as a slash and drop tabs and line ends, so none may be there.
func LocalPath(path string) bool {
	if len(path) > 2000 || strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return false
	}
	before, _, _ := strings.Cut(path, "?")
	return strings.HasPrefix(path, "/console/") && !strings.Contains(before, "//") && !strings.Contains(before, "/..") || path == "/account" || path == ConfirmedPath
}

// ConfirmedPath is the page on which a person who confirmed in a window of its own
// arrives.
const ConfirmedPath = "/bevestigd"
