package console

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/idempotency"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
)

// onceStore keeps one request, as a store that refuses what its caller has left.
type onceStore struct {
	idempotency.Store
	answer *idempotency.Answer
}

func (s *onceStore) BeginRequest(ctx context.Context, _ idempotency.Key, _ string, _ time.Time) (*idempotency.Answer, error) {
	return s.answer, ctx.Err()
}

func (s *onceStore) FinishRequest(ctx context.Context, _ idempotency.Key, a idempotency.Answer) error {
	if ctx.Err() == nil {
		s.answer = &a
	}
	return ctx.Err()
}

func (s *onceStore) AbandonRequest(ctx context.Context, _ idempotency.Key) error { return ctx.Err() }

func TestARequestWhoseClientLeavesIsStillDoneOnce(t *testing.T) {
	store, done := &onceStore{}, 0
	a := &API{Deps: Deps{
		Kit:      &wire.Kit{Log: obs.NewLogger(&bytes.Buffer{}), Metrics: obs.NewMetrics(func() float64 { return 0 }), Now: time.Now},
		Requests: store, Now: time.Now,
	}}
	client, leave := context.WithCancel(t.Context())
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.POST("/", func(c *gin.Context) {
		c.Set(callKey, call{Context: c, who: ident.Principal{OrgID: "org_1", UserID: "usr_1"}})
	},
		a.once(noBody, func(k call) (reply, error) {
			leave()
			done++
			return reply{status: http.StatusCreated, body: done}, k.Request.Context().Err()
		}))
	post := func(ctx context.Context) *httptest.ResponseRecorder {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", nil)
		r.Header.Set("Idempotency-Key", "one-key-1")
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		return w
	}
	post(client)
	if w := post(t.Context()); w.Code != http.StatusCreated || w.Body.String() != "1" || done != 1 {
		t.Errorf("done %d times, the second answer is %d %s", done, w.Code, w.Body)
	}
}

func TestAChangeWhoseClientLeavesIsFinished(t *testing.T) {
	a := &API{}
	client, leave := context.WithCancel(t.Context())
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.PATCH("/", func(c *gin.Context) { c.Set(callKey, call{Context: c}) }, a.change(noBody, func(k call, rev int64) (reply, error) {
		leave()
		if err := k.Request.Context().Err(); err != nil {
			t.Errorf("the work ends with its client: %v", err)
		}
		return reply{status: http.StatusNoContent, rev: rev}, nil
	}))
	r := httptest.NewRequestWithContext(client, http.MethodPatch, "/", nil)
	r.Header.Set("If-Match", `"7"`)
	w := httptest.NewRecorder()
	if e.ServeHTTP(w, r); w.Code != http.StatusNoContent || w.Header().Get("ETag") != `"7"` {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}
