package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/console"
	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/hot/memory"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/savedview"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/internal/sso"
)

// peopleParts are the parts of the service that know people.
type peopleParts struct {
	people   *ident.People
	sessions *auth.Sessions
	signOn   *sso.Service
	// cases is the desk of those who work on incidents.
	cases *casework.Service
	// retention looks after terms and legal holds.
	retention *retention.Service
	// OwnerLink is the address where the owner of a first start chooses a password,
	// "" later.
	OwnerLink obs.Secret
}

// secretSize is the length of the installation's secrets in bytes.
const secretSize = 32

// installationSecret is the secret with the name, made when it is not there.
func installationSecret(ctx context.Context, store auth.SecretStore, sealer *auth.Sealer, name string) ([]byte, error) {
	fresh := make([]byte, secretSize)
	if _, err := io.ReadFull(rand.Reader, fresh); err != nil {
		return nil, err
	}
	sealed, err := sealer.Seal(fresh, name, rand.Reader)
	if err != nil {
		return nil, err
	}
	if sealed, err = store.Secret(ctx, name, sealed); err != nil {
		return nil, err
	}
	return sealer.Open(sealed, name)
}

// wirePeople builds what knows people, makes the owner of a first start, and mounts
// the console.
func (a *App) wirePeople(ctx context.Context, kit *wire.Kit, engine *gin.Engine) error {
	var err error
	if a.people, a.sessions, err = newPeople(ctx, a.store, a.sealer, a.hot, a.opts.Now); err != nil {
		return err
	}
	a.people.Agreed = a.council.AgreedApproval
	a.people.GroupRoles = groupRoles{a.store}.ofOrigin
	if a.fresh {
		_, link, err := AddOwner(ctx, a.people, a.sessions, ident.Service(a.org.ID, "first start"), ident.User{Locale: a.org.Language}, a.cfg.PublicURL)
		if err != nil {
			return fmt.Errorf("create owner: %w", err)
		}
		a.OwnerLink = obs.Secret(link)
	}
	if err := a.wireSSO(ctx); err != nil {
		return err
	}
	cursorKey, err := installationSecret(ctx, a.store, a.sealer, "cursors")
	if err != nil {
		return err
	}
	deps := console.Deps{
		Kit: kit, Sessions: a.sessions, SSO: a.signOn, Passkeys: a.newPasskeys(), People: a.people, Requests: a.store, Limiter: a.hot, Pool: newConsolePool(),
		Cursors: wire.Cursors{Key: cursorKey}, Approvals: a.approvals, Audit: a.audit, SenderDeps: a.consoleSenders(), DeliveryDeps: console.DeliveryDeps{Reports: a.reports, Webhooks: a.webhooks, Mailer: a.mailer}, Coverage: a.coverage, Trial: a.trial, Desk: a.desk, Cases: a.cases, Inspection: a.inspection(), Retention: a.retention, Devices: a.enrolments, APIKeys: a.programs(), Identities: a.identities, PublicURL: a.cfg.PublicURL, Now: a.opts.Now,
		Setup: a.firstRun(), Council: a.council, Views: savedview.New(a.store, a.isClean, a.opts.Now, rand.Reader), Gate: a.gate, Pack: a.core.Pack, Policies: a.policies, Feed: a.hot, Draining: a.draining,
	}
	if a.cfg.Demo {
		deps.Visit = a.visit
	}
	api, err := console.New(deps)
	if err != nil {
		return err
	}
	api.Mount(engine)
	return mountScreens(engine, a.cfg.Demo)
}

func newPeople(ctx context.Context, store *sqlstore.Store, sealer *auth.Sealer, limiter limit.Limiter, now func() time.Time) (*ident.People, *auth.Sessions, error) {
	limitKey, err := installationSecret(ctx, store, sealer, "limits")
	if err != nil {
		return nil, nil, err
	}
	passwords, err := auth.NewPasswords(auth.DefaultCost, rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	sessions := auth.NewSessions(auth.SessionDeps{
		Store: store, Passwords: passwords, Sealer: sealer, Limiter: limiter, LimitKey: limitKey, Now: now, Random: rand.Reader, Sleep: sleep,
	})
	return ident.NewPeople(store, now, rand.Reader), sessions, nil
}

func sleep(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// OfflinePeople looks after people beside a running service, from the command
// line.
func OfflinePeople(ctx context.Context, store *sqlstore.Store, keyFile string, now func() time.Time) (*ident.People, *auth.Sessions, error) {
	sealer, err := OpenSealer(keyFile, false)
	if err != nil {
		return nil, nil, err
	}
	return newPeople(ctx, store, sealer, memory.NewLimiter(now), now)
}

// AddOwner adds an owner, whose address and name may still be empty, and returns
// the one-time link with which the owner begins.
func AddOwner(ctx context.Context, people *ident.People, sessions *auth.Sessions, p ident.Principal, u ident.User, publicURL string) (ident.User, string, error) {
	n, err := people.NewUser(ctx, p, u, []ident.Binding{{Role: ident.Owner}})
	if err != nil {
		return ident.User{}, "", err
	}
	token, _, err := sessions.AddInvited(ctx, p, n)
	return n.User, auth.LinkURL(publicURL, token), err
}
