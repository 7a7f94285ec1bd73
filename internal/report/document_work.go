package report

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"dijkwacht/internal/render"
)

func (w words) rulesSection(r Report) *render.Section {
	if r.Rules == nil {
		return nil
	}
	table := render.Table{
		Caption: w.t("Regels met de meeste treffers", "Rules with most hits"), Empty: w.none,
		Columns: []render.Column{{}, number(w.hits), number(w.t("Toch verstuurd", "Sent anyway")), number(w.t("Klopt niet", "Called wrong")), number(w.t("Bedenktijd", "Time to decide"))},
	}
	for _, rule := range r.Rules {
		took := "–"
		if rule.DecisionMS > 0 {
			took = strconv.FormatInt((rule.DecisionMS+500)/1000, 10) + " s"
		}
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{rule.ID, w.count(rule.Hits), w.percent(rule.Overrides, rule.Warnings), w.percent(rule.FalsePositives, rule.Hits), took}, Share: -1,
		})
	}
	return &render.Section{ID: "rules", Title: w.t("Regels", "Rules"), Tables: []render.Table{table}}
}

func (w words) overridesSection(r Report) *render.Section {
	o := r.Overrides
	if o == nil {
		return nil
	}
	text := []string{w.say(o.Total, w.t("Niemand verstuurde een bericht toch na een waarschuwing.", "Nobody sent a message in spite of a warning."),
		w.t("1 bericht is toch verstuurd na een waarschuwing.", "1 message was sent in spite of a warning."), w.t("# berichten zijn toch verstuurd na een waarschuwing.", "# messages were sent in spite of a warning."))}
	if o.TopRule != "" {
		text = append(text, fmt.Sprintf(w.t("Het vaakst bij regel %s.", "Most often at rule %s."), o.TopRule))
	}
	if o.Judged > 0 {
		text = append(text, fmt.Sprintf(w.t("Van de %s beoordeelde zaken was %s onterecht.", "Of the %s judged cases, %s were unjustified."), w.count(o.Judged), w.percent(o.Unjustified, o.Judged)))
	}
	table := render.Table{Caption: w.t("Reden om toch te versturen", "Reason to send anyway"), Empty: w.t("Geen.", "None."), Columns: []render.Column{{}, number(w.number), number(w.share)}}
	for _, c := range o.ByReason {
		table.Rows = append(table.Rows, render.Row{Cells: []string{w.reason(c.ID), w.count(c.Count), w.percent(c.Count, o.Total)}, Share: float64(c.Count) / float64(max(o.Total, 1))})
	}
	return &render.Section{ID: "overrides", Title: w.t("Toch verstuurd", "Sent anyway"), Text: text, Tables: []render.Table{table}}
}

func (w words) coachingSection(r Report) *render.Section {
	c := r.Coaching
	if c == nil {
		return nil
	}
	text := []string{fmt.Sprintf(w.t("Bij %s berichten vroegen we de gebruiker om te kijken. Daarna was %s aangepast, veilig gemaakt, naar de eigen AI-dienst gegaan of niet verstuurd.",
		"At %s messages we asked the user to look. After that %s were edited, made safe, taken to our own AI service or not sent."), w.count(c.Asked), w.percent(c.Better, c.Asked))}
	if c.Persistent != nil {
		text = append(text, w.say(*c.Persistent, w.t("Niemand had 3 of meer tegengehouden berichten.", "Nobody had 3 or more blocked messages."),
			w.t("1 persoon had 3 of meer tegengehouden berichten.", "1 person had 3 or more blocked messages."), w.t("# personen hadden 3 of meer tegengehouden berichten.", "# persons had 3 or more blocked messages.")))
	}
	table := render.Table{
		Caption: w.t("Opnieuw een treffer na een waarschuwing", "Another hit after a warning"), Empty: w.t("Nog te kort om te zeggen.", "Too early to say."),
		Columns: []render.Column{{}, number(w.t("Personen", "Persons")), number(w.t("Binnen 7 dagen", "Within 7 days")), number(w.t("Binnen 28 dagen", "Within 28 days"))},
	}
	for _, a := range c.After {
		table.Rows = append(table.Rows, render.Row{
			Cells: []string{fmt.Sprintf(w.t("Na waarschuwing %d", "After warning %d"), a.Nth), w.count(a.Persons7), w.percent(a.Again7, a.Persons7), w.percent(a.Again28, a.Persons28)}, Share: -1,
		})
	}
	return &render.Section{ID: "coaching", Title: w.t("Helpen de waarschuwingen?", "Do the warnings help?"), Text: text, Tables: []render.Table{table}}
}

