package testenv

import (
	"bytes"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// OIDC is a running OpenID provider on loopback, the npm package oidc-provider. It
// keeps nothing on disk.
type OIDC struct {
	// Issuer is its address. ClientID and ClientSecret are those of the one client that
	// it knows.
	Issuer, ClientID, ClientSecret string
	server                         *server
}

// Account is somebody who can sign in at the provider, by nothing but the name. The
// members are claims, besides Disabled.
type Account struct {
	Email    string   `json:"email,omitempty"`
	Verified bool     `json:"email_verified"`
	Name     string   `json:"name,omitempty"`
	Groups   []string `json:"groups,omitempty"`
	AMR      []string `json:"amr,omitempty"`
	ACR      string   `json:"acr,omitempty"`
	// Elsewhere holds claims that the provider does not put in the token.
	Elsewhere map[string]string            `json:"_claim_names,omitempty"`
	Sources   map[string]map[string]string `json:"_claim_sources,omitempty"`
	Disabled  bool                         `json:"disabled,omitempty"`
}

// StartOIDC starts a provider that sends people back to the service at the address, and
// stops it when the test ends.
func StartOIDC(tb testing.TB, service string) *OIDC {
	tb.Helper()
	port := freePort(tb)
	o := &OIDC{Issuer: "http://" + loopback(port), ClientID: "dijkwacht", ClientSecret: "geheim-van-de-client-0123456789"}
	o.server = start(tb, process{
		path: "/usr/bin/env", args: []string{"node", filepath.Join(moduleRoot(tb), "internal", "testenv", "oidc", "provider.mjs"), strconv.Itoa(port), o.ClientID, o.ClientSecret, service},
		dir: shortTempDir(tb, "dijkwacht-oidc-"), stop: syscall.SIGTERM, ready: o.answers,
	})
	return o
}

func (o *OIDC) answers() bool {
	answer, err := http.Get(o.Issuer + "/.well-known/openid-configuration")
	if err != nil {
		return false
	}
	_ = answer.Body.Close()
	return answer.StatusCode == http.StatusOK
}

// Put adds or changes accounts, by their login.
func (o *OIDC) Put(tb testing.TB, accounts map[string]Account) {
	tb.Helper()
	o.tell(tb, "/test/accounts", accounts)
}

// End ends what the provider gave somebody: refresh tokens no longer work.
func (o *OIDC) End(tb testing.TB, login string) {
	tb.Helper()
	o.tell(tb, "/test/end", map[string]string{"login": login})
}

// Refresh says whether the provider gives refresh tokens; it does until told otherwise.
func (o *OIDC) Refresh(tb testing.TB, give bool) {
	tb.Helper()
	o.tell(tb, "/test/refresh", map[string]bool{"give": give})
}

// Advance sets the clock of the provider ahead of the machine's.
func (o *OIDC) Advance(tb testing.TB, ahead time.Duration) {
	tb.Helper()
	o.tell(tb, "/test/clock", map[string]int64{"ahead": ahead.Milliseconds()})
}

// Kill ends the provider without a word; Restart starts it again, with no accounts and
// sessions.
func (o *OIDC) Kill() { o.server.kill() }

// Restart starts it again after Kill.
func (o *OIDC) Restart(tb testing.TB) {
	tb.Helper()
	o.server.launch(tb)
}

func (o *OIDC) tell(tb testing.TB, path string, what any) {
	tb.Helper()
	body, err := json.Marshal(what)
	if err != nil {
		tb.Fatal(err)
	}
	answer, err := http.Post(o.Issuer+path, "application/json", bytes.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		tb.Fatalf("the provider answered %d", answer.StatusCode)
	}
}
