package ext

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// overview is what the register holds of who uses the device, in their own hands.
type overview struct {
	Subject string `json:"subject"`
	// From is since when events are shown. Without user_hint those of an earlier
	// quarter, which have another pseudonym, cannot be found.
	From      string        `json:"from"`
	Complete  bool          `json:"complete"`
	Events    []ownEvent    `json:"events"`
	Questions []ownQuestion `json:"questions"`
	Reveals   []ownReveal   `json:"reveals"`
	Requests  []requestView `json:"requests"`
	Stored    []storedView  `json:"stored"`
	Viewers   []viewerView  `json:"viewers"`
	Contact   contactView   `json:"contact"`
	Who       whoView       `json:"who"`
}

type ownEvent struct {
	EventID     string           `json:"event_id"`
	DecisionID  string           `json:"decision_id"`
	At          string           `json:"at"`
	Destination string           `json:"destination_id"`
	Channel     policy.Channel   `json:"channel"`
	Action      policy.Action    `json:"action"`
	Types       []ownType        `json:"types"`
	Outcome     *register.Result `json:"outcome"`
	Egress      *register.Egress `json:"egress_evidence"`
	Kept        json.RawMessage  `json:"kept,omitempty"`
}

type ownType struct {
	Type  string `json:"type"`
	Count int    `json:"count"`
}

type ownQuestion struct {
	QuestionID string       `json:"question_id"`
	Question   inquiry.Name `json:"question"`
	AskedAt    string       `json:"asked_at"`
	ExpiresAt  string       `json:"expires_at"`
	Answers    []string     `json:"answers"`
}

type ownReveal struct {
	At      string         `json:"at"`
	Purpose reveal.Purpose `json:"purpose"`
	Fields  []string       `json:"fields"`
	Roles   []ident.Role   `json:"approver_roles"`
}

type requestView struct {
	RequestID string       `json:"request_id"`
	Kind      rights.Kind  `json:"kind"`
	Ground    string       `json:"ground"`
	Text      *string      `json:"text"`
	EventID   *string      `json:"event_id"`
	At        string       `json:"at"`
	DueAt     string       `json:"due_at"`
	State     rights.State `json:"state"`
	Answer    *string      `json:"answer"`
	// AnsweredAt is when the answer came.
	AnsweredAt *string `json:"answered_at"`
}

func viewRequest(r rights.Request) requestView {
	v := requestView{RequestID: r.ID, Kind: r.Kind, Ground: r.Ground, At: second(r.At), DueAt: second(r.DueAt), State: r.State}
	if r.EventID != "" {
		v.EventID = &r.EventID
	}
	if r.Text != "" {
		v.Text = &r.Text
	}
	if r.Answer != "" {
		at := second(r.AnsweredAt)
		v.Answer, v.AnsweredAt = &r.Answer, &at
	}
	return v
}

// second is a time as the API writes it to people.
func second(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// summary shows the sender what the register holds of them on this device.
func (a *API) summary(c *gin.Context) {
	a.handle(c, http.StatusOK, func() (any, error) {
		from, err := a.senderOf(c, "")
		if err != nil {
			return nil, err
		}
		return a.overview(c.Request.Context(), callerOf(c), from, false, false)
	})
}

// export is the summary with all that is kept of each event (GDPR article 15), over
// every quarter when the body has the hint.
func (a *API) export(c *gin.Context) {
	a.read(c, http.StatusOK, func(o wire.Object) (any, error) {
		hint, full := o.String("user_hint", maxHint), o.Bool("full")
		if err := o.Err(); err != nil {
			return nil, err
		}
		from, err := a.senderOf(c, hint)
		if err != nil {
			return nil, err
		}
		return a.overview(c.Request.Context(), callerOf(c), from, hint != "", full)
	})
}

func (a *API) overview(ctx context.Context, caller auth.Caller, from rights.Sender, hinted, full bool) (*overview, error) {
	attempts, since, err := a.Rights.Attempts(ctx, from)
	if err != nil {
		return nil, err
	}
	questions, err := a.Questions.For(ctx, from.OrgID, from.DeviceID, from.Subjects)
	if err != nil {
		return nil, err
	}
	reveals, err := a.Reveals.Told(ctx, from.OrgID, from.DeviceID, from.Subjects)
	if err != nil {
		return nil, err
	}
	requests, err := a.Rights.Own(ctx, from)
	if err != nil {
		return nil, err
	}
	contact, err := a.Rights.Contact(ctx, from.OrgID)
	if err != nil {
		return nil, err
	}
	who, err := a.who(ctx, caller)
	if err != nil {
		return nil, err
	}
	byDevice := from.Subjects[0] == from.DeviceID
	out := &overview{
		Subject: from.Subjects[0], From: second(since), Events: []ownEvent{}, Questions: []ownQuestion{}, Reveals: []ownReveal{}, Requests: []requestView{},
		Complete: hinted || byDevice || ident.Quarter(since) == ident.Quarter(a.Now()), Stored: stored, Viewers: viewers,
		Contact: contactView{Role: ident.FG, Organisation: contact}, Who: who,
	}
	for _, t := range attempts {
		e, err := viewOwn(t, full)
		if err != nil {
			return nil, err
		}
		out.Events = append(out.Events, e)
	}
	for _, q := range questions {
		out.Questions = append(out.Questions, ownQuestion{q.ID, q.Name, second(q.AskedAt), second(q.AskedAt.Add(inquiry.Life)), inquiry.Answers(q.Name)})
	}
	for _, r := range reveals {
		out.Reveals = append(out.Reveals, ownReveal{second(r.At), r.Purpose, r.Fields, r.Roles})
	}
	for _, r := range requests {
		out.Requests = append(out.Requests, viewRequest(r))
	}
	return out, nil
}

func viewOwn(t register.Attempt, full bool) (ownEvent, error) {
	e := t.Event
	v := ownEvent{EventID: e.ID, DecisionID: e.DecisionID, At: second(e.At), Destination: e.Destination, Channel: e.Channel, Action: e.Decision.Action, Types: []ownType{}}
	for _, c := range e.Types {
		v.Types = append(v.Types, ownType{c.Type, c.Count})
	}
	if t.Outcome != nil {
		v.Outcome, v.Egress = &t.Outcome.Result, &t.Outcome.Egress
	}
	if !full {
		return v, nil
	}
	var err error
	v.Kept, err = json.Marshal(struct {
		Event   register.Event    `json:"event"`
		Outcome *register.Outcome `json:"outcome"`
	}{e, t.Outcome})
	return v, err
}
