package console

import (
	"net/http"
	"net/url"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/policy"
	readable "dijkwacht/internal/policy/plain"
	"dijkwacht/internal/publish"
)

type textView struct {
	Dutch   string          `json:"nl"`
	English string          `json:"en"`
	Plain   readable.Result `json:"b1"`
}

type messageView struct {
	ID string `json:"id"`
	textView
	// Second is tried beside the first, null for none.
	Second       *textView `json:"second"`
	Own          bool      `json:"own"`
	Placeholders []string  `json:"placeholders"`
}

func viewMessage(m publish.Message) messageView {
	v := messageView{ID: m.ID, textView: textView(m.Text), Own: m.Own, Placeholders: policy.Placeholders}
	if m.Second != nil {
		second := textView(*m.Second)
		v.Second = &second
	}
	return v
}

// messages lists the texts that people see.
func (a *API) messages(k call) (reply, error) {
	found, err := a.Desk.Messages(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []messageView{}
	for _, m := range found {
		views = append(views, viewMessage(m))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

func (a *API) message(k call) (reply, error) {
	return messageReply(a.Desk.Message(k.Request.Context(), k.who, k.Param("message")))
}

func messageReply(m publish.Message, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewMessage(m), rev: m.Rev}, nil
}

// readText reads the members nl and en.
func readText(o wire.Object) publish.Text {
	o.Require("nl", "en")
	return publish.Text{Dutch: o.String("nl", 4*publish.MaxMessage), English: o.String("en", 4*publish.MaxMessage)}
}

// putMessage writes a text of the organisation's own, and the second one or none.
func (a *API) putMessage(k call, rev int64) (reply, error) {
	first := readText(k.body)
	var second *publish.Text
	if k.body.Has("second") && !k.body.Null("second") {
		inner := k.body.Object("second")
		other := readText(inner)
		inner.Only("nl", "en")
		second = &other
	}
	k.body.Only("nl", "en", "second")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return messageReply(a.Desk.PutMessage(k.Request.Context(), k.who, k.Param("message"), rev, first, second))
}

// checkMessage says how plain a text is.
func (a *API) checkMessage(k call) (reply, error) {
	if err := k.read(jsonObject); err != nil {
		return reply{}, err
	}
	text := readText(k.body)
	k.body.Only("nl", "en")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	m, err := a.Desk.CheckMessage(k.Request.Context(), k.who, k.Param("message"), text)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewMessage(m)}, nil
}

// isPage accepts the address of a page over https.
func isPage(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme == "https" && u.Host != "" && u.User == nil
}
