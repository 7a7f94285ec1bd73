package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casefile"
	"dijkwacht/internal/register/casework"
)

type exportView struct {
	Incident      caseView           `json:"incident"`
	Assessment    assessmentView     `json:"assessment"`
	Subjects      subjectsView       `json:"subjects"`
	Measures      []measureView      `json:"measures"`
	Events        []eventView        `json:"events"`
	Notes         []noteView         `json:"notes"`
	Notifications []notificationView `json:"notifications"`
	Alerts        []casework.Alert   `json:"alerts"`
	Acts          []actView          `json:"acts"`
	Timeline      []lineView         `json:"timeline"`
	// Changed are the fields of the form that changed since it was sent.
	Changed    []string `json:"changed_since_notification"`
	ExportedAt string   `json:"exported_at"`
}

type actView struct {
	Seq    int64            `json:"seq"`
	At     string           `json:"at"`
	Actor  string           `json:"actor"`
	Role   string           `json:"role"`
	Action string           `json:"action"`
	Rev    int64            `json:"rev"`
	Hash   string           `json:"hash"`
	Change *register.Change `json:"change"`
}

// exportIncident is the whole file of an incident, as JSON or to file. That it was
// exported is in the chain.
func (a *API) exportIncident(c *gin.Context) {
	k := callOf(c)
	id, err := idOf(k, ident.PrefixIncident)
	if err == nil {
		err = onlyQuery(k, "format", "lang")
	}
	var format, lang string
	if err == nil {
		format, err = formatOf(k, "html", "pdf")
	}
	if err == nil {
		lang, err = langOf(k, k.user.Locale)
	}
	var f casework.File
	if err == nil {
		f, err = a.Cases.File(c.Request.Context(), k.who, id, true)
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case format == "json":
		send(c, reply{status: http.StatusOK, body: a.viewFile(k, f)})
	default:
		now := a.Now()
		a.print(c, casefile.Document(f, lang, now), format, "incident-"+f.Incident.Number.String(), now)
	}
}

func (a *API) viewFile(k call, f casework.File) exportView {
	v := exportView{
		Incident: viewCase(f.Incident), Assessment: k.viewAssessment(f.Incident), Subjects: viewSubjects(f.Incident), Measures: viewMeasures(f.Incident), Events: []eventView{}, Notes: []noteView{},
		Notifications: []notificationView{}, Alerts: f.Alerts, Acts: []actView{}, Timeline: viewTimeline(f), Changed: orEmpty(f.Draft.Changed), ExportedAt: stamp(a.Now()),
	}
	for _, e := range f.Attempts {
		v.Events = append(v.Events, viewEvent(e))
	}
	for _, n := range f.Notes {
		v.Notes = append(v.Notes, viewNote(n))
	}
	for _, n := range f.Notifications {
		v.Notifications = append(v.Notifications, viewNotification(n))
	}
	for n, m := range f.Changes() {
		e := f.Acts[n].Entry
		v.Acts = append(v.Acts, actView{m.Seq, stamp(m.At), m.Actor, m.Role, e.Action, e.Rev, m.Hash, m.Change})
	}
	return v
}
