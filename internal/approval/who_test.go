package approval_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

func TestWhoMayApprove(t *testing.T) {
	stale := func(p ident.Principal) ident.Principal {
		p.SteppedUpAt = p.At.Add(-ident.StepUpLife)
		return p
	}
	tests := map[string]struct {
		kind   approval.Kind
		by     func(*desk) ident.Principal
		refuse fault.Code // "": may
	}{
		"another role, for a reveal":                 {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.CISO) }, ""},
		"the same person":                            {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_1", ident.FG) }, fault.ApprovalSelf},
		"the same person in another role too":        {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_1", ident.FG, ident.CISO) }, fault.ApprovalSelf},
		"the same role":                              {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.FG) }, fault.ApprovalRole},
		"the deputy, who sits on the same seat":      {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.DeputyFG) }, fault.ApprovalRole},
		"the deputy, where another person is enough": {approval.RegisterExport, func(d *desk) ident.Principal { return d.person("usr_2", ident.DeputyFG) }, ""},
		"somebody without the permission":            {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.Analyst) }, fault.PermissionDenied},
		"the works council, where it was not agreed": {approval.Reveal, func(d *desk) ident.Principal { return d.person("usr_2", ident.WorksCouncil) }, fault.PermissionDenied},
		"somebody who signed in too long ago":        {approval.Reveal, func(d *desk) ident.Principal { return stale(d.person("usr_2", ident.CISO)) }, fault.StepUpRequired},
		"the command line":                           {approval.Reveal, func(d *desk) ident.Principal { return ident.Operator(d.org) }, fault.PermissionDenied},
		"the service":                                {approval.RegisterExport, func(d *desk) ident.Principal { return ident.Service(d.org, "x") }, fault.PermissionDenied},
		"somebody who acts for the person who asked": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2", ident.CISO)
			p.OnBehalfOf = "usr_1"
			return p
		}, fault.ApprovalSelf},
		"a role for one department": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2")
			p.Bindings = []ident.Binding{{Role: ident.CISO, DepartmentID: "dep_1"}}
			return p
		}, fault.PermissionDenied},
		"a role that has ended": {approval.Reveal, func(d *desk) ident.Principal {
			p := d.person("usr_2")
			p.Bindings = []ident.Binding{{Role: ident.CISO, ExpiresAt: d.now}}
			return p
		}, fault.PermissionDenied},
		"the owner, on not telling the supervisor": {approval.NotNotify, func(d *desk) ident.Principal { return d.person("usr_2", ident.Owner) }, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			a := d.ask(t, d.person("usr_1", ident.FG), tt.kind, "inc_1", "d1")
			_, err := d.service.Approve(t.Context(), tt.by(d), a.ID)
			if tt.refuse == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantCode(t, err, tt.refuse)
			_, err = d.service.Refuse(t.Context(), tt.by(d), a.ID, "Nee.")
			wantCode(t, err, tt.refuse)
			if diff := cmp.Diff(map[string]int{"approval.approved": 1, "approval.refused": 1}, d.denials(t)); diff != "" {
				t.Error(diff)
			}
			d.verify(t)
		})
	}
}

func TestTheWorksCouncilApprovesWhereThatWasAgreed(t *testing.T) {
	d := newDesk(t)
	d.org = d.organisation(t, true)
	a := d.ask(t, d.person("usr_1", ident.FG), approval.Reveal, "inc_1", "d1")
	if diff := cmp.Diff([]ident.Role{ident.CISO, ident.WorksCouncil}, a.RequiredRoles()); diff != "" {
		t.Error(diff)
	}
	if _, err := d.service.Approve(t.Context(), d.person("usr_2", ident.WorksCouncil), a.ID); err != nil {
		t.Error(err)
	}
	d.verify(t)
}

func TestWhoMayAskAndHow(t *testing.T) {
	d := newDesk(t)
	fg := d.person("usr_1", ident.FG)
	ask := approval.Ask{Kind: approval.Reveal, Object: "inc_1", Digest: "d1", Reason: why}
	tests := map[string]struct {
		by     ident.Principal
		change func(*approval.Ask)
		code   fault.Code
	}{
		"somebody without the permission":     {d.person("usr_1", ident.Analyst), func(*approval.Ask) {}, fault.PermissionDenied},
		"the command line":                    {ident.Operator(d.org), func(*approval.Ask) {}, fault.PermissionDenied},
		"a kind that does not exist":          {fg, func(a *approval.Ask) { a.Kind = "x" }, fault.RequestInvalid},
		"nothing in particular":               {fg, func(a *approval.Ask) { a.Digest = "" }, fault.RequestInvalid},
		"a reason that is too short":          {fg, func(a *approval.Ask) { a.Reason = "spoed" }, fault.RequestInvalid},
		"a reason that is too long":           {fg, func(a *approval.Ask) { a.Reason = strings.Repeat("lang ", 500) }, fault.RequestInvalid},
		"a reason with somebody's name in it": {fg, func(a *approval.Ask) { a.Reason += " Het gaat om Jansen." }, fault.TextRefused},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			changed := ask
			tt.change(&changed)
			_, err := d.service.Request(t.Context(), tt.by, changed)
			wantCode(t, err, tt.code)
		})
	}
	tired := fg
	tired.SteppedUpAt = time.Time{}
	_, err := d.service.Request(t.Context(), tired, ask)
	wantCode(t, err, fault.StepUpRequired)
	d.verify(t)
}
