package sso

import (
	"context"
	"errors"
	"net/netip"

	"github.com/coreos/go-oidc/v3/oidc"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// EmployeePath is the page on which an employee signs in at a device, and arrives.
const EmployeePath = auth.SignInPage

// employeeDone is behind the path for who is signed in.
const employeeDone = EmployeePath + "#klaar"

// Devices knows where an employee may sign in, and keeps that they did.
type Devices interface {
	// Redeem spends a ticket and returns where it is for. Returns fault.LinkInvalid.
	Redeem(ctx context.Context, ticket string) (org, device string, err error)
	// Begin puts the person of the hint at the device. Returns fault.NotFound when the
	// device was revoked since.
	Begin(ctx context.Context, org, device, hint string) error
}

// Offered reports whether employees of the organisation can sign in at their devices.
func (s *Service) Offered(ctx context.Context, org string) (bool, error) {
	_, err := s.of(ctx, org)
	if isRefusal(err) {
		return false, nil
	}
	return err == nil, err
}

// BeginEmployee spends the ticket of a device and sends the browser to the provider of
// its organisation. Such a person needs no account and no role here. Returns
// fault.LinkInvalid, a RefusedError and an auth.LimitedError.
func (s *Service) BeginEmployee(ctx context.Context, ticket string, from netip.Addr) (Begun, error) {
	if err := s.limit(ctx, from); err != nil {
		return Begun{}, err
	}
	org, device, err := s.Devices.Redeem(ctx, ticket)
	if err != nil {
		return Begun{}, err
	}
	v, err := s.of(ctx, org)
	if err != nil {
		return Begun{}, err
	}
	return s.depart(ctx, v, flow{ReturnTo: EmployeePath, Device: device, At: s.Now()}, Departure{})
}

// identified puts the person of the code at the device. The provider has to have asked
// who it is: on a shared computer its session may be that of somebody else.
func (s *Service) identified(ctx context.Context, v Settings, p *provider, f flow, code string) error {
	_, c, _, err := s.exchange(oidc.ClientContext(ctx, s.Client), v, p, f, code)
	if err != nil {
		return err
	}
	asked := c.at("auth_time")
	if asked.Before(f.At.Add(-clockSkew)) || asked.After(s.Now().Add(clockSkew)) {
		return refuse(ReasonNotFresh)
	}
	err = s.Devices.Begin(ctx, f.Org, f.Device, employeeHint(v, c))
	if errors.Is(err, fault.E(fault.NotFound)) {
		return refuse(ReasonState) // the device was revoked since
	}
	return err
}

// employeeHint is by what the provider knows the person: no name and no address. Entra
// ID gives each application a subject of its own; what its administrators can look up
// is the object id.
func employeeHint(v Settings, c claims) string {
	id := c.text("oid")
	if id == "" || len(id) > 255 {
		id = c.text("sub")
	}
	return v.Issuer + "#" + id
}

// deniedEmployee writes to the chain that somebody was not signed in at a device.
func (s *Service) deniedEmployee(ctx context.Context, f flow, refusal error) error {
	entry, err := ident.Service(f.Org, "sso").Draft(f.action(), f.Device, 0, ident.OutcomeDenied, map[string]any{"by": "sso", "reason": ReasonOf(refusal)}, s.Now())
	if err == nil {
		err = s.Store.AppendEntry(ctx, f.Org, entry)
	}
	if err != nil {
		return err
	}
	return refusal
}
