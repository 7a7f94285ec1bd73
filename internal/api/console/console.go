package console

import (
	"context"
	"errors"
	"net/http"
	"net/netip"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/council"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/idempotency"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/inspection"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/savedview"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/sso"
)

// Deps are what the API works with.
type Deps struct {
	Kit      *wire.Kit
	Sessions *auth.Sessions
	Passkeys *auth.Passkeys
	SSO      *sso.Service
	People   *ident.People
	Requests idempotency.Store
	Limiter  limit.Limiter
	// Pool bounds what the console does at once, so that it cannot slow inspection.
	Pool      *wire.Pool
	Cursors   wire.Cursors
	Approvals *approval.Service
	Audit     *audit.Service
	Desk      *publish.Desk
	Cases     *casework.Service
	// Inspection hands out the register of a period as a file.
	Inspection *inspection.Service
	Retention  *retention.Service
	Devices    *auth.Devices
	APIKeys    *auth.APIKeys
	Views      *savedview.Service
	Setup      *setup.Service
	Council    *council.Service
	// Visit signs a visitor of a demo in with a role; nil where this is no demo.
	Visit func(ctx context.Context, role ident.Role, from netip.Addr) (token string, err error)
	// Feed brings news of attempts; Draining is closed when the service stops.
	Feed     register.Feed
	Draining <-chan struct{}
	// Gate writes down who was refused a try-out; Pack and Policies look at texts that people try.
	Gate     *ident.Gate
	Pack     *rule.Pack
	Policies InForce
	// Identities knows whether there is a reveal key.
	Identities *auth.Identities
	SenderDeps
	DeliveryDeps
	Coverage *coverage.Service
	// Trial knows for which devices the rules act.
	Trial *setup.Trial
	// PublicURL is the address by which browsers reach the console.
	PublicURL string
	Now       func() time.Time
}

// API is the console API.
type API struct {
	Deps
	cookie cookie
	origin *http.CrossOriginProtection
}

// New is an API on the given dependencies.
func New(d Deps) (*API, error) {
	a := &API{Deps: d, cookie: cookieFor(d.PublicURL), origin: http.NewCrossOriginProtection()}
	// Behind a proxy the Host header may be another one than browsers use.
	u, err := url.Parse(d.PublicURL)
	if err == nil {
		err = a.origin.AddTrustedOrigin(u.Scheme + "://" + u.Host)
	}
	if err != nil {
		return nil, errors.New("the public address is no origin")
	}
	return a, nil
}

// sessionRate is how many requests one session may make.
var sessionRate = limit.Rate{Quota: 600, Window: time.Minute}

const callKey = "call"

// sameOrigin refuses changes that a page of another origin asks for.
func (a *API) sameOrigin(c *gin.Context) {
	if !byProgram(c) && a.origin.Check(c.Request) != nil {
		a.Kit.Fail(c, fault.E(fault.CrossOrigin))
	}
}

// signedIn lets requests with a session, or with an API key, through.
func (a *API) signedIn(c *gin.Context) { a.admit(c, a.Sessions.Authenticate) }

// watching is signedIn for what a page asks by itself.
func (a *API) watching(c *gin.Context) { a.admit(c, a.Sessions.Recognise) }

func (a *API) admit(c *gin.Context, find func(context.Context, string) (ident.Principal, ident.User, error)) {
	if byProgram(c) {
		a.admitProgram(c)
		return
	}
	token := a.cookie.read(c)
	who, user, err := find(c.Request.Context(), token)
	if err != nil {
		if token != "" && fault.From(err).Code == fault.SessionRequired {
			a.cookie.clear(c)
		}
		a.Kit.Fail(c, err)
		return
	}
	if !a.Kit.Limit(c, a.Limiter, who.OrgID, limit.Claim{Name: "console_session", Key: who.SessionID, Rate: sessionRate}) {
		return
	}
	c.Set(callKey, call{Context: c, who: who, user: user})
}
