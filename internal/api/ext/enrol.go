package ext

import (
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

type enrolment struct {
	DeviceID  string   `json:"device_id"`
	Audience  string   `json:"audience"`
	TokenURL  string   `json:"token_url"`
	ServerKey auth.JWK `json:"server_key"`
	BundleURL string   `json:"bundle_url"`
	Heartbeat int      `json:"heartbeat_s"`
}

// enrol registers the public key of a device against an enrolment key.
func (a *API) enrol(c *gin.Context) {
	a.handle(c, http.StatusCreated, func() (any, error) {
		key, device, err := a.readEnrolment(c)
		if err != nil {
			return nil, err
		}
		device, err = a.admit(c, key, device)
		if err != nil {
			return nil, err
		}
		return enrolment{
			DeviceID: device.ID, Audience: a.Audience, ServerKey: a.Keyring.BundleKey(),
			TokenURL: a.Audience + "/api/v1/ext/token", BundleURL: a.Audience + "/api/v1/ext/policy-bundle",
		}, nil
	})
}

func (a *API) admit(c *gin.Context, key string, d ident.Device) (ident.Device, error) {
	now := a.Now()
	id, err := ident.NewID(ident.PrefixDevice, now, a.Random)
	if err != nil {
		return ident.Device{}, err
	}
	d.ID, d.EnrolledAt = id, now
	payload, err := chain.Canonical(map[string]string{"browser": d.Client.Browser, "os": d.Client.OS})
	if err != nil {
		return ident.Device{}, err
	}
	entry := chain.Draft{At: now, Actor: id, Role: "device", Action: "device.enrolled", Object: id, Rev: 1, Payload: payload}
	return a.Ident.Enrol(c.Request.Context(), auth.HashEnrolmentKey(key), d, entry)
}

// groupName is the form of a group hint: no room for a person's name.
var groupName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

func (a *API) readEnrolment(c *gin.Context) (string, ident.Device, error) {
	o, release, err := wire.Read(c, wire.MaxBody)
	if err != nil {
		return "", ident.Device{}, err
	}
	defer release()
	o.Require("enrolment_key", "public_key")
	key := o.String("enrolment_key", 200)
	browser := o.Object("browser")
	d := ident.Device{
		PublicKey: readPublicKey(o),
		Client: ident.NormaliseClient(ident.Client{
			Browser: browser.String("name", 40), BrowserVersion: browser.String("version", 40),
			OS: o.String("os", 40), ExtensionVersion: o.String("extension_version", 40),
		}),
		Groups: o.Strings("group_hints", 20, groupName.MatchString),
	}
	return key, d, o.Err()
}

func readPublicKey(o wire.Object) ident.PublicKey {
	if !o.Has("public_key") {
		return ident.PublicKey{}
	}
	jwk := o.Object("public_key")
	jwk.Require("kty", "crv", "x", "y")
	jwk.OneOf("kty", "EC")
	jwk.OneOf("crv", "P-256")
	key := ident.PublicKey{X: jwk.String("x", 43), Y: jwk.String("y", 43)}
	if _, err := auth.DeviceKey(key); err != nil || jwk.Has("d") {
		o.Fail("public_key", "format")
	}
	return key
}
