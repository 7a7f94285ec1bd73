package ext

import (
	"net/http"
	"regexp"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
)

type heartbeatView struct {
	PolicyVersion int                `json:"policy_version"`
	Commands      []coverage.Command `json:"commands"`
	// DisabledSites are those of the command disable_site.
	DisabledSites []disabledSite `json:"disabled_sites"`
	// ExtensionVersion is the one that the device should have, null for any.
	ExtensionVersion *string `json:"extension_version"`
	MinVersion       string  `json:"min_extension_version"`
	// Guarded is false while the rules do not act for the device.
	Guarded    bool   `json:"guarded"`
	Heartbeat  int    `json:"heartbeat_s"`
	ServerTime string `json:"server_time"`
}

type disabledSite struct {
	DestinationID string `json:"destination_id"`
	Until         string `json:"until"`
}

// heartbeat takes what the extension says of itself, and tells it what to do.
func (a *API) heartbeat(c *gin.Context) {
	a.read(c, http.StatusOK, func(o wire.Object) (any, error) {
		caller := callerOf(c)
		h, err := readHeartbeat(o, a.Policies.For(caller.OrgID, caller.DepartmentID).Catalogue)
		if err != nil {
			return nil, err
		}
		h.OrgID, h.DeviceID = caller.OrgID, caller.DeviceID
		ctx, cancel := bounded(c.Request.Context())
		defer cancel()
		r, err := a.Coverage.Beat(ctx, h, caller.DepartmentID, caller.Groups)
		if err != nil {
			return nil, err
		}
		v := viewReply(r)
		v.Guarded = a.Trial.Of(ctx, caller.OrgID, caller.DeviceID).Guarded
		return v, nil
	})
}

func viewReply(r coverage.Reply) heartbeatView {
	v := heartbeatView{
		PolicyVersion: r.PolicyVersion, Commands: r.Commands, DisabledSites: []disabledSite{}, MinVersion: coverage.MinExtension,
		Heartbeat: int(coverage.Interval.Seconds()), ServerTime: r.At.UTC().Format("2006-01-02T15:04:05.000Z"),
	}
	for _, s := range r.Disabled {
		v.DisabledSites = append(v.DisabledSites, disabledSite{s.Destination, s.Until.UTC().Format(time.RFC3339)})
	}
	if r.Wanted != "" {
		v.ExtensionVersion = &r.Wanted
	}
	return v
}

// errorCode has no room for anything about a person.
var errorCode = regexp.MustCompile(`^[a-z]+([._][a-z]+){0,3}$`)

// maxErrorCode is the length of a code.
const maxErrorCode = 40

// maxClockSkew is a day and more, in milliseconds: a clock in another zone is not
// skewed, so what lies beyond is no clock.
const maxClockSkew = int64(400 * 24 * time.Hour / time.Millisecond)

func readHeartbeat(o wire.Object, catalogue *policy.Catalogue) (coverage.Heartbeat, error) {
	o.Require("extension_version", "policy_version", "sites")
	h := coverage.Heartbeat{
		ID: o.String("beat_id", 26), ExtensionVersion: readVersion(o, "extension_version"), PolicyVersion: int(o.Int("policy_version", 0, 1<<31)),
		Queue: int(o.Int("queue", 0, coverage.MaxCount)), Uninspected: int(o.Int("uninspected", 0, coverage.MaxCount)),
		ClockSkew: time.Duration(o.Int("clock_skew_ms", -maxClockSkew, maxClockSkew)) * time.Millisecond,
	}
	if h.ID != "" && !ident.IsULID(h.ID) {
		o.Fail("beat_id", "format")
	}
	for _, one := range o.Objects("sites", 0, coverage.MaxSites) {
		site, err := readSite(one, catalogue)
		if err != nil {
			return h, err
		}
		h.Sites = append(h.Sites, site)
	}
	for _, one := range o.Objects("errors", 0, coverage.MaxErrors) {
		one.Require("code", "count")
		e := coverage.Error{Code: one.String("code", maxErrorCode), Count: int(one.Int("count", 0, coverage.MaxCount))}
		if e.Code != "" && !errorCode.MatchString(e.Code) {
			one.Fail("code", "format")
		}
		if err := one.Err(); err != nil {
			return h, err
		}
		h.Errors = append(h.Errors, e)
	}
	return h, o.Err()
}

func readSite(o wire.Object, catalogue *policy.Catalogue) (coverage.Site, error) {
	o.Require("destination_id", "observed", "inspected")
	s := coverage.Site{
		Destination: o.String("destination_id", 64), AdapterVersion: readVersion(o, "adapter_version"),
		Observed: int(o.Int("observed", 0, coverage.MaxCount)), Inspected: int(o.Int("inspected", 0, coverage.MaxCount)), Failed: int(o.Int("failed", 0, coverage.MaxCount)),
	}
	if o.Has("canary") && !o.Null("canary") {
		s.Canary = coverage.Canary(o.OneOf("canary", string(coverage.CanaryOK), string(coverage.CanaryFail)))
	}
	if _, known := catalogue.ByID(s.Destination); !known {
		s.Destination = unlisted // an id that is in no catalogue may hold anything
	}
	return s, o.Err()
}

func readVersion(o wire.Object, name string) string {
	v := o.String(name, 24)
	if v != "" && !coverage.IsVersion(v) {
		o.Fail(name, "format")
	}
	return v
}
