package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/council"
)

type statementView struct {
	ID      string  `json:"id"`
	Section string  `json:"section"`
	Text    string  `json:"text"`
	Setting *string `json:"setting"`
	Test    *string `json:"test"`
}

type paperView struct {
	Document    council.Paper   `json:"document"`
	Lang        string          `json:"lang"`
	Title       string          `json:"title"`
	At          string          `json:"at"`
	Fingerprint string          `json:"fingerprint"`
	Statements  []statementView `json:"statements"`
	Blanks      []string        `json:"to_fill_in"`
}

// councilPaper is a document for the works council: its statements, a page to print,
// or a PDF file.
func (a *API) councilPaper(which council.Paper) gin.HandlerFunc {
	return func(c *gin.Context) {
		k := callOf(c)
		err := onlyQuery(k, "lang", "format")
		var lang, format string
		if err == nil {
			lang, err = langOf(k, "nl")
		}
		if err == nil {
			format, err = formatOf(k, "html", "pdf")
		}
		var v council.View
		if err == nil {
			v, err = a.Council.View(c.Request.Context(), k.who)
		}
		if err != nil {
			a.fail(c, err)
			return
		}
		pack := council.PackOf(v, which, lang)
		if format != "json" {
			a.print(c, pack.Document(), format, string(which), v.At)
			return
		}
		view := paperView{which, lang, pack.Title, stamp(v.At), v.Consent.Fingerprint, []statementView{}, pack.Blanks}
		for _, s := range pack.Statements() {
			view.Statements = append(view.Statements, statementView{s.ID, s.Section, s.Text, orNil(s.Setting), orNil(s.Test)})
		}
		send(c, reply{status: http.StatusOK, body: view})
	}
}
