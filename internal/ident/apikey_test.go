package ident

import (
	"net/netip"
	"testing"
	"time"

	"dijkwacht/internal/fault"
)

func TestNoScopeIsAnActOfAPerson(t *testing.T) {
	never := []Permission{
		IncidentsTriage, IncidentsAssess, IncidentsAssessSecurity, NotificationDecide, NotificationSecond, RevealRequest, RevealApprove, RevealApproveCouncil,
		PolicyPublish, ReportsManage, DevicesManage, SettingsManage, DepartmentsManage, PeopleManage, KeysRead, KeysManage, SelfManage,
	}
	now := time.Now()
	for _, s := range KeyScopes {
		if len(keyGrants[s]) == 0 {
			t.Errorf("%s opens nothing", s)
		}
		p := APIKey{OrgID: "org_1", ID: "key_1", Scopes: KeyScopes}.Program(now)
		for _, perm := range never {
			if p.Require(perm) == nil {
				t.Errorf("a key of every scope may %s", perm)
			}
		}
		if p.IsPerson() || p.RequireStepUp() == nil || p.Actor() != "key_1" || p.Role() != "program" {
			t.Errorf("a program is %q as %q", p.Actor(), p.Role())
		}
	}
	if len(keyGrants) != len(KeyScopes) {
		t.Errorf("%d scopes are listed, %d open something", len(KeyScopes), len(keyGrants))
	}
}

func TestAKeyOfADepartmentCountsThereAndBelow(t *testing.T) {
	p := APIKey{OrgID: "org_1", ID: "key_1", Scopes: []KeyScope{ScopeReportsRead}, DepartmentID: "dep_1"}.Program(time.Now())
	if p.RequireIn(StatisticsRead, "dep_2", "dep_1") != nil {
		t.Error("a department below is closed")
	}
	for name, err := range map[string]error{"the whole": p.Require(StatisticsRead), "another": p.RequireIn(StatisticsRead, "dep_3"), "another scope": p.RequireIn(IncidentsRead, "dep_1")} {
		if fault.From(err).Code != fault.PermissionDenied {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAKeyWorksFromItsNetworksUntilItsEnd(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	k := APIKey{Networks: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}, ExpiresAt: now}
	for from, want := range map[string]bool{"192.0.2.7": true, "::ffff:192.0.2.7": true, "192.0.3.1": false, "2001:db8:1::1%eth0": true, "2001:db9::1": false} {
		if got := k.Admits(netip.MustParseAddr(from)); got != want {
			t.Errorf("from %s: %t", from, got)
		}
	}
	if !(APIKey{}).Admits(netip.MustParseAddr("203.0.113.1")) {
		t.Error("a key without networks works nowhere")
	}
	if k.State(now) != KeyExpired || k.State(now.Add(-time.Second)) != KeyActive {
		t.Error("the end is not the end")
	}
	if k.RevokedAt = now; k.State(now.Add(-time.Second)) != KeyRevoked {
		t.Error("a revoked key works")
	}
}
