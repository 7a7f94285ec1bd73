package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/testenv"
)

// ticket is what a device gets for a person who signs in.
type ticket struct {
	URL  string `json:"url"`
	Code string `json:"code"`
}

// secret is what the page sends on.
func (v ticket) secret() string { _, after, _ := strings.Cut(v.URL, "#"); return after }

func (d *device) ticket() (v ticket) {
	d.s.t.Helper()
	d.s.post("/api/v1/ext/identify", `{}`, d.token("")).want(http.StatusCreated, "").into(&v)
	return v
}

// who is what the overview of a device says.
func (d *device) who(token string) (v struct {
	Subject string
	Who     struct {
		Source     string
		Offered    bool
		SignedInAt *time.Time `json:"signed_in_at"`
		EndsAt     *time.Time `json:"ends_at"`
	}
}) {
	d.s.t.Helper()
	d.s.get(summaryPath, token).want(http.StatusOK, "").into(&v)
	return v
}

// identify goes from the page with a ticket to the provider and back, and returns the
// last redirect.
func (f *surfer) identify(v ticket, login string) page {
	f.s.t.Helper()
	p := f.post("/api/v1/auth/employee", `{"ticket":"`+v.secret()+`"}`)
	if p.status != http.StatusOK {
		return p
	}
	var next struct {
		At string `json:"continue_at"`
	}
	if err := json.Unmarshal([]byte(p.body), &next); err != nil {
		f.s.t.Fatal(err)
	}
	if !strings.HasPrefix(next.At, f.s.provider.Issuer) {
		return page{location: next.At}
	}
	return f.do(http.MethodGet, f.prove(page{location: next.At}, login).location, nil)
}

// newWard is a service with a provider and employees who have no account here.
func newWard(t *testing.T) *signOn {
	s := newSignOn(t)
	s.provider.Put(t, map[string]testenv.Account{"bart": {Email: "bart.jansen@example.nl", Verified: true, Name: "Bart Jansen"}, "carla": {Email: "carla.smit@example.nl", Name: "Carla Smit"}})
	return s
}

func TestAnEmployeeSignsInAtADeviceAndOutAgain(t *testing.T) {
	s := newWard(t)
	d := s.enrol()
	before := d.token("")
	if v := d.who(before); v.Subject != d.ID || v.Who.Source != "device" || !v.Who.Offered || v.Who.SignedInAt != nil {
		t.Errorf("got %+v", v)
	}
	tick := d.ticket()
	if !strings.HasPrefix(tick.URL, s.public+"/aanmelden#"+tick.Code+".") || len(tick.Code) != 6 {
		t.Errorf("got %+v", tick)
	}
	f := s.surfer()
	if p := f.identify(tick, "bart"); p.location != s.public+"/aanmelden#klaar" || f.cookie("dijkwacht-local") != "" {
		t.Fatalf("got %v: %s", p, p.body)
	}
	s.get(summaryPath, before).want(http.StatusUnauthorized, "auth.token_expired")
	bart := d.token("")
	v := d.who(bart)
	if v.Subject == d.ID || v.Who.Source != "oidc" || v.Who.SignedInAt == nil || v.Who.EndsAt.Sub(*v.Who.SignedInAt) != auth.DefaultSignInIdle {
		t.Errorf("got %+v", v)
	}
	if users, err := s.app.store.Users(t.Context(), s.app.org.ID, "", 10); err != nil || len(users) != 1 {
		t.Errorf("got %v, %v: an account was made", users, err)
	}
	// A hint of the browser goes before, and such a browser has nothing to sign in at.
	managed := d.token("e.bakker@example.nl")
	if got := d.who(managed); got.Subject == v.Subject || got.Who.Offered {
		t.Errorf("got %+v", got)
	}
	s.post("/api/v1/ext/identify", `{}`, managed).want(http.StatusConflict, "resource.conflict")
	// The next one replaces, also without signing out.
	if p := s.surfer().identify(d.ticket(), "carla"); p.location != s.public+"/aanmelden#klaar" {
		t.Fatalf("got %v", p)
	}
	s.get(summaryPath, bart).want(http.StatusUnauthorized, "auth.token_expired")
	s.get(summaryPath, managed).want(http.StatusOK, "")
	carla := d.token("")
	if got := d.who(carla); got.Subject == v.Subject || got.Who.Source != "oidc" {
		t.Errorf("got %+v", got)
	}
	// The same person has the same pseudonym at another device.
	second := s.enrolIn(s.app.org.ID)
	s.surfer().identify(second.ticket(), "bart")
	if got := second.who(second.token("")); got.Subject != v.Subject {
		t.Errorf("got %+v, want %s", got, v.Subject)
	}
	s.post("/api/v1/ext/identify/end", `{}`, carla).want(http.StatusOK, "")
	s.get(summaryPath, carla).want(http.StatusUnauthorized, "auth.token_expired")
	after := d.token("")
	if got := d.who(after); got.Subject != d.ID || got.Who.Source != "device" || got.Who.SignedInAt != nil {
		t.Errorf("got %+v", got)
	}
	s.post("/api/v1/ext/identify/end", `{}`, after).want(http.StatusOK, "")
	if got := s.signInEntries(d.ID); got != "device.person_signed_in device.person_signed_in device.person_signed_out" {
		t.Errorf("the chain says %q", got)
	}
}

