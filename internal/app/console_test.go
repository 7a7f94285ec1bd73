package app

import (
	"crypto/rand"
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/pquerna/otp/totp"

	"dijkwacht/internal/ident"
)

// browser is one that may have a session.
type browser struct {
	s      *service
	cookie *http.Cookie
	asking *http.Cookie // what challenges of passkeys are bound to
	serial int
	user   ident.User
	secret string
	// key makes it a program with an API key.
	key string
}

const password = "tafelpoot wandelt langzaam"

// as signs a new user of the organisation in, with the roles.
func (s *service) as(org string, roles ...ident.Binding) *browser {
	s.t.Helper()
	people, sessions := s.app.people, s.app.sessions
	id, err := ident.NewID("", s.clock(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	u, _, err := people.AddUser(s.t.Context(), ident.Operator(org), ident.User{Email: id + "@example.nl", Name: "Test", Locale: "nl"}, roles)
	if err != nil {
		s.t.Fatal(err)
	}
	token, _, err := sessions.Invite(s.t.Context(), ident.Operator(org), u.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &browser{s: s, user: u}
	c.begin(token)
	return c
}

// begin opens a one-time link and uses it.
func (c *browser) begin(token string) {
	c.s.t.Helper()
	var link struct{ Code struct{ Secret string } }
	c.post("/api/v1/auth/link/open", fmt.Sprintf(`{"token":%q}`, token)).want(200, "").into(&link)
	c.secret = link.Code.Secret
	c.post("/api/v1/auth/link/use", fmt.Sprintf(`{"token":%q,"password":%q,"code":%q}`, token, password, c.code())).want(200, "")
	if c.cookie == nil {
		c.s.t.Fatal("using the link gave no session")
	}
}

// code is what the authenticator app shows now.
func (c *browser) code() string {
	c.s.t.Helper()
	code, err := totp.GenerateCode(c.secret, c.s.clock())
	if err != nil {
		c.s.t.Fatal(err)
	}
	return code
}

func (c *browser) signIn(password, code string) answer {
	c.s.t.Helper()
	return c.post("/api/v1/auth/sign-in", fmt.Sprintf(`{"email":%q,"password":%q,"code":%q}`, c.user.Email, password, code))
}

// request is a request as the browser makes it, with a fresh Idempotency-Key.
func (c *browser) request(method, path, media, body string, headers ...string) *http.Request {
	r := request(method, path, body, "")
	r.Header.Del("Content-Type")
	if body != "" {
		r.Header.Set("Content-Type", media)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	if method == http.MethodPost {
		c.serial++
		r.Header.Set("Idempotency-Key", fmt.Sprintf("key-%08d", c.serial))
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if c.key != "" {
		r.Header.Set("Authorization", "Bearer "+c.key)
	}
	for _, k := range []*http.Cookie{c.cookie, c.asking} {
		if k != nil {
			r.AddCookie(k)
		}
	}
	return r
}

// do sends a request and keeps the cookies of the session and of challenges that come
// back.
func (c *browser) do(r *http.Request) answer {
	c.s.t.Helper()
	a := c.s.do(r)
	for _, k := range (&http.Response{Header: a.header}).Cookies() {
		place := &c.cookie
		switch {
		case strings.HasSuffix(k.Name, "-passkey"):
			place = &c.asking
		case strings.HasSuffix(k.Name, "-sso"):
			continue
		}
		if *place = k; k.MaxAge < 0 {
			*place = nil
		}
	}
	return a
}

func (c *browser) post(path, body string, headers ...string) answer {
	c.s.t.Helper()
	return c.do(c.request(http.MethodPost, path, "application/json", body, headers...))
}

func (c *browser) get(path string, headers ...string) answer {
	c.s.t.Helper()
	return c.do(c.request(http.MethodGet, path, "", "", headers...))
}

// patch changes what is at the path in the revision that is there.
func (c *browser) patch(path, body string) answer {
	c.s.t.Helper()
	return c.do(c.request(http.MethodPatch, path, "application/json", body, "If-Match", c.get(path).header.Get("ETag")))
}

// addOrganisation adds another tenant, as the command line does beside the service.
func (s *service) addOrganisation() string {
	s.t.Helper()
	o, err := ident.NewOrganisation("Ander huis", s.clock(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	entry, err := ident.Operator(o.ID).Draft("organisation.created", o.ID, 1, ident.OutcomeDone, nil, s.clock())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.store.CreateOrganisation(s.t.Context(), o, entry); err != nil {
		s.t.Fatal(err)
	}
	return o.ID
}

// end is the number of the last entry in the chain of the organisation.
func (s *service) end(org string) int64 {
	s.t.Helper()
	head, err := s.app.store.Head(s.t.Context(), org)
	if err != nil {
		s.t.Fatal(err)
	}
	return head.Seq
}

// denials counts the refused acts in the chain of the organisation after an entry.
func (s *service) denials(org string, after int64) int {
	s.t.Helper()
	return s.count(org, after, "", `"outcome":"denied"`)
}

// count counts the entries after another one whose action and payload have these.
func (s *service) count(org string, after int64, action, payload string) (n int) {
	s.t.Helper()
	for r, err := range s.app.store.Records(s.t.Context(), org, after, math.MaxInt64) {
		if err != nil {
			s.t.Fatal(err)
		}
		if strings.Contains(r.Entry.Action, action) && strings.Contains(string(r.Payload), payload) {
			n++
		}
	}
	return n
}
