package casefile

import (
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/register/severity"
	"dijkwacht/internal/render"
)

func (w writer) happened() render.Section {
	i := w.Incident
	name := w.Draft.Input.Destination.Name
	if name == "" {
		name = i.Destination
	}
	summary := w.Draft.Value("summary")
	facts := w.facts(
		"summary", summary, "occurred", w.moment(i.OccurredFrom)+" – "+w.moment(i.OccurredTo), "destination", name, "class", w.word("class "+i.Class.String()),
		"action", w.phrases().Action(i.Action), "outcome", w.word("outcome "+string(i.Outcome)), "egress", w.word("egress "+string(i.Egress)), "attempts", strconv.Itoa(i.Events),
		"people", span(i.SubjectsMin, i.SubjectsMax), "rules", strings.Join(i.Rules, ", "), "policy", strconv.Itoa(i.PolicyVersion), "pseudonym", w.pseudonym(),
	)
	return render.Section{ID: "what", Facts: facts}
}

// pseudonym is how the person behind the attempts is called; without a person it is
// the device, whose id says nothing to a reader.
func (w writer) pseudonym() string {
	if strings.HasPrefix(w.Incident.Subject, "dev_") {
		return ""
	}
	return w.Incident.Subject
}

func span(low, high int) string {
	if low == high {
		return strconv.Itoa(low)
	}
	return strconv.Itoa(low) + " – " + strconv.Itoa(high)
}

func (w writer) findings() render.Section {
	t := w.table("found none", "kind", "most#", "distinct#")
	for _, f := range w.Incident.Types {
		t.Rows = append(t.Rows, row(w.kind(f.Type), strconv.Itoa(f.Count), strconv.Itoa(f.Distinct)))
	}
	return render.Section{ID: "findings", Tables: []render.Table{t}}
}

func (w writer) events() render.Section {
	t := w.table("no events", "moment", "action", "outcome", "egress", "decision")
	for _, a := range w.Attempts {
		outcome, egress := w.word("outcome "), w.word("egress unknown")
		if o := a.Outcome; o != nil {
			outcome, egress = w.word("outcome "+string(o.Result)), w.word("egress "+string(o.Egress))
		}
		t.Rows = append(t.Rows, row(w.moment(a.Event.At), w.phrases().Action(a.Event.Decision.Action), outcome, egress, short(a.Event.DecisionID)))
	}
	return render.Section{ID: "events", Tables: []render.Table{t}}
}

func (w writer) assessment() render.Section {
	i := w.Incident
	s := render.Section{ID: "assessment"}
	if i.Computed == nil && i.Judged == nil {
		s.Text = []string{w.word("no score")}
		return s
	}
	if i.Computed != nil {
		s.Tables = append(s.Tables, w.score("computed", *i.Computed, ""))
	}
	if j := i.Judged; j != nil {
		s.Tables = append(s.Tables, w.score("judged", j.Score, j.Why))
		s.Facts = w.facts("by", short(j.By), "moment", w.moment(j.At), "unintelligible", w.yes(j.Unintelligible))
	}
	return s
}

// score shows the factors with their reasons, and what follows. The words of a
// person stand beside the total.
func (w writer) score(caption string, sc severity.Score, why string) render.Table {
	t := w.table("no score", "factor", "value#", "why")
	t.Caption = w.word(caption)
	reasons := map[string][]string{}
	for _, r := range sc.Reasons {
		reasons[r.Factor] = append(reasons[r.Factor], r.Sentence(w.lang))
	}
	c := sc.Circumstances
	cb := c.Confidentiality + c.Integrity + c.Availability
	if c.Malicious {
		cb += 0.5
	}
	for _, f := range []struct {
		key   string
		value float64
	}{{"dpc", sc.DPC}, {"ei", sc.EI}, {"cb", cb}} {
		t.Rows = append(t.Rows, row(w.word("factor "+f.key), decimal(f.value, w.lang), strings.Join(reasons[f.key], " ")))
	}
	said := []string{w.severity(sc.Level), w.word("advice") + ": " + w.word("advice "+string(sc.Advice))}
	if why != "" {
		said = append(said, why)
	}
	t.Rows = append(t.Rows, row(w.word("score"), decimal(sc.SE, w.lang), strings.Join(said, ". ")))
	return t
}

