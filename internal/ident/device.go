package ident

import (
	"regexp"
	"slices"
	"time"
)

// EnrolmentKey lets devices of one organisation enrol. It reads no data. The key
// itself is shown once and kept as a hash.
type EnrolmentKey struct {
	OrgID string
	ID    string
	Hash  string
	Label string
	// DepartmentID is where its devices belong; "" is the whole organisation.
	DepartmentID string
	// Groups are what its devices may claim to be in; AnyGroup stands for all.
	Groups    []string
	CreatedAt time.Time
	ExpiresAt time.Time // zero: never
	RevokedAt time.Time // zero: not revoked
	// Limit is how many devices may enrol; 0: no limit.
	Limit int
	// Uses counts the devices that enrolled with the key.
	Uses int
	// Rev counts the changes by administrators, from 1.
	Rev int64
}

// AnyGroup in the groups of an enrolment key lets devices claim every group.
const AnyGroup = "*"

// KeyState is what an enrolment key is good for.
type KeyState string

// The states of an enrolment key.
const (
	KeyActive  KeyState = "active"
	KeyRevoked KeyState = "revoked"
	KeyExpired KeyState = "expired"
	KeyUsedUp  KeyState = "used_up"
)

// State of the key at a time. The strongest reason comes first.
func (k EnrolmentKey) State(now time.Time) KeyState {
	switch {
	case !k.RevokedAt.IsZero():
		return KeyRevoked
	case !k.ExpiresAt.IsZero() && !now.Before(k.ExpiresAt):
		return KeyExpired
	case k.Limit > 0 && k.Uses >= k.Limit:
		return KeyUsedUp
	}
	return KeyActive
}

// Grants reports whether a device of the key may be in all these groups.
func (k EnrolmentKey) Grants(groups []string) bool {
	if slices.Contains(k.Groups, AnyGroup) {
		return true
	}
	for _, g := range groups {
		if !slices.Contains(k.Groups, g) {
			return false
		}
	}
	return true
}

var groupName = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,39}$`)

// IsGroup reports whether s has the form of a group: no room for a person's name.
func IsGroup(s string) bool { return groupName.MatchString(s) }

// Device is one installation of the extension.
type Device struct {
	OrgID          string
	ID             string
	EnrolmentKeyID string
	DepartmentID   string
	// Workstation is the name of the machine, "" where the administrator gives none.
	// Several browser profiles on one machine are one workstation.
	Workstation string
	PublicKey   PublicKey
	Client      Client
	Groups      []string
	EnrolledAt  time.Time
	// SeenOn is the day (UTC) on which it last asked for a token; zero: never. No
	// time of day, which would tell when somebody works.
	SeenOn    time.Time
	RevokedAt time.Time // zero: not revoked
	// RevokedFor is why.
	RevokedFor RevokeReason
}

// RevokeReason is why a device was revoked.
type RevokeReason string

// The reasons.
const (
	// RevokedByAdministrator: lost, stolen or retired. Its key never enrols again.
	RevokedByAdministrator RevokeReason = "revoked"
	// Replaced: the same key has enrolled again and was used.
	Replaced RevokeReason = "replaced"
)

// Day is the UTC day of a time.
func Day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }

// DeviceFilter selects devices of one organisation.
type DeviceFilter struct {
	// Revoked also lists those that are revoked.
	Revoked bool
	// SilentSince lists only those not seen on that day or later.
	SilentSince time.Time
	// EnrolmentKeyID lists only those of one key.
	EnrolmentKeyID string
	// After is the id to go on from, Limit the most to list; 0: all.
	After string
	Limit int
}
