package console

import (
	"net/http"

	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

type ringView struct {
	Group    string  `json:"group"`
	Version  string  `json:"version"`
	Previous *string `json:"previous"`
}

type releasesView struct {
	Version    *string    `json:"version"`
	Previous   *string    `json:"previous"`
	Rings      []ringView `json:"rings"`
	MinVersion string     `json:"min_extension_version"`
	Rev        int64      `json:"rev"`
}

// replyReleases shows them; the tag of what nobody has set yet is "1".
func replyReleases(r coverage.Releases) reply {
	v := releasesView{Version: orNil(r.Version), Previous: orNil(r.Previous), Rings: []ringView{}, MinVersion: coverage.MinExtension, Rev: r.Rev + 1}
	for _, ring := range r.Rings {
		v.Rings = append(v.Rings, ringView{ring.Group, ring.Version, orNil(ring.Previous)})
	}
	return reply{status: http.StatusOK, body: v, rev: v.Rev}
}

// extensionReleases shows which versions the rings should have.
func (a *API) extensionReleases(k call) (reply, error) {
	r, err := a.Coverage.Releases(k.Request.Context(), k.who)
	return replyReleases(r), err
}

// setExtensionReleases sets them.
func (a *API) setExtensionReleases(k call, rev int64) (reply, error) {
	k.body.Require("version", "rings")
	var next coverage.Releases
	if !k.body.Null("version") {
		next.Version = k.body.String("version", 24)
	}
	for _, one := range k.body.Objects("rings", 0, coverage.MaxRings) {
		one.Require("group", "version")
		next.Rings = append(next.Rings, coverage.Ring{Group: one.String("group", 40), Version: one.String("version", 24)})
		one.Only("group", "version")
		if err := one.Err(); err != nil {
			return reply{}, err
		}
	}
	k.body.Only("version", "rings")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	r, err := a.Coverage.SetReleases(k.Request.Context(), k.who, rev-1, next)
	return replyReleases(r), err
}

// rollBackExtension puts a ring back to the version before.
func (a *API) rollBackExtension(k call) (reply, error) {
	k.body.Require("group")
	group := ""
	if !k.body.Null("group") {
		group = k.body.String("group", 40)
		if !ident.IsGroup(group) {
			return reply{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/group", Code: "format"})
		}
	}
	k.body.Only("group")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	r, err := a.Coverage.Rollback(k.Request.Context(), k.who, group)
	return replyReleases(r), err
}