func decimal(v float64, lang string) string {
	s := strconv.FormatFloat(v, 'f', 2, 64)
	if lang == "nl" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

func (w writer) clock() render.Section {
	i := w.Incident
	basis := ""
	if i.AwareBasis != "" {
		basis = w.word("basis " + string(i.AwareBasis))
	}
	return render.Section{ID: "clock", Facts: w.facts(
		"detected", w.moment(i.DetectedAt), "viewed", w.moment(i.FirstViewedAt), "aware", w.moment(i.AwareAt), "basis", basis, "deadline", w.moment(i.DeadlineAt),
		"notified", w.moment(i.NotifiedAt), "late", i.LateReason, "law", i.Legal,
	)}
}

// decisions are the acts that moved the case, with their reasons.
func (w writer) decisions() render.Section {
	i := w.Incident
	t := w.table("no decisions", "moment", "act", "from to", "reason", "by")
	for _, a := range w.Changes() {
		c := a.Change
		if c == nil || c.From == "" && c.To == "" {
			continue
		}
		reason := strings.Trim(strings.Join([]string{w.because(c.Code), c.Why}, ": "), ": ")
		if c.Approval != "" {
			reason = strings.TrimSpace(reason + " (" + w.word("approved") + " " + short(c.Approval) + ")")
		}
		t.Rows = append(t.Rows, row(w.moment(a.At), w.word("act "+c.Action), strings.Trim(w.code(c.Action, c.From)+" → "+w.code(c.Action, c.To), " →"), reason, w.who(a.Role, a.Actor)))
	}
	return render.Section{ID: "decisions", Tables: []render.Table{t}, Facts: w.facts("reason code", w.because(i.ReasonCode), "legal basis", i.LegalBasis, "ap reason", i.APReason)}
}

// axes say of which list the codes of a move are.
var axes = map[string]string{"moved": "state", "closed": "state", "ap_moved": "ap", "subjects_moved": "subjects"}

func (w writer) code(action, code string) string {
	if axis, moved := axes[action]; moved && code != "" {
		return w.word(axis + " " + code)
	}
	return short(code)
}

// because is a reason out of a closed list, in words.
func (w writer) because(code string) string {
	if code == "" {
		return ""
	}
	return w.word("because " + code)
}

// short is the end of an id, by which it can be told from the others of a case; what
// is no id stays as it is.
func short(id string) string {
	prefix, rest, found := strings.Cut(id, "_")
	if !found || len(prefix) != 3 || len(rest) < 20 {
		return id
	}
	return prefix + "_…" + rest[len(rest)-6:]
}

func shortened(ids []string) []string {
	list := make([]string, len(ids))
	for n, id := range ids {
		list[n] = short(id)
	}
	return list
}

func (w writer) who(role, actor string) string {
	if role == "device" || role == "system" {
		return w.word("role " + role)
	}
	return strings.ToUpper(strings.ReplaceAll(role, "+", ", ")) + " (" + short(actor) + ")"
}

func (w writer) subjects() render.Section {
	i, r := w.Incident, w.Incident.Record
	groups := make([]string, len(r.SubjectGroups))
	for n, g := range r.SubjectGroups {
		groups[n] = w.word("group " + g)
	}
	confirmed, count := "", ""
	if r.SubjectsMin != nil && r.SubjectsMax != nil {
		confirmed = span(*r.SubjectsMin, *r.SubjectsMax)
	}
	if r.InformedCount > 0 {
		count = strconv.Itoa(r.InformedCount)
	}
	return render.Section{ID: "subjects", Facts: w.facts(
		"state", w.word("subjects "+string(i.Case().Subjects)), "groups", strings.Join(groups, ", "), "people", span(i.SubjectsMin, i.SubjectsMax), "confirmed", confirmed,
		"subjects reason", w.subjectReason(), "informed", w.moment(r.InformedAt), "count", count, "channel", r.Channel, "wording", r.Wording,
	)}
}

// subjectReason is why people need not be told: a code of the law, and words.
func (w writer) subjectReason() string {
	code, why, found := strings.Cut(w.Incident.SubjectReason, ": ")
	if !found {
		return w.Incident.SubjectReason
	}
	return w.because(code) + ": " + why
}

func (w writer) measures() render.Section {
	r := w.Incident.Record
	t := w.table("no measures", "measure", "owner", "due", "done")
	for _, m := range w.Incident.Measures {
		t.Rows = append(t.Rows, row(m.Text, short(m.Owner), w.moment(m.Due), w.moment(m.DoneAt)))
	}
	return render.Section{ID: "measures", Tables: []render.Table{t}, Facts: w.facts(
		"deletion requested", w.moment(r.DeletionRequestedAt), "deletion confirmed", w.moment(r.DeletionConfirmedAt), "authorities", strings.Join(r.OtherAuthorities, ", "), "remarks", r.Remarks,
	)}
}

func (w writer) notifications() render.Section {
	t := w.table("no notifications", "moment", "kind", "reference", "sha")
	t.Columns[1].Label = w.word("what")
	for _, n := range w.Notifications {
		t.Rows = append(t.Rows, row(w.moment(n.SubmittedAt), w.word("kind "+string(n.Kind)), n.Reference, n.SHA256))
	}
	return render.Section{ID: "notifications", Tables: []render.Table{t}}
}

func (w writer) notes() render.Section {
	t := w.table("no notes", "moment", "note", "by")
	for _, n := range w.Notes {
		t.Rows = append(t.Rows, row(w.moment(n.At), n.Text, short(n.By)))
	}
	return render.Section{ID: "notes", Tables: []render.Table{t}}
}

func (w writer) timeline() render.Section {
	t := w.table("no events", "moment", "line", "by")
	for _, l := range w.Timeline() {
		what := l.What
		switch l.Kind {
		case "event":
			what = w.actionNamed(l.What)
		case "outcome":
			what = w.word("outcome " + l.What)
		case "notification":
			what = w.word("kind " + l.What)
		case "act":
			what = w.word("act " + strings.TrimPrefix(l.What, "incident."))
		case "note":
			what = ""
		}
		t.Rows = append(t.Rows, row(w.moment(l.At), strings.TrimSuffix(w.word("line "+l.Kind)+": "+what, ": "), w.actor(l.By)))
	}
	return render.Section{ID: "timeline", Tables: []render.Table{t}}
}

// actionNamed puts the name of an action into words.
func (w writer) actionNamed(name string) string {
	for _, a := range w.Attempts {
		if action := a.Event.Decision.Action; action.String() == name {
			return w.phrases().Action(action)
		}
	}
	return name
}

func (w writer) actor(by string) string {
	if slices.Contains([]string{"device", "dijkwacht"}, by) {
		return w.word("role " + map[string]string{"device": "device", "dijkwacht": "system"}[by])
	}
	return short(by)
}

func (w writer) chain() render.Section {
	t := w.table("no acts", "entry#", "moment", "act", "revision#", "hash")
	t.Columns[3].Label = "Rev."
	for _, r := range w.Acts {
		e := r.Entry
		t.Rows = append(t.Rows, row(strconv.FormatInt(e.Seq, 10), w.moment(e.At), w.word("act "+strings.TrimPrefix(e.Action, "incident.")), strconv.FormatInt(e.Rev, 10), r.Hash))
	}
	return render.Section{ID: "chain", Text: []string{w.word("chain text")}, Tables: []render.Table{t}}
}
