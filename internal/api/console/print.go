package console

import (
	"bytes"
	"net/http"
	"slices"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/pdf"
	paper "dijkwacht/internal/render"
)

// formatOf is the form that was asked for: "json" unless said otherwise.
func formatOf(k call, forms ...string) (string, error) {
	format := k.DefaultQuery("format", "json")
	if format != "json" && !slices.Contains(forms, format) {
		return "", badQuery("format", "enum")
	}
	return format, nil
}

// langOf is the language that was asked for, or the other one.
func langOf(k call, other string) (string, error) {
	lang := k.DefaultQuery("lang", other)
	if !slices.Contains(ident.Languages, lang) {
		return "", badQuery("lang", "enum")
	}
	return lang, nil
}

// print answers with a document as a page ("html") or as a file ("pdf") of that
// name.
func (a *API) print(c *gin.Context, doc paper.Document, format, name string, made time.Time) {
	if format == "html" {
		a.printed(c, doc)
		return
	}
	var file bytes.Buffer
	if err := pdf.Write(&file, doc, made); err != nil {
		a.fail(c, fault.E(fault.Internal))
		return
	}
	c.Header("Content-Disposition", `attachment; filename="`+name+`.pdf"`)
	c.Data(http.StatusOK, "application/pdf", file.Bytes())
}

// printed answers with a page that loads nothing and runs nothing.
func (a *API) printed(c *gin.Context, doc paper.Document) {
	var page bytes.Buffer
	if err := paper.HTML(&page, doc); err != nil {
		a.fail(c, fault.E(fault.Internal))
		return
	}
	c.Header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
	c.Data(http.StatusOK, "text/html; charset=utf-8", page.Bytes())
}
