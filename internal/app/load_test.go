package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"time"
)

// load sends prompts from several devices until it is stopped.
type load struct {
	mu    sync.Mutex
	took  []time.Duration
	acked []string // decisions about violations
	wrong []string
	stop  chan struct{}
	wait  sync.WaitGroup
}

func (s *service) load(tokens []string) *load {
	l := &load{stop: make(chan struct{})}
	for _, token := range tokens {
		l.wait.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-l.stop:
					return
				case <-time.After(2 * time.Millisecond):
				}
				text, want := "Hoe laat is het in Tokio?", "allow"
				if i%3 == 0 {
					text, want = patient, "block"
				}
				l.send(s, token, text, want)
			}
		})
	}
	return l
}

func (l *load) send(s *service, token, text, want string) {
	began := time.Now()
	recorder := httptest.NewRecorder()
	s.app.Handler().ServeHTTP(recorder, request(http.MethodPost, inspectPath, ask(newRequestID(s.t), "chatgpt.com", text, nil), token))
	took := time.Since(began)
	var v verdict
	a := answer{s.t, recorder.Code, recorder.Header(), recorder.Body.Bytes()}
	if a.status == http.StatusOK {
		a.into(&v)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.took = append(l.took, took)
	if a.status != http.StatusOK || v.Action != want {
		l.wrong = append(l.wrong, fmt.Sprintf("%d %s %s instead of %s", a.status, a.code(), v.Action, want))
	} else if want == "block" {
		l.acked = append(l.acked, v.DecisionID)
	}
}

// p99 is that of what was sent since the last call.
func (l *load) p99() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.took) == 0 {
		return 0
	}
	slices.Sort(l.took)
	p := l.took[len(l.took)*99/100]
	l.took = nil
	return p
}
