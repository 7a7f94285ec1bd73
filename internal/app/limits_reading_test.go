package app

import (
	"net/http"
	"testing"
	"time"

	"dijkwacht/internal/config"
)

func TestWhatADeviceFetchesAndReportsIsLimitedToo(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) { c.Limits.Inspect = config.Quota{N: 2, Window: time.Minute} })
	token := s.enrol().token("x")
	for name, ask := range map[string]func() answer{
		"outcomes":      func() answer { return s.post("/api/v1/ext/outcomes", `{"outcomes":[]}`, token) },
		"policy bundle": func() answer { return s.do(request(http.MethodGet, "/api/v1/ext/policy-bundle", "", token)) },
		"file": func() answer {
			return s.do(request(http.MethodGet, "/api/v1/ext/inspect/file/dec_01M7ZTZ495AHSVCTSX8NBYX12A", "", token))
		},
	} {
		for range 2 {
			if a := ask(); a.status == http.StatusTooManyRequests {
				t.Errorf("%s: held off too soon", name)
			}
		}
		if a := ask().want(429, "ratelimit.exceeded"); a.header.Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", name)
		}
	}
}
