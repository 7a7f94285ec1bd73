package ext

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/setup"
)

// quiet is a bus on which nothing happens.
type quiet struct{}

func (quiet) AnnounceVersion(string, int) {}
func (quiet) WatchVersions(func(string, int), func()) (stop func()) {
	return func() {}
}

// gated is a store in which the legal gate is passed.
type gated struct{ setup.TrialStore }

func (gated) SetupProgress(context.Context, string) (setup.Progress, error) {
	return setup.Progress{Gate: setup.Gate{AssessedOn: time.Unix(1, 0), ConsentedOn: time.Unix(1, 0)}}, nil
}

func TestATextThatFindsNoRoomIsHeld(t *testing.T) {
	kit := &wire.Kit{Log: obs.NewLogger(&bytes.Buffer{}), Metrics: obs.NewMetrics(func() float64 { return 0 }), Now: time.Now}
	a := New(Deps{Kit: kit, Now: time.Now, Trial: setup.NewTrial(gated{}, time.Now),
		Policies: publish.NewInForce(nil, quiet{}, publish.Content{}, &policy.Policy{})})
	a.inspections = wire.NewPool(1, time.Millisecond)
	if !a.inspections.Enter(t.Context()) {
		t.Fatal("a free slot is refused")
	}
	e := gin.New()
	e.POST("/inspect", func(c *gin.Context) { c.Set(callerKey, auth.Caller{OrgID: "org_1", DeviceID: "dev_1"}) }, a.inspectText)
	body := `{"request_id":"01M7ZTZ495W5H47DX113EFTZ8Y","host":"chatgpt.com","channel":"paste","text":"Hoe laat is het?"}`
	r := httptest.NewRequest(http.MethodPost, "/inspect", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	e.ServeHTTP(w, r)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") != "1" || !strings.Contains(w.Body.String(), `"service.busy"`) {
		t.Errorf("got %d, retry after %s\n%s", w.Code, w.Header().Get("Retry-After"), w.Body)
	}
}
