package approval

import (
	"slices"
	"time"

	"dijkwacht/internal/ident"
)

// Kind is a sort of act that takes two people.
type Kind string

// The kinds.
const (
	PolicyPublish    Kind = "policy_publish" // of a version that loosens
	Reveal           Kind = "reveal"         // of the person behind a pseudonym
	NotNotify        Kind = "not_notify"     // the supervisor is not told of a leak
	FalsePositive    Kind = "false_positive" // for an incident of high severity
	Purge            Kind = "purge"          // of data past their retention
	LegalHoldRemoval Kind = "legal_hold_removal"
	RegisterExport   Kind = "register_export"
	KeyRotation      Kind = "key_rotation"
	SiteSwitchOff    Kind = "site_switch_off" // a site is not guarded for some hours
)

// rule says who takes part in a kind of act, and how long a request lives.
type rule struct {
	// ask and approve are held by who asks and who approves: one of each list.
	ask, approve []ident.Permission
	// otherOffice says that the approval must come from another office, not just
	// from another person.
	otherOffice bool
	// stepUp says that asking too takes a fresh sign-in; approving always does.
	stepUp bool
	// minReason is the least length of the reason of who asks, in characters.
	minReason int
	// open is how long the request waits, usable how long the approval works.
	open, usable time.Duration
}

const (
	day  = 24 * time.Hour
	week = 7 * day
)

var rules = map[Kind]rule{
	PolicyPublish: {
		ask:     []ident.Permission{ident.PolicyEdit, ident.PolicyTighten},
		approve: []ident.Permission{ident.PolicyPublish},
		stepUp:  true, minReason: 10, open: week, usable: week,
	},
	Reveal: {
		ask:         []ident.Permission{ident.RevealRequest},
		approve:     []ident.Permission{ident.RevealApprove},
		otherOffice: true, stepUp: true, minReason: 40, open: day, usable: day,
	},
	NotNotify: {
		ask:         []ident.Permission{ident.NotificationDecide},
		approve:     []ident.Permission{ident.NotificationSecond},
		otherOffice: true, stepUp: true, minReason: 40, open: day, usable: day,
	},
	FalsePositive: {
		ask:       []ident.Permission{ident.IncidentsTriage, ident.IncidentsAssessSecurity},
		approve:   []ident.Permission{ident.IncidentsAssess, ident.IncidentsAssessSecurity},
		minReason: 10, open: week, usable: day,
	},
	Purge: {
		ask:         []ident.Permission{ident.SettingsManage},
		approve:     []ident.Permission{ident.IncidentsAssess},
		otherOffice: true, minReason: 10, open: week, usable: day,
	},
	LegalHoldRemoval: {
		ask:         []ident.Permission{ident.IncidentsAssess},
		approve:     []ident.Permission{ident.NotificationSecond},
		otherOffice: true, minReason: 10, open: week, usable: day,
	},
	RegisterExport: {
		ask:       []ident.Permission{ident.AuditExport},
		approve:   []ident.Permission{ident.IncidentsAssess, ident.IncidentsAssessSecurity},
		minReason: 10, open: week, usable: day,
	},
	SiteSwitchOff: {
		ask:     []ident.Permission{ident.DevicesManage},
		approve: []ident.Permission{ident.PolicyPublish},
		stepUp:  true, minReason: 10, open: day, usable: day,
	},
	KeyRotation: {
		ask:       []ident.Permission{ident.SettingsManage},
		approve:   []ident.Permission{ident.SettingsManage, ident.DevicesRevoke},
		minReason: 10, open: week, usable: day,
	},
}

// Kinds lists all, sorted.
func Kinds() []Kind {
	list := make([]Kind, 0, len(rules))
	for k := range rules {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}

// office is the seat that a role fills: a deputy sits on the seat of the officer.
func office(r ident.Role) ident.Role {
	if r == ident.DeputyFG {
		return ident.FG
	}
	return r
}

// approvers lists the roles that may approve what somebody in the given roles
// asks for.
func (r rule) approvers(asker []ident.Role) []ident.Role {
	return slices.DeleteFunc(slices.Clone(ident.Roles), func(role ident.Role) bool {
		return !holdsAny(role, r.approve) || r.otherOffice && slices.ContainsFunc(asker, func(a ident.Role) bool { return office(a) == office(role) })
	})
}

func holdsAny(role ident.Role, perms []ident.Permission) bool {
	return slices.ContainsFunc(perms, role.Holds)
}
