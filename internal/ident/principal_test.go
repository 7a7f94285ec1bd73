package ident

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/fault"
)

// table repeats the table of roles and permissions as the design has it, a column
// a role in the order of Roles; "x" holds, "." does not.
const table = `
incidents.read            x x x x . . . . x .
incidents.triage          x x . x . . . . . .
incidents.assess          x x . . . . . . . .
incidents.assess_security x x x . . . . . . .
notification.decide       x x . . . . . . . .
notification.second       . . x . . . . . . x
reveal.request            x x x . . . . . . .
reveal.approve            x x x . . . . . . .
reveal.approve_council    . . . . . . . x . .
reveals.read              x x x . x . . x x x
policy.read               x x x x x x . x x x
policy.edit               . . x . x . . . . .
policy.tighten            x x x . x . . . . .
policy.publish            x x x . . . . . . .
statistics.read           x x x x x x x x x x
reports.manage            x x x . . x . . . x
devices.read              . . x . . x . . . x
devices.revoke            . . x . . x . . . x
devices.manage            . . . . . x . . . x
settings.read             . . x . . x . . . x
settings.manage           . . . . . x . . . x
departments.manage        . . . . . x . . . x
people.read               x x x . . x . . x x
people.manage             . . . . . . . . . x
keys.read                 x x x . . x . . x x
keys.manage               x x x . . x . . . x
audit.verify              x x x . . . . x x x
audit.export              x x x . . . . . x x
self.manage               x x x x x x x x x x
`

func TestRolesHoldWhatTheTableSays(t *testing.T) {
	rows := 0
	for line := range strings.Lines(strings.TrimSpace(table)) {
		fields := strings.Fields(line)
		rows++
		for i, role := range Roles {
			p := Principal{OrgID: "org_1", UserID: "usr_1", Bindings: []Binding{{Role: role}}}
			allowed := p.Require(Permission(fields[0])) == nil
			if want := fields[i+1] == "x"; allowed != want {
				t.Errorf("%s, %s: got %t", role, fields[0], allowed)
			}
		}
	}
	known := map[Permission]bool{}
	for _, list := range grants {
		for _, perm := range list {
			known[perm] = true
		}
	}
	if rows != len(known) {
		t.Errorf("the table has %d permissions, the roles hold %d", rows, len(known))
	}
}

