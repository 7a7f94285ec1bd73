package console

import (
	"net/http"
	"strconv"
	"time"

	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

type deviceView struct {
	ID               string   `json:"id"`
	EnrolmentKeyID   string   `json:"enrolment_key_id"`
	DepartmentID     *string  `json:"department_id"`
	Browser          string   `json:"browser"`
	BrowserVersion   string   `json:"browser_version"`
	OS               string   `json:"os"`
	ExtensionVersion string   `json:"extension_version"`
	Groups           []string `json:"groups"`
	EnrolledAt       string   `json:"enrolled_at"`
	// SeenOn is a day: no time, which would tell when somebody works.
	SeenOn    *string `json:"seen_on"`
	State     string  `json:"state"`
	RevokedAt *string `json:"revoked_at"`
	// Coverage is how well it is guarded, with why not; nil when it is out of service.
	Coverage    *coverage.State   `json:"coverage"`
	Reasons     []coverage.Reason `json:"reasons"`
	Workstation *string           `json:"workstation"`
	// PolicyVersion is the one that it reported; nil: none yet.
	PolicyVersion *int `json:"policy_version"`
	// RulesAct: the legal gate is passed, or it is one of the devices of the trial.
	RulesAct bool `json:"rules_act"`
}

func (a *API) viewDevice(k call, d ident.Device, reports map[string]coverage.Report) deviceView {
	v := deviceView{
		ID: d.ID, EnrolmentKeyID: d.EnrolmentKeyID, DepartmentID: orNil(d.DepartmentID), Browser: d.Client.Browser,
		BrowserVersion: d.Client.BrowserVersion, OS: d.Client.OS, ExtensionVersion: d.Client.ExtensionVersion,
		Groups: append([]string{}, d.Groups...), EnrolledAt: stamp(d.EnrolledAt), State: "active", RevokedAt: when(d.RevokedAt),
	}
	if !d.SeenOn.IsZero() {
		v.SeenOn = orNil(d.SeenOn.Format(time.DateOnly))
	}
	if !d.RevokedAt.IsZero() {
		v.State = string(d.RevokedFor)
	}
	v.RulesAct = d.RevokedAt.IsZero() && a.Trial.Of(k.Request.Context(), k.who.OrgID, d.ID).Guarded
	v.Reasons = []coverage.Reason{}
	if r, there := reports[d.ID]; there {
		v.Coverage, v.Reasons, v.Workstation, v.ExtensionVersion = &r.State, r.Reasons, orNil(r.Workstation), r.ExtensionVersion
		if r.PolicyVersion > 0 {
			v.PolicyVersion = &r.PolicyVersion
		}
	}
	return v
}

// maxSilence is the longest silence to ask for, in days.
const maxSilence = 3650

// devices lists a page of devices.
func (a *API) devices(k call) (reply, error) {
	if err := onlyQuery(k, "revoked", "silent_days", "enrolment_key_id", "cursor", "limit"); err != nil {
		return reply{}, err
	}
	f, err := deviceFilter(k, a.Now())
	if err != nil {
		return reply{}, err
	}
	binding := []string{k.who.OrgID, k.Query("revoked"), k.Query("silent_days"), k.Query("enrolment_key_id")}
	if f.After, f.Limit, err = a.Cursors.Page(k.Context, binding...); err != nil {
		return reply{}, err
	}
	devices, err := a.Devices.List(k.Request.Context(), k.who, f)
	if err != nil {
		return reply{}, err
	}
	reports, err := a.Coverage.Reports(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views, last := []deviceView{}, ""
	for _, d := range devices {
		views, last = append(views, a.viewDevice(k, d, reports)), d.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(devices) == f.Limit, last, binding...)}}, nil
}

func deviceFilter(k call, now time.Time) (f ident.DeviceFilter, err error) {
	switch q := k.Query("revoked"); q {
	case "", "false":
	case "true":
		f.Revoked = true
	default:
		return f, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?revoked", Code: "enum"})
	}
	if q := k.Query("silent_days"); q != "" {
		n, err := strconv.Atoi(q)
		if err != nil || n < 1 || n > maxSilence {
			return f, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?silent_days", Code: "range"})
		}
		f.SilentSince = ident.Day(now).AddDate(0, 0, 1-n)
	}
	f.EnrolmentKeyID = k.Query("enrolment_key_id")
	if f.EnrolmentKeyID != "" && !ident.IsID(ident.PrefixEnrolmentKey, f.EnrolmentKeyID) {
		return f, fault.E(fault.RequestInvalid, fault.Field{Pointer: "?enrolment_key_id", Code: "format"})
	}
	return f, nil
}

// deviceByID shows one device.
func (a *API) deviceByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixDevice)
	if err != nil {
		return reply{}, err
	}
	d, err := a.Devices.Device(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	reports, err := a.Coverage.Reports(k.Request.Context(), k.who)
	return reply{status: http.StatusOK, body: a.viewDevice(k, d, reports)}, err
}

// revokeDevice takes a device out of service.
func (a *API) revokeDevice(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixDevice)
	if err != nil {
		return reply{}, err
	}
	d, err := a.Devices.Revoke(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: a.viewDevice(k, d, nil)}, err
}

type revealKeyView struct {
	// Present says whether identities are kept, sealed; without a key they are not.
	Present   bool    `json:"present"`
	ID        *string `json:"id"`
	CreatedAt *string `json:"created_at"`
}

// revealKey says whether there is a key that identities are sealed to.
func (a *API) revealKey(k call) (reply, error) {
	key, err := a.Identities.RevealKey(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: revealKeyView{Present: key.ID != "", ID: orNil(key.ID), CreatedAt: when(key.CreatedAt)}}, nil
}
