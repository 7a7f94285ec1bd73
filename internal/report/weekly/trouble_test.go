package weekly_test

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/sqlstore"
)

// torn is a store that cannot read devices while it is broken.
type torn struct {
	*sqlstore.Store
	broken bool
}

func (s *torn) Devices(ctx context.Context, org string, f ident.DeviceFilter) ([]ident.Device, error) {
	if s.broken {
		return nil, errors.New("it is broken")
	}
	return s.Store.Devices(ctx, org, f)
}

// withRole adds a user, and returns the address.
func (o *office) withRole(role ident.Role, locale string) string {
	o.t.Helper()
	address := string(role) + "@linde.example"
	_, _, err := ident.NewPeople(o.store, o.clock, rand.Reader).AddUser(o.t.Context(), ident.Operator(o.org), ident.User{Email: address, Name: "Iemand", Locale: locale}, []ident.Binding{{Role: role}})
	o.must(err)
	return address
}

// warned are the addresses that got a mail about a report that failed.
func (o *office) warned() []string {
	list := []string{}
	for _, m := range o.smtp.Mails() {
		if strings.Contains(m.Data, "mislukt") || strings.Contains(m.Data, "failed") {
			list = append(list, m.To)
		}
	}
	slices.Sort(list)
	return list
}

func (o *office) wantTroubles(s *weekly.Service, want ...weekly.Trouble) {
	o.t.Helper()
	got, err := s.Troubles(o.t.Context(), ident.Operator(o.org))
	o.must(err)
	if diff := cmp.Diff(append([]weekly.Trouble{}, want...), got); diff != "" {
		o.t.Errorf("troubles (-want +got): %s", diff)
	}
}

func TestAReportThatIsNotMadeReachesTheOfficerAndTheAdministratorOnce(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	fg, it := o.withRole(ident.FG, "nl"), o.withRole(ident.ITAdmin, "en")
	s, box := o.server(o.smtp.Port())
	o.schedule(s)
	store := &torn{Store: o.store, broken: true}
	s.Store = store
	try := func(at string) error {
		o.at(local(at))
		err := s.SendDue(t.Context(), o.org, amsterdam)
		o.must(box.Deliver(t.Context(), o.org))
		return err
	}
	if err := try("2026-11-23 07:00"); err == nil {
		t.Error("the job hides that it failed")
	}
	if got := o.warned(); len(got) != 0 {
		t.Errorf("within the grace %v were told", got)
	}
	for _, at := range []string{"2026-11-23 07:16", "2026-11-23 07:17", "2026-11-23 11:00"} {
		if err := try(at); err == nil {
			t.Error("the job hides that it failed")
		}
	}
	// Two kinds each: it is not made, and so it is not sent.
	if got, want := o.warned(), []string{fg, fg, it, it}; !slices.Equal(got, want) {
		t.Errorf("%v were told, want %v", got, want)
	}
	o.wantTroubles(s, weekly.Trouble{Kind: weekly.NotMade, Week: "2026-W47"}, weekly.Trouble{Kind: weekly.NotSent, Week: "2026-W47"})
	store.broken = false
	o.must(try("2026-11-23 11:01"))
	o.wantTroubles(s)
	if n := len(o.smtp.Mails()); n != 5 {
		t.Errorf("%d mails, want the four and the report", n)
	}
}

func TestALetterThatIsRefusedReachesTheOfficer(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	o.withRole(ident.FG, "nl")
	s, box := o.server(o.smtp.Port())
	o.schedule(s)
	o.smtp.Refuse = "550 no such user"
	o.at(local("2026-11-23 07:00"))
	o.run(s, box)
	o.smtp.Refuse = ""
	o.at(local("2026-11-23 07:20"))
	o.run(s, box)
	o.wantTroubles(s, weekly.Trouble{Kind: weekly.NotDelivered, Week: "2026-W47"})
	if got := o.warned(); !slices.Equal(got, []string{"fg@linde.example"}) {
		t.Errorf("%v were told", got)
	}
	o.at(o.clock().Add(15 * 24 * time.Hour))
	if got, err := s.Troubles(t.Context(), ident.Operator(o.org)); err != nil || slices.ContainsFunc(got, func(one weekly.Trouble) bool { return one.Kind == weekly.NotDelivered }) {
		t.Errorf("after two weeks: %v, %v", got, err)
	}
}

func TestAMailServerThatIsAwayIsSeenInTheConsole(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, box := o.server(1) // nobody listens there
	o.schedule(s)
	for minute := 0; minute < 120; minute += 5 {
		o.at(local("2026-11-23 07:00").Add(time.Duration(minute) * time.Minute))
		o.run(s, box)
	}
	o.wantTroubles(s, weekly.Trouble{Kind: weekly.NotDelivered, Week: "2026-W47"})
}

func TestOnlyWhoManagesReportsSeesTheirTroubles(t *testing.T) {
	o := newOffice(t, local("2026-11-20 12:00"))
	s, _ := o.server(o.smtp.Port())
	_, err := s.Troubles(t.Context(), ident.Principal{OrgID: o.org, UserID: "usr_x", Bindings: []ident.Binding{{Role: ident.WardManager}}, At: o.clock()})
	if fault.From(err).Code != fault.PermissionDenied {
		t.Errorf("got %v", err)
	}
}
