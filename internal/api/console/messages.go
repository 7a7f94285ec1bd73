package console

import (
	"net/http"
	"net/url"

	"dijkwacht/internal/policy"
	readable "dijkwacht/internal/policy/plain"
	"dijkwacht/internal/publish"
)

type messageView struct {
	ID           string          `json:"id"`
	Dutch        string          `json:"nl"`
	English      string          `json:"en"`
	Own          bool            `json:"own"`
	Placeholders []string        `json:"placeholders"`
	Plain        readable.Result `json:"b1"`
}

func viewMessage(m publish.Message) messageView {
	return messageView{m.ID, m.Dutch, m.English, m.Own, policy.Placeholders, m.Plain}
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

func readTexts(k call) (dutch, english string, err error) {
	k.body.Require("nl", "en")
	dutch, english = k.body.String("nl", 4*publish.MaxMessage), k.body.String("en", 4*publish.MaxMessage)
	k.body.Only("nl", "en")
	return dutch, english, k.body.Err()
}

// putMessage writes a text of the organisation's own.
func (a *API) putMessage(k call, rev int64) (reply, error) {
	dutch, english, err := readTexts(k)
	if err != nil {
		return reply{}, err
	}
	return messageReply(a.Desk.PutMessage(k.Request.Context(), k.who, k.Param("message"), rev, dutch, english))
}

// checkMessage says how plain a text is.
func (a *API) checkMessage(k call) (reply, error) {
	if err := k.read(jsonObject); err != nil {
		return reply{}, err
	}
	dutch, english, err := readTexts(k)
	if err != nil {
		return reply{}, err
	}
	m, err := a.Desk.CheckMessage(k.Request.Context(), k.who, k.Param("message"), dutch, english)
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
