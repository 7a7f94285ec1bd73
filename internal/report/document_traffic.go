package report

import (
	"fmt"
	"strconv"

	"dijkwacht/internal/render"
)

// number is a column of numbers.
func number(label string) render.Column { return render.Column{Label: label, Numeric: true} }

func (w words) coverage(r Report) *render.Section {
	c := r.Coverage
	if c == nil {
		return nil
	}
	unknown := w.t("onbekend", "unknown")
	whole := func(n *int64) string {
		if n == nil {
			return unknown
		}
		return w.count(int(*n))
	}
	t := render.Table{Caption: w.t("Hoe goed de bewaking dekte", "How well the guard covered"), Columns: []render.Column{{}, number(w.t("Aantal", "Number"))}}
	row := func(name, value string) {
		t.Rows = append(t.Rows, render.Row{Cells: []string{name, value}, Share: -1})
	}
	if d := c.Devices; d != nil {
		row(w.t("Apparaten aangemeld", "Devices enrolled"), w.count(d.Enrolled))
		row(w.t("Actief in deze week", "Active in this week"), w.count(d.Active))
		row(w.t("Langer dan 3 dagen stil", "Silent for more than 3 days"), w.count(d.Silent))
		if d.Outdated != nil {
			row(w.t("Met een oude versie", "With an old version"), w.count(*d.Outdated))
		}
	} else {
		row(w.t("Apparaten", "Devices"), unknown)
	}
	row(w.t("Berichten gezien door de extensie", "Messages seen by the extension"), whole(c.Observed))
	row(w.t("Daarvan vooraf gecontroleerd", "Of which checked first"), whole(c.Inspected))
	share := unknown
	if percent, known := c.share(); known {
		share = strconv.Itoa(percent) + " %"
	}
	row(w.t("Dekking", "Coverage"), share)
	row(w.t("Ongezien doorgelaten, omdat het beleid dat toestaat", "Passed unseen, because the policy allows it"), whole(c.Uninspected))
	open := unknown
	if c.OpenMinutes != nil {
		open = w.count(*c.OpenMinutes)
	}
	row(w.t("Minuten waarin dat kon gebeuren, op enig apparaat", "Minutes in which that could happen, on any device"), open)
	return &render.Section{ID: "coverage", Title: w.t("Kunnen we op de cijfers vertrouwen?", "Can we trust the figures?"), Tables: []render.Table{t}}
}

func (w words) funnelSection(f *Funnel) *render.Section {
	if f == nil {
		return nil
	}
	columns := []render.Column{{Label: ""}, number(w.number), number(w.share)}
	row := func(name string, n, whole int, sub bool) render.Row {
		share := -1.0
		if whole > 0 {
			share = float64(n) / float64(whole)
		}
		return render.Row{Cells: []string{name, w.count(n), w.percent(n, whole)}, Share: share, Sub: sub}
	}
	asked := render.Table{Caption: w.askedCaption, Columns: columns}
	if f.Inspected > 0 || f.Hits == 0 {
		asked.Rows = append(asked.Rows, row(w.inspected, f.Inspected, f.Inspected, false))
	}
	asked.Rows = append(asked.Rows, row(w.hits, f.Hits, f.Inspected, false))
	for i, n := range []int{f.Logged, f.Coached, f.Warned, f.Justified, f.Redacted, f.Blocked} {
		asked.Rows = append(asked.Rows, row(w.asked[i], n, f.Hits, true))
	}
	t := f.Then
	then := render.Table{Caption: w.thenCaption, Columns: columns, Empty: w.none}
	if f.Hits > 0 {
		for i, n := range []int{t.Edited, t.SafeRewrite, t.Redirected, t.Stopped, t.Passed, t.Overridden, t.BreakGlass, t.Unknown} {
			then.Rows = append(then.Rows, row(w.then[i], n, f.Hits, false))
		}
	}
	return &render.Section{ID: "funnel", Title: w.funnelTitle, Text: []string{w.funnelText}, Tables: []render.Table{asked, then}}
}

