package console

import (
	"encoding/json"
	"net/http"
	"regexp"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/casework"
	paper "dijkwacht/internal/render"
)

type apDraftView struct {
	apdraft.Draft
	Filled          float64  `json:"filled"`
	FilledAutomatic float64  `json:"filled_automatically"`
	DeadlineAt      *string  `json:"deadline_at"`
	Changed         []string `json:"changed_since_notification"`
	FollowUp        bool     `json:"follow_up_due"`
}

// apDraft is the form of the authority, filled from the register: JSON, a page to
// print, or a PDF file.
func (a *API) apDraft(c *gin.Context) {
	k := callOf(c)
	id, err := idOf(k, ident.PrefixIncident)
	if err == nil {
		err = onlyQuery(k, "format")
	}
	var format string
	if err == nil {
		format, err = formatOf(k, "html", "pdf")
	}
	var d casework.Draft
	if err == nil {
		d, err = a.Cases.Draft(c.Request.Context(), k.who, id)
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case format == "json":
		send(c, reply{status: http.StatusOK, body: apDraftView{d.Draft, d.Filled(false), d.Filled(true), when(d.Incident.DeadlineAt), orEmpty(d.Changed), len(d.Changed) > 0}})
	default:
		now := a.Now()
		a.print(c, d.Document(now.In(d.Input.Place).Format("02-01-2006 15:04")), format, "ap-melding-"+d.Number, now)
	}
}

type letterView struct {
	Title    string        `json:"title"`
	Sections []letterParts `json:"sections"`
}

type letterParts struct {
	Title string   `json:"title"`
	Text  []string `json:"text"`
}

// letter is a letter that goes with a leak: its text, a page to print, or a PDF
// file.
func (a *API) letter(c *gin.Context) {
	k := callOf(c)
	id, err := idOf(k, ident.PrefixIncident)
	if err == nil {
		err = onlyQuery(k, "kind", "lang", "format")
	}
	kind := apdraft.Letter(c.DefaultQuery("kind", string(apdraft.ToSubjects)))
	if err == nil && !all([]apdraft.Letter{kind}, apdraft.Letters) {
		err = badQuery("kind", "enum")
	}
	var lang, format string
	if err == nil {
		lang, err = langOf(k, "nl")
	}
	if err == nil {
		format, err = formatOf(k, "html", "pdf")
	}
	var d casework.Draft
	if err == nil {
		d, err = a.Cases.Draft(c.Request.Context(), k.who, id)
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	doc := kind.Write(d.Input, lang)
	if format != "json" {
		a.print(c, doc, format, "letter-"+string(kind)+"-"+d.Number, a.Now())
		return
	}
	send(c, reply{status: http.StatusOK, body: viewLetter(doc)})
}

func viewLetter(doc paper.Document) letterView {
	v := letterView{doc.Title, []letterParts{}}
	for _, s := range doc.Sections {
		v.Sections = append(v.Sections, letterParts{s.Title, s.Text})
	}
	return v
}

type notificationView struct {
	ID          string                    `json:"id"`
	Kind        casework.NotificationKind `json:"kind"`
	Reference   string                    `json:"reference"`
	SubmittedAt string                    `json:"submitted_at"`
	RecordedAt  string                    `json:"recorded_at"`
	By          string                    `json:"by"`
	SHA256      string                    `json:"sha256"`
	Snapshot    json.RawMessage           `json:"snapshot"`
}

func viewNotification(n casework.Notification) notificationView {
	return notificationView{n.ID, n.Kind, n.Reference, stamp(n.SubmittedAt), stamp(n.RecordedAt), n.By, n.SHA256, n.Snapshot}
}

func (a *API) listNotifications(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	d, err := a.Cases.Draft(k.Request.Context(), k.who, id)
	views := []notificationView{}
	for _, n := range d.Sent {
		views = append(views, viewNotification(n))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, err
}

// reference is the form of a number that the authority gives.
var reference = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9./_-]{0,63}$`)

// notifyAuthority records that a notification was sent, with the draft as it stands.
func (a *API) notifyAuthority(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	b := k.body
	b.Require("kind", "reference", "submitted_at")
	sub := casework.Submission{
		Kind:      casework.NotificationKind(b.OneOf("kind", "initial", "follow_up", "complete", "withdrawal")),
		Reference: b.String("reference", 64), SubmittedAt: b.Time("submitted_at"), Reason: b.String("reason", maxTextBytes),
	}
	if sub.Reference != "" && !reference.MatchString(sub.Reference) {
		b.Fail("reference", "format")
	}
	b.Only("kind", "reference", "submitted_at", "reason")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	n, err := a.Cases.Submit(k.Request.Context(), k.who, id, sub)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: viewNotification(n)}, nil
}

func legalReply(l casework.Legal, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: l, rev: l.Rev + 1}, nil
}

// legalSettings shows who answers for the organisation.
func (a *API) legalSettings(k call) (reply, error) {
	return legalReply(a.Cases.Legal(k.Request.Context(), k.who))
}

// setLegalSettings replaces who answers for the organisation.
func (a *API) setLegalSettings(k call, rev int64) (reply, error) {
	b := k.body
	contact := func(name string) apdraft.Contact {
		o := b.Object(name)
		o.Only("name", "function", "phone", "email", "registration_no")
		return apdraft.Contact{Name: o.String("name", 200), Function: o.String("function", 200), Phone: o.String("phone", 40), Email: o.String("email", 254), Registration: o.String("registration_no", 40)}
	}
	l := casework.Legal{
		LegalName: b.String("legal_name", 200), KVK: b.String("kvk", 20), Sector: b.String("sector", 120), Reporter: contact("reporter"), DPO: contact("dpo"),
		Address: b.String("address", 200), Hosting: readHosting(b),
	}
	b.Only("legal_name", "kvk", "sector", "reporter", "dpo", "address", "hosting")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	return legalReply(a.Cases.SetLegal(k.Request.Context(), k.who, rev-1, l))
}

// readHosting reads who runs the machine: the organisation itself has no processor.
func readHosting(b wire.Object) apdraft.Hosting {
	o := b.Object("hosting")
	o.Only("self", "processor", "address", "agreement", "place")
	h := apdraft.Hosting{Self: o.Bool("self"), Processor: o.String("processor", 200), Address: o.String("address", 200), Agreement: o.String("agreement", 200), Place: o.String("place", 200)}
	if h.Self && h.Processor+h.Address+h.Agreement != "" {
		o.Fail("self", "invalid")
	}
	return h
}
