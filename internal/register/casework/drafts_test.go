package casework_test

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
)

func TestFacetsAreExactAtBothEdges(t *testing.T) {
	d := newDesk(t)
	start := d.now
	for range 40 {
		d.now = d.now.Add(97 * time.Minute)
		e := d.attempt(d.now.String(), medical, policy.SeverityHigh)
		if d.now.Minute()%2 == 0 {
			d.report(e, register.Cancelled, register.EgressNone)
		}
	}
	for _, f := range []casework.EventFilter{
		{}, {From: start.Add(5 * time.Hour)}, {To: start.Add(30 * time.Hour)}, {From: start.Add(5 * time.Hour), To: start.Add(6 * time.Hour)},
		{From: start.Add(5 * time.Hour), To: start.Add(50 * time.Hour), Outcomes: []string{"cancelled"}}, {Actions: []string{"block"}}, {Severities: []string{"high"}, Channels: []string{"typed"}},
	} {
		f.Limit = 1000
		list, err := d.cases.Events(t.Context(), d.as(ident.FG), f)
		d.must(err)
		facets, err := d.cases.EventFacets(t.Context(), d.as(ident.FG), f)
		d.must(err)
		cancelled := int64(0)
		for _, a := range list {
			if a.Outcome != nil {
				cancelled++
			}
		}
		if facets.Total != int64(len(list)) || facets.Counts["outcome"]["cancelled"] != cancelled {
			t.Errorf("%+v: the list has %d, the facets %+v", f, len(list), facets)
		}
	}
}

func TestTheFiveSeededDraftsAreMostlyFilled(t *testing.T) {
	d := newDesk(t)
	fg := d.as(ident.FG)
	_, err := d.cases.SetLegal(t.Context(), fg, 0, casework.Legal{
		LegalName: "Ziekenhuis", KVK: "12345678", Sector: "zorg", Reporter: legalContact, DPO: legalContact,
	})
	d.must(err)
	vector := func(types ...string) string {
		return `{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"` + strings.Join(types, `":[1,1,1,1,1,1],"`) + `":[1,1,1,1,1,1]},"subjects_est":{"min":1,"max":1}}`
	}
	for name, features := range map[string]string{
		"number, name and diagnosis":   medical,
		"postcode, birth date, health": vector("postcode", "date_of_birth", "diagnosis"),
		"bank account and name":        vector("iban", "person_name"),
		"name and address":             vector("person_name", "address"),
		"a work address":               vector("email"),
	} {
		id := d.confirmed(features)
		draft, err := d.cases.Draft(t.Context(), fg, id)
		d.must(err)
		if got := draft.Filled(true); got < 0.8 {
			t.Errorf("%s: %.2f is filled", name, got)
		}
		if len(draft.Sections) != 10 {
			t.Errorf("%s: %d sections", name, len(draft.Sections))
		}
	}
}
