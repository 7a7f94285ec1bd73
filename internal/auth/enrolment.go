package auth

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Devices manages enrolment keys and devices.
type Devices struct{ DeviceDeps }

// DeviceDeps are what devices are managed with.
type DeviceDeps struct {
	Store       DeviceStore
	Gate        *ident.Gate
	Departments Departments
	Revocations *Revocations
	Refusals    *Refusals
	Now         func() time.Time
	Random      io.Reader
}

// Departments knows the departments of organisations.
type Departments interface {
	// Departments lists all of the organisation.
	Departments(ctx context.Context, org string) ([]ident.Department, error)
}

// NewDevices works with the given dependencies.
func NewDevices(d DeviceDeps) *Devices { return &Devices{d} }

// KeyTerms are what an administrator sets of an enrolment key.
type KeyTerms struct {
	Label        string
	DepartmentID string // "": the whole organisation
	// Groups that devices may claim; ident.AnyGroup alone: all.
	Groups    []string
	ExpiresAt time.Time // zero: never
	Limit     int       // 0: none
}

const (
	maxLabel  = 80
	maxGroups = 50
	maxLimit  = 1_000_000
)

// CreateKey draws an enrolment key and returns it with the key itself, which cannot
// be shown again. Returns fault.PermissionDenied, fault.RequestInvalid.
func (s *Devices) CreateKey(ctx context.Context, by ident.Principal, terms KeyTerms) (ident.EnrolmentKey, string, error) {
	if err := s.Gate.Check(ctx, by, "enrolment_key.created", "", by.Require(ident.DevicesManage)); err != nil {
		return ident.EnrolmentKey{}, "", err
	}
	now := s.Now()
	secret, err := NewEnrolmentKey(s.Random)
	if err != nil {
		return ident.EnrolmentKey{}, "", err
	}
	id, err := ident.NewID(ident.PrefixEnrolmentKey, now, s.Random)
	if err != nil {
		return ident.EnrolmentKey{}, "", err
	}
	k := ident.EnrolmentKey{OrgID: by.OrgID, ID: id, Hash: HashEnrolmentKey(secret), CreatedAt: now, Rev: 1}
	entry, err := s.apply(ctx, by, &k, terms, "enrolment_key.created")
	if err != nil {
		return ident.EnrolmentKey{}, "", err
	}
	return k, secret, s.Store.AddEnrolmentKey(ctx, k, entry)
}

// apply checks the terms, writes them into k and makes the chain entry.
func (s *Devices) apply(ctx context.Context, by ident.Principal, k *ident.EnrolmentKey, terms KeyTerms, action string) (chain.Draft, error) {
	if err := s.check(ctx, k, &terms); err != nil {
		return chain.Draft{}, err
	}
	k.Label, k.DepartmentID, k.Groups, k.ExpiresAt, k.Limit = terms.Label, terms.DepartmentID, terms.Groups, terms.ExpiresAt, terms.Limit
	detail := map[string]any{"department": k.DepartmentID, "groups": k.Groups, "limit": k.Limit}
	if !k.ExpiresAt.IsZero() {
		detail["expires_at"] = k.ExpiresAt.Format(time.RFC3339)
	}
	return by.Draft(action, k.ID, k.Rev, ident.OutcomeDone, detail, s.Now())
}

