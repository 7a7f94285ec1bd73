package console

import (
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/rights"
	paper "dijkwacht/internal/render"
)

type employeeRequestCase struct {
	employeeRequest
	// About is the attempt that it is about; null for everything, or once erased.
	About *eventView `json:"about"`
}

// rightsRequest shows one request, with what it is about.
func (a *API) rightsRequest(k call) (reply, error) {
	id, err := idOf(k, rights.PrefixRequest)
	if err != nil {
		return reply{}, err
	}
	r, decision, err := a.Rights.Get(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	v := employeeRequestCase{employeeRequest: viewEmployeeRequest(r)}
	if decision != "" {
		about, err := a.Cases.Decision(k.Request.Context(), k.who, decision)
		switch {
		case err == nil:
			e := viewEvent(about)
			v.About = &e
		case !errors.Is(err, fault.E(fault.NotFound)):
			return reply{}, err
		}
	}
	return reply{status: http.StatusOK, body: v}, nil
}

// rightsLetter is the letter for who asked: its text, a page to print, or a PDF
// file.
func (a *API) rightsLetter(c *gin.Context) {
	k := callOf(c)
	id, err := idOf(k, rights.PrefixRequest)
	if err == nil {
		err = onlyQuery(k, "lang", "format")
	}
	var lang, format string
	if err == nil {
		lang, err = langOf(k, "nl")
	}
	if err == nil {
		format, err = formatOf(k, "html", "pdf")
	}
	var r rights.Request
	var doc paper.Document
	if err == nil {
		r, doc, err = a.Rights.Letter(c.Request.Context(), k.who, id, lang)
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case format == "json":
		send(c, reply{status: http.StatusOK, body: viewLetter(doc)})
	default:
		a.print(c, doc, format, "letter-"+string(r.State)+"-"+r.ID, a.Now())
	}
}