func (w words) falseSection(r Report) *render.Section {
	f := r.FalsePositives
	if f == nil {
		return nil
	}
	table := w.plain(w.t("Klopt niet", "Called wrong"), []fact{
		{w.t("Gemeld door gebruikers", "Reported by users"), w.count(f.Reported)}, {w.t("Daarvan bevestigd", "Of which confirmed"), w.count(f.Confirmed)}, {w.t("Nog open", "Still open"), w.count(f.Open)},
	})
	text := w.t("Er is nog geen zaak beoordeeld, dus hoe vaak een treffer klopt is niet bekend.", "No case was judged yet, so how often a hit is right is not known.")
	if p := f.Precision; p != nil {
		text = fmt.Sprintf(w.t("Van %s beoordeelde zaken klopte %d %%. Met toeval erbij: tussen %d en %d %%.", "Of %s judged cases %d %% were right. Allowing for chance: between %d and %d %%."), w.count(p.Of), p.Estimate, p.Low, p.High)
	}
	return &render.Section{ID: "false-positives", Title: w.t("Onterechte treffers", "False positives"), Text: []string{text}, Tables: []render.Table{table}}
}

type fact struct{ name, value string }

// plain is a table of names with a number.
func (w words) plain(caption string, facts []fact) render.Table {
	t := render.Table{Caption: caption, Columns: []render.Column{{}, number(w.t("Aantal", "Number"))}}
	for _, f := range facts {
		t.Rows = append(t.Rows, render.Row{Cells: []string{f.name, f.value}, Share: -1})
	}
	return t
}

func (w words) registerSection(r Report, loc *time.Location) *render.Section {
	p := r.Register
	if p == nil {
		return nil
	}
	cases := w.plain(w.t("Zaken", "Cases"), []fact{
		{w.t("Nieuw in deze week", "New in this week"), w.count(p.Opened)}, {w.t("Vanzelf gesloten, want niets ging weg", "Closed by itself, as nothing left"), w.count(p.Settled)},
		{w.t("Gesloten door mensen", "Closed by people"), w.count(p.Closed)}, {w.t("Bevestigd als datalek", "Confirmed as a breach"), w.count(p.Leaks)},
		{w.t("Open, korter dan 1 dag", "Open, less than 1 day"), w.count(p.Open.Day)}, {w.t("Open, 1 tot 7 dagen", "Open, 1 to 7 days"), w.count(p.Open.Week)},
		{w.t("Open, 7 tot 28 dagen", "Open, 7 to 28 days"), w.count(p.Open.Month)}, {w.t("Open, langer", "Open, longer"), w.count(p.Open.Older)},
	})
	speed := render.Table{Caption: w.t("Hoe snel", "How fast"), Columns: []render.Column{{}, number(w.t("Zaken", "Cases")), number(w.t("Middelste", "Median")), number(w.t("9 van de 10 binnen", "9 of 10 within"))}}
	for _, t := range []struct {
		name string
		Took
	}{{w.t("Tot iemand keek", "Until somebody looked"), p.FirstLook}, {w.t("Tot beoordeling begon", "Until it was sorted"), p.Triage}} {
		speed.Rows = append(speed.Rows, render.Row{Cells: []string{t.name, w.count(t.Cases), w.took(t.Median, t.Cases), w.took(t.P90, t.Cases)}, Share: -1})
	}
	duties := w.plain(w.t("Melden", "Notifying"), []fact{
		{w.t("Termijnen gehaald", "Terms met"), w.count(p.OnTime)}, {w.t("Termijnen gemist", "Terms missed"), w.count(len(p.Missed))}, {w.t("Termijnen die nu lopen", "Terms that run now"), w.count(p.Running)},
		{w.t("Gemeld aan de Autoriteit Persoonsgegevens", "Notified to the authority"), w.count(p.Notified)}, {w.t("Besloten niet te melden", "Decided not to notify"), w.count(p.NotNotified)},
		{w.t("Betrokkenen ingelicht", "People concerned informed"), w.count(p.Informed)},
	})
	tables := []render.Table{cases, speed, duties}
	if len(p.Missed) > 0 {
		tables = append(tables, w.missed(p.Missed, loc))
	}
	return &render.Section{ID: "register", Title: w.t("Register van datalekken", "Breach register"), Tables: tables}
}

func (w words) missed(list []Missed, loc *time.Location) render.Table {
	t := render.Table{Caption: w.t("Gemiste termijnen", "Missed terms"), Columns: []render.Column{{}, {Label: w.t("Termijn", "Term")}, {Label: w.t("Gemeld", "Notified")}, {Label: w.t("Reden", "Reason")}}}
	for _, m := range list {
		notified, reason := w.t("nog niet", "not yet"), m.Reason
		if m.NotifiedAt != nil {
			notified = w.moment(m.NotifiedAt.In(loc))
		}
		if reason == "" {
			reason = w.t("zie het register", "see the register")
		}
		t.Rows = append(t.Rows, render.Row{Cells: []string{m.Number, w.moment(m.DeadlineAt.In(loc)), notified, reason}, Share: -1})
	}
	return t
}

