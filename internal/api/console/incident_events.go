package console

import (
	"net/http"

	"dijkwacht/internal/ident"
)

// incidentEvents lists the attempts of an incident, oldest first; at most
// register.MaxEvents.
func (a *API) incidentEvents(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	f, err := a.Cases.File(k.Request.Context(), k.who, id, false)
	if err != nil {
		return reply{}, err
	}
	views := []eventView{}
	for _, e := range f.Attempts {
		views = append(views, viewEvent(e))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}
