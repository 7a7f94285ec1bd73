package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/zap"

	"dijkwacht/internal/api/ext"
	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
	"dijkwacht/internal/source"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/rules"
)

// Options are what the service gets from outside besides its settings.
type Options struct {
	Log     io.Writer
	Version string
	Now     func() time.Time
}

// App is the service, ready to run.
type App struct {
	cfg      config.Serve
	opts     Options
	log      *zap.Logger
	store    *sqlstore.Store
	org      ident.Organisation
	core     ext.Core
	messages policy.Messages
	register *register.Service
	tally    *register.Tally
	metrics  *obs.Metrics
	handler  http.Handler
	draining chan struct{}
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
	source, err := a.loadCore()
	if err != nil {
		return nil, err
	}
	if a.store, err = sqlstore.Open(ctx, cfg.Dir, rand.Reader); err != nil {
		return nil, err
	}
	if err := a.wire(ctx, source); err != nil {
		return nil, errors.Join(err, a.store.Close())
	}
	return a, nil
}

// loadCore reads rules, policy, catalogue and messages; it returns the source of
// the policy.
func (a *App) loadCore() (document []byte, err error) {
	if a.core.Pack, err = source.LoadPack(rules.FS); err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	if document, a.core.Policy, err = readPolicy(a.cfg.Policy); err != nil {
		return nil, err
	}
	if a.core.Catalogue, err = readCatalogue(); err != nil {
		return nil, err
	}
	a.messages, err = readMessages()
	return document, err
}

func readPolicy(file string) ([]byte, *policy.Policy, error) {
	name, read := file, os.ReadFile
	if file == "" {
		name, read = "policies/zorg-basis.yaml", rules.FS.ReadFile
	}
	document, err := read(name)
	if err != nil {
		return nil, nil, fmt.Errorf("read policy: %w", err)
	}
	p, err := source.Policy(filepath.Base(name), document)
	if err != nil {
		return nil, nil, fmt.Errorf("the policy is not valid:\n%w", err)
	}
	return document, p, nil
}

func readCatalogue() (*policy.Catalogue, error) {
	document, err := rules.FS.ReadFile("destinations.yaml")
	if err != nil {
		return nil, err
	}
	list, err := source.Destinations("destinations.yaml", document)
	if err != nil {
		return nil, fmt.Errorf("load destinations: %w", err)
	}
	return policy.NewCatalogue(list), nil
}

func readMessages() (policy.Messages, error) {
	messages := policy.Messages{}
	for _, file := range []string{"nl.yaml", "en.yaml"} {
		document, err := rules.FS.ReadFile("messages/" + file)
		if err != nil {
			return nil, err
		}
		language, texts, err := source.Messages(file, document)
		if err != nil {
			return nil, fmt.Errorf("load messages: %w", err)
		}
		messages[language] = texts
	}
	return messages, nil
}

// wire builds the service on the open store.
func (a *App) wire(ctx context.Context, policySource []byte) error {
	now := a.opts.Now
	ring, err := auth.LoadKeyring(ctx, a.store, now(), rand.Reader)
	if err != nil {
		return err
	}
	if err := a.organisation(ctx); err != nil {
		return err
	}
	if a.core.PolicyVersion, err = publish.Activate(ctx, a.store, a.org.ID, a.core.Policy.ID, policySource, now()); err != nil {
		return err
	}
	a.register = register.New(a.store, now, rand.Reader)
	a.tally = register.NewTally(a.store, now)
	a.metrics = obs.NewMetrics(a.chainHead)
	kit := &wire.Kit{Log: a.log, Metrics: a.metrics, Now: now}
	engine, err := kit.Engine()
	if err != nil {
		return err
	}
	a.operations(engine)
	ext.New(ext.Deps{
		Kit: kit, Core: a.core, Ident: a.store, Keyring: ring,
		Tokens: auth.NewTokens(ring, a.cfg.PublicURL, now), Assertions: auth.NewAssertions(a.store, a.cfg.PublicURL, now),
		Register: a.register, Tally: a.tally, Audience: a.cfg.PublicURL, Now: now, Random: rand.Reader,
		Bundles: publish.NewBundles(publish.Content{Policy: a.core.Policy, Version: a.core.PolicyVersion, Catalogue: a.core.Catalogue, Messages: a.messages}, ring, now),
	}).Mount(engine)
	a.handler = engine
	return nil
}

func (a *App) chainHead() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	head, err := a.store.Head(ctx, a.org.ID)
	if err != nil {
		return -1
	}
	return float64(head.Seq)
}

// Handler is the API without a listener, for tests.
func (a *App) Handler() http.Handler { return a.handler }

// Close flushes the tallies and closes the store.
func (a *App) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(a.tally.Flush(ctx), a.store.Close())
}

// operations mounts health, version and the API document.
func (a *App) operations(e *gin.Engine) {
	e.GET("/healthz", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok"}) })
	e.GET("/readyz", a.ready)
	e.GET("/version", a.version)
	e.GET("/api/v1/openapi.json", wire.ServeOpenAPI)
}
