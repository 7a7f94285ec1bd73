package console

import (
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

// insightRoutes are the figures for who leads a department, and on coaching.
func (a *API) insightRoutes(g gin.IRouter) {
	g.GET("/departments/:id/summary", a.of(a.departmentSummary))
	g.GET("/coaching/effect", a.of(a.coachingEffect))
}

// departmentSummary is a week of a department in counts.
func (a *API) departmentSummary(k call) (reply, error) {
	if err := onlyQuery(k, "week"); err != nil {
		return reply{}, err
	}
	id, err := idOf(k, ident.PrefixDepartment)
	if err != nil {
		return reply{}, err
	}
	var week report.Week
	if asked := k.Query("week"); asked != "" {
		if week, err = report.ParseWeek(asked); err != nil {
			return reply{}, badQuery("week", "format")
		}
	}
	d, err := a.Reports.Department(k.Request.Context(), k.who, id, week)
	return reply{status: http.StatusOK, body: d}, err
}

// Weeks over which the effect of coaching is counted.
const (
	usualWeeks = 4
	maxWeeks   = 13
)

// coachingEffect counts what people did with each text.
func (a *API) coachingEffect(k call) (reply, error) {
	if err := onlyQuery(k, "weeks"); err != nil {
		return reply{}, err
	}
	weeks := usualWeeks
	if asked := k.Query("weeks"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil || n < 1 || n > maxWeeks {
			return reply{}, badQuery("weeks", "range")
		}
		weeks = n
	}
	rules, err := a.Desk.Rules(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	messageOf := map[string]string{}
	for _, r := range rules {
		messageOf[r.Name] = r.Rule.Then.Message
	}
	since, err := a.Desk.Trials(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	e, err := a.Reports.Effect(k.Request.Context(), k.who, weeks, messageOf, since)
	return reply{status: http.StatusOK, body: e}, err
}