func (w words) trend(t *Trend) *render.Section {
	if t == nil {
		return nil
	}
	most := 1
	for _, week := range t.Weeks {
		most = max(most, week.Hits)
	}
	table := render.Table{
		Caption: w.t("Treffers per week", "Hits by week"),
		Columns: []render.Column{{Label: "Week"}, number(w.hits), number(w.t("Tegengehouden", "Held back")), number(w.t("Toch weg", "Left anyway"))},
	}
	for _, week := range t.Weeks {
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{week.Week, w.count(week.Hits), w.count(week.Held), w.count(week.Left)}, Share: float64(week.Hits) / float64(most),
		})
	}
	text := w.t("Er zijn nog te weinig weken om te zeggen wat gewoon is.", "There are still too few weeks to say what is usual.")
	if b := t.Band; b != nil {
		verdict := map[string]string{
			"same": w.t("Deze week valt daarbinnen: ongeveer gelijk.", "This week is within it: about the same."),
			"more": w.t("Deze week was het meer dan gewoon.", "This week had more than usual."),
			"less": w.t("Deze week was het minder dan gewoon.", "This week had fewer than usual."),
		}[b.Verdict]
		text = fmt.Sprintf(w.t("In de %d weken hiervoor was %s treffers gewoon, tussen %s en %s. ", "In the %d weeks before, %s hits were usual, between %s and %s. "), b.Weeks, w.count(b.Median), w.count(b.Low), w.count(b.High)) + verdict
	}
	return &render.Section{ID: "trend", Title: w.t("Vergeleken met eerder", "Compared with before"), Text: []string{text}, Tables: []render.Table{table}}
}

func (w words) breakdown(r Report) *render.Section {
	if r.ByCategory == nil && r.ByDestination == nil && r.ByChannel == nil {
		return nil
	}
	return &render.Section{ID: "breakdown", Title: w.byCategoryTitle, Text: []string{w.categoryNote}, Tables: []render.Table{
		w.counts(w.category, r.ByCategory, r), w.counts(w.destination, r.ByDestination, r), w.counts(w.channel, r.ByChannel, r),
	}}
}

func (w words) counts(caption string, counts []Count, r Report) render.Table {
	table := render.Table{
		Caption: caption, Empty: w.none,
		Columns: []render.Column{{Label: ""}, number(w.number), number(w.share), number(w.before)},
	}
	for _, c := range counts {
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{w.name(c), w.count(c.Count), w.percent(c.Count, r.Funnel.Hits), w.earlier(c, r)},
			Share: float64(c.Count) / float64(max(r.Funnel.Hits, 1)),
		})
	}
	return table
}

func (w words) earlier(c Count, r Report) string {
	if !r.Summary.Compared {
		return "–"
	}
	return w.count(c.Before)
}

func (w words) departments(r Report) *render.Section {
	if r.ByDepartment == nil {
		return nil
	}
	table := render.Table{
		Caption: w.t("Treffers per afdeling", "Hits by department"),
		Columns: []render.Column{{}, number(w.t("Mensen", "People")), number(w.hits), number(w.before)},
	}
	for _, c := range r.ByDepartment {
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{w.cellName(c), w.count(c.People), w.count(c.Count), w.earlier(c, r)}, Share: float64(c.Count) / float64(max(r.Funnel.Hits, 1)),
		})
	}
	note := fmt.Sprintf(w.t("Afdelingen met minder dan %d mensen tellen samen met andere. Zo is niemand te herkennen.", "Departments with fewer than %d people are counted together with others, so that nobody can be recognised."), r.Suppression.K)
	return &render.Section{ID: "departments", Title: w.t("Afdelingen", "Departments"), Text: []string{note}, Tables: []render.Table{table}}
}

// cellName names a group of departments.
func (w words) cellName(c Count) string {
	name := c.Name
	if name == "" {
		name = w.t("Organisatie", "Organisation")
	}
	switch {
	case c.Total:
		return name + ", " + w.t("totaal", "total")
	case c.Units > 1:
		return name + ", " + w.t("overig", "other")
	}
	return name
}
