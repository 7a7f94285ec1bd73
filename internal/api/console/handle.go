package console

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/idempotency"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
)

// call is one request of a person who signed in.
type call struct {
	*gin.Context
	who  ident.Principal
	user ident.User
	// body is the object that was sent, raw the bytes of any body.
	body wire.Object
	raw  []byte
}

// reply is a successful answer.
type reply struct {
	status int
	body   any   // nil: none
	rev    int64 // of the resource in the body, 0 for no ETag
	// repeat is what a repeated request gets instead of body, where body shows
	// something that is shown once.
	repeat any

	encoded json.RawMessage // body as it is sent, once it was asked for
}

// encode makes the bytes of the body.
func (r *reply) encode() {
	if r.body != nil && r.encoded == nil {
		b, err := json.Marshal(r.body)
		if err != nil {
			panic("a reply is no JSON") // a mistake of ours
		}
		r.encoded = b
	}
}

// tag is the ETag of the reply, of the revision and of all that the body shows; "" for
// none.
func (r *reply) tag() string {
	r.encode()
	switch {
	case r.rev == 0:
		return ""
	case r.encoded == nil:
		return wire.ETag(r.rev)
	}
	return wire.ETagOf(r.rev, r.encoded)
}

// media is what the body of a request is.
type media string

const (
	noBody     media = ""
	jsonObject media = "application/json"
	csvFile    media = "text/csv"
)

// of runs the handler of a request that changes nothing.
func (a *API) of(handler func(call) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		k := callOf(c)
		r, err := handler(k)
		if err != nil {
			a.fail(c, err)
			return
		}
		r.encode()
		if tag := r.tag(); tag != "" && wire.HasNewest(c, tag) {
			c.Header("ETag", tag)
			c.Status(http.StatusNotModified)
			return
		}
		send(c, r)
	}
}

// change runs the handler of a request that changes a resource of which the client
// says which revision it saw.
func (a *API) change(m media, handler func(k call, rev int64) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		k := callOf(c)
		rev, err := wire.IfMatch(c)
		if err == nil {
			err = k.read(m)
		}
		defer k.outlive()()
		var r reply
		if err == nil {
			r, err = handler(k, rev)
		}
		if err != nil {
			a.fail(c, err)
			return
		}
		send(c, r)
	}
}

// once runs the handler of a request that creates or moves something: the same
// request with the same Idempotency-Key gets the same answer and does nothing.
func (a *API) once(m media, handler func(call) (reply, error)) gin.HandlerFunc {
	return func(c *gin.Context) {
		k := callOf(c)
		err := k.read(m)
		if err == nil {
			err = a.runOnce(k, handler)
		}
		if err != nil {
			a.fail(c, err)
		}
	}
}

var idempotencyKey = regexp.MustCompile(`^[A-Za-z0-9_-]{8,64}$`)

// changeTime bounds a request that changes something. It is shorter than the time after
// which another one with its key takes its place.
const changeTime = idempotency.Patience / 2

// outlive keeps the work from ending with the connection: a client that goes away must
// find what came of its request when it asks again. Call what it returns at the end.
func (k call) outlive() context.CancelFunc {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(k.Request.Context()), changeTime)
	k.Request = k.Request.WithContext(ctx)
	return cancel
}

func (a *API) runOnce(k call, handler func(call) (reply, error)) error {
	name := k.GetHeader("Idempotency-Key")
	if !idempotencyKey.MatchString(name) {
		return fault.E(fault.IdempotencyRequired)
	}
	defer k.outlive()()
	ctx := k.Request.Context()
	key := idempotency.Key{OrgID: k.who.OrgID, Actor: k.who.Actor(), Key: name}
	earlier, err := a.Requests.BeginRequest(ctx, key, digest(k), a.Now())
	if err != nil {
		return err
	}
	if earlier != nil {
		if earlier.ETag != "" {
			k.Header("ETag", earlier.ETag)
		}
		k.Data(earlier.Status, "application/json; charset=utf-8", earlier.Body)
		return nil
	}
	r, err := handler(k)
	if err != nil {
		return errors.Join(err, a.Requests.AbandonRequest(ctx, key))
	}
	answer := idempotency.Answer{Status: r.status, ETag: r.tag()}
	kept := r.body
	if r.repeat != nil {
		kept = r.repeat
	}
	if answer.Body, err = json.Marshal(kept); err != nil {
		return err
	}
	if err := a.Requests.FinishRequest(ctx, key, answer); err != nil {
		return err
	}
	send(k.Context, r)
	return nil
}

// digest tells requests apart that have the same key.
func digest(k call) string {
	h := sha256.New()
	h.Write([]byte(k.Request.Method + " " + k.Request.URL.RequestURI() + "\n"))
	h.Write(k.raw)
	return hex.EncodeToString(h.Sum(nil))
}

func callOf(c *gin.Context) call {
	k, _ := c.MustGet(callKey).(call)
	return k
}

func (k *call) read(m media) (err error) {
	switch m {
	case jsonObject:
		if k.raw, err = wire.ReadBytes(k.Context, string(m), wire.MaxBody); err == nil {
			k.body, err = wire.Parse(k.raw)
		}
	case policyFile:
		kind := string(m)
		if strings.HasPrefix(k.ContentType(), string(jsonObject)) {
			kind = string(jsonObject)
		}
		k.raw, err = wire.ReadBytes(k.Context, kind, publish.MaxDocument)
	case csvFile:
		k.raw, err = wire.ReadBytes(k.Context, string(m), ident.MaxImport)
	}
	return err
}

func send(c *gin.Context, r reply) {
	if tag := r.tag(); tag != "" {
		c.Header("ETag", tag)
	}
	if r.body == nil {
		c.Status(r.status)
		c.Writer.WriteHeaderNow()
		return
	}
	c.Data(r.status, "application/json; charset=utf-8", r.encoded)
}

// fail answers with the problem of err, and for limits says when to come back.
func (a *API) fail(c *gin.Context, err error) {
	var limited *auth.LimitedError
	if errors.As(err, &limited) {
		a.Kit.Busy(c, fault.RateLimitExceeded, limited.After)
		return
	}
	if fault.From(err).Code == fault.ServiceBusy {
		a.Kit.Busy(c, fault.ServiceBusy, busyWait)
		return
	}
	a.Kit.Fail(c, err)
}

// busyWait is when to come back to a service that has too much to do.
const busyWait = 5 * time.Second

// list is a page of items.
type list struct {
	Items any     `json:"items"`
	Next  *string `json:"next_cursor"`
}

// idOf is the id in the path. Returns fault.NotFound for one that has not the form
// of such an id, so that nothing else that is in a path goes further.
func idOf(k call, prefix string) (string, error) {
	id := k.Param("id")
	if !ident.IsID(prefix, id) {
		return "", fault.E(fault.NotFound)
	}
	return id, nil
}

// when is a time as the API writes it, nil for none.
func when(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := stamp(t)
	return &s
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// orNil is nil for "".
func orNil(s string) *string {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return &s
}
