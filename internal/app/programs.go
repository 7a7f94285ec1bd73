package app

import (
	"crypto/rand"

	"dijkwacht/internal/auth"
)

// programs looks after API keys.
func (a *App) programs() *auth.APIKeys {
	return auth.NewAPIKeys(auth.APIKeyDeps{Store: a.store, Departments: a.store, Gate: a.gate, Refusals: a.refusals, Now: a.opts.Now, Random: rand.Reader})
}
