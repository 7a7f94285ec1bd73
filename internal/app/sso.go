package app

import (
	"context"
	"crypto/rand"

	"dijkwacht/internal/limit"
	"dijkwacht/internal/sso"
)

// wireSSO builds what signs people in by the providers of their organisations, and looks after
// the sessions that those began.
func (a *App) wireSSO(ctx context.Context) error {
	inside, roots, err := a.cfg.Providers()
	if err != nil {
		return err
	}
	key, err := installationSecret(ctx, a.store, a.sealer, "limits")
	if err != nil {
		return err
	}
	a.signOn = sso.New(sso.Deps{
		Store: a.store, Gate: a.gate, Sealer: a.sealer, Client: sso.NewClient(inside, roots), Inside: inside, PublicURL: a.cfg.PublicURL, Devices: a.signIns,
		Limiter: a.hot, LimitKey: limit.Keyed(key), Now: a.opts.Now, Random: rand.Reader,
	})
	a.sessions.Federation = a.signOn
	return nil
}
