package console

import (
	"net/http"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
)

type scheduleView struct {
	ID         string          `json:"id"`
	Audience   report.Audience `json:"audience"`
	Department *string         `json:"department_id"`
	Language   string          `json:"language"`
	Weekday    string          `json:"weekday"`
	Time       string          `json:"time"`
	Users      []string        `json:"users"`
	Addresses  []string        `json:"addresses"`
	PDF        bool            `json:"pdf"`
	Enabled    bool            `json:"enabled"`
	CreatedAt  string          `json:"created_at"`
	SentWeek   *string         `json:"sent_week"`
	Rev        int64           `json:"rev"`
}

func viewSchedule(c weekly.Schedule) scheduleView {
	return scheduleView{
		c.ID, c.Audience, orNil(c.Department), c.Language, weekdays[c.Weekday], time.Date(0, 1, 1, c.Hour, c.Minute, 0, 0, time.UTC).Format("15:04"),
		append([]string{}, c.Users...), append([]string{}, c.Addresses...), c.PDF, c.Enabled, stamp(c.CreatedAt), orNil(c.SentWeek), c.Rev,
	}
}

var weekdays = []string{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

func scheduleReply(status int) func(weekly.Schedule, error) (reply, error) {
	return func(c weekly.Schedule, err error) (reply, error) {
		return reply{status: status, body: viewSchedule(c), rev: c.Rev}, err
	}
}

// readSchedule reads the members that were sent, as a change.
func readSchedule(k call) (func(*weekly.Schedule), error) {
	b := k.body
	audience := report.Audience(b.OneOf("audience", report.Audiences...))
	department, language := b.String("department_id", 64), b.OneOf("language", ident.Languages...)
	weekday := b.OneOf("weekday", weekdays...)
	at, err := time.Parse("15:04", b.String("time", 5))
	if b.Has("time") && err != nil {
		b.Fail("time", "format")
	}
	users := b.Strings("users", 50, func(s string) bool { return ident.IsID(ident.PrefixUser, s) })
	addresses := b.Strings("addresses", 50, func(s string) bool { return ident.FoldEmail(s) != "" })
	withPDF, enabled := b.Bool("pdf"), b.Bool("enabled")
	b.Only("audience", "department_id", "language", "weekday", "time", "users", "addresses", "pdf", "enabled")
	return func(c *weekly.Schedule) {
		set := func(name string, change func()) {
			if b.Has(name) {
				change()
			}
		}
		set("audience", func() { c.Audience = audience })
		set("department_id", func() { c.Department = department })
		set("language", func() { c.Language = language })
		set("weekday", func() { c.Weekday = weekdayOf(weekday) })
		set("time", func() { c.Hour, c.Minute = at.Hour(), at.Minute() })
		set("users", func() { c.Users = users })
		set("addresses", func() { c.Addresses = addresses })
		set("pdf", func() { c.PDF = withPDF })
		set("enabled", func() { c.Enabled = enabled })
	}, b.Err()
}

func weekdayOf(name string) time.Weekday {
	for i, w := range weekdays {
		if strings.EqualFold(w, name) {
			return time.Weekday(i)
		}
	}
	return time.Monday
}

// reportSchedules lists who gets which report when.
func (a *API) reportSchedules(k call) (reply, error) {
	found, err := a.Reports.Schedules(k.Request.Context(), k.who)
	views := []scheduleView{}
	for _, c := range found {
		views = append(views, viewSchedule(c))
	}
	return reply{status: http.StatusOK, body: list{views, nil}}, err
}

func (a *API) reportSchedule(k call) (reply, error) {
	id, err := idOf(k, weekly.PrefixSchedule)
	if err != nil {
		return reply{}, err
	}
	return scheduleReply(http.StatusOK)(a.Reports.Schedule(k.Request.Context(), k.who, id))
}

// addReportSchedule adds one: on Monday at 07:00 unless said otherwise.
func (a *API) addReportSchedule(k call) (reply, error) {
	k.body.Require("audience")
	edit, err := readSchedule(k)
	if err != nil {
		return reply{}, err
	}
	c := weekly.Schedule{Language: k.user.Locale, Weekday: time.Monday, Hour: 7, Enabled: true}
	edit(&c)
	return scheduleReply(http.StatusCreated)(a.Reports.AddSchedule(k.Request.Context(), k.who, c))
}

func (a *API) changeReportSchedule(k call, rev int64) (reply, error) {
	id, err := idOf(k, weekly.PrefixSchedule)
	if err != nil {
		return reply{}, err
	}
	edit, err := readSchedule(k)
	if err != nil {
		return reply{}, err
	}
	return scheduleReply(http.StatusOK)(a.Reports.ChangeSchedule(k.Request.Context(), k.who, id, rev, edit))
}

func (a *API) removeReportSchedule(k call, rev int64) (reply, error) {
	id, err := idOf(k, weekly.PrefixSchedule)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Reports.RemoveSchedule(k.Request.Context(), k.who, id, rev)
}

// errNoMail is for what needs a mail server.
func errNoMail() error { return fault.E(fault.Conflict) }