// check reports what is wrong with the terms. What k has already stays possible: a
// key that has expired can get another label.
func (s *Devices) check(ctx context.Context, k *ident.EnrolmentKey, terms *KeyTerms) error {
	var fields []fault.Field
	fail := func(name, code string) { fields = append(fields, fault.Field{Pointer: "/" + name, Code: code}) }
	terms.Label = strings.TrimSpace(terms.Label)
	if utf8.RuneCountInString(terms.Label) > maxLabel {
		fail("label", "too_long")
	}
	if strings.ContainsFunc(terms.Label, unicode.IsControl) {
		fail("label", "format")
	}
	slices.Sort(terms.Groups)
	terms.Groups = slices.Compact(terms.Groups)
	if len(terms.Groups) > maxGroups || len(terms.Groups) > 1 && slices.Contains(terms.Groups, ident.AnyGroup) {
		fail("groups", "range")
	}
	for _, g := range terms.Groups {
		if g != ident.AnyGroup && !ident.IsGroup(g) {
			fail("groups", "format")
			break
		}
	}
	if terms.Limit < 0 || terms.Limit > maxLimit {
		fail("device_limit", "range")
	}
	if !terms.ExpiresAt.IsZero() && !terms.ExpiresAt.Equal(k.ExpiresAt) && !terms.ExpiresAt.After(s.Now()) {
		fail("expires_at", "range")
	}
	if terms.DepartmentID != "" && terms.DepartmentID != k.DepartmentID {
		list, err := s.Departments.Departments(ctx, k.OrgID)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(list, func(d ident.Department) bool { return d.ID == terms.DepartmentID }) {
			fail("department_id", "enum")
		}
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// Keys lists the enrolment keys, oldest first. Returns fault.PermissionDenied.
func (s *Devices) Keys(ctx context.Context, by ident.Principal) ([]ident.EnrolmentKey, error) {
	if err := by.Require(ident.DevicesRead); err != nil {
		return nil, err
	}
	return s.Store.EnrolmentKeys(ctx, by.OrgID)
}

// Key finds one. Returns fault.PermissionDenied, fault.NotFound.
func (s *Devices) Key(ctx context.Context, by ident.Principal, id string) (ident.EnrolmentKey, error) {
	if err := by.Require(ident.DevicesRead); err != nil {
		return ident.EnrolmentKey{}, err
	}
	return s.Store.EnrolmentKey(ctx, by.OrgID, id)
}

// AnyRevision changes whatever revision a thing has.
const AnyRevision int64 = 0

// ChangeKey edits the terms of a key, for devices to come. The groups and departments
// of devices that enrolled before stay. Returns fault.PermissionDenied,
// fault.NotFound, fault.RequestInvalid, fault.Conflict for a revoked key, and
// fault.PreconditionFailed when the key has another revision than rev.
func (s *Devices) ChangeKey(ctx context.Context, by ident.Principal, id string, rev int64, edit func(*KeyTerms)) (ident.EnrolmentKey, error) {
	return s.change(ctx, by, id, rev, func(k *ident.EnrolmentKey) (chain.Draft, error) {
		terms := KeyTerms{Label: k.Label, DepartmentID: k.DepartmentID, Groups: slices.Clone(k.Groups), ExpiresAt: k.ExpiresAt, Limit: k.Limit}
		edit(&terms)
		return s.apply(ctx, by, k, terms, "enrolment_key.changed")
	})
}

// RevokeKey makes a key useless for new devices; those that enrolled with it stay.
// Returns as ChangeKey.
func (s *Devices) RevokeKey(ctx context.Context, by ident.Principal, id string, rev int64) (ident.EnrolmentKey, error) {
	return s.change(ctx, by, id, rev, func(k *ident.EnrolmentKey) (chain.Draft, error) {
		k.RevokedAt = s.Now()
		return by.Draft("enrolment_key.revoked", k.ID, k.Rev, ident.OutcomeDone, nil, s.Now())
	})
}

func (s *Devices) change(ctx context.Context, by ident.Principal, id string, rev int64, edit func(*ident.EnrolmentKey) (chain.Draft, error)) (ident.EnrolmentKey, error) {
	if err := s.Gate.Check(ctx, by, "enrolment_key.changed", id, by.Require(ident.DevicesManage)); err != nil {
		return ident.EnrolmentKey{}, err
	}
	k, err := s.Store.EnrolmentKey(ctx, by.OrgID, id)
	switch {
	case err != nil:
		return ident.EnrolmentKey{}, err
	case rev != AnyRevision && rev != k.Rev:
		return ident.EnrolmentKey{}, fault.E(fault.PreconditionFailed)
	case !k.RevokedAt.IsZero():
		return ident.EnrolmentKey{}, fault.E(fault.Conflict)
	}
	k.Rev++
	entry, err := edit(&k)
	if err != nil {
		return ident.EnrolmentKey{}, err
	}
	return k, s.Store.ChangeEnrolmentKey(ctx, k, entry)
}

// Enrol admits a device with an enrolment key. Returns fault.AuthEnrolmentKey when
// the key is unknown, revoked, expired or used up; fault.AuthGroup when the device
// claims a group that the key does not grant; fault.AuthDeviceRevoked when an
// administrator revoked a device with the same public key.
func (s *Devices) Enrol(ctx context.Context, secret string, d ident.Device) (ident.Device, error) {
	org := ""
	admitted, err := s.admit(ctx, secret, d, &org)
	if err != nil {
		s.Refusals.Note(ctx, org, err)
		return ident.Device{}, err
	}
	return admitted, nil
}

func (s *Devices) admit(ctx context.Context, secret string, d ident.Device, org *string) (ident.Device, error) {
	hash := HashEnrolmentKey(secret)
	key, err := s.Store.EnrolmentKeyByHash(ctx, hash)
	if errors.Is(err, fault.E(fault.NotFound)) {
		return ident.Device{}, fault.E(fault.AuthEnrolmentKey)
	}
	if err != nil {
		return ident.Device{}, err
	}
	*org = key.OrgID
	now := s.Now()
	if state := key.State(now); state == ident.KeyRevoked || state == ident.KeyExpired {
		return ident.Device{}, fault.E(fault.AuthEnrolmentKey)
	}
	if !key.Grants(d.Groups) {
		return ident.Device{}, fault.E(fault.AuthGroup)
	}
	if d.ID, err = ident.NewID(ident.PrefixDevice, now, s.Random); err != nil {
		return ident.Device{}, err
	}
	d.EnrolledAt = now
	payload, err := chain.Canonical(map[string]any{"browser": d.Client.Browser, "os": d.Client.OS, "key": key.ID, "groups": append([]string{}, d.Groups...)})
	if err != nil {
		return ident.Device{}, err
	}
	entry := chain.Draft{At: now, Actor: d.ID, Role: "device", Action: "device.enrolled", Object: d.ID, Rev: 1, Payload: payload}
	return s.Store.Enrol(ctx, hash, d, entry)
}

// List lists devices by id. Returns fault.PermissionDenied.
func (s *Devices) List(ctx context.Context, by ident.Principal, f ident.DeviceFilter) ([]ident.Device, error) {
	if err := by.Require(ident.DevicesRead); err != nil {
		return nil, err
	}
	return s.Store.Devices(ctx, by.OrgID, f)
}

// Device finds one device. Returns fault.PermissionDenied, fault.NotFound.
func (s *Devices) Device(ctx context.Context, by ident.Principal, id string) (ident.Device, error) {
	if err := by.Require(ident.DevicesRead); err != nil {
		return ident.Device{}, err
	}
	d, err := s.Store.Device(ctx, id)
	if err == nil && d.OrgID != by.OrgID {
		err = fault.E(fault.NotFound)
	}
	if err != nil {
		return ident.Device{}, err
	}
	return d, nil
}

// Revoke takes a device out of service: it gets no token any more, and those it
// has stop counting, here at once and on every replica within 5 s with Redis,
// 20 s without. Its key can never enrol again. Returns fault.PermissionDenied,
// fault.NotFound, fault.Conflict when it is revoked already.
func (s *Devices) Revoke(ctx context.Context, by ident.Principal, id string) (ident.Device, error) {
	if err := s.Gate.Check(ctx, by, "device.revoked", id, by.Require(ident.DevicesRevoke)); err != nil {
		return ident.Device{}, err
	}
	now := s.Now()
	entry, err := by.Draft("device.revoked", id, 2, ident.OutcomeDone, nil, now)
	if err != nil {
		return ident.Device{}, err
	}
	if err := s.Store.RevokeDevice(ctx, by.OrgID, id, now, entry); err != nil {
		return ident.Device{}, err
	}
	s.Revocations.Announce(Revocation{OrgID: by.OrgID, Kind: RevocableDevice, ID: id, At: now})
	return s.Store.Device(ctx, id)
}
