package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/policy"
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
	facets string
	parts  []string
	value  string // what was asked for
}

// facetGroups lists the incidents of the filter that are alike, with the newest of
// them or with their number: those of all time are counted already, those of a
// period are a piece of the index.
func (s *Store) facetGroups(ctx context.Context, org string, f casework.Filter, column string) ([]facetGroup, error) {
	w := where{clauses: []string{"org_id = $1", "facets = c.facets"}, args: []any{org}}
	w.types("types", f.Types)
	incidentBounds(&w, f)
	if len(w.clauses) > 2 || column != "COUNT(*)" {
		column = "(SELECT " + column + " FROM incidents WHERE " + w.text() + ")"
	} else {
		column = "c.n"
	}
	test := incidentTest(f)
	var groups []facetGroup
	err := s.query(ctx, org, "SELECT c.facets, "+column+" FROM incident_counts c WHERE c.org_id = $1 AND c.n > 0", w.args, func(rows *sql.Rows) error {
		var g facetGroup
		var value sql.NullString
		if err := rows.Scan(&g.facets, &value); err != nil {
			return err
		}
		if g.parts = strings.Split(g.facets, "|"); len(g.parts) != facetPlaces {
			return errDamaged
		}
		if value.Valid && value.String != "0" && test(g.parts) {
			g.value = value.String
			groups = append(groups, g)
		}
		return nil
	})
	return groups, err
}

// incidentTest is the filter as a function of the facets.
func incidentTest(f casework.Filter) func(parts []string) bool {
	var lists [facetPlaces][]string
	lists[placeState], lists[placeKind], lists[placeAP], lists[placeTold] = f.States, f.Kinds, f.APs, f.Told
	lists[placeDestination], lists[placeClass], lists[placeDepartment], lists[placeSource], lists[placeAssignee] = f.Destinations, f.Classes, f.Departments, f.Sources, f.Assignees
	if len(f.Severities) > 0 {
		lists[placeSeverity] = append([]string{"-1"}, levels(f.Severities)...)
	}
	for place, wanted := range map[int]*bool{placeReview: f.Review, placeAwaiting: f.Awaiting} {
		if wanted != nil {
			lists[place] = []string{strconv.Itoa(flag(*wanted))}
		}
	}
	return func(parts []string) bool {
		for place, list := range lists {
			if len(list) > 0 && !slices.Contains(list, parts[place]) {
				return false
			}
		}
		return (f.Within == nil || slices.Contains(f.Within, parts[placeDepartment])) && (!f.Running || runs(parts))
	}
}

// runs reports whether the clock of such incidents runs.
func runs(parts []string) bool {
	return parts[placeClock] == "1" && slices.Contains([]string{"", "none", "drafting"}, parts[placeAP]) &&
		slices.Contains([]string{"detected", "triaged", "confirmed_leak", "assessed"}, parts[placeState])
}

// IncidentPage implements casework.Store. Where the filter leaves incidents out, the
// page is among the newest of the groups whose newest is newest.
func (s *Store) IncidentPage(ctx context.Context, org string, f casework.Filter) ([]register.Incident, error) {
	if !narrowsIncidents(f) {
		query, w := incidentQuery(org, f, "body")
		query += " ORDER BY id DESC LIMIT " + w.arg(f.Limit)
		return jsonRows[register.Incident](ctx, s, org, query, w.args)
	}
	groups, err := s.facetGroups(ctx, org, f, "MAX(id)")
	if err != nil || len(groups) == 0 {
		return []register.Incident{}, err
	}
	slices.SortFunc(groups, func(a, b facetGroup) int { return cmp.Compare(b.value, a.value) })
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

var incidentFacets = []string{"state", "kind", "ap", "subjects_state", "severity", "destination_id", "destination_class", "department_id", "source", "assigned", "needs_review", "awaiting_outcome"}

// IncidentFacets implements casework.Store.
func (s *Store) IncidentFacets(ctx context.Context, org string, f casework.Filter) (casework.Facets, error) {
	var facets casework.Facets
	facets.Add(0, incidentFacets, make([]string, len(incidentFacets)))
	groups, err := s.facetGroups(ctx, org, f, "COUNT(*)")
	for _, g := range groups {
		v := slices.Clone(g.parts[:len(incidentFacets)])
		severity, err := strconv.Atoi(v[placeSeverity])
		n, bad := strconv.ParseInt(g.value, 10, 64)
		if err != nil || bad != nil {
			return facets, storeError(errDamaged)
		}
		v[placeSeverity] = policy.Severity(severity).String()
		v[placeAssignee] = yesNo(v[placeAssignee] != "")
		v[placeReview], v[placeAwaiting] = yesNo(v[placeReview] != "0"), yesNo(v[placeAwaiting] != "0")
		facets.Add(n, incidentFacets, v)
	}
	if err == nil && facets.Total <= typedIncidents {
		facets.Counts["type"], err = s.typesOfIncidents(ctx, org, f, groups)
	}
	return facets, err
}

// typedIncidents is of how many incidents at most types are counted: they are looked
// at one by one.
const typedIncidents = 5000

// typesOfIncidents counts the incidents of the groups by the types found in them.
func (s *Store) typesOfIncidents(ctx context.Context, org string, f casework.Filter, groups []facetGroup) (map[string]int64, error) {
	counts := map[string]int64{}
	for some := range slices.Chunk(groups, 500) {
		words := make([]string, len(some))
		for i, g := range some {
			words[i] = g.facets
		}
		w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
		w.in("facets", words)
		w.types("types", f.Types)
		incidentBounds(&w, f)
		err := s.query(ctx, org, "SELECT types, COUNT(*) FROM incidents WHERE "+w.text()+" GROUP BY types", w.args, func(rows *sql.Rows) error {
			var set typeSet
			var n int64
			err := rows.Scan(&set, &n)
			set.add(counts, n)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return counts, nil
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}
