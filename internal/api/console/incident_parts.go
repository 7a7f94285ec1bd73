package console

import (
	"net/http"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

type judgedView struct {
	*scoreView
	Unintelligible bool   `json:"unintelligible"`
	Why            string `json:"why"`
	By             string `json:"by"`
	At             string `json:"at"`
}

type assessmentView struct {
	Computed *scoreView  `json:"computed"`
	Judged   *judgedView `json:"judged"`
}

func (k call) viewAssessment(i register.Incident) assessmentView {
	v := assessmentView{Computed: k.viewScore(i.Computed)}
	if j := i.Judged; j != nil {
		v.Judged = &judgedView{k.viewScore(&j.Score), j.Unintelligible, j.Why, j.By, stamp(j.At)}
	}
	return v
}

func (a *API) assessmentReply(k call, i register.Incident, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: k.viewAssessment(i), rev: i.Rev}, nil
}

// assessment shows the severity that was computed and the one of a person.
func (a *API) assessment(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	i, err := a.Cases.Get(k.Request.Context(), k.who, id)
	return a.assessmentReply(k, i, err)
}

// assessIncident keeps a person's judgement beside the computed one. Factors are in
// hundredths, so that no fraction is lost.
func (a *API) assessIncident(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	b := k.body
	b.Require("dpc", "ei", "confidentiality", "why")
	hundredths := func(name string) float64 { return float64(b.Int(name, 0, 400)) / 100 }
	j := casework.Assessment{
		Factors: severity.Factors{DPC: hundredths("dpc"), EI: hundredths("ei"), Circumstances: severity.Circumstances{
			Confidentiality: hundredths("confidentiality"), Integrity: hundredths("integrity"), Availability: hundredths("availability"), Malicious: b.Bool("malicious"),
		}},
		Unintelligible: b.Bool("unintelligible"), Why: b.String("why", maxTextBytes),
	}
	b.Only("dpc", "ei", "confidentiality", "integrity", "availability", "malicious", "unintelligible", "why")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	i, err := a.Cases.Assess(k.Request.Context(), k.who, id, rev, j)
	return a.assessmentReply(k, i, err)
}

type subjectsView struct {
	State   lifecycle.Subjects `json:"state"`
	Allowed []string           `json:"allowed"`
	Reason  *string            `json:"reason"`
	Date    *string            `json:"date"`
	Count   int                `json:"count"`
	Channel *string            `json:"channel"`
	Text    *string            `json:"text"`
}

func subjectsReply(i register.Incident, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, rev: i.Rev, body: viewSubjects(i)}, nil
}

func viewSubjects(i register.Incident) subjectsView {
	c := i.Case()
	return subjectsView{
		c.Subjects, c.Allowed(lifecycle.AxisSubjects), orNil(i.SubjectReason), when(i.Record.InformedAt), i.Record.InformedCount, orNil(i.Record.Channel), orNil(i.Record.Wording),
	}
}

// subjects shows whether the people concerned are told.
func (a *API) subjects(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	return subjectsReply(a.Cases.Get(k.Request.Context(), k.who, id))
}

// tellSubjects moves the decision about telling the people concerned.
func (a *API) tellSubjects(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	b := k.body
	b.Require("state")
	t := casework.Told{
		State: lifecycle.Subjects(b.OneOf("state", asTexts(lifecycle.AllSubjects)...)), Code: b.String("reason_code", 64), Reason: b.String("reason", maxTextBytes),
		At: b.Time("date"), Count: int(b.Int("count", 0, 1<<30)), Channel: b.String("channel", 200), Wording: b.String("text", maxTextBytes),
	}
	b.Only("state", "reason_code", "reason", "date", "count", "channel", "text")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	return subjectsReply(a.Cases.Tell(k.Request.Context(), k.who, id, rev, t))
}

type noteView struct {
	ID   string `json:"id"`
	At   string `json:"at"`
	By   string `json:"by"`
	Text string `json:"text"`
}

func viewNote(n casework.Note) noteView { return noteView{n.ID, stamp(n.At), n.By, n.Text} }

func (a *API) listNotes(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	notes, err := a.Cases.Notes(k.Request.Context(), k.who, id)
	views := []noteView{}
	for _, n := range notes {
		views = append(views, viewNote(n))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, err
}

func (a *API) addNote(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("text")
	text := k.body.String("text", maxTextBytes)
	k.body.Only("text")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	n, err := a.Cases.AddNote(k.Request.Context(), k.who, id, text)
	return reply{status: http.StatusCreated, body: viewNote(n)}, err
}

type measureView struct {
	ID     string  `json:"id"`
	Text   string  `json:"text"`
	Owner  *string `json:"owner"`
	Due    *string `json:"due"`
	DoneAt *string `json:"done_at"`
}

func measuresReply(status int, i register.Incident, err error) (reply, error) {
	return reply{status: status, body: list{Items: viewMeasures(i)}, rev: i.Rev}, err
}

func viewMeasures(i register.Incident) []measureView {
	views := []measureView{}
	for _, m := range i.Measures {
		views = append(views, measureView{m.ID, m.Text, orNil(m.Owner), when(m.Due), when(m.DoneAt)})
	}
	return views
}

func (a *API) listMeasures(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	i, err := a.Cases.Get(k.Request.Context(), k.who, id)
	return measuresReply(http.StatusOK, i, err)
}

func (a *API) addMeasure(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	b := k.body
	b.Require("text")
	m := register.Measure{Text: b.String("text", maxTextBytes), Owner: b.String("owner", 64), Due: b.Time("due"), DoneAt: b.Time("done_at")}
	b.Only("text", "owner", "due", "done_at")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	i, err := a.Cases.AddMeasure(k.Request.Context(), k.who, id, m)
	return measuresReply(http.StatusCreated, i, err)
}

// editMeasure changes the members of a measure that were sent; null takes a time
// away.
func (a *API) editMeasure(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	measure := k.Param("measure")
	if !ident.IsID(casework.PrefixMeasure, measure) {
		return reply{}, fault.E(fault.NotFound)
	}
	b := k.body
	var e casework.MeasureEdit
	for name, into := range map[string]**string{"text": &e.Text, "owner": &e.Owner} {
		if b.Has(name) {
			v := b.String(name, maxTextBytes)
			*into = &v
		}
	}
	for name, into := range map[string]**time.Time{"due": &e.Due, "done_at": &e.DoneAt} {
		if b.Has(name) {
			v := time.Time{}
			if !b.Null(name) {
				v = b.Time(name)
			}
			*into = &v
		}
	}
	b.Only("text", "owner", "due", "done_at")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	i, err := a.Cases.EditMeasure(k.Request.Context(), k.who, id, rev, measure, e)
	return measuresReply(http.StatusOK, i, err)
}

type lineView struct {
	At   string `json:"at"`
	Kind string `json:"kind"`
	What string `json:"what"`
	By   string `json:"by"`
	ID   string `json:"id"`
}

// timeline lists what happened, oldest first: attempts, outcomes, acts, notes,
// notifications and alerts.
func (a *API) timeline(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	f, err := a.Cases.File(k.Request.Context(), k.who, id, false)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: list{Items: viewTimeline(f)}}, nil
}

func viewTimeline(f casework.File) []lineView {
	views := []lineView{}
	for _, l := range f.Timeline() {
		views = append(views, lineView{stamp(l.At), l.Kind, l.What, l.By, l.ID})
	}
	return views
}
