package app

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/zap"
)

type readiness struct {
	Ready bool `json:"ready"`
	// Degraded says that something is missing that the service can do without.
	Degraded bool             `json:"degraded"`
	Checks   map[string]check `json:"checks"`
}

type check struct {
	OK   bool   `json:"ok"`
	Code string `json:"code,omitempty"`
}

// readyTime bounds each check.
const readyTime = 2 * time.Second

var errNothingLoaded = errors.New("nothing loaded")

// ready answers with each check: can the register be written, is the end of the
// chain known, is a policy loaded, can tokens be signed.
func (a *App) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), readyTime)
	defer cancel()
	r := readiness{Ready: true, Checks: map[string]check{}}
	add := func(name, code string, err error) {
		if err == nil {
			r.Checks[name] = check{OK: true}
			return
		}
		r.Ready = false
		r.Checks[name] = check{Code: code}
		a.log.Warn("not ready", zap.String("check", name), zap.String("code", code))
	}
	add("register", "register.unavailable", a.store.Ping(ctx))
	add("chain", "chain.head_mismatch", a.checkHeads(ctx))
	add("policy", "policy.missing", present(a.policies.Whole(a.org.ID).Version > 0))
	add("rules", "rules.missing", present(len(a.core.Pack.Rules) > 0))
	select {
	case <-a.draining:
		add("serving", "service.stopping", context.Canceled)
	default:
		add("serving", "", nil)
	}
	if a.redis != nil {
		up := a.redis.Up()
		r.Checks["redis"], r.Degraded = check{OK: up}, !up
		if !up {
			r.Checks["redis"] = check{Code: codeRedis}
		}
	}
	status := http.StatusOK
	if !r.Ready {
		status = http.StatusServiceUnavailable
	}
	c.JSON(status, r)
}

func present(ok bool) error {
	if !ok {
		return errNothingLoaded
	}
	return nil
}

func (a *App) version(c *gin.Context) {
	c.JSON(http.StatusOK, gin.H{"version": a.opts.Version, "go": runtime.Version(), "rules_version": a.core.Pack.Version})
}
