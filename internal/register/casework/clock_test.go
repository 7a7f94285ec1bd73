package casework_test

import (
	"testing"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
)

var legalContact = apdraft.Contact{Name: "J. Bakker", Function: "FG", Phone: "030 1234567", Email: "fg@ziekenhuis.example"}

func (d *desk) tick() {
	d.t.Helper()
	d.must(d.cases.Tick(d.t.Context(), d.org))
}

func (d *desk) hours(id string) (hours []int, times int) {
	d.t.Helper()
	alerts, err := d.store.Alerts(d.t.Context(), d.org, id)
	d.must(err)
	for _, a := range alerts {
		hours, times = append(hours, a.Hours), times+a.Times
	}
	return hours, times
}

func TestAlertsAreRaisedRepeatedAndAcknowledged(t *testing.T) {
	d := newDesk(t)
	id := d.confirmed(medical)
	aware := d.now
	at := func(h time.Duration, wantAlerts, wantTimes int) {
		t.Helper()
		d.now = aware.Add(h)
		d.tick()
		d.tick()
		if hours, times := d.hours(id); len(hours) != wantAlerts || times != wantTimes {
			t.Errorf("after %s: alerts %v, raised %d times; want %d and %d", h, hours, times, wantAlerts, wantTimes)
		}
	}
	at(24*time.Hour-1, 0, 0)
	at(24*time.Hour, 1, 1)
	at(25*time.Hour, 1, 2)
	_, err := d.cases.Acknowledge(t.Context(), d.as(ident.FG), id)
	d.must(err)
	at(26*time.Hour, 1, 2)
	at(48*time.Hour, 2, 3) // the clock went on
	at(69*time.Hour, 3, 4) // 60 passed while nobody looked: 68 is the newest
	at(71*time.Hour, 4, 5)
	d.judge(id, full)
	m := to(lifecycle.State(lifecycle.APDrafting))
	m.Axis = lifecycle.AxisAP
	_, err = d.move(d.as(ident.FG), id, m)
	d.must(err)
	at(72*time.Hour, 4, 6)
	d.verified()
}

func TestAwarenessIsPresumedOfWhatIsSevereAndNobodySorted(t *testing.T) {
	d := newDesk(t)
	severe := d.attempt("one", medical, policy.SeverityHigh)
	d.report(severe, register.Sent, register.EgressFull)
	mild, sorted := d.leak(medical), d.attempt("two", medical, policy.SeverityHigh)
	d.report(sorted, register.Sent, register.EgressFull)
	_, err := d.move(d.as(ident.FG), sorted.IncidentID, to(lifecycle.Triaged))
	d.must(err)
	detected := d.now
	d.now = detected.Add(24*time.Hour - 1)
	d.tick()
	if i := d.incident(severe.IncidentID); !i.AwareAt.IsZero() {
		t.Error("awareness was presumed too early")
	}
	d.now = detected.Add(30 * time.Hour)
	d.tick()
	i := d.incident(severe.IncidentID)
	if !i.AwareAt.Equal(detected.Add(24*time.Hour)) || i.AwareBasis != clock.Presumed || !i.DeadlineAt.Equal(detected.Add(96*time.Hour)) || i.State != register.Detected {
		t.Errorf("got %+v", i.Dossier)
	}
	for _, id := range []string{mild, sorted.IncidentID} {
		if i := d.incident(id); !i.AwareAt.IsZero() {
			t.Errorf("awareness of %s was presumed", i.Severity)
		}
	}
	for _, s := range []lifecycle.State{lifecycle.Triaged, lifecycle.ConfirmedLeak} {
		_, err := d.move(d.as(ident.FG), severe.IncidentID, to(s))
		d.must(err)
	}
	if i := d.incident(severe.IncidentID); !i.AwareAt.Equal(detected.Add(24 * time.Hour)) {
		t.Error("confirming moved awareness later")
	}
	d.verified()
}

func TestTheSystemClosesWhatProvablyDidNotLeave(t *testing.T) {
	d := newDesk(t)
	closed, open := 0, 0
	for n := range 60 {
		e := d.attempt(string(rune('A'+n)), medical, policy.SeverityLow)
		d.report(e, register.Cancelled, register.EgressNone)
	}
	d.now = d.now.Add(register.GroupWithin)
	d.must(d.cases.CloseSettled(t.Context(), d.org))
	d.now = d.now.Add(time.Millisecond)
	d.must(d.cases.CloseSettled(t.Context(), d.org))
	for i, err := range d.store.Incidents(t.Context(), d.org, d.now.Add(-time.Hour), d.now) {
		d.must(err)
		switch {
		case i.State == lifecycle.Closed && !i.Review:
			closed++
		case i.State == register.Prevented && i.Review:
			open++
		default:
			t.Errorf("got %s, review %t", i.State, i.Review)
		}
	}
	if closed+open != 60 || closed < 50 {
		t.Errorf("%d closed, %d left for a person", closed, open)
	}
	d.verified()
}
