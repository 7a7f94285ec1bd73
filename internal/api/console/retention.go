package console

import (
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
)

func (a *API) retentionRoutes(g gin.IRouter) {
	g.GET("/settings/retention", a.of(a.retentionTerms))
	g.PATCH("/settings/retention", a.change(jsonObject, a.setRetentionTerms))
	g.POST("/settings/retention/purge-requests", a.once(jsonObject, a.requestPurge))

	g.GET("/legal-holds", a.of(a.legalHolds))
	g.POST("/legal-holds", a.once(jsonObject, a.placeHold))
	g.GET("/legal-holds/:id", a.of(a.legalHold))
	g.POST("/legal-holds/:id/lift", a.once(jsonObject, a.liftHold))
}

type termView struct {
	Kind    retention.Kind    `json:"kind"`
	Unit    retention.Unit    `json:"unit"`
	Value   int               `json:"value"`
	Default int               `json:"default"`
	Min     int               `json:"min"`
	Max     int               `json:"max"`
	Reason  map[string]string `json:"reason"` // by language
}

type retentionView struct {
	Terms     []termView    `json:"terms"`
	ChangedAt *string       `json:"changed_at"`
	ChangedBy *string       `json:"changed_by"`
	Material  *materialView `json:"material_change"`
	// Waiting are changes that wait for the consent of the works council.
	Waiting []retention.Change `json:"waiting"`
}

// materialView is the last change by which something is kept for longer.
type materialView struct {
	At      string             `json:"at"`
	By      string             `json:"by"`
	Changes []retention.Change `json:"changes"`
}

// retentionReply has revisions from 1, so that the first change has one to name.
func retentionReply(s retention.Settings, err error) (reply, error) {
	v := retentionView{Terms: []termView{}, Waiting: append([]retention.Change{}, s.Waiting...), ChangedAt: when(s.ChangedAt), ChangedBy: orNil(s.ChangedBy)}
	for _, r := range retention.Rules {
		v.Terms = append(v.Terms, termView{r.Kind, r.Unit, s.Term(r.Kind), r.Default, r.Min, r.Max, map[string]string{"nl": r.WhyNL, "en": r.WhyEN}})
	}
	if m := s.Material; m != nil {
		v.Material = &materialView{stamp(m.At), m.By, m.Changes}
	}
	return reply{status: http.StatusOK, rev: s.Rev + 1, body: v}, err
}

// retentionTerms shows how long each kind of data is kept, and why.
func (a *API) retentionTerms(k call) (reply, error) {
	return retentionReply(a.Retention.Settings(k.Request.Context(), k.who))
}

// setRetentionTerms changes the terms that were sent.
func (a *API) setRetentionTerms(k call, rev int64) (reply, error) {
	terms := map[retention.Kind]int{}
	var names []string
	for _, r := range retention.Rules {
		name := string(r.Kind)
		if names = append(names, name); k.body.Has(name) {
			terms[r.Kind] = int(k.body.Int(name, int64(r.Min), int64(r.Max)))
		}
	}
	k.body.Only(names...)
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return retentionReply(a.Retention.SetTerms(k.Request.Context(), k.who, rev-1, terms))
}

// requestPurge asks for the approval of a purge beside the daily one.
func (a *API) requestPurge(k call) (reply, error) {
	reason, err := k.reason()
	if err != nil {
		return reply{}, err
	}
	asked, err := a.Retention.RequestPurge(k.Request.Context(), k.who, reason)
	return reply{status: http.StatusCreated, body: viewApproval(asked)}, err
}

// reason reads a body that has a reason, and perhaps these members.
func (k call) reason(others ...string) (string, error) {
	k.body.Require("reason")
	reason := k.body.String("reason", maxTextBytes)
	k.body.Only(slices.Concat([]string{"reason"}, others)...)
	return reason, k.body.Err()
}

type holdView struct {
	ID         string  `json:"id"`
	IncidentID *string `json:"incident_id"` // null: everything
	Reason     string  `json:"reason"`
	PlacedBy   string  `json:"placed_by"`
	PlacedAt   string  `json:"placed_at"`
	Until      *string `json:"until"` // null: until it is lifted
	Active     bool    `json:"active"`
	EndedAt    *string `json:"ended_at"`
	EndedBy    *string `json:"ended_by"`
	EndReason  *string `json:"end_reason"`
}

func viewHold(h retention.Hold, now time.Time) holdView {
	return holdView{
		h.ID, orNil(h.IncidentID), h.Why, h.PlacedBy, stamp(h.PlacedAt), when(h.Until), h.Holds(now), when(h.EndedAt), orNil(h.EndedBy), orNil(h.EndedWhy),
	}
}

// legalHolds lists what may not be deleted, newest first.
func (a *API) legalHolds(k call) (reply, error) {
	if err := onlyQuery(k, "incident_id", "ended"); err != nil {
		return reply{}, err
	}
	incident, ended := k.Query("incident_id"), k.Query("ended")
	if incident != "" && !ident.IsID(ident.PrefixIncident, incident) {
		return reply{}, badQuery("incident_id", "format")
	}
	if ended != "" && ended != "true" && ended != "false" {
		return reply{}, badQuery("ended", "enum")
	}
	found, err := a.Retention.Holds(k.Request.Context(), k.who, incident, ended == "true")
	if err != nil {
		return reply{}, err
	}
	views := []holdView{}
	for _, h := range found {
		views = append(views, viewHold(h, a.Now()))
	}
	return reply{status: http.StatusOK, body: list{views, nil}}, nil
}

// legalHold shows one hold.
func (a *API) legalHold(k call) (reply, error) {
	id, err := idOf(k, retention.PrefixHold)
	if err != nil {
		return reply{}, err
	}
	return a.holdReply(http.StatusOK)(a.Retention.Hold(k.Request.Context(), k.who, id))
}

func (a *API) holdReply(status int) func(retention.Hold, error) (reply, error) {
	return func(h retention.Hold, err error) (reply, error) {
		return reply{status: status, rev: h.Rev, body: viewHold(h, a.Now())}, err
	}
}

// placeHold stops the deletion of an incident, or of everything.
func (a *API) placeHold(k call) (reply, error) {
	incident, until := k.body.String("incident_id", 64), k.body.Time("until")
	if incident != "" && !ident.IsID(ident.PrefixIncident, incident) {
		k.body.Fail("incident_id", "format")
	}
	reason, err := k.reason("incident_id", "until")
	if err != nil {
		return reply{}, err
	}
	return a.holdReply(http.StatusCreated)(a.Retention.Place(k.Request.Context(), k.who, incident, reason, until))
}

// liftHold ends a hold, once a second person agrees.
func (a *API) liftHold(k call) (reply, error) {
	id, err := idOf(k, retention.PrefixHold)
	if err != nil {
		return reply{}, err
	}
	approval := k.body.String("approval_id", 64)
	reason, err := k.reason("approval_id")
	if err != nil {
		return reply{}, err
	}
	h, asked, err := a.Retention.Lift(k.Request.Context(), k.who, id, reason, approval)
	if err == nil && asked != nil {
		return reply{status: http.StatusAccepted, body: viewApproval(*asked)}, nil
	}
	return a.holdReply(http.StatusOK)(h, err)
}