// signInEntries are the acts of people at a device in the chain, oldest first.
func (s *signOn) signInEntries(device string) string {
	s.t.Helper()
	var list []string
	records, err := s.app.store.Entries(s.t.Context(), s.app.org.ID, audit.Filter{All: true, Object: device, Limit: 50})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, r := range slices.Backward(records) {
		if e := r.Entry; strings.HasPrefix(e.Action, "device.person") {
			list = append(list, e.Action)
			if e.Actor != device || e.Role != "device" || strings.Contains(string(r.Payload), "bart") {
				s.t.Errorf("%s is by %s as %s: %s", e.Action, e.Actor, e.Role, r.Payload)
			}
		}
	}
	return strings.Join(list, " ")
}

func TestASignInEndsByItselfAndNeverPassesToTheNext(t *testing.T) {
	s := newWard(t)
	d := s.enrol()
	s.surfer().identify(d.ticket(), "bart")
	s.pass(auth.DefaultSignInIdle - 5*time.Minute)
	var got struct {
		Token string `json:"access_token"`
		Life  int    `json:"expires_in"`
	}
	s.post("/api/v1/ext/token", `{"assertion":"`+d.assertion(nil)+`"}`, "").want(http.StatusOK, "").into(&got)
	if v := d.who(got.Token); v.Who.Source != "oidc" || got.Life > 300 || got.Life < 280 {
		t.Errorf("got %+v, %d s", v, got.Life)
	}
	// A prompt that is looked at is use; a heartbeat is none.
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "hallo", nil), got.Token).want(http.StatusOK, "")
	s.pass(5 * time.Minute)
	s.get(summaryPath, got.Token).want(http.StatusUnauthorized, "auth.token_expired")
	if v := d.who(d.token("")); v.Who.Source != "oidc" {
		t.Errorf("got %+v", v)
	}
	if err := s.app.signIns.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.pass(auth.MaxSignIn - auth.DefaultSignInIdle - time.Minute)
	if v := d.who(d.token("")); v.Who.Source != "oidc" {
		t.Errorf("got %+v", v)
	}
	s.pass(time.Minute)
	if v := d.who(d.token("")); v.Who.Source != "device" || v.Subject != d.ID {
		t.Errorf("got %+v after the longest time", v)
	}
	s.pass(time.Second)
	if err := s.app.maintainKeys(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	if v, err := s.app.store.DeviceSignIn(t.Context(), s.app.org.ID, d.ID); err != nil || v.Subject != "" {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestATicketWorksOnceAtItsOwnDevice(t *testing.T) {
	s := newWard(t)
	d, other := s.enrol(), s.enrolIn(s.app.org.ID)
	refused := func(name string, v ticket) {
		t.Helper()
		if p := s.surfer().identify(v, "bart"); !strings.Contains(p.body, `"auth.link_invalid"`) {
			t.Errorf("%s: got %v: %s", name, p, p.body)
		}
	}
	old, tick := d.ticket(), d.ticket()
	refused("one before the last", old)
	refused("nothing", ticket{})
	code := "000000"
	if tick.Code == code {
		code = "000001"
	}
	refused("another code", ticket{URL: strings.Replace(tick.URL, "#"+tick.Code, "#"+code, 1)})
	if p := s.surfer().identify(tick, "bart"); !strings.HasSuffix(p.location, "#klaar") {
		t.Fatalf("got %v", p)
	}
	refused("again", tick)
	if v := other.who(other.token("")); v.Who.Source != "device" {
		t.Errorf("another device: got %+v", v)
	}
	late := d.ticket()
	s.pass(auth.SignInTicketLife)
	refused("too late", late)
}

func TestSomebodyWhoDoesNotProveToBeThereIsNotSignedIn(t *testing.T) {
	s := newWard(t)
	d := s.enrol()
	// The way back belongs to the browser that left.
	f := s.surfer()
	p := f.post("/api/v1/auth/employee", `{"ticket":"`+d.ticket().secret()+`"}`)
	var next struct {
		At string `json:"continue_at"`
	}
	_ = json.Unmarshal([]byte(p.body), &next)
	for _, part := range []string{"scope=openid&", "prompt=login", "max_age=0"} {
		if !strings.Contains(next.At+"&", part) {
			t.Errorf("%s is not asked: %s", part, next.At)
		}
	}
	back := f.prove(page{location: next.At}, "bart")
	if p := s.surfer().do(http.MethodGet, back.location, nil); !strings.HasSuffix(p.location, "#sso.state") {
		t.Errorf("another browser: got %v", p)
	}
	// A device that was revoked in the meantime takes nobody.
	gone := s.enrolIn(s.app.org.ID)
	p = f.post("/api/v1/auth/employee", `{"ticket":"`+gone.ticket().secret()+`"}`)
	_ = json.Unmarshal([]byte(p.body), &next)
	back = f.prove(page{location: next.At}, "bart")
	if _, err := s.app.enrolments.Revoke(t.Context(), ident.Operator(s.app.org.ID), gone.ID); err != nil {
		t.Fatal(err)
	}
	if p := f.do(http.MethodGet, back.location, nil); p.location != s.public+"/aanmelden#sso.state" {
		t.Errorf("a revoked device: got %v", p)
	}
	// Who says no at the provider is not signed in, which the chain says of the device.
	p = f.post("/api/v1/auth/employee", `{"ticket":"`+d.ticket().secret()+`"}`)
	_ = json.Unmarshal([]byte(p.body), &next)
	left, err := url.Parse(next.At)
	if err != nil {
		t.Fatal(err)
	}
	said := url.Values{"state": {left.Query().Get("state")}, "error": {"access_denied"}, "iss": {s.provider.Issuer}}
	if p := f.do(http.MethodGet, "/api/v1/auth/callback?"+said.Encode(), nil); p.location != s.public+"/aanmelden#sso.cancelled" {
		t.Errorf("who says no: got %v", p)
	}
	records, err := s.app.store.Entries(t.Context(), s.app.org.ID, audit.Filter{All: true, Object: d.ID, Action: "device.person_signed_in", Limit: 9})
	if err != nil || len(records) != 1 || !strings.Contains(string(records[0].Payload), `"cancelled"`) || records[0].Entry.Role != "system" && records[0].Entry.Actor == d.ID {
		t.Errorf("got %+v, %v", records, err)
	}
	// Without a provider nothing is offered.
	v, err := s.app.store.SSOSettings(t.Context(), s.app.org.ID)
	if err != nil {
		t.Fatal(err)
	}
	waiting := d.ticket()
	if _, err := s.app.signOn.Disable(t.Context(), ident.Operator(s.app.org.ID), v.Rev); err != nil {
		t.Fatal(err)
	}
	if p := f.identify(waiting, "bart"); p.location != "/aanmelden#sso."+string(sso.ReasonOff) {
		t.Errorf("got %v", p)
	}
	token := d.token("")
	s.post("/api/v1/ext/identify", `{}`, token).want(http.StatusConflict, "resource.conflict")
	if v := d.who(token); v.Who.Offered || v.Who.Source != "device" {
		t.Errorf("got %+v", v)
	}
}

func TestAnEmployeeOfAnotherOrganisationStaysThere(t *testing.T) {
	s := newWard(t)
	mine := s.enrol()
	other := s.addOrganisation()
	s.connect(other, []sso.Mapping{{Group: "fg", Role: ident.FG}})
	theirs := s.enrolIn(other)
	for _, d := range []*device{mine, theirs} {
		if p := s.surfer().identify(d.ticket(), "bart"); !strings.HasSuffix(p.location, "#klaar") {
			t.Fatalf("got %v: %s", p, p.body)
		}
	}
	here, there := mine.who(mine.token("")), theirs.who(theirs.token(""))
	if here.Subject == there.Subject || here.Who.Source != "oidc" || there.Who.Source != "oidc" {
		t.Errorf("got %+v and %+v", here, there)
	}
	s.post("/api/v1/ext/identify/end", `{}`, theirs.token("")).want(http.StatusOK, "")
	if v := mine.who(mine.token("")); v.Who.Source != "oidc" {
		t.Errorf("got %+v", v)
	}
	if strings.Contains(s.logs.String(), "jansen") || strings.Contains(s.logs.String(), "Bart") {
		t.Error("the log names somebody")
	}
}
