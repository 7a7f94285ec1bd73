package app

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"go.uber.org/zap"

	"dijkwacht/internal/api/ext"
	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/hot/memory"
	"dijkwacht/internal/hot/redis"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
)

// hotState is what replicas share and may lose.
type hotState interface {
	limit.Limiter
	auth.OneTime
	auth.RevocationBus
	publish.Bus
	register.Feed
}

// hotParts are the parts of the service that several replicas share.
type hotParts struct {
	hot      hotState
	redis    *redis.State // nil without Redis
	policies *publish.InForce
	desk     *publish.Desk
	bundles  *publish.Bundles
	first    publish.First  // the policy that this process started with
	initial  *policy.Policy // the same, ready for use
	content  publish.Content
}

// openHot opens the hot state: in Redis when there is one, else in memory.
func (a *App) openHot() error {
	if !a.cfg.Redis.Configured() {
		a.hot = memory.New(a.opts.Now)
		if a.cfg.DatabaseURL != "" {
			a.log.Info("no redis: limits are those of this replica alone, and what others change counts here within 20 s")
		}
		return nil
	}
	servers, err := redisServers(a.cfg.Redis)
	if err != nil {
		return err
	}
	replica, err := ident.NewID("", a.opts.Now(), rand.Reader)
	if err != nil {
		return err
	}
	for _, use := range redis.Uses() {
		a.metrics.HotFallbacks.WithLabelValues(string(use)) // so that it is there before the first
	}
	a.redis = redis.New(redis.Options{
		Servers: servers, Replica: replica, Now: a.opts.Now,
		Fallback: func(use redis.Use) { a.metrics.HotFallbacks.WithLabelValues(string(use)).Inc() },
		Changed:  a.redisChanged,
	})
	a.hot = a.redis
	return nil
}

func (a *App) redisChanged(up bool) {
	if up {
		a.metrics.RedisUp.Set(1)
		a.log.Info("redis answers")
		return
	}
	a.metrics.RedisUp.Set(0)
	a.log.Warn("redis is silent: this replica goes on by itself", zap.String("code", codeRedis))
}

// redisServers reads the settings of Redis. No error holds a part of the URL.
func redisServers(r config.Redis) (redis.Servers, error) {
	from, err := r.Servers()
	if err != nil {
		return redis.Servers{}, err
	}
	s := redis.Servers{
		Addrs: from.Addrs, Master: from.Master, Username: from.Username, Password: from.Password,
		SentinelUsername: from.SentinelUsername, SentinelPassword: from.SentinelPassword, DB: from.DB,
	}
	if !from.TLS {
		return s, nil
	}
	s.TLS = &tls.Config{MinVersion: tls.VersionTLS12}
	if r.CA == "" {
		return s, nil
	}
	pem, err := os.ReadFile(r.CA)
	if err != nil {
		return s, fmt.Errorf("read certificates of Redis: %w", pathless(err))
	}
	s.TLS.RootCAs = x509.NewCertPool()
	if !s.TLS.RootCAs.AppendCertsFromPEM(pem) {
		return s, errors.New("the file of --redis-ca holds no certificate in PEM")
	}
	return s, nil
}

// wirePolicies puts the policy of this start in force and follows what other
// replicas publish.
func (a *App) wirePolicies(ctx context.Context) error {
	version, ours, err := publish.Activate(ctx, a.store, a.org.ID, a.first, a.opts.Now())
	if err != nil {
		return err
	}
	if !ours {
		a.log.Info("the policy in force is the one that was published in the console, not the one of this start")
	}
	a.policies = publish.NewInForce(a.store, a.hot, a.content, a.initial)
	a.hot.AnnounceVersion(a.org.ID, version)
	return a.pollPolicies(ctx)
}

func (a *App) pollPolicies(ctx context.Context) error {
	list, err := a.store.Organisations(ctx)
	if err != nil {
		return err
	}
	orgs := make([]string, len(list))
	for i, o := range list {
		orgs[i] = o.ID
	}
	return errors.Join(a.adopt(ctx, orgs), a.followContent(ctx), a.policies.Poll(ctx, orgs...))
}

// runHot follows the policies until ctx ends.
func (a *App) runHot(ctx context.Context, run func(func())) {
	run(func() { a.every(ctx, publish.VersionPoll, a.pollPolicies) })
	run(func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-a.policies.Due():
				_ = a.pollPolicies(ctx) // tried again within VersionPoll
				select {                // many announcements are one look
				case <-time.After(100 * time.Millisecond):
				case <-ctx.Done():
				}
			}
		}
	})
}

func (a *App) closeHot() error {
	if a.policies != nil {
		a.policies.Close()
	}
	if a.redis == nil {
		return nil
	}
	return a.redis.Close()
}

const codeRedis = "redis.unavailable"

// limits are those of the settings, with the secret that hides addresses.
func (a *App) limits(ctx context.Context) (ext.Limits, error) {
	key, err := installationSecret(ctx, a.store, a.sealer, "limits")
	rate := func(q config.Quota) limit.Rate { return limit.Rate{Quota: q.N, Window: q.Window} }
	l := a.cfg.Limits
	return ext.Limits{
		Inspect: rate(l.Inspect), InspectOrganisation: rate(l.InspectOrganisation),
		Token: rate(l.Token), TokenOrganisation: rate(l.TokenOrganisation), Enrol: rate(l.Enrol), Key: key,
	}, err
}

// The console does at most so much at once for each core, as much as inspection
// may; who finds no room waits.
const (
	consolePerCore = 4
	consoleWait    = 5 * time.Second
)

func newConsolePool() *wire.Pool {
	return wire.NewPool(consolePerCore*runtime.GOMAXPROCS(0), consoleWait)
}
