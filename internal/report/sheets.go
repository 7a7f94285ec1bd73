package report

import (
	"dijkwacht/internal/render"
)

// Sheets are the numbers of the report as data, one sheet for each part that the
// audience gets.
func (r Report) Sheets(language string) []render.Sheet {
	w := dutch
	if language == english.lang {
		w = english
	}
	var list []render.Sheet
	add := func(name string, header []string, rows [][]any) {
		if rows != nil {
			list = append(list, render.Sheet{Name: name, Header: header, Rows: rows})
		}
	}
	add(w.t("week", "week"), []string{w.t("wat", "what"), w.t("waarde", "value")}, w.weekRows(r))
	add(w.t("verloop", "trend"), []string{"week", w.inspected, w.hits, w.held, w.left, w.unknown}, w.trendRows(r))
	counted := []string{"id", w.t("naam", "name"), w.number, w.before}
	add(w.t("gegevens", "categories"), counted, w.countRows(r.ByCategory))
	add(w.t("diensten", "destinations"), counted, w.countRows(r.ByDestination))
	add(w.t("invoer", "channels"), counted, w.countRows(r.ByChannel))
	add(w.t("afdelingen", "departments"), counted, w.countRows(r.ByDepartment))
	add(w.t("regels", "rules"), []string{"id", w.hits, w.t("waarschuwingen", "warnings"), w.t("toch verstuurd", "overrides"), w.t("klopt niet", "false positives"), "ms"}, ruleRows(r.Rules))
	if r.Overrides != nil {
		add(w.t("redenen", "reasons"), counted, w.countRows(r.Overrides.ByReason))
	}
	if r.Register != nil {
		add("register", []string{w.t("wat", "what"), w.t("aantal", "number")}, w.registerRows(*r.Register))
	}
	return list
}

func (w words) weekRows(r Report) [][]any {
	rows := [][]any{
		{w.organisation, r.Organisation}, {"week", r.ISOWeek}, {w.revision, r.Revision}, {w.t("van", "from"), r.From.Format("2006-01-02T15:04:05Z")}, {w.t("tot", "to"), r.To.Format("2006-01-02T15:04:05Z")},
		{w.held, r.Summary.Held}, {w.left, r.Summary.Left}, {w.unknown, r.Summary.Unknown}, {w.incidents, r.Summary.Opened},
	}
	if r.Funnel != nil {
		f, t := *r.Funnel, r.Funnel.Then
		rows = append(rows, []any{w.inspected, f.Inspected}, []any{w.hits, f.Hits})
		for i, n := range []int{f.Logged, f.Coached, f.Warned, f.Justified, f.Redacted, f.Blocked} {
			rows = append(rows, []any{w.asked[i], n})
		}
		for i, n := range []int{t.Edited, t.SafeRewrite, t.Redirected, t.Stopped, t.Passed, t.Overridden, t.BreakGlass, t.Unknown} {
			rows = append(rows, []any{w.then[i], n})
		}
	}
	if c := r.Checkpoint; c != nil {
		rows = append(rows, []any{w.t("keten tot en met", "chain up to"), int(c.Seq)}, []any{"hash", c.Hash})
	}
	return rows
}

func (w words) trendRows(r Report) (rows [][]any) {
	if r.Trend != nil {
		for _, t := range r.Trend.Weeks {
			rows = append(rows, []any{t.Week, t.Inspected, t.Hits, t.Held, t.Left, t.Unknown})
		}
	}
	return rows
}

func (w words) countRows(counts []Count) (rows [][]any) {
	for _, c := range counts {
		name := w.name(c)
		if c.People > 0 || c.Total {
			name = w.cellName(c)
		}
		rows = append(rows, []any{c.ID, name, c.Count, c.Before})
	}
	return rows
}

func ruleRows(rules []Rule) (rows [][]any) {
	for _, r := range rules {
		rows = append(rows, []any{r.ID, r.Hits, r.Warnings, r.Overrides, r.FalsePositives, int(r.DecisionMS)})
	}
	return rows
}

func (w words) registerRows(p RegisterPart) [][]any {
	return [][]any{
		{"opened", p.Opened}, {"closed", p.Closed}, {"settled", p.Settled}, {"leaks", p.Leaks}, {"open", p.Open.Overall}, {"terms_met", p.OnTime}, {"terms_missed", len(p.Missed)},
		{"terms_running", p.Running}, {"notified", p.Notified}, {"not_notified", p.NotNotified}, {"subjects_informed", p.Informed},
	}
}
