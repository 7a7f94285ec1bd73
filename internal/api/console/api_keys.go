package console

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

func (a *API) keyRoutes(g gin.IRouter) {
	g.GET("/api-keys", a.of(a.apiKeys))
	g.POST("/api-keys", a.once(jsonObject, a.addAPIKey))
	g.GET("/api-keys/:id", a.of(a.apiKeyByID))
	g.DELETE("/api-keys/:id", a.change(noBody, a.revokeAPIKey))
	g.POST("/api-keys/:id/rotate", a.once(jsonObject, a.rotateAPIKey))
}

type apiKeyView struct {
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	Scopes       []ident.KeyScope `json:"scopes"`
	DepartmentID *string          `json:"department_id"`
	Networks     []string         `json:"networks"`
	CreatedAt    string           `json:"created_at"`
	CreatedBy    string           `json:"created_by"`
	ExpiresAt    string           `json:"expires_at"`
	RevokedAt    *string          `json:"revoked_at"`
	LastUsedAt   *string          `json:"last_used_at"`
	OldUntil     *string          `json:"old_until"`
	State        ident.KeyState   `json:"state"`
	Rev          int64            `json:"rev"`
	// Key is the key itself, shown once.
	Key string `json:"key,omitempty"`
}

func viewAPIKey(k ident.APIKey, now time.Time) apiKeyView {
	v := apiKeyView{
		ID: k.ID, Name: k.Name, Scopes: k.Scopes, DepartmentID: orNil(k.DepartmentID), Networks: []string{}, CreatedAt: stamp(k.CreatedAt), CreatedBy: k.CreatedBy,
		ExpiresAt: stamp(k.ExpiresAt), RevokedAt: when(k.RevokedAt), LastUsedAt: when(k.LastUsedAt), State: k.State(now), Rev: k.Rev,
	}
	if now.Before(k.OldUntil) {
		v.OldUntil = when(k.OldUntil)
	}
	for _, n := range k.Networks {
		v.Networks = append(v.Networks, n.String())
	}
	return v
}

// apiKeys lists all keys: there are few.
func (a *API) apiKeys(k call) (reply, error) {
	keys, err := a.APIKeys.List(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []apiKeyView{}
	for _, key := range keys {
		views = append(views, viewAPIKey(key, a.Now()))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

// apiKeyByID shows one key.
func (a *API) apiKeyByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixAPIKey)
	if err != nil {
		return reply{}, err
	}
	key, err := a.APIKeys.Key(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewAPIKey(key, a.Now()), rev: key.Rev}, err
}

// addAPIKey makes a key and shows it once.
func (a *API) addAPIKey(k call) (reply, error) {
	terms, err := readAPIKey(k)
	if err != nil {
		return reply{}, err
	}
	key, text, err := a.APIKeys.Create(k.Request.Context(), k.who, terms)
	return a.shownOnce(http.StatusCreated, key, text, err)
}

// rotateAPIKey replaces a key and shows the new one once.
func (a *API) rotateAPIKey(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixAPIKey)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("overlap_hours")
	overlap := k.body.Int("overlap_hours", 0, int64(auth.APIKeyOverlap/time.Hour))
	k.body.Only("overlap_hours")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	key, text, err := a.APIKeys.Rotate(k.Request.Context(), k.who, id, auth.AnyRevision, time.Duration(overlap)*time.Hour)
	return a.shownOnce(http.StatusOK, key, text, err)
}

func (a *API) shownOnce(status int, key ident.APIKey, text string, err error) (reply, error) {
	again := viewAPIKey(key, a.Now())
	shown := again
	shown.Key = text
	return reply{status: status, body: shown, rev: key.Rev, repeat: again}, err
}

// revokeAPIKey makes a key useless; it stays in the list.
func (a *API) revokeAPIKey(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixAPIKey)
	if err != nil {
		return reply{}, err
	}
	_, err = a.APIKeys.Revoke(k.Request.Context(), k.who, id, rev)
	return reply{status: http.StatusNoContent}, err
}

// readAPIKey reads the terms of a new key; a department of null is none.
func readAPIKey(k call) (key ident.APIKey, err error) {
	k.body.Require("name", "scopes", "expires_at")
	key.Name = k.body.String("name", 320)
	for _, s := range k.body.Strings("scopes", len(ident.KeyScopes), func(s string) bool { return ident.KeyScope(s).Known() }) {
		key.Scopes = append(key.Scopes, ident.KeyScope(s))
	}
	if !k.body.Null("department_id") {
		if key.DepartmentID = k.body.String("department_id", 64); key.DepartmentID != "" && !ident.IsID(ident.PrefixDepartment, key.DepartmentID) {
			k.body.Fail("department_id", "format")
		}
	}
	k.body.Strings("networks", auth.MaxKeyNetworks, func(s string) bool {
		n, err := netip.ParsePrefix(s)
		key.Networks = append(key.Networks, n)
		return err == nil
	})
	key.ExpiresAt = k.body.Time("expires_at")
	k.body.Only("name", "scopes", "department_id", "networks", "expires_at")
	return key, k.body.Err()
}
