package coverage

import (
	"context"
	"io"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
)

// Deps are what the service works with.
type Deps struct {
	Store     Store
	Approvals *approval.Service
	Gate      *ident.Gate
	// Active is the version of the policy that holds for a department.
	Active func(org, department string) int
	// Known reports whether the catalogue of the organisation has a destination.
	Known  func(org, destination string) bool
	Now    func() time.Time
	Random io.Reader
}

// Service takes heartbeats and tells what is guarded. It is safe for concurrent use.
type Service struct{ Deps }

// New is a service on the given dependencies.
func New(d Deps) *Service { return &Service{d} }

// Beat takes the heartbeat of a device in a department and groups, and says what the
// extension should do. Returns fault.NotFound for a device that is not there.
func (s *Service) Beat(ctx context.Context, h Heartbeat, department string, groups []string) (Reply, error) {
	h.At = s.Now()
	if err := s.Store.Beat(ctx, h); err != nil {
		return Reply{}, err
	}
	switched, err := s.Store.Switches(ctx, h.OrgID, h.At)
	if err != nil {
		return Reply{}, err
	}
	releases, err := s.Store.Releases(ctx, h.OrgID)
	if err != nil {
		return Reply{}, err
	}
	r := Reply{PolicyVersion: s.Active(h.OrgID, department), Disabled: switched, Wanted: releases.Wanted(groups), At: h.At}
	r.Commands = commands(h, r)
	return r, nil
}

func commands(h Heartbeat, r Reply) []Command {
	list := []Command{}
	if h.PolicyVersion != r.PolicyVersion {
		list = append(list, RefreshBundle)
	}
	if outdated(h.ExtensionVersion, r.Wanted) {
		list = append(list, Update)
	}
	if h.Queue >= queueTooLong || h.ClockSkew.Abs() > maxClockError {
		list = append(list, Resync)
	}
	if len(r.Disabled) > 0 {
		list = append(list, DisableSite)
	}
	return list
}
