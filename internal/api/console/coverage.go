package console

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/coverage"
	"dijkwacht/internal/ident"
)

func (a *API) coverageRoutes(g gin.IRouter) {
	g.GET("/coverage", a.of(a.coverage))
	g.GET("/coverage/gaps", a.of(a.coverageGaps))
	g.GET("/coverage/expected", a.of(a.expectedDevices))
	g.POST("/coverage/expected/import", a.once(csvFile, a.importExpected))
	g.GET("/coverage/switches", a.of(a.siteSwitches))
	g.POST("/coverage/switches", a.once(jsonObject, a.switchSiteOff))
	g.POST("/coverage/switches/:id/end", a.once(noBody, a.endSiteSwitch))
	g.GET("/extension-releases", a.of(a.extensionReleases))
	g.PUT("/extension-releases", a.change(jsonObject, a.setExtensionReleases))
	g.POST("/extension-releases/rollback", a.once(jsonObject, a.rollBackExtension))
}

type guardView struct {
	From        string             `json:"from"`
	To          string             `json:"to"`
	Enrolled    int                `json:"enrolled"`
	Active7d    int                `json:"active_7d"`
	Outdated    int                `json:"outdated"`
	Silent3d    int                `json:"silent_3d"`
	Expected    int                `json:"expected"`
	Missing     int                `json:"missing"`
	Online      int                `json:"online"`
	OnPolicy    int                `json:"on_policy"`
	Versions    []fleetVersion     `json:"versions"`
	Uninspected int64              `json:"uninspected"`
	OpenMinutes int                `json:"open_minutes"`
	Sites       []siteCoverageView `json:"sites"`
	Gaps        []gapView          `json:"gaps"`
	Switches    []switchView       `json:"switches"`
}

type fleetVersion struct {
	Version string `json:"version"`
	Devices int    `json:"devices"`
}

type siteCoverageView struct {
	DestinationID   string             `json:"destination_id"`
	Observed        int64              `json:"observed"`
	Inspected       int64              `json:"inspected"`
	Failed          int64              `json:"failed"`
	Ratio           float64            `json:"ratio"`
	AdapterVersion  *string            `json:"adapter_version"`
	AdapterVersions []string           `json:"adapter_versions"`
	CanaryFailed    int64              `json:"canary_failed"`
	State           coverage.SiteState `json:"state"`
	Until           *string            `json:"until"`
}

// coverage shows who and what is not guarded.
func (a *API) coverage(k call) (reply, error) {
	from, to, err := coveragePeriod(k)
	if err != nil {
		return reply{}, err
	}
	sum, err := a.Coverage.Summary(k.Request.Context(), k.who, from, to)
	if err != nil {
		return reply{}, err
	}
	v := guardView{
		From: stamp(sum.From), To: stamp(sum.To), Enrolled: sum.Enrolled, Active7d: sum.Active7d, Outdated: sum.Outdated, Silent3d: sum.Silent3d,
		Expected: sum.Expected, Missing: sum.Missing, Online: sum.Online, OnPolicy: sum.OnPolicy, Uninspected: sum.Uninspected, OpenMinutes: sum.OpenMinutes,
		Versions: []fleetVersion{}, Sites: []siteCoverageView{}, Gaps: viewGaps(sum.Gaps), Switches: viewSwitches(sum.Switches, a.Now()),
	}
	for _, one := range sum.Versions {
		v.Versions = append(v.Versions, fleetVersion{one.Version, one.N})
	}
	for _, s := range sum.Sites {
		v.Sites = append(v.Sites, viewSiteCoverage(s))
	}
	return reply{status: http.StatusOK, body: v}, nil
}

