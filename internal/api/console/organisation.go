package console

import (
	"net/http"

	"dijkwacht/internal/ident"
)

type organisationView struct {
	ID              string `json:"id"`
	Name            string `json:"name"`
	Language        string `json:"language"`
	TimeZone        string `json:"time_zone"`
	CouncilApproves bool   `json:"council_approves"`
	// CouncilWaits says that the opposite was asked for and waits for consent.
	CouncilWaits bool   `json:"council_waits"`
	CreatedAt    string `json:"created_at"`
}

func organisationReply(o ident.Organisation) reply {
	return reply{status: http.StatusOK, rev: o.Rev, body: organisationView{
		ID: o.ID, Name: o.Name, Language: o.Language, TimeZone: o.TimeZone, CouncilApproves: o.CouncilApproves, CouncilWaits: o.CouncilWaits, CreatedAt: stamp(o.CreatedAt),
	}}
}

// organisation shows the organisation of the session.
func (a *API) organisation(k call) (reply, error) {
	o, err := a.People.Organisation(k.Request.Context(), k.who)
	return organisationReply(o), err
}

// changeOrganisation changes the members that were sent.
func (a *API) changeOrganisation(k call, rev int64) (reply, error) {
	name, language, zone := k.body.String("name", 4*ident.MaxName), k.body.OneOf("language", ident.Languages...), k.body.String("time_zone", 64)
	council := k.body.Bool("council_approves")
	k.body.Only("name", "language", "time_zone", "council_approves")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	o, err := a.People.UpdateOrganisation(k.Request.Context(), k.who, rev, func(o *ident.Organisation) {
		if k.body.Has("name") {
			o.Name = name
		}
		if k.body.Has("language") {
			o.Language = language
		}
		if k.body.Has("time_zone") {
			o.TimeZone = zone
		}
		if k.body.Has("council_approves") {
			o.CouncilApproves, o.CouncilWaits = council, false
		}
	})
	return organisationReply(o), err
}
