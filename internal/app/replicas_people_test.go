package app

import (
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/testenv"
)

// TestAPersonWhoIsSwitchedOffIsOutOnEveryReplica runs two replicas on PostgreSQL, with
// Redis and without: 60 s are allowed, and none are needed, because every request looks
// the session up. A challenge that one replica saw answered the other refuses.
func TestAPersonWhoIsSwitchedOffIsOutOnEveryReplica(t *testing.T) {
	t.Parallel()
	postgres := testenv.StartPostgres(t)
	for _, name := range []string{"without", "redis"} {
		t.Run(name, func(t *testing.T) {
			database := postgres.Databases(t, name)
			var redis obs.Secret
			if name == "redis" {
				redis = obs.Secret(testenv.StartRedis(t).URL())
			}
			here := newServiceWith(t, func(c *config.Serve) {
				c.DatabaseURL, c.MigrateURL = database.Service, database.Owner
				c.Redis.URL = redis
			})
			there := here.beside()
			fg, key := here.as(here.app.org.ID, ident.Binding{Role: ident.FG}), here.newKey()
			key.Counts = false
			fg.register(key, "Telefoon")
			over := func(c *browser) *browser { return &browser{s: there, cookie: c.cookie, asking: c.asking} }

			c := &browser{s: here}
			asked := c.ask(passkeyAsk, "")
			answer := key.Answer(t, asked.Options)
			over(c).useKey(passkeySignIn, asked, answer, "").want(200, "")
			c.useKey(passkeySignIn, asked, answer, "").want(401, "auth.sign_in_refused")

			over(fg).get(mePath).want(200, "")
			begun := time.Now()
			if _, err := here.app.people.SetDisabled(t.Context(), ident.Operator(here.app.org.ID), fg.user.ID, true); err != nil {
				t.Fatal(err)
			}
			over(fg).get(mePath).want(401, "auth.session_required")
			if took := time.Since(begun); took > time.Minute {
				t.Errorf("it took %s", took)
			}
			fg.get(mePath).want(401, "auth.session_required")
			(&browser{s: there}).enterBy(key).want(401, "auth.sign_in_refused")
		})
	}
}
