package console

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/audit"
	paper "dijkwacht/internal/render"
)

// exportAudit streams every selected act, newest first. Once the first line is out
// a failure can only cut the file short: then the connection is broken off, so that
// nobody takes the part for the whole.
func (a *API) exportAudit(c *gin.Context) {
	k := callOf(c)
	err := onlyQuery(k, append([]string{"format"}, auditFilters...)...)
	var f audit.Filter
	if err == nil {
		f, err = readAuditFilter(k)
	}
	var write func(audit.Entry) error
	flush := func() error { return nil }
	if err == nil {
		switch k.DefaultQuery("format", "jsonl") {
		case "jsonl":
			enc := json.NewEncoder(start(c, "application/jsonl; charset=utf-8", "auditlog.jsonl"))
			enc.SetEscapeHTML(false)
			write = func(e audit.Entry) error { return enc.Encode(viewEntry(e)) }
		case "csv":
			w := csv.NewWriter(start(c, "text/csv; charset=utf-8; header=present", "auditlog.csv"))
			write, flush = entryLines(w)
		default:
			err = badQuery("format", "enum")
		}
	}
	if err == nil {
		err = a.Audit.Export(c.Request.Context(), k.who, f, write)
	}
	if err == nil {
		err = flush()
	}
	switch {
	case err == nil:
		c.Writer.WriteHeaderNow()
	case c.Writer.Written():
		panic(http.ErrAbortHandler)
	default:
		c.Writer.Header().Del("Content-Disposition")
		a.fail(c, err)
	}
}

// start says what comes; nothing is sent yet.
func start(c *gin.Context, contentType, name string) gin.ResponseWriter {
	c.Header("Content-Type", contentType)
	c.Header("Content-Disposition", `attachment; filename="`+name+`"`)
	return c.Writer
}

var entryHeader = []string{"seq", "at", "actor", "role", "action", "object", "rev", "outcome", "task", "on_behalf_of", "purged", "hash", "detail"}

// entryLines writes entries as CSV (RFC 4180) below a header.
func entryLines(w *csv.Writer) (write func(audit.Entry) error, flush func() error) {
	started := false
	begin := func() error {
		if started {
			return nil
		}
		started = true
		return w.Write(entryHeader)
	}
	write = func(e audit.Entry) error {
		if err := begin(); err != nil {
			return err
		}
		line := []string{
			strconv.FormatInt(e.Seq, 10), stamp(e.At), e.Actor, e.Role, e.Action, e.Object, strconv.FormatInt(e.Rev, 10), e.Outcome, e.Task,
			e.OnBehalfOf, strconv.FormatBool(e.Purged), e.Hash, string(e.Detail),
		}
		for i := range line {
			line[i] = paper.Inert(line[i])
		}
		return w.Write(line)
	}
	flush = func() error {
		err := begin()
		w.Flush()
		return errors.Join(err, w.Error())
	}
	return write, flush
}
