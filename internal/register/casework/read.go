package casework

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

// within lists the departments that the principal may see incidents of; nil is all.
// Returns fault.PermissionDenied.
func (s *Service) within(ctx context.Context, p ident.Principal) ([]string, error) {
	whole, departments := p.Scope(ident.IncidentsRead)
	switch {
	case whole:
		return nil, nil
	case len(departments) == 0:
		return nil, fault.E(fault.PermissionDenied)
	}
	tree, err := s.tree(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	list := []string{}
	for _, d := range tree.Ordered() {
		if p.RequireIn(ident.IncidentsRead, tree.Path(d.ID)...) == nil {
			list = append(list, d.ID)
		}
	}
	return list, nil
}

// visible is fault.NotFound for what is of a department that may not be seen.
func (s *Service) visible(ctx context.Context, p ident.Principal, department string) error {
	if whole, _ := p.Scope(ident.IncidentsRead); whole {
		return nil
	}
	tree, err := s.tree(ctx, p.OrgID)
	if err == nil && p.RequireIn(ident.IncidentsRead, tree.Path(department)...) != nil {
		err = fault.E(fault.NotFound)
	}
	return err
}

// Get finds an incident. Returns fault.PermissionDenied and fault.NotFound, also
// for one of a department that may not be seen.
func (s *Service) Get(ctx context.Context, p ident.Principal, id string) (register.Incident, error) {
	if held, _ := somewhere(p, []ident.Permission{ident.IncidentsRead}); !held {
		return register.Incident{}, fault.E(fault.PermissionDenied)
	}
	i, err := s.Store.Incident(ctx, p.OrgID, id)
	if err == nil {
		err = s.visible(ctx, p, i.Department)
	}
	if err != nil {
		return register.Incident{}, err
	}
	return i, nil
}

// Incidents lists a page of the incidents that may be seen, newest first.
func (s *Service) Incidents(ctx context.Context, p ident.Principal, f Filter) ([]register.Incident, error) {
	var err error
	if f.Within, err = s.within(ctx, p); err != nil {
		return nil, err
	}
	return s.Store.IncidentPage(ctx, p.OrgID, f)
}

// IncidentFacets counts the incidents that the list of the filter shows.
func (s *Service) IncidentFacets(ctx context.Context, p ident.Principal, f Filter) (Facets, error) {
	var err error
	if f.Within, err = s.within(ctx, p); err != nil {
		return Facets{}, err
	}
	return s.Store.IncidentFacets(ctx, p.OrgID, f)
}

// leastDevices is how many devices have a browser that events are found and counted by,
// as many as the smallest group of a report.
const leastDevices = 5

// Events lists a page of the events that may be seen, newest first. Returns
// fault.PermissionDenied, and fault.BelowK for a filter on a rare browser.
func (s *Service) Events(ctx context.Context, p ident.Principal, f EventFilter) ([]register.Attempt, error) {
	var err error
	if f.Within, err = s.within(ctx, p); err != nil {
		return nil, err
	}
	if len(f.Browsers) > 0 {
		if _, err := s.common(ctx, p.OrgID, f.Browsers); err != nil {
			return nil, err
		}
	}
	list, err := s.Store.EventPage(ctx, p.OrgID, f)
	if err != nil {
		return nil, err
	}
	return s.placed(ctx, p.OrgID, list)
}

// placed are the attempts, each in the incident that it belongs to now.
func (s *Service) placed(ctx context.Context, org string, list []register.Attempt) ([]register.Attempt, error) {
	ids := make([]string, len(list))
	for i, a := range list {
		ids[i] = a.Event.ID
	}
	moved, err := s.Store.Moved(ctx, org, ids)
	for i, a := range list {
		if to, ok := moved[a.Event.ID]; ok {
			list[i].Event.IncidentID = to
		}
	}
	return list, err
}

// EventFacets counts the events that the list of the filter shows. Browsers that are
// rare are not told apart: whose is the only one would be counted as a person. Returns
// fault.PermissionDenied, and fault.BelowK for a filter on such a browser.
func (s *Service) EventFacets(ctx context.Context, p ident.Principal, f EventFilter) (Facets, error) {
	var err error
	if f.Within, err = s.within(ctx, p); err != nil {
		return Facets{}, err
	}
	common, err := s.common(ctx, p.OrgID, f.Browsers)
	if err != nil {
		return Facets{}, err
	}
	facets, err := s.Store.EventFacets(ctx, p.OrgID, f)
	maps.DeleteFunc(facets.Counts["browser"], func(browser string, _ int64) bool { return !slices.Contains(common, browser) })
	return facets, err
}

// common lists the browsers that are told apart, and refuses others.
func (s *Service) common(ctx context.Context, org string, asked []string) ([]string, error) {
	list, err := s.Store.Browsers(ctx, org, leastDevices)
	if err == nil && slices.ContainsFunc(asked, func(browser string) bool { return !slices.Contains(list, browser) }) {
		err = fault.E(fault.BelowK)
	}
	return list, err
}

// Decision finds the event of a decision. Returns fault.PermissionDenied and
// fault.NotFound.
func (s *Service) Decision(ctx context.Context, p ident.Principal, decision string) (register.Attempt, error) {
	if held, _ := somewhere(p, []ident.Permission{ident.IncidentsRead}); !held {
		return register.Attempt{}, fault.E(fault.PermissionDenied)
	}
	a, err := s.Store.Decision(ctx, p.OrgID, decision)
	if err == nil {
		err = s.visible(ctx, p, a.Event.Department)
	}
	if err != nil {
		return register.Attempt{}, err
	}
	list, err := s.placed(ctx, p.OrgID, []register.Attempt{a})
	if err != nil {
		return register.Attempt{}, err
	}
	return list[0], nil
}

// Notes lists the remarks on an incident, oldest first.
func (s *Service) Notes(ctx context.Context, p ident.Principal, id string) ([]Note, error) {
	if _, err := s.Get(ctx, p, id); err != nil {
		return nil, err
	}
	return s.Store.Notes(ctx, p.OrgID, id)
}

// File is everything about one incident.
type File struct {
	Incident      register.Incident
	Attempts      []register.Attempt
	Acts          []chain.Record
	Notes         []Note
	Notifications []Notification
	Alerts        []Alert
	// Draft is the form of the authority, in an export alone.
	Draft Draft
}

// Made is what a person did to an incident, as the chain has it.
type Made struct {
	Seq               int64
	At                time.Time
	Actor, Role, Hash string
	// Change is nil when the payload was deleted, and for what the service did by
	// itself.
	Change *register.Change
}

// Changes are the acts with what they changed and why, oldest first.
func (f File) Changes() []Made {
	list := make([]Made, 0, len(f.Acts))
	for _, r := range f.Acts {
		m := Made{Seq: r.Entry.Seq, At: r.Entry.At, Actor: r.Entry.Actor, Role: r.Entry.Role, Hash: r.Hash}
		var payload struct {
			Change *register.Change `json:"change"`
		}
		if strings.HasPrefix(r.Entry.Action, "incident.") && json.Unmarshal(r.Payload, &payload) == nil {
			m.Change = payload.Change
		}
		list = append(list, m)
	}
	return list
}

// maxActs bounds the acts that a file shows.
const maxActs = 1000

// File gathers everything about an incident. An export is written down.
func (s *Service) File(ctx context.Context, p ident.Principal, id string, export bool) (f File, err error) {
	if f.Incident, err = s.Get(ctx, p, id); err != nil {
		return f, err
	}
	if f.Attempts, err = s.Store.IncidentAttempts(ctx, p.OrgID, id); err != nil {
		return f, err
	}
	if f.Attempts, err = s.placed(ctx, p.OrgID, f.Attempts); err != nil {
		return f, err
	}
	if f.Acts, err = s.Store.ActsOn(ctx, p.OrgID, id, maxActs); err != nil {
		return f, err
	}
	if f.Notes, err = s.Store.Notes(ctx, p.OrgID, id); err != nil {
		return f, err
	}
	if f.Notifications, err = s.Store.Notifications(ctx, p.OrgID, id); err != nil {
		return f, err
	}
	if f.Alerts, err = s.Store.Alerts(ctx, p.OrgID, id); err != nil || !export {
		return f, err
	}
	if f.Draft, err = s.draft(ctx, p.OrgID, f.Incident, f.Notifications); err != nil {
		return f, err
	}
	entry, err := p.Draft("incident.exported", id, 0, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return f, err
	}
	return f, s.Store.ChangeCases(ctx, p.OrgID, func(tx Tx) error { return tx.Append(entry) })
}
