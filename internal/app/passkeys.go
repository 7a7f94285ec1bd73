package app

import (
	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
)

// newPasskeys builds what knows passkeys. At an address that can have none it refuses
// them, and says so in the log.
func (a *App) newPasskeys() *auth.Passkeys {
	party, err := passkey.NewParty(a.cfg.PublicURL)
	if err != nil {
		a.log.Info("no passkeys: the public address is neither an https address with a name nor on localhost")
	}
	return auth.NewPasskeys(auth.PasskeyDeps{Store: a.store, Sessions: a.sessions, Party: party, OneTime: a.hot, Clean: a.isClean})
}
