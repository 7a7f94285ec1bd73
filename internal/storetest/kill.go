package storetest

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// The organisation and device that writers work for; SetUpWriters makes them.
const (
	writerOrg    = "org_writers"
	writerDevice = "dev_writers"
)

// SetUpWriters makes what Writers needs, and returns the organisation.
func SetUpWriters(t testing.TB, s Store) (org string) {
	t.Helper()
	entry := chain.Draft{At: time.Now(), Actor: "test", Role: "system", Action: "set-up"}
	must(t, s.CreateOrganisation(t.Context(), ident.Organisation{ID: writerOrg}, entry))
	must(t, s.AddEnrolmentKey(t.Context(), ident.EnrolmentKey{OrgID: writerOrg, ID: "enk_writers", Hash: "writers"}, entry))
	_, err := s.Enrol(t.Context(), "writers", ident.Device{ID: writerDevice}, entry)
	must(t, err)
	return writerOrg
}

// WriteOne records one attempt, as Writers does.
func WriteOne(ctx context.Context, s Store) error {
	request, err := ident.NewID("", time.Now(), rand.Reader)
	if err == nil {
		_, err = register.New(s, time.Now, rand.Reader).Record(ctx, attempt(request))
	}
	return err
}

// RecordsOnce breaks the connection of the next commit by breakNext, and expects that
// the attempt fails and that its retry finds what was written.
func RecordsOnce(t *testing.T, s Store, breakNext func()) {
	t.Helper()
	request, err := ident.NewID("", time.Now(), rand.Reader)
	must(t, err)
	a := attempt(request)
	desk := register.New(s, time.Now, rand.Reader)
	breakNext()
	_, err = desk.Record(t.Context(), a)
	wantFault(t, err, fault.RegisterUnavailable)
	recorded, err := desk.Record(t.Context(), a)
	must(t, err)
	var stored []string
	for a, err := range s.Attempts(t.Context(), writerOrg, time.UnixMilli(1), time.Now().Add(time.Hour)) {
		must(t, err)
		stored = append(stored, a.Event.ID)
	}
	if len(stored) != 1 || stored[0] != recorded.ID {
		t.Errorf("recorded %s, stored %v", recorded.ID, stored)
	}
	_, err = desk.Verify(t.Context(), writerOrg)
	must(t, err)
}

// Writers records attempts with 32 writers until the process is killed, and prints
// the request id of each one that was acknowledged. Beside them retention works.
func Writers(s Store, acknowledged io.Writer) error {
	desk := register.New(s, time.Now, rand.Reader)
	failed := make(chan error)
	var mu sync.Mutex
	for range writers {
		go func() {
			for {
				request, err := ident.NewID("", time.Now(), rand.Reader)
				if err == nil {
					_, err = desk.Record(context.Background(), attempt(request))
				}
				if err != nil {
					failed <- err
					return
				}
				mu.Lock()
				fmt.Fprintln(acknowledged, request)
				mu.Unlock()
			}
		}()
	}
	go func() { failed <- forgets(s, desk) }()
	return <-failed
}

func attempt(request string) register.Event {
	return register.Event{
		OrgID: writerOrg, DeviceID: writerDevice, RequestID: request, DecisionID: ident.DecisionID(writerDevice, request),
		At: time.Now().UTC().Truncate(time.Millisecond), Destination: "chatgpt", Class: policy.Unapproved, Subject: "Reiger-7KQ2M",
		Conversation: request[20:23], Features: []byte(`{"bsn":1}`), PolicyVersion: 1,
		Decision: register.Decision{Action: policy.Block}, Types: []register.TypeCount{{Type: "bsn", Group: "identity", Count: 1, Distinct: 1}},
	}
}

// Survives runs a process of Writers so many times, and each time has kill end it,
// or the database under it, at a random moment. Then it expects that every
// acknowledged event is there once and in an incident, that the chain is whole, and
// that a retry finds the first event. The process comes from start; it must not
// have run yet.
func Survives(t *testing.T, b Backend, start func() *exec.Cmd, kill func(*os.Process), kills int) {
	SetUpWriters(t, b.Open(t))
	var acknowledged []string
	for range kills {
		acknowledged = append(acknowledged, killOne(t, start(), kill)...)
	}
	if len(acknowledged) < kills*writers {
		t.Fatalf("only %d events were acknowledged: too few to say anything", len(acknowledged))
	}
	s := b.Open(t)
	stored := map[string]int{}
	for a, err := range s.Attempts(t.Context(), writerOrg, time.UnixMilli(1), time.Now().Add(time.Hour)) {
		must(t, err)
		stored[a.Event.RequestID]++
		if a.Event.IncidentID == "" && a.Event.Class != policy.Approved {
			t.Errorf("event %s has no incident", a.Event.ID)
		}
	}
	for _, request := range acknowledged {
		if stored[request] != 1 {
			t.Errorf("acknowledged attempt %s is stored %d times", request, stored[request])
		}
	}
	desk := register.New(s, time.Now, rand.Reader)
	report, err := desk.Verify(t.Context(), writerOrg)
	must(t, err)
	again, err := desk.Record(t.Context(), attempt(acknowledged[0]))
	must(t, err)
	if again.RequestID != acknowledged[0] || again.ID == "" {
		t.Errorf("a retry gave %+v", again)
	}
	forgotten(t, s)
	t.Logf("%d kills: %d acknowledged, %d stored, %d chain entries", kills, len(acknowledged), len(stored), report.Checked)
}

// KillProcess ends a process without a word.
func KillProcess(p *os.Process) { _ = p.Kill() }

// killOne starts the writers, kills them and returns what they acknowledged.
func killOne(t *testing.T, process *exec.Cmd, kill func(*os.Process)) []string {
	t.Helper()
	out, err := process.StdoutPipe()
	must(t, err)
	var complaints bytes.Buffer
	process.Stderr = &complaints
	must(t, process.Start())
	var lines []string
	read := make(chan struct{})
	first := make(chan struct{})
	go func() {
		defer close(read)
		r := bufio.NewReader(out)
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				return // a torn last line was not acknowledged
			}
			if lines = append(lines, line[:len(line)-1]); len(lines) == 1 {
				close(first)
			}
		}
	}()
	select {
	case <-first:
	case <-time.After(20 * time.Second):
		t.Errorf("nothing was acknowledged: %s", complaints.String())
	}
	time.Sleep(time.Duration(200+mathrand.IntN(600)) * time.Millisecond)
	kill(process.Process)
	<-read
	_ = process.Wait()
	return lines
}
