package weekly_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/mail/mailtest"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/sqlstore"
)

// office is an organisation whose reports go to a mail server, on a clock that the
// test sets.
type office struct {
	t     *testing.T
	store *sqlstore.Store
	smtp  *mailtest.Server
	org   string
	user  ident.User
	mu    sync.Mutex
	now   time.Time
}

func newOffice(t *testing.T, now time.Time) *office {
	t.Helper()
	store, err := sqlstore.Open(t.Context(), t.TempDir(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	o := &office{t: t, store: store, smtp: mailtest.Start(t), now: now, org: "org_01JD3V6Z0T0000000000000000"}
	organisation := ident.Organisation{ID: o.org, Name: "Zorggroep De Linde", TimeZone: "Europe/Amsterdam", Language: "nl", CreatedAt: now.AddDate(0, -3, 0)}
	o.must(store.CreateOrganisation(t.Context(), organisation, chain.Draft{At: now, Action: "organisation.created"}))
	u, _, err := ident.NewPeople(store, o.clock, rand.Reader).AddUser(t.Context(), ident.Operator(o.org), ident.User{Email: "bestuur@linde.example", Name: "Bestuur", Locale: "nl"}, []ident.Binding{{Role: ident.CISO}})
	o.must(err)
	o.user = u
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) clock() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) at(now time.Time) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = now
}

// server is one server of the fleet, with the port of the mail server.
func (o *office) server(port int) (*weekly.Service, *outbox.Service) {
	sender := mail.NewSender(mail.Server{
		Host: "127.0.0.1", Port: port, Security: mail.STARTTLS, TLS: &tls.Config{RootCAs: o.smtp.Roots, ServerName: "example.com"},
		Username: mailtest.User, Password: mailtest.Password, From: "wacht@linde.example",
	})
	box := outbox.New(o.store, map[outbox.Kind]outbox.Sender{outbox.Mail: sender}, o.clock, rand.Reader)
	return weekly.New(weekly.Deps{Store: o.store, Gate: ident.NewGate(o.store, o.clock), Outbox: box, Console: "https://dijkwacht.example", Now: o.clock, Random: rand.Reader}), box
}

// run is what a server does when the fleet looks.
func (o *office) run(s *weekly.Service, box *outbox.Service) {
	o.t.Helper()
	o.must(s.SendDue(o.t.Context(), o.org, amsterdam))
	o.must(box.Deliver(o.t.Context(), o.org))
}

func (o *office) schedule(s *weekly.Service) weekly.Schedule {
	o.t.Helper()
	c, err := s.AddSchedule(o.t.Context(), ident.Operator(o.org), weekly.Schedule{Audience: report.Officers, Language: "nl", Weekday: time.Monday, Hour: 7, Users: []string{o.user.ID}, PDF: true, Enabled: true})
	o.must(err)
	return c
}

// weeks are those of the mails that arrived, by their subjects.
func (o *office) weeks() []string {
	var list []string
	for _, m := range o.smtp.Mails() {
		for line := range strings.Lines(m.Data) {
			if strings.HasPrefix(line, "Subject:") {
				list = append(list, strings.Fields(line)[3])
			}
		}
	}
	return list
}

func (o *office) wantWeeks(want ...string) {
	o.t.Helper()
	if got := o.weeks(); !slices.Equal(got, want) {
		o.t.Errorf("mails of %v, want %v", got, want)
	}
}

var amsterdam = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return loc
}()

