package app

import (
	"bytes"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/config"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
)

func newBenchService(b *testing.B) (*App, string) {
	b.Helper()
	cfg := config.Serve{Data: config.Data{Dir: b.TempDir()}, Listen: "127.0.0.1:0", Organisation: "Bench"}
	if err := cfg.Normalise(); err != nil {
		b.Fatal(err)
	}
	a, err := New(b.Context(), cfg, Options{Log: &bytes.Buffer{}, Version: "bench", Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	t := &testing.T{}
	s := &service{t: t, app: a, now: time.Now(), logs: &bytes.Buffer{}}
	d := s.enrol()
	return a, d.token("x")
}

// prompt is 2 KB of ordinary text.
var prompt = strings.Repeat("Schrijf een korte uitleg over hoe een team zijn overleg beter kan plannen. ", 27)

func inspectEach(b *testing.B, text string, parallel int) {
	a, token := newBenchService(b)
	var failed atomic.Int64
	b.SetParallelism(parallel)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		t := &testing.T{}
		for pb.Next() {
			w := httptest.NewRecorder()
			a.Handler().ServeHTTP(w, request("POST", inspectPath, ask(newRequestID(t), "chatgpt.com", text, nil), token))
			if w.Code != 200 {
				failed.Add(1)
			}
		}
	})
	if n := failed.Load(); n > 0 {
		b.Errorf("%d requests failed", n)
	}
}

// BenchmarkInspectClean is the allow path: 2 KB without a finding.
func BenchmarkInspectClean(b *testing.B) { inspectEach(b, prompt, 1) }

// BenchmarkInspectViolation is the durable path with 32 clients at once.
func BenchmarkInspectViolation(b *testing.B) { inspectEach(b, patient, 16) }

// BenchmarkInspectBare is what the allow path is compared with: a bare handler that
// decodes the same body and looks at it.
func BenchmarkInspectBare(b *testing.B) {
	a, _ := newBenchService(b)
	e := gin.New()
	e.POST(inspectPath, func(c *gin.Context) {
		var in struct {
			RequestID string `json:"request_id"`
			Host      string `json:"host"`
			Channel   string `json:"channel"`
			Text      string `json:"text"`
		}
		if c.BindJSON(&in) != nil {
			return
		}
		v := guard.Inspect(a.core.Pack, a.initial, guard.Input{Text: in.Text, Now: time.Now(), Context: policy.Context{}})
		c.JSON(200, gin.H{"action": v.Decision.Action, "findings": v.Findings})
	})
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		t := &testing.T{}
		for pb.Next() {
			e.ServeHTTP(httptest.NewRecorder(), request("POST", inspectPath, ask(newRequestID(t), "chatgpt.com", prompt, nil), ""))
		}
	})
}
