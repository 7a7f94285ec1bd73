package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

// The places of the facets in the column facets.
const (
	placeState = iota
	placeKind
	placeAP
	placeTold
	placeSeverity
	placeDestination
	placeClass
	placeDepartment
	placeSource
	placeAssignee
	placeReview
	placeAwaiting
	placeClock
	facetPlaces
	// placeTypes follows the column facets, in the sums of incidents.
	placeTypes      = facetPlaces
	incidentColumns = placeTypes + 1
)

// facetsOf is the column facets: what an incident is found and counted by, in one
// word. Ids and names of the program have no bars in them.
func facetsOf(i register.Incident) string {
	return strings.Join([]string{
		placeState: string(i.State), placeKind: string(i.Kind), placeAP: string(i.AP), placeTold: string(i.Told), placeSeverity: strconv.Itoa(int(i.Severity)),
		placeDestination: i.Destination, placeClass: i.Class.String(), placeDepartment: i.Department, placeSource: string(i.Source), placeAssignee: i.Assignee,
		placeReview: strconv.Itoa(flag(i.Review)), placeAwaiting: strconv.Itoa(flag(i.Awaiting)), placeClock: strconv.Itoa(flag(!i.DeadlineAt.IsZero())),
	}, "|")
}

// facetsColumn makes the column out of those that it repeats.
const facetsColumn = `r.state || '|' || r.kind || '|' || r.ap || '|' || r.subjects_state || '|' || r.severity || '|' || r.destination_id || '|' || r.destination_class
	|| '|' || r.department_id || '|' || r.source || '|' || r.assignee || '|' || r.needs_review || '|' || r.awaiting || '|' || CASE WHEN r.deadline_at > 0 THEN '1' ELSE '0' END`

// facetGroup are the incidents that are alike.
type facetGroup struct {
	facets, newest string
}

// facetGroups lists the incidents of the filter that are alike, newest first.
func (s *Store) facetGroups(ctx context.Context, org string, f casework.Filter) ([]facetGroup, error) {
	w := where{clauses: []string{"org_id = $1", "facets = c.facets"}, args: []any{org}}
	w.types("types", f.Types)
	incidentBounds(&w, f)
	filter := incidentFilter(f)
	filter[placeTypes] = nil // the rows are held against it
	var groups []facetGroup
	err := s.query(ctx, org, "SELECT c.facets, (SELECT MAX(id) FROM incidents WHERE "+w.text()+") FROM incident_counts c WHERE c.org_id = $1 AND c.n > 0", w.args, func(rows *sql.Rows) error {
		var g facetGroup
		var newest sql.NullString
		if err := rows.Scan(&g.facets, &newest); err != nil {
			return err
		}
		parts := strings.Split(g.facets, "|")
		if len(parts) != facetPlaces {
			return errDamaged
		}
		if newest.Valid && filter.passes(parts) {
			g.newest = newest.String
			groups = append(groups, g)
		}
		return nil
	})
	slices.SortFunc(groups, func(a, b facetGroup) int { return cmp.Compare(b.newest, a.newest) })
	return groups, err
}

// incidentFilter is the filter as sums and facets take it.
func incidentFilter(f casework.Filter) sumFilter {
	filter := make(sumFilter, incidentColumns)
	only := func(place int, list []string) {
		before := filter[place]
		filter[place] = func(v string) bool { return slices.Contains(list, v) && (before == nil || before(v)) }
	}
	for place, list := range map[int][]string{
		placeState: f.States, placeKind: f.Kinds, placeAP: f.APs, placeTold: f.Told, placeDestination: f.Destinations, placeClass: f.Classes,
		placeDepartment: f.Departments, placeSource: f.Sources, placeAssignee: f.Assignees,
	} {
		if len(list) > 0 {
			only(place, list)
		}
	}
	if len(f.Severities) > 0 {
		only(placeSeverity, levels(f.Severities))
	}
	for place, wanted := range map[int]*bool{placeReview: f.Review, placeAwaiting: f.Awaiting} {
		if wanted != nil {
			only(place, []string{strconv.Itoa(flag(*wanted))})
		}
	}
	if f.Within != nil {
		only(placeDepartment, f.Within)
	}
	if f.Running {
		only(placeClock, []string{"1"})
		only(placeAP, []string{"", "none", "drafting"})
		only(placeState, []string{"detected", "triaged", "confirmed_leak", "assessed"})
	}
	filter[placeTypes] = testOfTypes(f.Types)
	return filter
}

// IncidentPage implements casework.Store. Where the filter leaves incidents out, the
// page is among the newest of the groups whose newest is newest.
func (s *Store) IncidentPage(ctx context.Context, org string, f casework.Filter) ([]register.Incident, error) {
	if !narrowsIncidents(f) {
		query, w := incidentQuery(org, f, "body")
		query += " ORDER BY id DESC LIMIT " + w.arg(f.Limit)
		return jsonRows[register.Incident](ctx, s, org, query, w.args)
	}
	groups, err := s.facetGroups(ctx, org, f)
	if err != nil || len(groups) == 0 {
		return []register.Incident{}, err
	}
	w := where{args: []any{org}}
	limit := w.arg(f.Limit)
	var newest []string
	for _, g := range groups[:min(len(groups), f.Limit)] {
		of := where{clauses: []string{"org_id = $1", "facets = " + w.arg(g.facets)}, args: w.args}
		of.types("types", f.Types)
		incidentBounds(&of, f)
		w.args = of.args
		newest = append(newest, "SELECT id FROM (SELECT id FROM incidents WHERE "+of.text()+" ORDER BY id DESC LIMIT "+limit+") g")
	}
	return jsonRows[register.Incident](ctx, s, org, "SELECT i.body FROM ("+strings.Join(newest, " UNION ALL ")+
		") n JOIN incidents i ON i.org_id = $1 AND i.id = n.id ORDER BY i.id DESC LIMIT "+limit, w.args)
}

// narrowsIncidents reports whether the filter leaves incidents of its period out.
func narrowsIncidents(f casework.Filter) bool {
	for _, list := range [][]string{f.States, f.Kinds, f.APs, f.Told, f.Severities, f.Destinations, f.Classes, f.Departments, f.Sources, f.Assignees, f.Types} {
		if len(list) > 0 {
			return true
		}
	}
	return f.Review != nil || f.Awaiting != nil || f.Running || f.Within != nil
}
