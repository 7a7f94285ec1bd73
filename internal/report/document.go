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
		Notices: w.notices(r), Footer: w.footer,
	}
	if r.Withheld {
		return d, nil
	}
	d.Figures = w.figures(r.Summary)
	for _, section := range []*render.Section{
		w.recommendations(r), w.coverage(r), w.funnelSection(r.Funnel), w.trend(r.Trend), w.breakdown(r), w.departments(r), w.rulesSection(r), w.overridesSection(r),
		w.coachingSection(r), w.falseSection(r), w.registerSection(r, loc), w.governanceSection(r, loc), w.methodSection(r),
	} {
		if section != nil {
			d.Sections = append(d.Sections, *section)
		}
	}
	return d, nil
}

// notices are what the reader must know to read the figures well.
func (w words) notices(r Report) []render.Notice {
	var list []render.Notice
	add := func(when bool, tone, text string) {
		if when {
			list = append(list, render.Notice{Tone: tone, Text: text})
		}
	}
	if r.Withheld {
		return nil
	}
	add(r.Partial, "info", w.partial)
	add(r.Revision > 1, "info", fmt.Sprintf(w.t("Herzien: dit is versie %d van deze week. Er kwamen later gegevens bij.", "Revised: this is version %d of this week. More data came in later."), r.Revision))
	if r.Scope == nil && r.Funnel != nil {
		add(r.Funnel.Inspected == 0 && r.Funnel.Hits == 0, "warn", w.idle)
	}
	if r.Coverage != nil {
		weak, known := r.Coverage.Weak()
		percent, _ := r.Coverage.share()
		add(weak && !known, "warn", w.t("Dekking onbekend: niet gemeten is welk deel van de berichten is gecontroleerd. Weinig zaken bewijst dus niet dat er weinig gebeurde.",
			"Coverage unknown: which share of the messages was checked was not measured. Few cases are therefore no proof that little happened."))
		add(weak && known, "warn", fmt.Sprintf(w.t("De dekking is %d %%. Weinig zaken bewijst dus niet dat er weinig gebeurde.", "Coverage is %d %%. Few cases are therefore no proof that little happened."), percent))
	}
	if reg := r.Register; reg != nil {
		add(len(reg.Missed) > 0, "stop", w.say(len(reg.Missed), "", w.t("1 termijn is gemist.", "1 term was missed."), w.t("# termijnen zijn gemist.", "# terms were missed.")))
	}
	return list
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
	facts := []render.Fact{
		{Label: w.organisation, Value: r.Organisation},
		{Label: w.period, Value: fmt.Sprintf("%s – %s, %s", w.moment(r.From.In(loc)), w.moment(r.To.In(loc)), r.TZ)},
		{Label: w.revision, Value: strconv.Itoa(r.Revision)},
		{Label: w.made, Value: w.moment(made)},
		{Label: w.policy, Value: policy},
	}
	if r.Scope != nil {
		facts = append(facts, render.Fact{Label: w.t("Afdeling", "Department"), Value: w.cellName(Count{Name: r.ScopeName, Units: len(r.Scope.Units)})})
	}
	if c := r.Checkpoint; c != nil {
		facts = append(facts, render.Fact{Label: w.t("Keten tot en met", "Chain up to"), Value: w.checkpoint(*c, loc)})
	}
	return facts
}

// checkpoint is what a kept report proves: up to where the chain was, and its hash, in
// the form that `register verify --checkpoint` reads.
func (w words) checkpoint(c Checkpoint, loc *time.Location) string {
	return fmt.Sprintf("#%d %s, %s", c.Seq, c.Hash, w.moment(c.SignedAt.In(loc)))
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