func TestNobodyMayDoAnythingWithoutAnIdentity(t *testing.T) {
	for name, p := range map[string]Principal{
		"nobody":                        {},
		"a person without organisation": {UserID: "usr_1", Bindings: []Binding{{Role: Owner}}},
		"an organisation alone":         {OrgID: "org_1", Bindings: []Binding{{Role: Owner}}},
		"a person without roles":        {OrgID: "org_1", UserID: "usr_1"},
		"the operator of nothing":       Operator(""),
		"the service of nothing":        Service("", "settle"),
	} {
		if err := p.Require(PeopleManage); fault.From(err).Code != fault.PermissionDenied {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestARoleCountsUntilItExpires(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := Principal{OrgID: "org_1", UserID: "usr_1", Bindings: []Binding{{Role: FG, ExpiresAt: at}}, At: at.Add(-time.Millisecond)}
	if err := p.Require(IncidentsRead); err != nil {
		t.Errorf("before its end: %v", err)
	}
	p.At = at
	if p.Require(IncidentsRead) == nil || len(p.Roles()) != 0 || len(p.Permissions()) != 0 || p.Role() != "none" {
		t.Error("an expired role counts")
	}
}

func TestARoleCountsInItsDepartmentAndBelow(t *testing.T) {
	p := Principal{OrgID: "org_1", UserID: "usr_1", Bindings: []Binding{{Role: WardManager, DepartmentID: "dep_seh"}, {Role: Analyst, DepartmentID: "dep_ic"}}}
	if p.Require(StatisticsRead) == nil {
		t.Error("a role of a department counts for the organisation")
	}
	if err := p.RequireIn(StatisticsRead, "dep_seh_dag", "dep_seh", "dep_acuut"); err != nil {
		t.Errorf("below its department: %v", err)
	}
	if p.RequireIn(StatisticsRead, "dep_acuut") == nil {
		t.Error("the role counts above its department")
	}
	if p.RequireIn(IncidentsRead, "dep_seh") == nil {
		t.Error("a permission of one department counts in another")
	}
	if whole, list := p.Scope(StatisticsRead); whole || !slices.Equal(list, []string{"dep_seh", "dep_ic"}) {
		t.Errorf("got %t, %v", whole, list)
	}
}

func TestNeitherTheOperatorNorTheServiceHoldsHalfOfAPair(t *testing.T) {
	for _, p := range []Principal{Operator("org_1"), Service("org_1", "settle")} {
		for _, perm := range []Permission{NotificationDecide, NotificationSecond, RevealRequest, RevealApprove, RevealApproveCouncil, PolicyEdit, IncidentsAssess} {
			if p.Require(perm) == nil {
				t.Errorf("%s holds %s", p.Actor(), perm)
			}
		}
	}
}

func TestRolesThatOnePersonMayNotCombine(t *testing.T) {
	for _, tt := range []struct {
		roles []Role
		want  bool
	}{
		{[]Role{FG, Analyst}, true}, {[]Role{FG, DeputyFG}, true}, {[]Role{CISO, PolicyEditor}, true}, {[]Role{Owner, ITAdmin}, true}, {[]Role{Auditor, WorksCouncil}, true},
		{[]Role{FG, CISO}, false}, {[]Role{DeputyFG, CISO}, false}, {[]Role{FG, Owner}, false}, {[]Role{CISO, Owner}, false},
		{[]Role{Analyst, Owner}, false}, {[]Role{Auditor, Owner}, false}, {[]Role{WorksCouncil, Owner}, false},
	} {
		if got := Compatible(tt.roles); got != tt.want {
			t.Errorf("%v: got %t", tt.roles, got)
		}
	}
	for _, r := range Roles {
		if !Compatible([]Role{r}) {
			t.Errorf("%s holds both halves of a pair by itself", r)
		}
	}
}

func TestAStepUpCountsForFiveMinutes(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := Principal{OrgID: "org_1", UserID: "usr_1", At: at, SteppedUpAt: at.Add(-StepUpLife + time.Millisecond)}
	if err := p.RequireStepUp(); err != nil {
		t.Errorf("within five minutes: %v", err)
	}
	p.SteppedUpAt = at.Add(-StepUpLife)
	if fault.From(p.RequireStepUp()).Code != fault.StepUpRequired {
		t.Error("an old step-up counts")
	}
	if (Principal{OrgID: "org_1", UserID: "usr_1", At: at}).RequireStepUp() == nil || (Principal{}).RequireStepUp() == nil {
		t.Error("no step-up counts")
	}
	if Operator("org_1").RequireStepUp() != nil {
		t.Error("the command line is asked to sign in")
	}
}

func TestADraftSaysWhoDidWhatForWhom(t *testing.T) {
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	p := Principal{OrgID: "org_1", UserID: "usr_1", OnBehalfOf: "usr_2", Bindings: []Binding{{Role: Owner}, {Role: ITAdmin}, {Role: Owner, DepartmentID: "x"}}}
	d, err := p.Draft("user.created", "usr_3", 1, OutcomeDenied, map[string]string{"b": "2", "a": "1"}, at)
	if err != nil {
		t.Fatal(err)
	}
	if d.Actor != "usr_1" || d.Role != "it_admin+owner" || d.Action != "user.created" || d.Object != "usr_3" || d.Rev != 1 || !d.At.Equal(at) {
		t.Errorf("got %+v", d)
	}
	if want := `{"detail":{"a":"1","b":"2"},"on_behalf_of":"usr_2","outcome":"denied"}`; string(d.Payload) != want {
		t.Errorf("got %s", d.Payload)
	}
	for want, p := range map[string]Principal{"command-line administrator {\"outcome\":\"done\"}": Operator("org_1"), "dijkwacht system {\"outcome\":\"done\",\"task\":\"settle\"}": Service("org_1", "settle")} {
		d, err := p.Draft("x", "y", 1, OutcomeDone, nil, at)
		if got := d.Actor + " " + d.Role + " " + string(d.Payload); err != nil || got != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
}
