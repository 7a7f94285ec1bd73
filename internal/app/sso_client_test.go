package app

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

// signOn is a service that people reach over the network, with a real provider.
type signOn struct {
	*service
	provider *testenv.OIDC
}

// newSignOn is a service whose organisation signs in by a provider, with two groups.
func newSignOn(t *testing.T, more ...func(*config.Serve)) *signOn {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	// The clock is that of the provider.
	s := &service{t: t, dir: t.TempDir(), logs: &bytes.Buffer{}, now: time.Now(), public: "http://localhost:" + port,
		settings: func(c *config.Serve) {
			c.SSONetworks = []string{"127.0.0.0/8"}
			for _, set := range more {
				set(c)
			}
		}}
	s.start()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.app.Handler().ServeHTTP(w, r) }))
	_ = server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	o := &signOn{s, testenv.StartOIDC(t, s.public)}
	o.provider.Put(t, map[string]testenv.Account{
		"anna": {Email: "anna@example.nl", Verified: true, Name: "Anna de Vries", Groups: []string{"fg", "iedereen"}, AMR: []string{"pwd", "otp"}},
	})
	o.connect(s.app.org.ID, []sso.Mapping{{Group: "fg", Role: ident.FG}, {Group: "ciso", Role: ident.CISO}, {Group: "eigenaar", Role: ident.Owner}, {Group: "audit", Role: ident.Auditor}})
	return o
}

// connect lets an organisation sign in by the provider.
func (s *signOn) connect(org string, roles []sso.Mapping, more ...func(*sso.Settings)) {
	s.t.Helper()
	on, who, ctx := s.app.signOn, ident.Operator(org), s.t.Context()
	v, err := s.app.store.SSOSettings(ctx, org)
	if err == nil {
		v, err = on.Change(ctx, who, v.Rev, s.provider.ClientSecret, func(v *sso.Settings) {
			v.Issuer, v.ClientID, v.Factor, v.Label = s.provider.Issuer, s.provider.ClientID, sso.FactorAMR, "De Linde"
			for _, change := range more {
				change(v)
			}
		})
	}
	if err == nil {
		v, err = on.SetRoles(ctx, who, v.Rev, roles)
	}
	if err == nil && !v.Enabled {
		_, err = on.Enable(ctx, who, v.Rev)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// surfer is a browser without scripts.
type surfer struct {
	s      *signOn
	client *http.Client
	jar    *cookiejar.Jar
}

func (s *signOn) surfer() *surfer {
	jar, _ := cookiejar.New(nil)
	return &surfer{s, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, jar}
}

// page is what a browser got.
type page struct {
	status   int
	location string
	header   http.Header
	body     string
	cookies  []*http.Cookie
}

func (f *surfer) do(method, address string, form url.Values) page {
	f.s.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = f.s.public + address
	}
	r, err := http.NewRequestWithContext(f.s.t.Context(), method, address, strings.NewReader(form.Encode()))
	if err != nil {
		f.s.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := f.client.Do(r)
	if err != nil {
		f.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		f.s.t.Fatal(err)
	}
	p := page{status: answer.StatusCode, header: answer.Header, body: string(body), cookies: answer.Cookies()}
	if to, err := answer.Location(); err == nil {
		p.location = to.String()
	}
	return p
}

// follow goes where a page leads for as long as that is at the provider.
func (f *surfer) follow(p page) page {
	f.s.t.Helper()
	for range 10 {
		if !strings.HasPrefix(p.location, f.s.provider.Issuer) {
			return p
		}
		p = f.do(http.MethodGet, p.location, nil)
	}
	f.s.t.Fatal("no end of redirects")
	return p
}

// leave begins to sign in and fills the page of the provider in; what comes back is the
// redirect to the service.
func (f *surfer) leave(query, login string) page {
	f.s.t.Helper()
	p := f.do(http.MethodGet, "/api/v1/auth/login"+query, nil)
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.location, f.s.provider.Issuer) {
		return p
	}
	return f.prove(p, login)
}

func (f *surfer) prove(p page, login string) page {
	f.s.t.Helper()
	at := p.location
	for p = f.do(http.MethodGet, at, nil); strings.HasPrefix(p.location, f.s.provider.Issuer); p = f.do(http.MethodGet, at, nil) {
		at = p.location
	}
	if p.location == "" && strings.Contains(p.body, `name="login"`) {
		p = f.follow(f.do(http.MethodPost, at, url.Values{"login": {login}}))
	}
	return p
}

// signIn goes all the way, and returns the last redirect.
func (f *surfer) signIn(login string) page {
	f.s.t.Helper()
	return f.do(http.MethodGet, f.leave("?return_to=/console/incidenten", login).location, nil)
}

// me is who has the session.
func (f *surfer) me() (v struct {
	UserID    string `json:"user_id"`
	Name      string
	Email     string
	Federated bool
	MFAAt     time.Time `json:"mfa_at"`
	Roles     []struct{ Role ident.Role }
}) {
	f.s.t.Helper()
	p := f.do(http.MethodGet, mePath, nil)
	if p.status == http.StatusOK {
		if err := json.Unmarshal([]byte(p.body), &v); err != nil {
			f.s.t.Fatal(err)
		}
	}
	return v
}

// post asks for something as a page of the console would.
func (f *surfer) post(path, body string) page {
	f.s.t.Helper()
	r, _ := http.NewRequestWithContext(f.s.t.Context(), http.MethodPost, f.s.public+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Idempotency-Key", newRequestID(f.s.t))
	answer, err := f.client.Do(r)
	if err != nil {
		f.s.t.Fatal(err)
	}
	defer answer.Body.Close()
	b, _ := io.ReadAll(answer.Body)
	return page{status: answer.StatusCode, body: string(b), header: answer.Header, cookies: answer.Cookies()}
}

// forgetProvider leaves the browser with the cookies of the service alone.
func (f *surfer) forgetProvider() {
	u, _ := url.Parse(f.s.public)
	jar, _ := cookiejar.New(nil)
	jar.SetCookies(u, f.jar.Cookies(u))
	f.jar, f.client.Jar = jar, jar
}

// cookie is one that the browser has for the service.
func (f *surfer) cookie(name string) string {
	u, _ := url.Parse(f.s.public)
	for _, c := range f.jar.Cookies(u) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

var reasonIn = regexp.MustCompile(`^http://localhost:\d+/(?:inloggen|bevestigd)#sso\.([a-z_]+)$`)

// refused fails the test when the page does not say this reason.
func (p page) refused(t *testing.T, name string, reason sso.Reason) {
	t.Helper()
	m := reasonIn.FindStringSubmatch(p.location)
	if len(m) != 2 || m[1] != string(reason) {
		t.Errorf("%s: got %d to %q, want %s\n%s", name, p.status, p.location, reason, p.body)
	}
	for _, c := range p.cookies {
		if c.Name == "dijkwacht-local" && c.Value != "" {
			t.Errorf("%s: a session began", name)
		}
	}
}

func (v page) String() string { return fmt.Sprintf("%d %s", v.status, v.location) }
