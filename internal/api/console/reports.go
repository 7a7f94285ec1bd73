package console

import (
	"bytes"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	paper "dijkwacht/internal/render"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
)

type reportLine struct {
	Week     string        `json:"iso_week"`
	Revision int           `json:"revision"`
	MadeAt   string        `json:"made_at"`
	Totals   report.Totals `json:"totals"`
}

// weeklyReports lists the weeks that were reported on, newest first.
func (a *API) weeklyReports(k call) (reply, error) {
	found, err := a.Reports.List(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	lines := []reportLine{}
	for _, r := range found {
		lines = append(lines, reportLine{r.Week, r.Revision, stamp(r.MadeAt), r.Totals})
	}
	return reply{status: http.StatusOK, body: list{lines, nil}}, nil
}

// reportQuestion reads which report is asked for. A week that cannot be is not there.
func reportQuestion(k call) (weekly.Question, error) {
	var q weekly.Question
	var err error
	if q.Week, err = report.ParseWeek(k.Param("week")); err != nil {
		return q, fault.E(fault.NotFound)
	}
	q.Audience, q.Department = report.Audience(k.Query("audience")), k.Query("department")
	if q.Audience != "" && !report.IsAudience(string(q.Audience)) {
		return q, badQuery("audience", "enum")
	}
	if q.Department != "" && !ident.IsID(ident.PrefixDepartment, q.Department) {
		return q, badQuery("department", "format")
	}
	rev, err := querySeq(k, "rev")
	q.Revision = int(rev)
	return q, err
}

// weeklyReport shows the report on a week, in any form.
func (a *API) weeklyReport(c *gin.Context) {
	k := callOf(c)
	err := onlyQuery(k, "audience", "department", "format", "lang", "rev", "separator")
	var q weekly.Question
	var format, lang string
	if err == nil {
		q, err = reportQuestion(k)
	}
	if err == nil {
		format, err = formatOf(k, "html", "pdf", "csv", "xlsx")
	}
	if err == nil {
		lang, err = langOf(k, k.user.Locale)
	}
	var r report.Report
	if err == nil {
		r, err = a.Reports.Read(c.Request.Context(), k.who, q)
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case format == "json":
		send(c, reply{status: http.StatusOK, body: r})
	case format == "csv" || format == "xlsx":
		a.sheets(k, r.Sheets(lang), format, "dijkwacht-"+r.ISOWeek, r.GeneratedAt)
	default:
		document, err := r.Document(lang)
		if err != nil {
			a.fail(c, err)
			return
		}
		a.print(c, document, format, "dijkwacht-"+r.ISOWeek, r.GeneratedAt)
	}
}

// sheets answers with data as a file.
func (a *API) sheets(k call, sheets []paper.Sheet, format, name string, made time.Time) {
	separator := ';'
	switch k.DefaultQuery("separator", "semicolon") {
	case "semicolon":
	case "comma":
		separator = ','
	default:
		a.fail(k.Context, badQuery("separator", "enum"))
		return
	}
	var file bytes.Buffer
	var err error
	media, suffix := "application/zip", ".zip"
	if format == "xlsx" {
		media, suffix = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"
		err = paper.XLSX(&file, sheets, made)
	} else {
		err = paper.CSV(&file, sheets, separator, made)
	}
	if err != nil {
		a.fail(k.Context, err)
		return
	}
	k.Header("Content-Disposition", `attachment; filename="`+name+suffix+`"`)
	k.Data(http.StatusOK, media, file.Bytes())
}

// generateReport makes a new revision now.
func (a *API) generateReport(k call) (reply, error) {
	q, err := reportQuestion(k)
	if err != nil {
		return reply{}, err
	}
	r, err := a.Reports.Generate(k.Request.Context(), k.who, q.Week)
	return reply{status: http.StatusCreated, body: reportLine{r.ISOWeek, r.Revision, stamp(r.GeneratedAt), r.Totals()}}, err
}

// sendReport mails a report to users now.
func (a *API) sendReport(k call) (reply, error) {
	q, err := reportQuestion(k)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("recipients")
	users := k.body.Strings("recipients", 50, func(s string) bool { return ident.IsID(ident.PrefixUser, s) })
	q.Audience = report.Audience(k.body.OneOf("audience", report.Audiences...))
	q.Department = k.body.String("department_id", 64)
	lang := k.body.OneOf("language", ident.Languages...)
	if len(users) == 0 {
		k.body.Fail("recipients", "required")
	}
	k.body.Only("recipients", "audience", "department_id", "language")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	if lang == "" {
		lang = k.user.Locale
	}
	return reply{status: http.StatusAccepted}, a.Reports.Send(k.Request.Context(), k.who, q, lang, users)
}

// literacyEvidence is how much people were coached in a year.
func (a *API) literacyEvidence(c *gin.Context) {
	k := callOf(c)
	err := onlyQuery(k, "year", "format", "separator")
	var format string
	if err == nil {
		format, err = formatOf(k, "csv", "xlsx")
	}
	var year int64
	if err == nil {
		year, err = querySeq(k, "year")
	}
	if year == 0 {
		year = int64(a.Now().Year())
	}
	var e weekly.Evidence
	if err == nil {
		e, err = a.Reports.Evidence(c.Request.Context(), k.who, int(min(year, 9999)))
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case format == "json":
		send(c, reply{status: http.StatusOK, body: e})
	default:
		a.sheets(k, e.Sheets(), format, "dijkwacht-ai-literacy", e.MadeAt)
	}
}
