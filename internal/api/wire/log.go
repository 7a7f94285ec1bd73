package wire

import (
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"go.uber.org/zap"

	"dijkwacht/internal/fault"
)

const faultKey = "fault"

// access logs one line a request: the pattern of the route, never the path, query,
// headers or body.
func (k *Kit) access(c *gin.Context) {
	start := time.Now()
	c.Next()
	fields := []zap.Field{
		zap.String("request_id", c.GetString(requestIDKey)),
		zap.String("method", method(c.Request.Method)),
		zap.String("route", c.FullPath()),
		zap.Int("status", c.Writer.Status()),
		zap.Float64("ms", float64(time.Since(start).Microseconds())/1000),
		zap.Int64("bytes_in", max(c.Request.ContentLength, 0)),
		zap.Int64("bytes_out", int64(max(c.Writer.Size(), 0))),
	}
	v, _ := c.Get(faultKey)
	f, failed := v.(*fault.Error)
	if !failed {
		k.Log.Info("request", fields...)
		return
	}
	fields = append(fields, zap.String("code", string(f.Code)))
	if f.Code.Status() < http.StatusInternalServerError {
		k.Log.Info("request refused", fields...)
		return
	}
	k.Log.Error("request failed", append(fields, zap.String("cause", f.Cause()))...)
}

// method keeps the methods that there are.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recover turns a panic into an internal fault. Of the panic only the type and the
// places in the program are logged: its value could hold input.
func (k *Kit) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			panic(v)
		}
		k.Log.Error("panic", zap.String("request_id", c.GetString(requestIDKey)), zap.String("route", c.FullPath()),
			zap.String("panic_type", fmt.Sprintf("%T", v)), zap.String("stack", stack()))
		if c.Writer.Written() {
			c.Abort()
			return
		}
		k.Fail(c, fault.E(fault.Internal))
	}()
	c.Next()
}

// stack lists functions and lines. Unlike debug.Stack it holds no argument values.
func stack() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(4, pcs)])
	var b strings.Builder
	for {
		f, more := frames.Next()
		b.WriteString(f.Function)
		b.WriteByte(':')
		b.WriteString(strconv.Itoa(f.Line))
		if !more {
			return b.String()
		}
		b.WriteString(" < ")
	}
}
