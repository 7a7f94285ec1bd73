package ext

import (
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/limit"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// SenderDeps are what serves the people behind the devices.
type SenderDeps struct {
	Feedback  *feedback.Service
	Glass     *breakglass.Service
	Questions *inquiry.Service
	Reveals   *reveal.Service
	Rights    *rights.Service
}

// senderRate is how often a device may use each of the routes of its user.
var senderRate = limit.Rate{Quota: 120, Window: time.Hour}

// mountSenders adds the routes of the people behind the devices.
func (a *API) mountSenders(g gin.IRouter) {
	g.POST("/feedback", a.device, a.limitSender("feedback_device"), a.feedback)
	g.POST("/break-glass", a.device, a.limitSender("break_glass_device"), a.breakGlass)
	g.POST("/events", a.device, a.limitSender("events_device"), a.events)
	g.POST("/answers", a.device, a.limitSender("answers_device"), a.answerQuestion)
	g.GET("/me/summary", a.device, a.limitSender("summary_device"), a.summary)
	g.POST("/me/export", a.device, a.limitSender("export_device"), a.export)
	g.POST("/identify", a.device, a.limitSender("identify_device"), a.identify)
	g.POST("/identify/end", a.device, a.limitSender("identify_device"), a.endIdentify)
	g.POST("/me/requests", a.device, a.limitSender("requests_device"), a.askRight)
}

func (a *API) limitSender(name string) gin.HandlerFunc {
	return func(c *gin.Context) {
		caller := callerOf(c)
		a.Kit.Limit(c, a.Limiter, caller.OrgID, limit.Claim{Name: name, Key: caller.DeviceID, Rate: senderRate})
	}
}

// read reads the body, checks it and runs the work on it.
func (a *API) read(c *gin.Context, status int, work func(wire.Object) (any, error)) {
	a.handle(c, status, func() (any, error) {
		o, release, err := wire.Read(c, wire.MaxBody)
		if err != nil {
			return nil, err
		}
		defer release()
		return work(o)
	})
}

// feedback keeps what the sender says of a finding.
func (a *API) feedback(c *gin.Context) {
	a.read(c, http.StatusAccepted, func(o wire.Object) (any, error) {
		caller := callerOf(c)
		f, request, err := readFeedback(o, caller)
		if err != nil {
			return nil, err
		}
		ctx, cancel := bounded(c.Request.Context())
		defer cancel()
		return gin.H{"accepted": true}, a.Feedback.Give(ctx, f, request)
	})
}

func readFeedback(o wire.Object, caller auth.Caller) (feedback.Feedback, string, error) {
	o.Require("decision_id", "verdict")
	f := feedback.Feedback{
		OrgID: caller.OrgID, DeviceID: caller.DeviceID, Subject: caller.Subject, DecisionID: o.String("decision_id", 64),
		FindingID: o.String("finding_id", 8), Verdict: feedback.Verdict(o.OneOf("verdict", feedback.Verdicts...)),
		Kind: feedback.Kind(o.OneOf("kind", feedback.Kinds...)), Type: o.OneOf("type", typeNames...),
	}
	request := o.String("request_id", 26)
	if f.DecisionID != "" && !ident.IsID(ident.PrefixDecision, f.DecisionID) {
		o.Fail("decision_id", "format")
	}
	if f.FindingID != "" && !isFindingID(f.FindingID) {
		o.Fail("finding_id", "format")
	}
	if f.FindingID == "" && o.Has("verdict") && f.Verdict != feedback.Missed && f.Verdict != "" {
		o.Fail("finding_id", "required")
	}
	if request != "" && !ident.IsULID(request) {
		o.Fail("request_id", "format")
	}
	return f, request, o.Err()
}

// isFindingID reports whether s is an f and a number; see findingID.
func isFindingID(s string) bool {
	if len(s) < 2 || s[0] != 'f' || s[1] == '0' {
		return false
	}
	for _, c := range s[1:] {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// explanationOf reads a short text of a user, which is kept only when nothing is found
// in it.
func (a *API) explanationOf(o wire.Object, org string) (string, error) {
	text := o.String("text", 4*maxExplanation)
	if utf8.RuneCountInString(text) > maxExplanation {
		o.Fail("text", "too_long")
	}
	err := a.checkExplanation(org, text)
	if errors.Is(err, fault.E(fault.OutcomePersonalText)) {
		err = fault.E(fault.TextRefused)
	}
	return text, err
}
