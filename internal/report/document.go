package report

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/render"
)

// Document lays the report out for readers of Dutch ("nl") or English ("en").
func (r Report) Document(language string) (render.Document, error) {
	loc, err := time.LoadLocation(r.TZ)
	if err != nil {
		return render.Document{}, fmt.Errorf("lay out report: unknown time zone")
	}
	w, sentences := dutch, r.Sentences.NL
	if language == english.lang {
		w, sentences = english, r.Sentences.EN
	}
	d := render.Document{
		Lang: w.lang, Title: w.title + " " + r.ISOWeek, Facts: w.facts(r, loc), Lead: sentences,
		Figures:  w.figures(r.Summary),
		Sections: []render.Section{w.funnelSection(r.Funnel), w.breakdown(r), {ID: "method", Title: w.methodTitle, Text: w.method}},
		Footer:   w.footer,
	}
	if r.Partial {
		d.Notices = append(d.Notices, render.Notice{Tone: "info", Text: w.partial})
	}
	if r.Funnel.Inspected == 0 {
		d.Notices = append(d.Notices, render.Notice{Tone: "warn", Text: w.idle})
	}
	return d, nil
}

func (w words) facts(r Report, loc *time.Location) []render.Fact {
	policy := w.noPolicy
	if len(r.PolicyVersions) > 0 {
		var versions []string
		for _, v := range r.PolicyVersions {
			versions = append(versions, strconv.Itoa(v))
		}
		policy = fmt.Sprintf(w.policyVersions, strings.Join(versions, ", "))
	}
	made := r.GeneratedAt.In(loc)
	return []render.Fact{
		{Label: w.organisation, Value: r.Organisation},
		{Label: w.period, Value: fmt.Sprintf("%s – %s, %s", w.moment(r.From.In(loc)), w.moment(r.To.In(loc)), r.TZ)},
		{Label: w.revision, Value: strconv.Itoa(r.Revision)},
		{Label: w.made, Value: w.moment(made)},
		{Label: w.policy, Value: policy},
	}
}

func (w words) moment(t time.Time) string {
	return fmt.Sprintf("%s %d %s %d %s", w.days[t.Weekday()], t.Day(), w.months[t.Month()-1], t.Year(), t.Format("15:04"))
}

func (w words) figures(s Summary) []render.Figure {
	figure := func(label string, now, before int) render.Figure {
		return render.Figure{Label: label, Value: w.count(now), Change: w.moved(now, before, s.Compared)}
	}
	return []render.Figure{
		figure(w.held, s.Held, s.HeldBefore), figure(w.left, s.Left, s.LeftBefore),
		figure(w.unknown, s.Unknown, s.UnknownBefore), figure(w.incidents, s.Opened, s.OpenedBefore),
	}
}

func (w words) funnelSection(f Funnel) render.Section {
	columns := []render.Column{{Label: ""}, {Label: w.number, Numeric: true}, {Label: w.share, Numeric: true}}
	row := func(name string, n, whole int, sub bool) render.Row {
		share := -1.0
		if whole > 0 {
			share = float64(n) / float64(whole)
		}
		return render.Row{Cells: []string{name, w.count(n), w.percent(n, whole)}, Share: share, Sub: sub}
	}
	asked := render.Table{Caption: w.askedCaption, Columns: columns, Rows: []render.Row{
		row(w.inspected, f.Inspected, f.Inspected, false), row(w.hits, f.Hits, f.Inspected, false),
	}}
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
	return render.Section{ID: "funnel", Title: w.funnelTitle, Text: []string{w.funnelText}, Tables: []render.Table{asked, then}}
}

func (w words) breakdown(r Report) render.Section {
	return render.Section{ID: "breakdown", Title: w.byCategoryTitle, Text: []string{w.categoryNote}, Tables: []render.Table{
		w.counts(w.category, r.ByCategory, r), w.counts(w.destination, r.ByDestination, r), w.counts(w.channel, r.ByChannel, r),
	}}
}

func (w words) counts(caption string, counts []Count, r Report) render.Table {
	table := render.Table{
		Caption: caption, Empty: w.none,
		Columns: []render.Column{{Label: ""}, {Label: w.number, Numeric: true}, {Label: w.share, Numeric: true}, {Label: w.before, Numeric: true}},
	}
	for _, c := range counts {
		before := "–"
		if r.Summary.Compared {
			before = w.count(c.Before)
		}
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{w.name(c), w.count(c.Count), w.percent(c.Count, r.Funnel.Hits), before},
			Share: float64(c.Count) / float64(r.Funnel.Hits),
		})
	}
	return table
}
