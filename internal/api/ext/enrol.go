package ext

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/ident"
)

type enrolment struct {
	DeviceID  string   `json:"device_id"`
	Audience  string   `json:"audience"`
	TokenURL  string   `json:"token_url"`
	ServerKey auth.JWK `json:"server_key"`
	// NextKey will sign bundles after ServerKey.
	NextKey   auth.JWK `json:"next_key"`
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
		if !a.limitKey(c, key) {
			return nil, errAnswered
		}
		device, err = a.Devices.Enrol(c.Request.Context(), key, device)
		if err != nil {
			return nil, err
		}
		return enrolment{
			DeviceID: device.ID, Audience: a.Audience, ServerKey: a.Keyring.BundleKey(), NextKey: a.Keyring.NextBundleKey(),
			TokenURL: a.Audience + "/api/v1/ext/token", BundleURL: a.Audience + "/api/v1/ext/policy-bundle",
			Heartbeat: int(coverage.Interval.Seconds()),
		}, nil
	})
}

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
		Groups:      o.Strings("group_hints", 20, ident.IsGroup),
		Workstation: coverage.Workstation(o.String("workstation", 255)),
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
