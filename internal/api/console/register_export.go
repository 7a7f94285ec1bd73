package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/inspection"
)

// exportRegister streams the register of a period as an inspection file. Without an
// approval it asks for one: 202. Once the first byte is out a failure can only cut
// the file short: then the connection is broken off.
func (a *API) exportRegister(c *gin.Context) {
	k := callOf(c)
	err := k.read(jsonObject)
	var o inspection.Order
	if err == nil {
		o, err = a.readOrder(k)
	}
	var asked *approval.Approval
	if err == nil {
		w := &later{ResponseWriter: c.Writer, start: func() {
			start(c, "application/zip", "register-"+o.Period.From.Format("20060102")+"-"+o.Period.To.Format("20060102")+".zip")
		}}
		asked, err = a.Inspection.Export(c.Request.Context(), k.who, o, w)
	}
	switch {
	case err != nil && c.Writer.Written():
		panic(http.ErrAbortHandler)
	case err != nil:
		a.fail(c, err)
	case asked != nil:
		send(c, reply{status: http.StatusAccepted, body: viewApproval(*asked)})
	}
}

func (a *API) readOrder(k call) (inspection.Order, error) {
	b := k.body
	b.Require("from", "to")
	from, to := b.Time("from"), b.Time("to")
	o := inspection.Order{Reason: b.String("reason", 4*approval.MaxReason), ApprovalID: b.String("approval_id", 64)}
	b.Only("from", "to", "reason", "approval_id")
	if err := b.Err(); err != nil {
		return o, err
	}
	var err error
	if o.Period, err = inspection.NewPeriod(from, to, a.Now()); err != nil {
		return o, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/to", Code: "range"})
	}
	return o, nil
}

// later says what comes when the first byte comes.
type later struct {
	gin.ResponseWriter
	start func()
}

// Write implements io.Writer.
func (l *later) Write(b []byte) (int, error) {
	if l.start != nil {
		l.start()
		l.start = nil
	}
	return l.ResponseWriter.Write(b)
}
