package wire

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/obs"
)

// newEngine is an engine behind the given proxies, with its log.
func newEngine(t *testing.T, proxies ...netip.Prefix) (*gin.Engine, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	k := &Kit{Log: obs.NewLogger(&log), Metrics: obs.NewMetrics(func() float64 { return 0 }), Now: time.Now, Proxies: proxies}
	e, err := k.Engine()
	if err != nil {
		t.Fatal(err)
	}
	e.GET("/", func(c *gin.Context) { c.String(http.StatusOK, c.ClientIP()) })
	e.GET("/panic", func(*gin.Context) { panic("111222333") })
	return e, &log
}

func TestOnlyNamedProxiesAreBelieved(t *testing.T) {
	proxy := netip.MustParsePrefix("10.0.0.0/24")
	for name, tt := range map[string]struct {
		peer, forwarded, proto string
		client                 string
		secure                 bool
	}{
		"a client that says it is another":   {"203.0.113.9:1", "1.2.3.4", "https", "203.0.113.9", false},
		"a proxy":                            {"10.0.0.7:1", "203.0.113.9", "https", "203.0.113.9", true},
		"a proxy by an address of version 6": {"[::ffff:10.0.0.7]:1", "203.0.113.9", "https", "203.0.113.9", true},
		"a client that lies to the proxy":    {"10.0.0.7:1", "1.2.3.4, 203.0.113.9", "https", "203.0.113.9", true},
		"two proxies":                        {"10.0.0.7:1", "203.0.113.9, 10.0.0.8", "https", "203.0.113.9", true},
		"clear text at the proxy":            {"10.0.0.7:1", "203.0.113.9", "http", "203.0.113.9", false},
		"a client that adds a protocol":      {"10.0.0.7:1", "203.0.113.9", "https, http", "203.0.113.9", false},
		"a proxy that says nothing":          {"10.0.0.7:1", "", "", "10.0.0.7", false},
	} {
		t.Run(name, func(t *testing.T) {
			e, _ := newEngine(t, proxy)
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = tt.peer
			r.Header.Set("X-Forwarded-For", tt.forwarded)
			r.Header.Set("X-Forwarded-Proto", tt.proto)
			r.Header.Set("X-Real-Ip", "6.6.6.6")
			w := httptest.NewRecorder()
			e.ServeHTTP(w, r)
			if w.Body.String() != tt.client {
				t.Errorf("the client is %s, want %s", w.Body, tt.client)
			}
			if got := w.Header().Get("Strict-Transport-Security") != ""; got != tt.secure {
				t.Errorf("secure %t", got)
			}
		})
	}
}

func TestEveryAnswerHasTheSecurityHeaders(t *testing.T) {
	e, _ := newEngine(t)
	for _, path := range []string{"/", "/nowhere", "/panic"} {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
		for header, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
			"Referrer-Policy": "no-referrer", "Cache-Control": "no-store", "Cross-Origin-Resource-Policy": "same-origin",
			"Strict-Transport-Security": "", "Access-Control-Allow-Origin": "", "Server": "",
		} {
			if got := w.Header().Get(header); got != want {
				t.Errorf("%s: %s is %q", path, header, got)
			}
		}
	}
}

func TestTheLogHoldsNeitherHeadersNorQueriesNorPanics(t *testing.T) {
	e, log := newEngine(t)
	for _, path := range []string{"/?q=111222333", "/panic?q=111222333", "/111222333"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Cookie", "111222333")
		r.Header.Set("Authorization", "111222333")
		r.Header.Set("X-Forwarded-For", "111222333")
		e.ServeHTTP(httptest.NewRecorder(), r)
	}
	if got := log.String(); strings.Contains(got, "111222333") || strings.Count(got, "\n") != 4 {
		t.Errorf("got %s", got)
	}
}
