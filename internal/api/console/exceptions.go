package console

import (
	"net/http"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
)

type exceptionView struct {
	ID           string   `json:"id"`
	Rules        []string `json:"rules"`
	Groups       []string `json:"groups"`
	Destinations []string `json:"destinations"`
	Reason       string   `json:"reason"`
	Owner        string   `json:"owner"`
	Until        string   `json:"until"`
}

func viewException(e policy.Exception) exceptionView {
	return exceptionView{e.ID, append([]string{}, e.Rules...), append([]string{}, e.Groups...), append([]string{}, e.Destinations...), e.Reason, e.Owner, stamp(e.Until)}
}

// exceptions lists those of the draft of the organisation's policy.
func (a *API) exceptions(k call) (reply, error) {
	found, p, err := a.Desk.Exceptions(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []exceptionView{}
	for _, e := range found {
		views = append(views, viewException(e))
	}
	return reply{status: http.StatusOK, body: list{Items: views}, rev: p.Rev}, nil
}

func (a *API) exception(k call) (reply, error) {
	e, p, err := a.Desk.Exception(k.Request.Context(), k.who, k.Param("exception"))
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewException(e), rev: p.Rev}, nil
}

// readException reads the members besides the id.
func readException(k call, id string) (policy.Exception, error) {
	anyText := func(s string) bool { return s != "" && len(s) <= 64 }
	k.body.Require("rules", "reason", "owner", "until")
	e := policy.Exception{
		ID: id, Rules: k.body.Strings("rules", 200, anyText), Groups: k.body.Strings("groups", 200, anyText), Destinations: k.body.Strings("destinations", 200, anyText),
		Reason: k.body.String("reason", 4*publish.MaxReason), Owner: k.body.String("owner", 64), Until: k.body.Time("until"),
	}
	k.body.Only("id", "rules", "groups", "destinations", "reason", "owner", "until")
	return e, k.body.Err()
}

// addException adds one to the draft.
func (a *API) addException(k call) (reply, error) {
	k.body.Require("id")
	e, err := readException(k, k.body.String("id", 64))
	if err != nil {
		return reply{}, err
	}
	return exceptionReply(k, a, http.StatusCreated, 0, e)
}

// putException replaces one in the draft.
func (a *API) putException(k call, rev int64) (reply, error) {
	e, err := readException(k, k.Param("exception"))
	if err != nil {
		return reply{}, err
	}
	return exceptionReply(k, a, http.StatusOK, rev, e)
}

func exceptionReply(k call, a *API, status int, rev int64, e policy.Exception) (reply, error) {
	p, err := a.Desk.PutException(k.Request.Context(), k.who, rev, e)
	if err != nil {
		return reply{}, err
	}
	return reply{status: status, body: viewException(e), rev: p.Rev}, nil
}

// removeException takes one out of the draft.
func (a *API) removeException(k call, rev int64) (reply, error) {
	_, err := a.Desk.RemoveException(k.Request.Context(), k.who, rev, k.Param("exception"))
	return reply{status: http.StatusNoContent}, err
}
