package console

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// SenderDeps are what knows of the people behind devices.
type SenderDeps struct {
	Feedback  *feedback.Service
	Questions *inquiry.Service
	Reveals   *reveal.Service
	Rights    *rights.Service
}

func (a *API) senderRoutes(g gin.IRouter) {
	g.POST("/incidents/:id/reveal-requests", a.once(jsonObject, a.requestReveal))
	g.GET("/reveals/:id", a.of(a.collectReveal))
	g.POST("/reveals/:id/withhold", a.once(jsonObject, a.withholdReveal))

	g.GET("/incidents/:id/proposal", a.of(a.incidentProposal))
	g.GET("/incidents/:id/questions", a.of(a.senderQuestions))
	g.POST("/incidents/:id/questions", a.once(jsonObject, a.askSender))

	g.GET("/rights-requests", a.of(a.rightsRequests))
	g.GET("/rights-requests/:id", a.of(a.rightsRequest))
	g.GET("/rights-requests/:id/letter", a.rightsLetter)
	g.POST("/rights-requests/:id/answer", a.once(jsonObject, a.answerRightsRequest))
}

type boxView struct {
	ID         string         `json:"id"`
	IncidentID string         `json:"incident_id"`
	Purpose    reveal.Purpose `json:"purpose"`
	Fields     []string       `json:"fields"`
	At         string         `json:"at"`
	ExpiresAt  string         `json:"expires_at"`
	Box        string         `json:"box"`
}

type revealView struct {
	ID         string         `json:"id"`
	IncidentID string         `json:"incident_id"`
	Purpose    reveal.Purpose `json:"purpose"`
	At         string         `json:"at"`
	Withheld   bool           `json:"withheld"`
}

// requestReveal asks for the approval that a reveal takes.
func (a *API) requestReveal(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("purpose", "text", "fields", "public_key")
	ask := reveal.Ask{
		Incident: id, Purpose: reveal.Purpose(k.body.OneOf("purpose", reveal.Purposes...)), Text: k.body.String("text", 4*approval.MaxReason),
		Fields:    k.body.Strings("fields", len(reveal.Fields), func(f string) bool { return slices.Contains(reveal.Fields, f) }),
		PublicKey: k.body.String("public_key", 128),
	}
	if slices.Sort(ask.Fields); k.body.Has("fields") && len(slices.Compact(ask.Fields)) == 0 {
		k.body.Fail("fields", "required")
	}
	if _, err := reveal.ParseKey(ask.PublicKey); err != nil && k.body.Has("public_key") {
		k.body.Fail("public_key", "format")
	}
	k.body.Only("purpose", "text", "fields", "public_key")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	ask.Fields = slices.Compact(ask.Fields)
	found, err := a.Reveals.Request(k.Request.Context(), k.who, ask)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusCreated, body: viewApproval(found), rev: found.Rev}, nil
}

// collectReveal hands the sealed name to the browser that it is sealed to.
func (a *API) collectReveal(k call) (reply, error) {
	id, err := idOf(k, reveal.PrefixReveal)
	if err != nil {
		return reply{}, err
	}
	r, err := a.Reveals.Collect(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: boxView{r.ID, r.IncidentID, r.Purpose, r.Fields, stamp(r.At), stamp(r.ExpiresAt), r.Box}}, nil
}

// withholdReveal writes down why a person is not told.
func (a *API) withholdReveal(k call) (reply, error) {
	id, err := idOf(k, reveal.PrefixReveal)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("reason")
	reason := k.body.String("reason", 4*approval.MaxReason)
	k.body.Only("reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	r, err := a.Reveals.Withhold(k.Request.Context(), k.who, id, reason)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: revealView{r.ID, r.IncidentID, r.Purpose, stamp(r.At), r.Withheld != ""}}, nil
}

type revealCount struct {
	Purpose  reveal.Purpose `json:"purpose"`
	Done     int            `json:"done"`
	Withheld int            `json:"withheld"`
}

// countedFor is over how long reveals are counted.
const countedFor = 365 * 24 * time.Hour

// revealCounts says how often names were disclosed in the last year, and what came of
// each request.
func (a *API) revealCounts(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	to := a.Now()
	from := to.Add(-countedFor)
	counts, err := a.Reveals.Counts(k.Request.Context(), k.who, from, to.Add(time.Millisecond))
	if err != nil {
		return reply{}, err
	}
	items := []revealCount{}
	for _, c := range counts {
		items = append(items, revealCount(c))
	}
	asked, err := a.Council.Reveals(k.Request.Context(), k.who, from)
	if err != nil {
		return reply{}, err
	}
	requests := []revealRequest{}
	for _, r := range asked {
		requests = append(requests, revealRequest{
			r.On.UTC().Format(time.DateOnly), r.Purpose, r.Outcome, append([]ident.Role{}, r.Asked...), append([]ident.Role{}, r.Approved...), r.Told, r.Withheld,
		})
	}
	return reply{status: http.StatusOK, body: gin.H{"from": stamp(from), "to": stamp(to), "items": items, "requests": requests}}, nil
}

// revealRequest is a request for a name: the day, and nothing of a person or a case.
type revealRequest struct {
	On        string          `json:"on"`
	Purpose   reveal.Purpose  `json:"purpose"`
	Outcome   council.Outcome `json:"outcome"`
	AskedBy   []ident.Role    `json:"asked_by"`
	DecidedBy []ident.Role    `json:"decided_by"`
	Told      bool            `json:"employee_told"`
	Withheld  bool            `json:"withheld"`
}

// incidentProposal sums the feedback of senders up.
func (a *API) incidentProposal(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	p, err := a.Feedback.On(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: gin.H{"proposal": p}}, err
}
