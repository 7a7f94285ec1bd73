package casefile

import (
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/render"
)

// writer lays out one file.
type writer struct {
	say
	casework.File
	place *time.Location
}

// Document is the file to print, in "nl" or "en". The file was gathered for export.
func Document(f casework.File, lang string, made time.Time) render.Document {
	w := writer{in(lang), f, f.Draft.Input.Place}
	i := f.Incident
	c := i.Case()
	doc := render.Document{
		Lang: w.lang, Title: w.word("title") + " " + i.Number.String(), Footer: w.word("footer"),
		Facts: w.facts(
			"organisation", f.Draft.Input.Organisation(), "made", w.moment(made), "revision", strconv.FormatInt(i.Rev, 10), "source", w.source(),
			"state", w.word("state "+string(i.State)), "ap", w.word("ap "+string(c.AP)), "subjects", w.word("subjects "+string(c.Subjects)), "severity", w.severity(i.Severity),
			"labels", strings.Join(i.Labels, ", "), "links", strings.Join(shortened(i.Links), ", "), "merged", short(i.MergedInto),
		),
		Notices: []render.Notice{{Tone: "info", Text: w.word("privacy")}},
	}
	if i.LegalHold {
		doc.Facts = append(doc.Facts, render.Fact{Label: w.word("hold"), Value: w.word("yes")})
	}
	if len(f.Draft.Changed) > 0 {
		doc.Notices = append(doc.Notices, render.Notice{Tone: "warn", Text: w.word("follow up") + strings.Join(f.Draft.Labels(f.Draft.Changed), ", ") + "."})
	}
	doc.Sections = []render.Section{w.happened(), w.findings(), w.events(), w.assessment(), w.clock(), w.decisions(), w.subjects(), w.measures(), w.notifications(), w.notes(), w.timeline(), w.chain()}
	for n := range doc.Sections {
		s := &doc.Sections[n]
		s.Title = strconv.Itoa(n+1) + ". " + w.word(s.ID)
	}
	return doc
}

// facts pairs the keys of labels with values; those without value are left out.
func (w writer) facts(pairs ...string) (list []render.Fact) {
	for n := 0; n < len(pairs); n += 2 {
		if pairs[n+1] != "" {
			list = append(list, render.Fact{Label: w.word(pairs[n]), Value: pairs[n+1]})
		}
	}
	return list
}

// table has a column for each key; those of figures end in "#".
func (w writer) table(empty string, keys ...string) render.Table {
	t := render.Table{Empty: w.word(empty)}
	for _, key := range keys {
		key, numeric := strings.CutSuffix(key, "#")
		t.Columns = append(t.Columns, render.Column{Label: w.word(key), Numeric: numeric})
	}
	return t
}

func row(cells ...string) render.Row { return render.Row{Cells: cells, Share: -1} }

// moment is a time on the wall clock of the organisation, to the second, with its
// offset; "" for none.
func (w writer) moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(w.place).Format("02-01-2006 15:04:05 -07:00")
}

func (w writer) source() string {
	if w.Incident.Source == register.SourceManual {
		return w.word("manual")
	}
	return w.word("device")
}

// severity always stands with its shape: word and shape say the same.
func (w writer) severity(s policy.Severity) string {
	return strings.TrimSpace([]string{"", "○", "●", "◆", "▲"}[s] + " " + w.phrases().Severity(s))
}
