package ext

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/rights"
)

// maxHint is the length of a user_hint, as with tokens.
const maxHint = 320

// senderOf is the caller with the pseudonyms of the quarters that are kept, when the
// body says with which hint the token was made. The hint is in memory for this
// request alone.
func (a *API) senderOf(c *gin.Context, hint string) (rights.Sender, error) {
	caller := callerOf(c)
	subjects, err := a.Identities.Pseudonyms(c.Request.Context(), caller, hint, a.Now().Add(-rights.Weeks*7*24*time.Hour))
	return rights.Sender{OrgID: caller.OrgID, DeviceID: caller.DeviceID, Subjects: subjects}, err
}

// answerQuestion takes the closed answer to a question of the officer.
func (a *API) answerQuestion(c *gin.Context) {
	a.read(c, http.StatusAccepted, func(o wire.Object) (any, error) {
		o.Require("question_id", "answer")
		id, answer, hint := o.String("question_id", 64), o.String("answer", 40), o.String("user_hint", maxHint)
		if id != "" && !ident.IsID(inquiry.PrefixQuestion, id) {
			o.Fail("question_id", "format")
		}
		if err := o.Err(); err != nil {
			return nil, err
		}
		from, err := a.senderOf(c, hint)
		if err != nil {
			return nil, err
		}
		ctx, cancel := bounded(c.Request.Context())
		defer cancel()
		return gin.H{"accepted": true}, a.Questions.Answer(ctx, from.OrgID, from.DeviceID, from.Subjects, id, answer)
	})
}

// askRight takes a request for correction, an objection, or an own word.
func (a *API) askRight(c *gin.Context) {
	a.read(c, http.StatusCreated, func(o wire.Object) (any, error) {
		o.Require("kind", "ground")
		ask := rights.Ask{
			Kind: rights.Kind(o.OneOf("kind", rights.Kinds...)), Ground: o.OneOf("ground", rights.Grounds...),
			Event: o.String("event_id", 64), Text: o.String("text", 4*rights.MaxText),
		}
		hint, event := o.String("user_hint", maxHint), ask.Event
		if event != "" && !ident.IsID(ident.PrefixEvent, event) {
			o.Fail("event_id", "format")
		}
		if err := o.Err(); err != nil {
			return nil, err
		}
		from, err := a.senderOf(c, hint)
		if err != nil {
			return nil, err
		}
		r, err := a.Rights.Ask(c.Request.Context(), from, ask)
		if err != nil {
			return nil, err
		}
		return viewRequest(r), nil
	})
}
