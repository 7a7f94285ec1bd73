package casework_test

import (
	"testing"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/casework"
)

// TestListsShowEventsWhereTheyBelongNow tries what lists, counts and single
// decisions say of events that people moved.
func TestListsShowEventsWhereTheyBelongNow(t *testing.T) {
	d := newDesk(t)
	fg := d.as(ident.FG)
	one, other := d.leak(medical), d.leak(medical)
	_, err := d.cases.Merge(t.Context(), fg, one, other)
	d.must(err)
	where := func(incident string, want int) []string {
		t.Helper()
		f := casework.EventFilter{Incident: incident, Limit: 10}
		list, err := d.cases.Events(t.Context(), fg, f)
		d.must(err)
		facets, err := d.cases.EventFacets(t.Context(), fg, f)
		d.must(err)
		if len(list) != want || facets.Total != int64(want) {
			t.Errorf("%s has %d events in the list and %d in the facets, want %d", incident, len(list), facets.Total, want)
		}
		var ids []string
		for _, a := range list {
			if incident != "" && a.Event.IncidentID != incident {
				t.Errorf("in the list of %s there is an event of %s", incident, a.Event.IncidentID)
			}
			ids = append(ids, a.Event.ID)
		}
		return ids
	}
	where(one, 0)
	events := where(other, 2)
	fresh, err := d.cases.Split(t.Context(), fg, other, events[:1])
	d.must(err)
	where(other, 1)
	where(fresh.ID, 1)
	where("", 2)
	all, err := d.cases.Events(t.Context(), fg, casework.EventFilter{Limit: 10})
	d.must(err)
	for _, a := range all {
		one, err := d.cases.Decision(t.Context(), fg, a.Event.DecisionID)
		d.must(err)
		if a.Event.IncidentID != one.Event.IncidentID || a.Event.IncidentID != fresh.ID && a.Event.IncidentID != other {
			t.Errorf("the list says %s, the decision %s", a.Event.IncidentID, one.Event.IncidentID)
		}
	}
	f, err := d.cases.File(t.Context(), fg, fresh.ID, false)
	d.must(err)
	if len(f.Attempts) != 1 || f.Attempts[0].Event.IncidentID != fresh.ID {
		t.Errorf("the file says %+v", f.Attempts)
	}
	d.verified()
}