// took writes minutes in the unit that people would use.
func (w words) took(minutes int64, cases int) string {
	switch {
	case cases == 0:
		return "–"
	case minutes < 120:
		return strconv.FormatInt(minutes, 10) + " min"
	case minutes < 48*60:
		return strconv.FormatInt((minutes+30)/60, 10) + w.t(" uur", " hours")
	}
	return strconv.FormatInt((minutes+720)/1440, 10) + w.t(" dagen", " days")
}

func (w words) governanceSection(r Report, loc *time.Location) *render.Section {
	g := r.Governance
	if g == nil {
		return nil
	}
	policy := w.policyChanges(g.Policy, loc)
	exceptions := render.Table{Caption: w.t("Uitzonderingen die binnen 14 dagen aflopen", "Exceptions that end within 14 days"), Empty: w.t("Geen.", "None."), Columns: []render.Column{{}, {Label: w.t("Tot", "Until")}}}
	for _, e := range g.Expiring {
		exceptions.Rows = append(exceptions.Rows, render.Row{Cells: []string{e.ID, w.moment(e.Until.In(loc))}, Share: -1})
	}
	facts := []fact{{w.t("Onthullingen gevraagd", "Reveals asked for"), w.count(g.RevealsAsked)}}
	for _, c := range g.Reveals {
		facts = append(facts, fact{w.t("Onthuld: ", "Revealed: ") + w.purpose(c.ID), w.count(c.Count)})
	}
	facts = append(facts, fact{w.t("Geweigerde handelingen van beheerders", "Refused acts of administrators"), w.count(g.Denied)})
	facts = append(facts, fact{w.t("Aanmeldingen zonder tweede factor (die zijn niet mogelijk)", "Sign-ins without a second factor (which are not possible)"), w.count(g.WithoutMFA)})
	return &render.Section{ID: "governance", Title: w.t("Toezicht op de bewaking", "Oversight of the guard"), Tables: []render.Table{policy, exceptions, w.plain(w.t("Onthullingen en toegang", "Reveals and access"), facts)}}
}

func (w words) policyChanges(list []PolicyChange, loc *time.Location) render.Table {
	t := render.Table{
		Caption: w.t("Wijzigingen in het beleid", "Changes to the policy"), Empty: w.t("Geen.", "None."),
		Columns: []render.Column{{}, {Label: w.t("Wanneer", "When")}, {Label: w.t("Door", "By")}},
	}
	for _, c := range list {
		what := w.act(c.Act)
		if c.Version > 0 {
			what += " " + strconv.Itoa(c.Version)
		}
		if c.Effect != "" {
			what += ": " + w.in(effects, c.Effect)
		}
		by := c.Role
		switch {
		case c.ApprovedBy != "":
			by += w.t(", akkoord van ", ", approved by ") + c.ApprovedBy
		case c.SecondPerson:
			by += w.t(", akkoord van een tweede persoon", ", approved by a second person")
		}
		t.Rows = append(t.Rows, render.Row{Cells: []string{what, w.moment(c.At.In(loc)), by}, Share: -1})
	}
	return t
}

func (w words) recommendations(r Report) *render.Section {
	if r.Recommendations == nil {
		return nil
	}
	s := render.Section{ID: "recommendations", Title: w.t("Wat we aanraden", "What we recommend")}
	for _, rec := range r.Recommendations {
		item := render.Link{Text: w.recommend(rec)}
		if r.Console != "" {
			item.URL = r.Console + rec.Path
		}
		s.Links = append(s.Links, item)
	}
	if len(s.Links) == 0 {
		s.Text = []string{w.t("Deze week vraagt niets om een andere aanpak.", "Nothing asks for another approach this week.")}
	}
	return &s
}

func (w words) methodSection(r Report) *render.Section {
	if r.Audience == Board {
		return nil
	}
	text := slices.Clone(w.method)
	text = append(text, fmt.Sprintf(w.t("Groepen kleiner dan %d mensen tonen we niet apart. De indeling ligt een kwartaal vast.", "Groups of fewer than %d people are not shown apart. The division is fixed for a quarter."), r.Suppression.K))
	text = append(text, w.t("Berichten die later binnenkomen tellen mee in een nieuwe versie, tot 14 dagen na de week.", "Messages that come in later count in a new version, until 14 days after the week."))
	for _, week := range r.Revised {
		text = append(text, w.t("Herzien sinds het vorige rapport: ", "Revised since the last report: ")+week+".")
	}
	return &render.Section{ID: "method", Title: w.methodTitle, Text: text}
}
