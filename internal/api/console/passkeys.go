package console

import (
	"encoding/base64"
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/auth/passkey"
	"dijkwacht/internal/ident"
)

// passkeyRoutes are those of the own passkeys.
func (a *API) passkeyRoutes(open, g gin.IRouter) {
	open.POST("/auth/passkey/challenge", a.askPasskey)
	open.POST("/auth/passkey/sign-in", a.signInByPasskey)
	open.POST("/auth/link/passkey", a.askLinkPasskey)
	open.POST("/auth/link/use-passkey", a.useLinkByPasskey)

	g.POST("/auth/passkey/step-up/challenge", a.askStepUp)
	g.POST("/auth/passkey/step-up", a.stepUpByPasskey)
	g.GET("/me/passkeys", a.of(a.ownPasskeys))
	g.POST("/me/passkeys/challenge", a.askOwnPasskey)
	g.POST("/me/passkeys", a.once(jsonObject, a.addPasskey))
	g.GET("/me/passkeys/:id", a.of(a.passkeyByID))
	g.PATCH("/me/passkeys/:id", a.change(jsonObject, a.renamePasskey))
	g.DELETE("/me/passkeys/:id", a.change(noBody, a.removePasskey))
	a.appRoutes(g)
}

type passkeyView struct {
	ID         string  `json:"id"`
	Name       string  `json:"name"`
	Synced     bool    `json:"synced"`
	CreatedAt  string  `json:"created_at"`
	LastUsedAt *string `json:"last_used_at"`
	SuspectAt  *string `json:"suspect_at"`
	Rev        int64   `json:"rev"`
}

func viewPasskey(k auth.Passkey) passkeyView {
	return passkeyView{
		ID: k.ID, Name: k.Name, Synced: k.Credential.BackedUp, CreatedAt: stamp(k.CreatedAt), LastUsedAt: when(k.LastUsedAt), SuspectAt: when(k.SuspectAt), Rev: k.Rev,
	}
}

type factorsView struct {
	Items     []passkeyView `json:"items"`
	App       bool          `json:"app"`
	Available bool          `json:"available"`
	Local     bool          `json:"local"`
	Max       int           `json:"max"`
}

// ownPasskeys lists the second factors of the person.
func (a *API) ownPasskeys(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	own, err := a.Passkeys.Own(k.Request.Context(), k.who)
	v := factorsView{Items: []passkeyView{}, App: own.App, Available: own.Able, Local: own.Local, Max: auth.MaxPasskeys}
	for _, one := range own.Passkeys {
		v.Items = append(v.Items, viewPasskey(one))
	}
	return reply{status: http.StatusOK, body: v}, err
}

func (a *API) passkeyByID(k call) (reply, error) {
	id, err := idOf(k, auth.PrefixPasskey)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Passkeys.Get(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewPasskey(found), rev: found.Rev}, err
}

// askOwnPasskey makes the challenge for a new passkey. It is no resource, so it has no
// Idempotency-Key: each one is another.
func (a *API) askOwnPasskey(c *gin.Context) {
	made, err := a.Passkeys.AskOwn(c.Request.Context(), callOf(c).who)
	a.sendChallenge(c, made, err)
}

type challengeView struct {
	State   string          `json:"state"`
	Options passkey.Options `json:"options"`
}

func (a *API) sendChallenge(c *gin.Context, made auth.Challenge, err error) {
	if err != nil {
		a.fail(c, err)
		return
	}
	c.JSON(http.StatusOK, challengeView{made.State, made.Options})
}

// addPasskey keeps the passkey that the browser made.
func (a *API) addPasskey(k call) (reply, error) {
	k.body.Require("name", "state", "credential")
	name, state, made := k.body.String("name", 4*auth.MaxPasskeyName), k.body.String("state", maxState), readRegistration(k.body)
	k.body.Only("name", "state", "credential")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	added, err := a.Passkeys.Add(k.Request.Context(), k.who, name, state, made)
	return reply{status: http.StatusCreated, body: viewPasskey(added), rev: added.Rev}, err
}

func (a *API) renamePasskey(k call, rev int64) (reply, error) {
	id, err := idOf(k, auth.PrefixPasskey)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("name")
	name := k.body.String("name", 4*auth.MaxPasskeyName)
	k.body.Only("name")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	renamed, err := a.Passkeys.Rename(k.Request.Context(), k.who, id, rev, name)
	return reply{status: http.StatusOK, body: viewPasskey(renamed), rev: renamed.Rev}, err
}

func (a *API) removePasskey(k call, rev int64) (reply, error) {
	id, err := idOf(k, auth.PrefixPasskey)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Passkeys.Remove(k.Request.Context(), k.who, id, rev)
}

// The largest parts of an answer of an authenticator, in bytes. Attestation objects of
// some platforms hold certificates although nobody asked for them.
const (
	maxState      = 2048
	maxCredential = 1023 // Web Authentication section 4
	maxPart       = 16 << 10
)

var transportName = regexp.MustCompile(`^[a-z-]{1,20}$`)

func readRegistration(o wire.Object) passkey.Registration {
	c := o.Object("credential")
	if !o.Has("credential") {
		return passkey.Registration{}
	}
	c.Require("id", "client_data", "attestation")
	r := passkey.Registration{
		ID: readBytes(c, "id", maxCredential), ClientData: readBytes(c, "client_data", maxPart), Attestation: readBytes(c, "attestation", maxPart),
		Transports: c.Strings("transports", 8, transportName.MatchString),
	}
	c.Only("id", "client_data", "attestation", "transports")
	return r
}

func readAssertion(o wire.Object) passkey.Assertion {
	c := o.Object("credential")
	if !o.Has("credential") {
		return passkey.Assertion{}
	}
	c.Require("id", "client_data", "authenticator_data", "signature")
	s := passkey.Assertion{
		ID: readBytes(c, "id", maxCredential), ClientData: readBytes(c, "client_data", maxPart), AuthenticatorData: readBytes(c, "authenticator_data", maxPart),
		Signature: readBytes(c, "signature", maxPart), Handle: readBytes(c, "user_handle", ident.MaxName),
	}
	c.Only("id", "client_data", "authenticator_data", "signature", "user_handle")
	return s
}

// readBytes reads at most max bytes in base64url without padding.
func readBytes(o wire.Object, name string, max int) []byte {
	b, err := base64.RawURLEncoding.Strict().DecodeString(o.String(name, base64.RawURLEncoding.EncodedLen(max)))
	if err != nil {
		o.Fail(name, "format")
	}
	return b
}