func viewSiteCoverage(s coverage.SiteSummary) siteCoverageView {
	v := siteCoverageView{
		DestinationID: s.Destination, Observed: s.Observed, Inspected: s.Inspected, Failed: s.Failed, Ratio: s.Ratio,
		AdapterVersions: append([]string{}, s.Adapters...), CanaryFailed: s.CanaryFailed, State: s.State, Until: when(s.Until),
	}
	if n := len(s.Adapters); n > 0 {
		v.AdapterVersion = &s.Adapters[n-1]
	}
	return v
}

// coveragePeriod reads from and to; both or none.
func coveragePeriod(k call) (from, to time.Time, err error) {
	if err = onlyQuery(k, "from", "to"); err != nil {
		return
	}
	if from, err = queryTime(k, "from"); err != nil {
		return
	}
	if to, err = queryTime(k, "to"); err != nil {
		return
	}
	switch {
	case from.IsZero() != to.IsZero():
		err = badQuery("to", "required")
	case from.After(to) || to.Sub(from) > coverage.MaxPeriod:
		err = badQuery("to", "range")
	}
	return
}

type gapView struct {
	ID            string             `json:"id"`
	DestinationID string             `json:"destination_id"`
	Reason        coverage.GapReason `json:"reason"`
	Observed      int64              `json:"observed"`
	Inspected     int64              `json:"inspected"`
	OpenedAt      string             `json:"opened_at"`
	ClosedAt      *string            `json:"closed_at"`
	Rev           int64              `json:"rev"`
}

func viewGaps(gaps []coverage.Gap) []gapView {
	views := []gapView{}
	for _, g := range gaps {
		views = append(views, gapView{g.ID, g.Destination, g.Reason, g.Observed, g.Inspected, stamp(g.OpenedAt), when(g.ClosedAt), g.Rev})
	}
	return views
}

// coverageGaps lists the gaps.
func (a *API) coverageGaps(k call) (reply, error) {
	gaps, err := a.Coverage.Gaps(k.Request.Context(), k.who)
	return reply{status: http.StatusOK, body: list{Items: viewGaps(gaps)}}, err
}

type expectedView struct {
	Workstation  string  `json:"workstation"`
	DepartmentID *string `json:"department_id"`
	AddedAt      string  `json:"added_at"`
	State        string  `json:"state"`
}

// expectedDevices lists a page of the workstations that should have the extension.
func (a *API) expectedDevices(k call) (reply, error) {
	if err := onlyQuery(k, "missing", "limit", "cursor"); err != nil {
		return reply{}, err
	}
	missing := k.Query("missing")
	if missing != "" && missing != "true" && missing != "false" {
		return reply{}, badQuery("missing", "enum")
	}
	binding := queryBinding(k)
	after, limit, err := a.Cursors.Page(k.Context, binding...)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Coverage.ListExpected(k.Request.Context(), k.who, missing == "true", after, limit)
	if err != nil {
		return reply{}, err
	}
	views, last := []expectedView{}, ""
	for _, e := range found {
		v := expectedView{e.Workstation, orNil(e.DepartmentID), stamp(e.AddedAt), "missing"}
		if e.Enrolled {
			v.State = "enrolled"
		}
		views, last = append(views, v), e.Workstation
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == limit, last, binding...)}}, nil
}

type expectedImportView struct {
	importView
	Removed int `json:"removed"`
}

// importExpected reads a CSV file; a file with problems changes nothing, and the
// answer says where they are.
func (a *API) importExpected(k call) (reply, error) {
	dry := k.Query("dry_run")
	if dry != "" && dry != "true" && dry != "false" {
		return reply{}, badQuery("dry_run", "enum")
	}
	report, removed, err := a.Coverage.ImportExpected(k.Request.Context(), k.who, k.raw, dry == "true")
	if err != nil {
		return reply{}, err
	}
	v := expectedImportView{importView{
		DryRun: dry == "true", Added: report.Added, Updated: report.Updated, Unchanged: report.Unchanged, Problems: append([]ident.ImportProblem{}, report.Problems...),
	}, removed}
	return reply{status: http.StatusOK, body: v}, nil
}
