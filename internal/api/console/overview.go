package console

import (
	"context"
	"errors"
	"net/http"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/rights"
	"dijkwacht/internal/report/weekly"
)

const (
	shownClocks   = 10
	shownVersions = 5
	// A week is compared with the same weekdays of the four weeks before it.
	daysOfWeek, weeksBefore = 7, 4
)

// overviewView is what the first page shows; what the person may not see is null.
type overviewView struct {
	Clocks    []clockLine   `json:"clocks"`
	Queue     *queueView    `json:"queue"`
	Approvals int           `json:"approvals_open"`
	Week      *weekView     `json:"week"`
	Policy    []versionLine `json:"policy_versions"`
	// Troubles are the weekly reports that were not made, sent or delivered.
	Troubles []weekly.Trouble `json:"report_troubles"`
	Requests *requestFigures  `json:"rights_requests"`
}

// requestFigures are the requests of employees that wait for an answer.
type requestFigures struct {
	Open int `json:"open"`
	Late int `json:"late"`
}

type clockLine struct {
	IncidentID string          `json:"incident_id"`
	Number     string          `json:"number"`
	Severity   policy.Severity `json:"severity"`
	State      lifecycle.State `json:"state"`
	DeadlineAt string          `json:"deadline_at"`
	HoursLeft  float64         `json:"hours_left"`
}

type queueView struct {
	Mine       int64 `json:"mine"`
	Unassigned int64 `json:"unassigned"`
	Open       int64 `json:"open"`
}

type weekView struct {
	Days []dayView `json:"days"`
}

// dayView is a day (UTC) with the least and the most attempts of the same weekday in
// the weeks before.
type dayView struct {
	Day      string `json:"day"`
	Attempts int64  `json:"attempts"`
	Sent     int64  `json:"sent"`
	Low      int64  `json:"usual_low"`
	High     int64  `json:"usual_high"`
}

type versionLine struct {
	PolicyID string `json:"policy_id"`
	Version  int    `json:"version"`
	At       string `json:"published_at"`
}

// overview gathers the figures of the first page.
func (a *API) overview(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	var v overviewView
	err := errors.Join(
		allowed(&v.Clocks, func() ([]clockLine, error) { return a.clocks(k) }),
		allowed(&v.Queue, func() (*queueView, error) { return a.queue(k) }),
		allowed(&v.Week, func() (*weekView, error) { return a.week(k) }),
		allowed(&v.Policy, func() ([]versionLine, error) { return a.newVersions(k) }),
		allowed(&v.Approvals, func() (int, error) { return a.toApprove(k) }),
		allowed(&v.Troubles, func() ([]weekly.Trouble, error) { return a.Reports.Troubles(k.Request.Context(), k.who) }),
		allowed(&v.Requests, func() (*requestFigures, error) { return a.openRequests(k) }),
	)
	return reply{status: http.StatusOK, body: v}, err
}

// allowed fills into, and leaves it when the person may not see it.
func allowed[T any](into *T, read func() (T, error)) error {
	v, err := read()
	if errors.Is(err, fault.E(fault.PermissionDenied)) {
		return nil
	}
	*into = v
	return err
}

// clocks lists the incidents whose time runs out first.
func (a *API) clocks(k call) ([]clockLine, error) {
	list, err := a.Cases.Running(k.Request.Context(), k.who, shownClocks)
	lines := []clockLine{}
	for _, i := range list {
		lines = append(lines, clockLine{i.ID, i.Number.String(), i.Severity, i.State, stamp(i.DeadlineAt), i.DeadlineAt.Sub(a.Now()).Hours()})
	}
	return lines, err
}

// openStates are those in which somebody has something to do.
var openStates = asTexts([]lifecycle.State{lifecycle.Detected, lifecycle.Triaged, lifecycle.ConfirmedLeak, lifecycle.Assessed})

func (a *API) queue(k call) (*queueView, error) {
	ctx, open := k.Request.Context(), casework.Filter{States: openStates, Awaiting: new(bool)}
	all, err := a.Cases.IncidentFacets(ctx, k.who, open)
	if err != nil {
		return nil, err
	}
	open.Assignees = []string{k.who.UserID}
	mine, err := a.Cases.IncidentFacets(ctx, k.who, open)
	return &queueView{Mine: mine.Total, Unassigned: all.Counts["assigned"]["no"], Open: all.Total}, err
}

func (a *API) week(k call) (*weekView, error) {
	today := a.Now().UTC().Truncate(24 * time.Hour)
	days, err := a.Cases.Days(k.Request.Context(), k.who, today.AddDate(0, 0, 1-daysOfWeek*(weeksBefore+1)), today.AddDate(0, 0, 1))
	if err != nil {
		return nil, err
	}
	return &weekView{compareDays(days)}, nil
}

// compareDays shows the last days of so many weeks beside the same weekdays before.
func compareDays(days []casework.Day) []dayView {
	views := []dayView{}
	for n := len(days) - daysOfWeek; n < len(days); n++ {
		v := dayView{Day: days[n].Start.Format(time.DateOnly), Attempts: days[n].Attempts, Sent: days[n].Sent, Low: days[n-daysOfWeek].Attempts}
		for before := n - daysOfWeek; before >= 0; before -= daysOfWeek {
			v.Low, v.High = min(v.Low, days[before].Attempts), max(v.High, days[before].Attempts)
		}
		views = append(views, v)
	}
	return views
}

// newVersions lists the versions that came into force in the last week, newest first.
func (a *API) newVersions(k call) ([]versionLine, error) {
	ctx, lines := k.Request.Context(), []versionLine{}
	policies, err := a.Desk.List(ctx, k.who)
	if err != nil {
		return nil, err
	}
	since := a.Now().AddDate(0, 0, -daysOfWeek)
	for _, p := range policies {
		versions, err := a.recentVersions(ctx, k, p, since)
		if err != nil {
			return nil, err
		}
		lines = append(lines, versions...)
	}
	return lines, nil
}

func (a *API) recentVersions(ctx context.Context, k call, p publish.Policy, since time.Time) (lines []versionLine, err error) {
	versions, err := a.Desk.Versions(ctx, k.who, p.ID, 0, shownVersions)
	for _, v := range versions {
		if v.ActivatedAt.After(since) {
			lines = append(lines, versionLine{p.ID, v.Version, stamp(v.ActivatedAt)})
		}
	}
	return lines, err
}

func (a *API) openRequests(k call) (*requestFigures, error) {
	list, err := a.Rights.List(k.Request.Context(), k.who, rights.Open)
	f := requestFigures{Open: len(list)}
	for _, r := range list {
		if r.DueAt.Before(a.Now()) {
			f.Late++
		}
	}
	return &f, err
}

// toApprove counts the approvals that wait for this person.
func (a *API) toApprove(k call) (int, error) {
	list, err := a.Approvals.List(k.Request.Context(), k.who, approval.Filter{States: []approval.State{approval.Open}, Limit: 200})
	n := 0
	for _, one := range list {
		if one.Asked.UserID != k.who.UserID {
			n++
		}
	}
	return n, err
}
