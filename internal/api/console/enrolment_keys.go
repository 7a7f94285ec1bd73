package console

import (
	"net/http"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

type enrolmentKeyView struct {
	ID           string         `json:"id"`
	Label        string         `json:"label"`
	DepartmentID *string        `json:"department_id"`
	Groups       []string       `json:"groups"`
	DeviceLimit  *int           `json:"device_limit"`
	Devices      int            `json:"devices"`
	CreatedAt    string         `json:"created_at"`
	ExpiresAt    *string        `json:"expires_at"`
	RevokedAt    *string        `json:"revoked_at"`
	State        ident.KeyState `json:"state"`
	Rev          int64          `json:"rev"`
	// Key is the key itself, shown once.
	Key string `json:"key,omitempty"`
}

func viewEnrolmentKey(k ident.EnrolmentKey, now time.Time) enrolmentKeyView {
	v := enrolmentKeyView{
		ID: k.ID, Label: k.Label, DepartmentID: orNil(k.DepartmentID), Groups: append([]string{}, k.Groups...), Devices: k.Uses,
		CreatedAt: stamp(k.CreatedAt), ExpiresAt: when(k.ExpiresAt), RevokedAt: when(k.RevokedAt), State: k.State(now), Rev: k.Rev,
	}
	if k.Limit > 0 {
		v.DeviceLimit = &k.Limit
	}
	return v
}

// enrolmentKeys lists all keys: there are few.
func (a *API) enrolmentKeys(k call) (reply, error) {
	keys, err := a.Devices.Keys(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []enrolmentKeyView{}
	for _, key := range keys {
		views = append(views, viewEnrolmentKey(key, a.Now()))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

// enrolmentKeyByID shows one key.
func (a *API) enrolmentKeyByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixEnrolmentKey)
	if err != nil {
		return reply{}, err
	}
	key, err := a.Devices.Key(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewEnrolmentKey(key, a.Now()), rev: key.Rev}, err
}

// addEnrolmentKey makes a key and shows it once.
func (a *API) addEnrolmentKey(k call) (reply, error) {
	k.body.Require("label")
	edit, err := readKeyTerms(k)
	if err != nil {
		return reply{}, err
	}
	var terms auth.KeyTerms
	edit(&terms)
	key, secret, err := a.Devices.CreateKey(k.Request.Context(), k.who, terms)
	if err != nil {
		return reply{}, err
	}
	again := viewEnrolmentKey(key, a.Now())
	shown := again
	shown.Key = secret
	return reply{status: http.StatusCreated, body: shown, rev: key.Rev, repeat: again}, nil
}

// changeEnrolmentKey changes the members that were sent, for devices to come.
func (a *API) changeEnrolmentKey(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixEnrolmentKey)
	if err != nil {
		return reply{}, err
	}
	edit, err := readKeyTerms(k)
	if err != nil {
		return reply{}, err
	}
	key, err := a.Devices.ChangeKey(k.Request.Context(), k.who, id, rev, edit)
	return reply{status: http.StatusOK, body: viewEnrolmentKey(key, a.Now()), rev: key.Rev}, err
}

// revokeEnrolmentKey makes a key useless for new devices; it stays in the list.
func (a *API) revokeEnrolmentKey(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixEnrolmentKey)
	if err != nil {
		return reply{}, err
	}
	_, err = a.Devices.RevokeKey(k.Request.Context(), k.who, id, rev)
	return reply{status: http.StatusNoContent}, err
}

// maxDeviceLimit is the largest limit, maxKeyGroups the most groups.
const (
	maxDeviceLimit = 1_000_000
	maxKeyGroups   = 50
)

// readKeyTerms reads the members that are there; null takes a term away.
func readKeyTerms(k call) (func(*auth.KeyTerms), error) {
	var sent auth.KeyTerms
	sent.Label = k.body.String("label", 320)
	sent.Groups = k.body.Strings("groups", maxKeyGroups, func(g string) bool { return g == ident.AnyGroup || ident.IsGroup(g) })
	if !k.body.Null("department_id") {
		if sent.DepartmentID = k.body.String("department_id", 64); sent.DepartmentID != "" && !ident.IsID(ident.PrefixDepartment, sent.DepartmentID) {
			k.body.Fail("department_id", "format")
		}
	}
	if !k.body.Null("expires_at") {
		sent.ExpiresAt = k.body.Time("expires_at")
	}
	if !k.body.Null("device_limit") {
		sent.Limit = int(k.body.Int("device_limit", 1, maxDeviceLimit))
	}
	k.body.Only("label", "groups", "department_id", "expires_at", "device_limit")
	return func(t *auth.KeyTerms) {
		if k.body.Has("label") {
			t.Label = sent.Label
		}
		if k.body.Has("groups") {
			t.Groups = sent.Groups
		}
		if k.body.Has("department_id") {
			t.DepartmentID = sent.DepartmentID
		}
		if k.body.Has("expires_at") {
			t.ExpiresAt = sent.ExpiresAt
		}
		if k.body.Has("device_limit") {
			t.Limit = sent.Limit
		}
	}, k.body.Err()
}
