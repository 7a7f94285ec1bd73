package console

import (
	"net/http"
	"strings"
	"time"

	"dijkwacht/internal/coverage"
)

type switchView struct {
	ID            string  `json:"id"`
	DestinationID string  `json:"destination_id"`
	ApprovalID    string  `json:"approval_id"`
	From          string  `json:"from"`
	Until         string  `json:"until"`
	EndedBy       *string `json:"ended_by"`
	Active        bool    `json:"active"`
}

func viewSwitch(s coverage.Switch, now time.Time) switchView {
	return switchView{s.ID, s.Destination, s.ApprovalID, stamp(s.From), stamp(s.Until), orNil(s.EndedBy), now.Before(s.Until)}
}

func viewSwitches(switches []coverage.Switch, now time.Time) []switchView {
	views := []switchView{}
	for _, s := range switches {
		views = append(views, viewSwitch(s, now))
	}
	return views
}

// siteSwitches lists the sites that were taken out of the guard.
func (a *API) siteSwitches(k call) (reply, error) {
	switches, err := a.Coverage.Switches(k.Request.Context(), k.who)
	return reply{status: http.StatusOK, body: list{Items: viewSwitches(switches, a.Now())}}, err
}

// switchSiteOff asks a second person.
func (a *API) switchSiteOff(k call) (reply, error) {
	k.body.Require("destination_id", "hours", "reason")
	destination, hours := k.body.String("destination_id", 64), k.body.Int("hours", 1, coverage.MaxSwitchHours)
	reason := strings.TrimSpace(k.body.String("reason", 8000))
	k.body.Only("destination_id", "hours", "reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	ap, err := a.Coverage.AskSwitch(k.Request.Context(), k.who, destination, int(hours), reason)
	return reply{status: http.StatusCreated, body: viewApproval(ap)}, err
}

// endSiteSwitch puts a site back under the guard.
func (a *API) endSiteSwitch(k call) (reply, error) {
	id, err := idOf(k, coverage.PrefixSwitch)
	if err != nil {
		return reply{}, err
	}
	s, err := a.Coverage.EndSwitch(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewSwitch(s, a.Now())}, err
}
