package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"go.uber.org/zap"

	"dijkwacht/internal/fault"
)

const (
	// drainTime is how long requests under way may take after the stop signal.
	drainTime = 10 * time.Second
	// flushEvery is how long counters and feature rows may wait in memory.
	flushEvery = 5 * time.Second
)

// Run serves until ctx ends, says for a while that it is no longer ready, and then
// lets the requests under way finish. Listening is
// called with the address of the API once it accepts connections.
func (a *App) Run(ctx context.Context, listening func(address string)) error {
	certificates, err := a.loadCertificates()
	if err != nil {
		return err
	}
	api, err := net.Listen("tcp", a.cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", a.cfg.Listen, err)
	}
	servers := []*http.Server{newServer(a.handler)}
	listeners := []net.Listener{api}
	if certificates != nil {
		servers[0].TLSConfig = certificates.config()
		go certificates.watch(ctx)
	}
	if a.cfg.MetricsListen != "" {
		metrics, err := net.Listen("tcp", a.cfg.MetricsListen)
		if err != nil {
			return errors.Join(fmt.Errorf("listen on %s: %w", a.cfg.MetricsListen, err), api.Close())
		}
		mux := http.NewServeMux()
		mux.Handle("GET /metrics", a.metrics.Handler())
		servers, listeners = append(servers, newServer(mux)), append(listeners, metrics)
	}
	a.log.Info("serving", zap.String("address", api.Addr().String()), zap.String("version", a.opts.Version),
		zap.String("policy", a.initial.ID), zap.Int("policy_version", a.policies.Whole(a.org.ID).Version), zap.String("rules_version", a.core.Pack.Version))
	listening(api.Addr().String())
	return a.serve(ctx, servers, listeners)
}

// serveOn serves TLS where the server has a configuration for it.
func serveOn(s *http.Server, l net.Listener) error {
	if s.TLSConfig != nil {
		return s.ServeTLS(l, "", "")
	}
	return s.Serve(l)
}

func (a *App) serve(ctx context.Context, servers []*http.Server, listeners []net.Listener) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failed := make(chan error, len(servers))
	for i, s := range servers {
		go func() { failed <- serveOn(s, listeners[i]) }()
	}
	var periodic sync.WaitGroup
	periodic.Go(func() { a.every(ctx, flushEvery, a.tally.Flush) })
	periodic.Go(func() { a.every(ctx, partitionsEvery, a.addPartitions) })
	periodic.Go(func() { a.jobs.Run(ctx) })
	periodic.Go(func() { a.every(ctx, measureEvery, a.measureCoverage) })
	a.runDevices(ctx, periodic.Go)
	a.runHot(ctx, periodic.Go)
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		cancel()
	}
	a.log.Info("stopping")
	close(a.draining)
	if err == nil {
		time.Sleep(*a.cfg.DrainWait)
	}
	stop, done := context.WithTimeout(context.Background(), drainTime)
	defer done()
	for _, s := range servers {
		err = errors.Join(err, s.Shutdown(stop))
	}
	periodic.Wait()
	return err
}

// every runs the work of this process periodically; a failure is logged and tried
// again next time.
func (a *App) every(ctx context.Context, period time.Duration, work func(context.Context) error) {
	tick := time.NewTicker(period)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := work(ctx); err != nil && ctx.Err() == nil {
				a.log.Error("periodic work failed", zap.String("cause", causeOf(err)))
			}
		}
	}
}

// newServer has limits for slow and big clients. Its own log could hold addresses
// and panics of clients, so it has none.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      45 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
}

// causeOf is the text of a fault that a log may show.
func causeOf(err error) string {
	f := fault.From(err)
	return string(f.Code) + ": " + f.Cause()
}
