package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/zap"

	"dijkwacht/internal/api/ext"
	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/config"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/sqlstore"
)

// Options are what the service gets from outside besides its settings.
type Options struct {
	Log     io.Writer
	Version string
	Now     func() time.Time
	// Outside is how it reaches others.
	Outside Outside
}

// App is the service, ready to run.
type App struct {
	cfg       config.Serve
	opts      Options
	log       *zap.Logger
	store     *sqlstore.Store
	org       ident.Organisation
	core      ext.Core
	register  *register.Service
	audit     *audit.Service
	approvals *approval.Service
	jobs      *jobs.Runner
	tally     *register.Tally
	metrics   *obs.Metrics
	handler   http.Handler
	draining  chan struct{}
	deviceParts
	peopleParts
	senderParts
	coverage *coverage.Service
	trial    *setup.Trial
	hotParts
	deliveryParts
	councilParts
	visitors visitors
	// FirstKey is the enrolment key made at the first start, "" later.
	FirstKey obs.Secret
}

// New opens the store, creates the organisation at the first start, and wires the
// service. The configuration has been normalised.
func New(ctx context.Context, cfg config.Serve, opts Options) (*App, error) {
	// The precision of the store: what is in memory is what is on disk.
	clock := opts.Now
	opts.Now = func() time.Time { return clock().UTC().Truncate(time.Millisecond) }
	a := &App{cfg: cfg, opts: opts, log: obs.NewLogger(opts.Log), draining: make(chan struct{})}
	err := a.loadCore()
	if err != nil {
		return nil, err
	}
	if a.store, err = OpenStore(ctx, cfg.Data); err != nil {
		return nil, err
	}
	if err = a.startContent(ctx); err == nil {
		err = a.wire(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, a.closeHot(), a.store.Close())
	}
	return a, nil
}

// wire builds the service on the open store.
func (a *App) wire(ctx context.Context) error {
	now := a.opts.Now
	a.metrics = obs.NewMetrics(a.chainHead)
	if err := a.openHot(); err != nil {
		return err
	}
	if err := a.wireDevices(ctx); err != nil {
		return err
	}
	if err := a.wirePolicies(ctx); err != nil {
		return err
	}
	a.register = register.New(a.store, now, rand.Reader)
	a.tally = register.NewTally(a.store, now)
	if err := a.work(ctx); err != nil {
		return err
	}
	a.wireSenders()
	a.wireCoverage()
	a.trial = setup.NewTrial(a.store, now)
	kit := &wire.Kit{Log: a.log, Metrics: a.metrics, Now: now, Proxies: a.cfg.Proxies()}
	engine, err := kit.Engine()
	if err != nil {
		return err
	}
	a.operations(engine)
	if err := a.wirePeople(ctx, kit, engine); err != nil {
		return err
	}
	a.mountSCIM(kit, engine)
	limits, err := a.limits(ctx)
	if err != nil {
		return err
	}
	sites, err := publish.ReadSites(a.cfg.Sites)
	if err != nil {
		return err
	}
	a.bundles = publish.NewBundles("", sites, a.ring, now)
	ext.New(ext.Deps{
		Kit: kit, Core: a.core, Devices: a.enrolments, Identities: a.identities, SignIns: a.signIns, SignInOffer: a.signOn, Keyring: a.ring, Tokens: a.tokens, Assertions: a.assertions,
		Register: a.register, Tally: a.tally, Audience: a.cfg.PublicURL, Now: now,
		Policies: a.policies, Feed: a.hot, Limiter: a.hot, Limits: limits, SenderDeps: a.senders(), Coverage: a.coverage, Trial: a.trial,
		Bundles: a.bundles,
	}).Mount(engine)
	a.handler = engine
	return nil
}

// Handler is the API without a listener, for tests.
func (a *App) Handler() http.Handler { return a.handler }

// Close flushes the tallies and closes the store.
func (a *App) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	a.closeDevices(ctx)
	return errors.Join(a.tally.Flush(ctx), a.closeHot(), a.store.Close())
}

// operations mounts health, version and the API document.
func (a *App) operations(e *gin.Engine) {
	e.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	e.GET("/readyz", a.ready)
	e.GET("/version", a.version)
	e.GET("/api/v1/openapi.json", wire.ServeOpenAPI)
}
