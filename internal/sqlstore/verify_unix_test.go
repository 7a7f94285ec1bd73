//go:build unix

package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"syscall"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/storetest"
)

// BenchmarkVerify recomputes a chain of a million entries, what five years make: a
// quarter of a million attempts of four entries each, with their rows. It must take
// less than ten seconds.
func BenchmarkVerify(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { verify(b, sqliteFile{b, b.TempDir()}.Open(b).(*Store)) })
	b.Run("postgres", func(b *testing.B) { verify(b, databases(b)(b).Open(b).(*Store)) })
}

func verify(b *testing.B, s *Store) {
	const attempts = 250_000
	org := storetest.SetUpWriters(b, s)
	for first := 0; first < attempts; first += 250 {
		err := s.Write(b.Context(), org, func(tx register.Tx) error {
			for n := first; n < first+250; n++ {
				if err := addAttempt(tx, n); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	before := cpuTime(b)
	for b.Loop() {
		report, err := chain.Verify(context.Background(), s, org, chain.Scope{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(report.Checked), "entries")
	}
	// What the wall clock shows on a machine with nothing else to do is this over the
	// number of its cores; a server of PostgreSQL works beside it.
	b.ReportMetric((cpuTime(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}

// cpuTime is what this process has used.
func cpuTime(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// addAttempt writes what one attempt leaves behind: event, incident, outcome and
// the incident once more.
func addAttempt(tx register.Tx, n int) error {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute)
	id := fmt.Sprintf("01KE0000000000%012d", n)
	e := register.Event{
		OrgID: "org_writers", ID: "evt_" + id, DecisionID: "dec_" + id, RequestID: id, DeviceID: "dev_writers", IncidentID: "inc_" + id,
		At: at, Destination: "chatgpt", Class: policy.Unapproved, Subject: "Reiger-7KQ2M", Conversation: "c1",
		Decision: register.Decision{Action: policy.Block, Severity: policy.SeverityHigh}, PolicyVersion: 1,
		Types:    []register.TypeCount{{Type: "bsn", Group: "identity", Count: 2, Distinct: 1}, {Type: "diagnosis", Group: "health", Count: 1, Distinct: 1}},
		Features: json.RawMessage(`{"types":[{"type":"bsn","count":2,"distinct":1},{"type":"diagnosis","count":1,"distinct":1}],"subjects":1}`),
	}
	i := register.Incident{
		OrgID: "org_writers", ID: e.IncidentID, Number: register.Number{Year: 2026, Seq: n + 1}, Kind: register.KindPrivacy, State: register.Detected,
		Destination: "chatgpt", Subject: e.Subject, Conversation: e.Conversation, OccurredFrom: at, OccurredTo: at, DetectedAt: at, Events: 1, Rev: 1,
	}
	o := register.Outcome{EventID: e.ID, Rev: 1, Result: register.BlockedSend, Egress: register.EgressNone, At: at, ReceivedAt: at}
	settled := i
	settled.Rev, settled.State = 2, register.Prevented
	steps := []struct {
		action, object string
		rev            int64
		row            any
		write          func() error
	}{
		{"event.recorded", e.ID, 1, e, func() error { return tx.InsertEvent(e) }},
		{"incident.opened", i.ID, 1, i, func() error { return tx.SaveIncident(i) }},
		{"outcome.recorded", e.ID, 1, o, func() error { return tx.InsertOutcome(o) }},
		{"incident.settled", i.ID, 2, settled, func() error { return tx.SaveIncident(settled) }},
	}
	for _, step := range steps {
		if err := step.write(); err != nil {
			return err
		}
		payload, err := chain.Canonical(step.row)
		if err != nil {
			return err
		}
		if err := tx.Append(chain.Draft{At: at, Actor: "dev_writers", Role: "device", Action: step.action, Object: step.object, Rev: step.rev, Payload: payload}); err != nil {
			return err
		}
	}
	return nil
}
