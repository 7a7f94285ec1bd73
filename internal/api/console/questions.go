package console

import (
	"net/http"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/inquiry"
)

type questionView struct {
	ID         string       `json:"id"`
	Question   inquiry.Name `json:"question"`
	AskedAt    string       `json:"asked_at"`
	Answer     *string      `json:"answer"`
	AnsweredAt *string      `json:"answered_at"`
}

// viewQuestions leaves the devices out: who answers stays behind the pseudonym.
func viewQuestions(status int, found []inquiry.Question) reply {
	views := []questionView{}
	for _, q := range found {
		views = append(views, questionView{q.ID, q.Name, stamp(q.AskedAt), orNil(q.Answer), when(q.AnsweredAt)})
	}
	return reply{status: status, body: list{views, nil}}
}

// askSender puts a fixed question to the senders of an incident.
func (a *API) askSender(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("question")
	name := inquiry.Name(k.body.OneOf("question", inquiry.Names...))
	k.body.Only("question")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	asked, err := a.Questions.Ask(k.Request.Context(), k.who, id, name)
	if err != nil {
		return reply{}, err
	}
	return viewQuestions(http.StatusCreated, asked), nil
}

// senderQuestions lists what was asked about an incident, with the answers.
func (a *API) senderQuestions(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Questions.About(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	return viewQuestions(http.StatusOK, found), nil
}
