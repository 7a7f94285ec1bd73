package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/pquerna/otp/totp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/demo"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/setup"
)

// visitors are the people of a demo, one for each role. They sign in as everybody
// does, with a password and codes that nobody but this process knows.
type visitors struct {
	password string
	people   map[ident.Role]visitor
	// present is when the visitor comes.
	present time.Time
}

type visitor struct {
	user     ident.User
	bindings []ident.Binding
	secret   string // of the codes
}

// principal is the visitor at work.
func (v visitor) principal(now time.Time) ident.Principal {
	return ident.Principal{OrgID: v.user.OrgID, UserID: v.user.ID, Name: v.user.Name, Bindings: v.bindings, At: now, SteppedUpAt: now}
}

// Demonstrate fills a service that has just been made with the past of a hospital
// that does not exist, and lets clock run from the present on. The service must have
// been made with that clock.
func (a *App) Demonstrate(ctx context.Context, clock *demo.Clock, present time.Time) error {
	if !a.fresh {
		return errors.New("a demo begins with an empty database")
	}
	a.visitors.present = present
	departments, err := a.demoDepartments(ctx)
	if err != nil {
		return fmt.Errorf("make departments: %w", err)
	}
	if err := a.invite(ctx, departments[0]); err != nil {
		return fmt.Errorf("make people: %w", err)
	}
	agreed := setup.Gate{AssessedOn: a.opts.Now(), ConsentedOn: a.opts.Now(), Reference: "OR 2026-07"}
	if _, err := a.firstRun().Complete(ctx, ident.Operator(a.org.ID), setup.LegalGate, setup.Said{Gate: agreed}); err != nil {
		return fmt.Errorf("pass the legal gate: %w", err)
	}
	story := demo.Story{API: a.handler, Clock: clock, Hour: a.demoHour}
	for i, id := range departments {
		_, secret, err := a.enrolments.CreateKey(ctx, ident.Operator(a.org.ID), auth.KeyTerms{Label: demo.Departments[i].Name, DepartmentID: id, Groups: []string{ident.AnyGroup}})
		if err != nil {
			return fmt.Errorf("make enrolment keys: %w", err)
		}
		story.Keys = append(story.Keys, secret)
	}
	if err := story.Tell(ctx, present); err != nil {
		return err
	}
	clock.Run()
	return nil
}

func (a *App) demoDepartments(ctx context.Context) (ids []string, err error) {
	for _, d := range demo.Departments {
		made, err := a.people.AddDepartment(ctx, ident.Operator(a.org.ID), ident.Department{Name: d.Name, ActivePeople: d.People})
		if err != nil {
			return nil, err
		}
		ids = append(ids, made.ID)
	}
	return ids, nil
}

// invite makes a visitor for each role; the one who leads a department leads the
// given one.
func (a *App) invite(ctx context.Context, department string) error {
	secret := make([]byte, 24)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	a.visitors.password, a.visitors.people = base64.RawURLEncoding.EncodeToString(secret), map[ident.Role]visitor{}
	for _, role := range ident.Roles {
		binding := ident.Binding{Role: role}
		if _, whole := role.Scoped(); !whole {
			binding.DepartmentID = department
		}
		u := ident.User{Email: string(role) + "@demo.example", Name: demo.People[string(role)], Locale: a.org.Language}
		u, bindings, err := a.people.AddUser(ctx, ident.Operator(a.org.ID), u, []ident.Binding{binding})
		if err != nil {
			return err
		}
		v := visitor{user: u}
		for _, b := range bindings {
			v.bindings = append(v.bindings, b.Binding)
		}
		if v.secret, err = a.accept(ctx, u); err != nil {
			return err
		}
		a.visitors.people[role] = v
	}
	return nil
}

// accept uses the invitation of a visitor and returns the secret of the codes.
func (a *App) accept(ctx context.Context, u ident.User) (string, error) {
	from := netip.IPv6Loopback()
	token, _, err := a.sessions.Invite(ctx, ident.Operator(a.org.ID), u.ID)
	if err != nil {
		return "", err
	}
	opened, err := a.sessions.OpenLink(ctx, token, from)
	if err != nil {
		return "", err
	}
	code, err := totp.GenerateCode(opened.CodeSecret, a.opts.Now())
	if err != nil {
		return "", err
	}
	_, err = a.sessions.UseLink(ctx, auth.Choice{Token: token, Password: a.visitors.password, Code: code, From: from})
	return opened.CodeSecret, err
}

// visit signs a visitor in with the role.
func (a *App) visit(ctx context.Context, role ident.Role, from netip.Addr) (string, error) {
	v, known := a.visitors.people[role]
	if !known {
		return "", fault.E(fault.RequestInvalid, fault.Field{Pointer: "/role", Code: "enum"})
	}
	code, err := totp.GenerateCode(v.secret, a.opts.Now())
	if err != nil {
		return "", err
	}
	return a.sessions.SignIn(ctx, auth.Attempt{Email: v.user.Email, Password: a.visitors.password, Code: code, From: from})
}
