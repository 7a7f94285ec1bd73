package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/demo"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
)

func TestADemoHasWorkOfAllKindsAndAVisitorForEachRole(t *testing.T) {
	present := time.Date(2026, 9, 17, 15, 0, 0, 0, time.UTC)
	clock := demo.NewClock(func() time.Time { return present }, 9*24*time.Hour)
	cfg := config.Serve{Data: config.Data{Dir: t.TempDir()}, Listen: "127.0.0.1:0", Organisation: "Demo", Demo: true}
	if err := cfg.Normalise(); err != nil {
		t.Fatal(err)
	}
	var logs bytes.Buffer
	a, err := New(t.Context(), cfg, Options{Log: &logs, Version: "test", Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.Demonstrate(t.Context(), clock, present); err != nil {
		t.Fatal(err)
	}
	if !clock.Now().Equal(present) {
		t.Errorf("after the story it is %v", clock.Now())
	}
	states := map[register.State]int{}
	for i, err := range a.store.Incidents(t.Context(), a.org.ID, time.UnixMilli(1), present) {
		if err != nil {
			t.Fatal(err)
		}
		states[i.State]++
	}
	if len(states) < 3 || states["closed"] == 0 || states["detected"] == 0 {
		t.Errorf("the states are %v", states)
	}
	if _, err := a.register.Verify(t.Context(), a.org.ID); err != nil {
		t.Error(err)
	}
	for _, role := range ident.Roles {
		a.visitAs(t, role)
	}
}

// visitAs chooses a role on the page of the demo and asks who that is.
func (a *App) visitAs(t *testing.T, role ident.Role) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/demo", strings.NewReader(url.Values{"role": {string(role)}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	a.handler.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s: got %d %s", role, w.Code, w.Body)
	}
	me := httptest.NewRequest(http.MethodGet, "/api/v1/me", nil)
	for _, c := range w.Result().Cookies() {
		me.AddCookie(c)
	}
	got := httptest.NewRecorder()
	a.handler.ServeHTTP(got, me)
	if !strings.Contains(got.Body.String(), `"role":"`+string(role)+`"`) {
		t.Errorf("%s: got %s", role, got.Body)
	}
}
