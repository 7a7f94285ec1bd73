package storetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/register"
)

// tick is how often the job of Workers runs.
const tick = 20 * time.Millisecond

// worker is a runner of the one job of the test: each run writes one entry that
// names it, and takes a while before that.
func worker(s Store, trouble func(error)) (*jobs.Runner, error) {
	holder, err := ident.NewID("", time.Now(), rand.Reader)
	work := func(ctx context.Context, r jobs.Run) error {
		time.Sleep(mathrand.N(5 * time.Millisecond))
		return s.Write(r.Last(ctx), r.OrgID, func(tx register.Tx) error {
			return tx.Append(chain.Draft{At: time.Now(), Actor: "test", Role: "system", Action: "job.ran", Object: r.Due.Format(time.RFC3339Nano)})
		})
	}
	return &jobs.Runner{
		Store: s, Holder: holder, Now: time.Now,
		Tenants: func(context.Context) ([]jobs.Tenant, error) {
			return []jobs.Tenant{{OrgID: writerOrg, Location: time.UTC}}, nil
		},
		Jobs: []jobs.Job{{Name: jobName, Schedule: jobs.Every(tick), CatchUp: jobs.Each, Work: work}},
		Poll: 2 * time.Millisecond, Lease: 150 * time.Millisecond, Grace: time.Second, Parallel: 1,
		Observe: func(jobs.Attempt) {}, Lag: func(string, time.Duration) {}, Trouble: trouble,
	}, err
}

// Workers works on the job until the process is killed, and prints a line when it
// has begun.
func Workers(s Store, begun io.Writer) error {
	failed := make(chan error, 1)
	r, err := worker(s, func(err error) { failed <- err })
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	go r.Run(ctx)
	fmt.Fprintln(begun, r.Holder)
	return <-failed
}

// JobsSurvive runs two processes of Workers beside a runner of its own. So many
// times, at a random moment, it pauses one of the processes for longer than a lease,
// lets it go on, and kills it a moment later. Then it expects that every run since
// the first was done exactly once.
func JobsSurvive(t *testing.T, b Backend, start func() *exec.Cmd, pause func(*os.Process, time.Duration) error, kills int) {
	s := b.Open(t)
	SetUpWriters(t, s)
	other := start()
	must(t, other.Start())
	defer func() {
		_ = other.Process.Kill()
		_ = other.Wait()
	}()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	own, err := worker(s, func(err error) { t.Error(err) })
	must(t, err)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		own.Run(ctx)
	}()
	for range kills {
		process := start()
		must(t, process.Start())
		time.Sleep(300*time.Millisecond + mathrand.N(500*time.Millisecond))
		must(t, pause(process.Process, 2*own.Lease))
		time.Sleep(mathrand.N(300 * time.Millisecond))
		must(t, process.Process.Kill())
		_ = process.Wait()
	}
	time.Sleep(2 * own.Lease) // for what the killed ones held
	stop()
	<-stopped
	rows, err := s.Jobs(t.Context(), writerOrg)
	must(t, err)
	done := map[string]int{}
	var first time.Time
	for r, err := range s.Records(t.Context(), writerOrg, 0, 1<<53) {
		must(t, err)
		if r.Entry.Action == "job.ran" {
			if done[r.Entry.Object]++; first.IsZero() {
				first, err = time.Parse(time.RFC3339Nano, r.Entry.Object)
				must(t, err)
			}
		}
	}
	if len(done) < 10*kills {
		t.Fatalf("only %d runs were done: too few to say anything", len(done))
	}
	for due := first; !due.After(rows[0].LastDue); due = due.Add(tick) {
		if n := done[due.Format(time.RFC3339Nano)]; n != 1 {
			t.Errorf("the run of %s was done %d times", due.Format(time.RFC3339Nano), n)
		}
	}
	t.Logf("%d pauses and kills: %d runs by 3 processes", kills, len(done))
}