func local(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

func TestAnEmptyWeekIsSentOnMondayAtSeven(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, box := o.server(o.smtp.Port())
	o.schedule(s)
	o.at(local("2026-11-23 06:59"))
	o.run(s, box)
	o.wantWeeks()
	o.at(local("2026-11-23 07:00"))
	o.run(s, box)
	o.run(s, box)
	o.wantWeeks("2026-W47")
	m := o.smtp.Mails()[0]
	if !m.Secure || m.To != "bestuur@linde.example" || m.User != mailtest.User {
		t.Errorf("got %+v", m)
	}
	for _, part := range []string{"text/plain", "text/html", "application/pdf", "List-Unsubscribe", "geen enkel bericht"} {
		if !strings.Contains(m.Data, part) {
			t.Errorf("no %s in the mail", part)
		}
	}
}

func TestTheHourOfSendingFollowsTheClocks(t *testing.T) {
	for week, want := range map[string]string{"2026-W43": "2026-10-26T06:00:00Z", "2027-W12": "2027-03-29T05:00:00Z", "2026-W53": "2027-01-04T06:00:00Z", "2026-W13": "2026-03-30T05:00:00Z"} {
		w, err := report.ParseWeek(week)
		if err != nil {
			t.Fatal(err)
		}
		if got := (weekly.Schedule{Weekday: time.Monday, Hour: 7}).DueAt(w, amsterdam).UTC().Format(time.RFC3339); got != want {
			t.Errorf("%s is sent at %s", week, got)
		}
	}
}

func TestAfterDowntimeEachMissedWeekIsSentOnce(t *testing.T) {
	o := newOffice(t, local("2026-12-18 12:00"))
	s, box := o.server(o.smtp.Port())
	o.schedule(s)
	o.at(local("2027-01-11 09:00"))
	o.run(s, box)
	o.run(s, box)
	o.wantWeeks("2026-W51", "2026-W52", "2026-W53", "2027-W01")
}

func TestAMailServerThatIsDownForHoursGetsTheMailOnceWhenItIsBack(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	down, box := o.server(1) // nobody listens there
	o.schedule(down)
	begin := local("2026-11-23 07:00")
	for minute := 0; minute < 180; minute += 5 {
		o.at(begin.Add(time.Duration(minute) * time.Minute))
		o.run(down, box)
	}
	o.wantWeeks()
	waiting, err := o.store.MessagesTo(t.Context(), o.org, o.user.ID, "", 10)
	o.must(err)
	if len(waiting) != 1 || waiting[0].State != outbox.Waiting || waiting[0].Attempts != 4 || waiting[0].Answer != "no delivery" {
		t.Fatalf("waiting: %+v", waiting)
	}
	back, box := o.server(o.smtp.Port())
	for hour := 3; hour < 12; hour++ {
		o.at(begin.Add(time.Duration(hour) * time.Hour))
		o.run(back, box)
	}
	o.wantWeeks("2026-W47")
	settled, err := o.store.Message(t.Context(), o.org, waiting[0].ID)
	o.must(err)
	if settled.State != outbox.Delivered || settled.Attempts != 5 || string(settled.Body) != "{}" {
		t.Errorf("settled: %+v", settled)
	}
}

func TestTwoServersSendOneMail(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, _ := o.server(o.smtp.Port())
	o.schedule(s)
	o.at(local("2026-11-23 06:59"))
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var fleet sync.WaitGroup
	for _, holder := range []string{"a", "b"} {
		fleet.Go(func() { o.runner(holder).Run(ctx) })
	}
	time.Sleep(100 * time.Millisecond)
	for minute, since := 0, 0; minute < 400 && since < 6; minute++ { // a second mail would come soon after the first
		o.at(local("2026-11-23 07:00").Add(time.Duration(minute) * time.Minute))
		time.Sleep(100 * time.Millisecond)
		if len(o.smtp.Mails()) > 0 {
			since++
		}
	}
	stop()
	fleet.Wait()
	o.wantWeeks("2026-W47")
}

// runner is a server with the jobs of reports and mail.
func (o *office) runner(holder string) *jobs.Runner {
	s, box := o.server(o.smtp.Port())
	return &jobs.Runner{
		Store: o.store, Holder: holder, Now: o.clock, Poll: 10 * time.Millisecond, Lease: jobs.DefaultLease, Grace: jobs.DefaultGrace, Parallel: 2,
		Tenants: func(context.Context) ([]jobs.Tenant, error) {
			return []jobs.Tenant{{OrgID: o.org, Location: amsterdam}}, nil
		},
		Jobs: []jobs.Job{
			{Name: "report.send", Schedule: jobs.Every(time.Minute), Work: func(ctx context.Context, r jobs.Run) error { return s.SendDue(ctx, r.OrgID, r.Location) }},
			{Name: "outbox.deliver", Schedule: jobs.Every(time.Minute), Work: func(ctx context.Context, r jobs.Run) error { return box.Deliver(ctx, r.OrgID) }},
		},
		Observe: func(a jobs.Attempt) {
			if a.Result == jobs.Failed {
				o.t.Errorf("%s: %v", a.Job, a.Err)
			}
		},
		Lag: func(string, time.Duration) {}, Trouble: func(err error) { o.t.Error(err) },
	}
}

// attempt records a block of a device at a time; sent says that it left.
func (o *office) attempt(i int, at time.Time, sent bool) {
	o.t.Helper()
	ctx := o.t.Context()
	const hash, device = "hash", "dev_01JD3V6Z0T0000000000000000"
	if i == 0 {
		key := ident.EnrolmentKey{OrgID: o.org, ID: "enk_01JD3V6Z0T0000000000000000", Hash: hash, CreatedAt: at, Rev: 1}
		o.must(o.store.AddEnrolmentKey(ctx, key, chain.Draft{At: at, Action: "enrolment_key.created"}))
		_, err := o.store.Enrol(ctx, hash, ident.Device{ID: device, EnrolledAt: at}, chain.Draft{At: at, Action: "device.enrolled"})
		o.must(err)
	}
	service := register.New(o.store, func() time.Time { return at }, rand.Reader)
	decision := fmt.Sprintf("dec_01JD3V6Z0T%016d", i)
	_, err := service.Record(ctx, register.Event{
		OrgID: o.org, DecisionID: decision, RequestID: fmt.Sprintf("01JD3V6Z0T%016d", i), DeviceID: device, At: at, Destination: "chatgpt", Class: policy.Unapproved,
		Subject: "Reiger-7KQ2M", Decision: register.Decision{Action: policy.Warn}, Features: json.RawMessage("{}"), PolicyVersion: 1,
	})
	o.must(err)
	out := register.Outcome{Result: register.Cancelled, Egress: register.EgressNone, At: at, ReceivedAt: at}
	if sent {
		out.Result, out.Egress = register.Sent, register.EgressFull
	}
	o.must(service.Report(ctx, o.org, device, decision, out))
}

func TestLateDataMakesARevisionForFourteenDays(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, box := o.server(o.smtp.Port())
	o.attempt(0, local("2026-11-18 10:00"), false)
	o.schedule(s)
	o.at(local("2026-11-23 07:00"))
	o.run(s, box)
	revision := func(want int) {
		t.Helper()
		r, err := o.store.StoredReport(t.Context(), o.org, "2026-W47", 0)
		o.must(err)
		if r.Revision != want {
			t.Errorf("revision %d, want %d", r.Revision, want)
		}
	}
	o.must(s.Revise(t.Context(), o.org, amsterdam))
	revision(1)
	o.attempt(1, local("2026-11-19 10:00"), true) // came in late
	o.at(local("2026-11-25 02:30"))
	o.must(s.Revise(t.Context(), o.org, amsterdam))
	o.must(s.Revise(t.Context(), o.org, amsterdam))
	revision(2)
	o.at(local("2026-11-30 07:00"))
	o.run(s, box)
	o.wantWeeks("2026-W47", "2026-W48")
	next, err := o.store.StoredReport(t.Context(), o.org, "2026-W48", 0)
	o.must(err)
	if !strings.Contains(string(next.Body), `"revised":["2026-W47"]`) {
		t.Errorf("the next report does not list the revision: %s", next.Body)
	}
	o.attempt(2, local("2026-11-19 11:00"), true)
	o.at(local("2026-12-08 02:30")) // fifteen days after the week
	o.must(s.Revise(t.Context(), o.org, amsterdam))
	revision(2)
}

func TestAMailNamesNobody(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, box := o.server(o.smtp.Port())
	o.attempt(0, local("2026-11-18 10:00"), true)
	o.schedule(s)
	o.at(local("2026-11-23 07:00"))
	o.run(s, box)
	for _, m := range o.smtp.Mails() {
		if strings.Contains(m.Data, "Reiger") || strings.Contains(m.Data, "Bestuur") {
			t.Error("a name or a pseudonym is in the mail")
		}
	}
	o.wantWeeks("2026-W47")
}

func TestWhoMayNoLongerReadTheReportGetsNone(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, box := o.server(o.smtp.Port())
	o.schedule(s)
	_, err := ident.NewPeople(o.store, o.clock, rand.Reader).SetDisabled(t.Context(), ident.Operator(o.org), o.user.ID, true)
	o.must(err)
	o.at(local("2026-11-23 07:00"))
	o.run(s, box)
	o.wantWeeks()
}

func TestASmallDepartmentIsNotToldApart(t *testing.T) {
	o := newOffice(t, local("2026-11-23 12:00"))
	s, _ := o.server(o.smtp.Port())
	people := ident.NewPeople(o.store, o.clock, rand.Reader)
	d, err := people.AddDepartment(t.Context(), ident.Operator(o.org), ident.Department{Name: "Palliatief", ActivePeople: 2})
	o.must(err)
	week := report.Week{Year: 2026, Number: 47}
	manager := ident.Principal{OrgID: o.org, UserID: "usr_x", Bindings: []ident.Binding{{Role: ident.WardManager, DepartmentID: d.ID}}, At: o.clock()}
	r, err := s.Read(t.Context(), manager, weekly.Question{Week: week})
	o.must(err)
	if !r.Withheld || r.Funnel != nil {
		t.Errorf("got %+v", r)
	}
	if _, err = s.Read(t.Context(), manager, weekly.Question{Week: week, Audience: report.Officers}); fault.From(err).Code != fault.RequestInvalid {
		t.Errorf("as an officer: %v", err)
	}
	other, err := people.AddDepartment(t.Context(), ident.Operator(o.org), ident.Department{Name: "SEH", ActivePeople: 40})
	o.must(err)
	if _, err = s.Read(t.Context(), manager, weekly.Question{Week: week, Audience: report.WardManagers, Department: other.ID}); fault.From(err).Code != fault.PermissionDenied {
		t.Errorf("of another department: %v", err)
	}
}

func TestTheGroupsOfAQuarterStayAndTheNextQuarterMakesThemAnew(t *testing.T) {
	o := newOffice(t, local("2026-12-21 12:00"))
	s, _ := o.server(o.smtp.Port())
	people := ident.NewPeople(o.store, o.clock, rand.Reader)
	add := func(name string, n int) ident.Department {
		t.Helper()
		d, err := people.AddDepartment(t.Context(), ident.Operator(o.org), ident.Department{Name: name, ActivePeople: n})
		o.must(err)
		return d
	}
	add("SEH", 40)
	small := add("Palliatief", 8)
	add("Pijnpoli", 14)
	cells := func(week string) (list []int) {
		t.Helper()
		w, err := report.ParseWeek(week)
		o.must(err)
		r, err := s.Compute(t.Context(), o.org, w, "", 1)
		o.must(err)
		for _, c := range r.ByDepartment {
			list = append(list, c.People)
		}
		slices.Sort(list)
		return list
	}
	if got := cells("2026-W50"); !slices.Equal(got, []int{22, 40}) {
		t.Fatalf("cells of %v", got)
	}
	_, err := people.UpdateDepartment(t.Context(), ident.Operator(o.org), small.ID, small.Rev, func(d *ident.Department) { d.ActivePeople = 20 })
	o.must(err)
	if got := cells("2026-W51"); !slices.Equal(got, []int{34, 40}) {
		t.Errorf("in the same quarter cells of %v", got)
	}
	o.at(local("2027-01-12 12:00"))
	if got := cells("2026-W53"); !slices.Equal(got, []int{34, 40}) {
		t.Errorf("in the last week of the quarter cells of %v", got)
	}
	if got := cells("2027-W01"); !slices.Equal(got, []int{14, 20, 40}) {
		t.Errorf("in the next quarter cells of %v", got)
	}
}

func TestTheEvidenceOfAYearCountsCoaching(t *testing.T) {
	o := newOffice(t, local("2026-11-23 12:00"))
	s, _ := o.server(o.smtp.Port())
	for i := range 3 {
		o.attempt(i, local("2026-11-18 10:00").Add(time.Duration(i)*time.Hour), i == 0)
	}
	e, err := s.Evidence(t.Context(), ident.Operator(o.org), 2026)
	o.must(err)
	if e.Total.Shown != 3 || e.Total.Better != 2 || len(e.Departments) != 0 {
		t.Errorf("got %+v", e)
	}
	if _, err := s.Evidence(t.Context(), ident.Operator(o.org), 2027); err == nil {
		t.Error("a year that has yet to begin")
	}
}
