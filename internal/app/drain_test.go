package app

import (
	"context"
	"net/http"
	"testing"
	"time"
)

func TestReadinessGoesDownBeforeTheServiceDoes(t *testing.T) {
	s := newService(t)
	s.app.cfg.DrainWait = new(2 * time.Second)
	ctx, stop := context.WithCancel(t.Context())
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- s.app.Run(ctx, func(address string) { listening <- address }) }()
	address := <-listening
	status := func(path string) int {
		answer, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := status("/readyz"); got != http.StatusOK {
		t.Fatalf("got %d", got)
	}
	stop()
	<-s.app.draining
	if got := status("/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("got %d", got)
	}
	if got := status("/version"); got != http.StatusOK {
		t.Errorf("it serves no more: %d", got)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
