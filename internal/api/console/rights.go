package console

import (
	"net/http"
	"slices"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/rights"
)

type employeeRequest struct {
	ID      string       `json:"id"`
	Kind    rights.Kind  `json:"kind"`
	Ground  string       `json:"ground"`
	Text    *string      `json:"text"` // the employee's own words
	EventID *string      `json:"event_id"`
	At      string       `json:"at"`
	DueAt   string       `json:"due_at"`
	State   rights.State `json:"state"`
	Answer  *string      `json:"answer"`
}

// viewEmployeeRequest leaves the pseudonym out: nothing lists what one person did.
func viewEmployeeRequest(r rights.Request) employeeRequest {
	return employeeRequest{r.ID, r.Kind, r.Ground, orNil(r.Text), orNil(r.EventID), stamp(r.At), stamp(r.DueAt), r.State, orNil(r.Answer)}
}

// rightsRequests lists what employees asked for.
func (a *API) rightsRequests(k call) (reply, error) {
	if err := onlyQuery(k, "state"); err != nil {
		return reply{}, err
	}
	state := rights.State(k.DefaultQuery("state", string(rights.Open)))
	if !slices.Contains([]rights.State{rights.Open, rights.Granted, rights.Refused}, state) {
		return reply{}, badQuery("state", "enum")
	}
	found, err := a.Rights.List(k.Request.Context(), k.who, state)
	if err != nil {
		return reply{}, err
	}
	views := []employeeRequest{}
	for _, r := range found {
		views = append(views, viewEmployeeRequest(r))
	}
	return reply{status: http.StatusOK, body: list{views, nil}}, nil
}

// answerRightsRequest grants or refuses one.
func (a *API) answerRightsRequest(k call) (reply, error) {
	if !ident.IsID(rights.PrefixRequest, k.Param("id")) {
		return reply{}, fault.E(fault.NotFound)
	}
	k.body.Require("decision", "reason")
	state := rights.State(k.body.OneOf("decision", string(rights.Granted), string(rights.Refused)))
	reason := k.body.String("reason", 4*approval.MaxReason)
	k.body.Only("decision", "reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	r, err := a.Rights.Answer(k.Request.Context(), k.who, k.Param("id"), state, reason)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewEmployeeRequest(r)}, nil
}
