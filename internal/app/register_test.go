package app

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"dijkwacht/internal/sqlstore"
)

// lock holds the write lock of the database, as a stuck process would, until the
// returned function lets go.
func (s *service) lock() (release func()) {
	s.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(s.dir, sqlstore.FileName))
	if err != nil {
		s.t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err == nil {
		_, err = conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return func() {
		if _, err := conn.ExecContext(context.Background(), "ROLLBACK"); err != nil {
			s.t.Error(err)
		}
		_ = conn.Close()
		_ = db.Close()
	}
}

func TestWithoutARegisterNothingSensitivePassesAndCleanPromptsGoOn(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	violation := ask(newRequestID(t), "chatgpt.com", patient, nil)
	release := s.lock()
	a := s.post(inspectPath, violation, token).want(503, "register.unavailable")
	var p struct{ Action string }
	if a.into(&p); p.Action != "block" {
		t.Errorf("got %s", a.body)
	}
	start := time.Now()
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Hoe laat is het?", nil), token).want(200, "")
	if took := time.Since(start); took > time.Second {
		t.Errorf("a clean prompt waited %v", took)
	}
	if a := s.get("/readyz", ""); a.status != 503 {
		t.Errorf("readiness is %d", a.status)
	}
	s.get("/healthz", "").want(200, "")
	s.post(outcomePath, `{"outcomes":[{"decision_id":"dec_01M7ZTZ495AHSVCTSX8NBYX12B","outcome":"sent","egress_evidence":"full","at":"2026-11-23T09:00:00Z"}]}`, token).want(503, "register.unavailable")
	release()
	deadline := time.Now().Add(15 * time.Second)
	for s.get("/readyz", "").status != 200 {
		if time.Now().After(deadline) {
			t.Fatal("it does not recover")
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.post(inspectPath, violation, token).want(200, "")
	if n := len(s.attempts()); n != 1 {
		t.Errorf("got %d events", n)
	}
	if _, err := s.app.register.Verify(t.Context(), s.app.org.ID); err != nil {
		t.Error(err)
	}
}

func TestStoppingLetsTheRequestUnderWayFinish(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	ctx, stop := context.WithCancel(t.Context())
	listening, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- s.app.Run(ctx, func(address string) { listening <- address }) }()
	address := <-listening

	body := ask(newRequestID(t), "chatgpt.com", patient, nil)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n",
		inspectPath, token, len(body))
	in := bufio.NewReader(conn)
	if reading, err := http.ReadResponse(in, nil); err != nil || reading.StatusCode != http.StatusContinue {
		t.Fatalf("the handler does not read the body: %v, %v", reading, err)
	}
	fmt.Fprint(conn, body[:10])
	stop()
	waitFor(t, "it accepts no more connections", 10*time.Second, func() bool {
		late, err := net.Dial("tcp", address)
		if err == nil {
			_ = late.Close()
		}
		return err != nil
	})
	fmt.Fprint(conn, body[10:])
	answer, err := http.ReadResponse(in, nil)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("got %v, %v", answer, err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if n := len(s.attempts()); n != 1 {
		t.Errorf("got %d events", n)
	}
}
