package app

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/testenv"
)

// replicas are the service and another process on the same database.
func (s *service) replicas() []*App {
	s.t.Helper()
	log := s.logs
	s.logs = &bytes.Buffer{} // two processes do not write to one
	other, err := s.open("")
	s.logs = log
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = other.Close() })
	return []*App{s.app, other}
}

func TestTwoReplicasThatRotateAtOnceUnderLoadRefuseNoToken(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { rotateUnderLoad(newService(t)) })
	t.Run("PostgreSQL", func(t *testing.T) {
		databases := testenv.StartPostgres(t).Databases(t, "rotate")
		rotateUnderLoad(newServiceWith(t, func(c *config.Serve) { c.DatabaseURL, c.MigrateURL = databases.Service, databases.Owner }))
	})
}

func rotateUnderLoad(s *service) {
	t := s.t
	apps := s.replicas()
	device := s.enrol()
	stop := make(chan struct{})
	var load, rotations sync.WaitGroup
	var mu sync.Mutex
	refused, tokens := 0, []string{}
	try := func(a *App, token string) {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, request(http.MethodGet, bundlePath, "", token))
		// The load is more than one device may cause; that is another matter.
		if w.Code != http.StatusOK && w.Code != http.StatusTooManyRequests {
			mu.Lock()
			refused++
			mu.Unlock()
		}
	}
	for i := range 8 {
		load.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				token, err := apps[i%2].tokens.Issue(auth.Caller{OrgID: s.app.org.ID, DeviceID: device.ID})
				if err != nil {
					t.Error(err)
					return
				}
				try(apps[(i+1)%2], token)
				if n%50 == 0 {
					mu.Lock()
					tokens = append(tokens, token)
					mu.Unlock()
				}
			}
		})
	}
	for range 4 {
		time.Sleep(50 * time.Millisecond)
		s.pass(2 * time.Minute)
		for _, a := range apps {
			rotations.Go(func() {
				var soon *auth.TooSoonError
				err := a.ring.Rotate(t.Context(), ident.Operator(s.app.org.ID), auth.UseAccess, false)
				if err != nil && !errors.As(err, &soon) { // the other was first, and a minute before
					t.Error(err)
				}
			})
		}
		rotations.Wait()
	}
	close(stop)
	load.Wait()
	for _, token := range tokens { // all younger than their life
		for _, a := range apps {
			try(a, token)
		}
	}
	made := 0
	for _, k := range s.app.ring.Keys() {
		if k.Use == auth.UseAccess {
			made++
		}
	}
	if refused != 0 || made != 6 || len(tokens) == 0 {
		t.Errorf("%d of %d tokens refused; %d keys after 4 rotations", refused, len(tokens), made)
	}
}

func TestARevokedDeviceIsRefusedOnEveryReplica(t *testing.T) {
	s := newService(t)
	apps := s.replicas()
	d := s.enrol()
	token := d.token("")
	ask := func(a *App) int {
		w := httptest.NewRecorder()
		a.Handler().ServeHTTP(w, request(http.MethodGet, bundlePath, "", token))
		return w.Code
	}
	for i, a := range apps {
		if code := ask(a); code != http.StatusOK {
			t.Fatalf("replica %d: %d", i, code)
		}
	}
	if _, err := apps[1].enrolments.Revoke(t.Context(), ident.Operator(s.app.org.ID), d.ID); err != nil {
		t.Fatal(err)
	}
	if code := ask(apps[1]); code != http.StatusUnauthorized {
		t.Errorf("at once where it was revoked: %d", code)
	}
	if err := apps[0].revocations.Poll(t.Context()); err != nil { // within RevocationPoll
		t.Fatal(err)
	}
	if code := ask(apps[0]); code != http.StatusUnauthorized {
		t.Errorf("elsewhere: %d", code)
	}
	s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`"}`, "").want(401, "auth.assertion_invalid")
	if auth.RevocationPoll > 20*time.Second {
		t.Error("without Redis it takes longer than 20 s")
	}
}

func (s *service) key(terms auth.KeyTerms) string {
	s.t.Helper()
	_, secret, err := s.app.enrolments.CreateKey(s.t.Context(), ident.Operator(s.app.org.ID), terms)
	if err != nil {
		s.t.Fatal(err)
	}
	return secret
}

// enrolWith tries to enrol a device with a fresh public key.
func (s *service) enrolWith(secret, more string) answer {
	s.t.Helper()
	_, jwk := publicKey(s.t)
	return s.post(enrolPath, `{"enrolment_key":"`+secret+`","public_key":`+jwk+more+`}`, "")
}

func TestAnEnrolmentKeyGrantsWhatItSays(t *testing.T) {
	s := newService(t)
	now := s.clock()
	key := s.key(auth.KeyTerms{Label: "SEH", Groups: []string{"seh"}, ExpiresAt: now.Add(time.Hour), Limit: 2})
	s.enrolWith(key, `,"group_hints":["seh"]`).want(201, "")
	s.enrolWith(key, `,"group_hints":["seh","ic"]`).want(403, "auth.group_not_granted")
	s.enrolWith(key, ``).want(201, "")
	s.enrolWith(key, ``).want(401, "auth.enrolment_key_invalid")
	s.enrolWith(s.key(auth.KeyTerms{Label: "no groups"}), `,"group_hints":["seh"]`).want(403, "auth.group_not_granted")
	late := s.key(auth.KeyTerms{Label: "late", ExpiresAt: now.Add(time.Minute)})
	s.pass(time.Minute)
	s.enrolWith(late, ``).want(401, "auth.enrolment_key_invalid")
	s.enrolWith(late, `,"group_hints":["seh"]`).want(401, "auth.enrolment_key_invalid")
	s.enrolWith("dwe_NOBODY", ``).want(401, "auth.enrolment_key_invalid")
}

func TestATermThatCannotBeIsNamed(t *testing.T) {
	s := newService(t)
	for name, tt := range map[string]struct {
		terms auth.KeyTerms
		field string
	}{
		"a label of two lines":       {auth.KeyTerms{Label: "a\nb"}, "/label"},
		"a label that is a book":     {auth.KeyTerms{Label: strings.Repeat("a", 81)}, "/label"},
		"a group with a name":        {auth.KeyTerms{Groups: []string{"Mevr. Jansen"}}, "/groups"},
		"all groups and one":         {auth.KeyTerms{Groups: []string{"*", "seh"}}, "/groups"},
		"a time that has passed":     {auth.KeyTerms{ExpiresAt: s.clock()}, "/expires_at"},
		"fewer devices than none":    {auth.KeyTerms{Limit: -1}, "/device_limit"},
		"a department of nobody":     {auth.KeyTerms{DepartmentID: "dep_01M7ZTZ48056P978C6RF5SR61X"}, "/department_id"},
		"a department that is a sea": {auth.KeyTerms{DepartmentID: "sea"}, "/department_id"},
	} {
		_, _, err := s.app.enrolments.CreateKey(t.Context(), ident.Operator(s.app.org.ID), tt.terms)
		if f := fault.From(err); f.Code != fault.RequestInvalid || len(f.Fields) != 1 || f.Fields[0].Pointer != tt.field {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestADeviceBelongsToTheDepartmentOfItsKey(t *testing.T) {
	s := newService(t)
	department, err := s.app.people.AddDepartment(t.Context(), ident.Operator(s.app.org.ID), ident.Department{Name: "SEH", ActivePeople: 40})
	if err != nil {
		t.Fatal(err)
	}
	var d device
	s.enrolWith(s.key(auth.KeyTerms{Label: "SEH", DepartmentID: department.ID}), "").want(201, "").into(&d)
	got, err := s.app.store.Device(t.Context(), d.ID)
	if err != nil || got.DepartmentID != department.ID {
		t.Errorf("got %+v, %v", got, err)
	}
}

// TestTheServiceSealsIdentitiesWithoutThePrivateKey needs no more than the public
// key: there is no private key on this machine at all.
func TestTheServiceSealsIdentitiesWithoutThePrivateKey(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	const name = "m.jansen@ziekenhuis.nl"
	boxes := func() (n int) {
		for _, subject := range s.subjects(d, name) {
			list, err := s.app.store.SealedIdentities(t.Context(), s.app.org.ID, ident.Quarter(s.clock()), subject)
			if err != nil {
				t.Fatal(err)
			}
			n += len(list)
		}
		return n
	}
	if n := boxes(); n != 0 {
		t.Errorf("%d boxes before there is a reveal key", n)
	}
	key, private, err := auth.NewRevealKey(s.app.org.ID, s.clock(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	entry, err := ident.Operator(s.app.org.ID).Draft("reveal_key.created", key.ID, 1, ident.OutcomeDone, nil, s.clock())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.store.AddRevealKey(t.Context(), key, "", entry); err != nil {
		t.Fatal(err)
	}
	if n := boxes(); n != 1 {
		t.Fatalf("%d boxes", n)
	}
	subject := s.subjects(d, name)[0]
	list, err := s.app.store.SealedIdentities(t.Context(), s.app.org.ID, ident.Quarter(s.clock()), subject)
	if err != nil {
		t.Fatal(err)
	}
	if i, err := auth.OpenIdentity(list[0], &key.Public, private); err != nil || i.User != name {
		t.Errorf("got %+v, %v", i, err)
	}
}

// subjects is the pseudonym in a fresh token for the name.
func (s *service) subjects(d *device, name string) []string {
	s.t.Helper()
	caller, err := s.app.tokens.Verify(s.t.Context(), d.token(name))
	if err != nil {
		s.t.Fatal(err)
	}
	return []string{caller.Subject}
}

func TestTheEnrolmentTellsTheNextKeyToo(t *testing.T) {
	s := newService(t)
	var got map[string]json.RawMessage
	s.enrolWith(s.app.FirstKey.Reveal(), "").want(201, "").into(&got)
	next, _ := json.Marshal(s.app.ring.NextBundleKey())
	if string(got["next_key"]) != string(next) || string(got["next_key"]) == string(got["server_key"]) {
		t.Errorf("got %s", got["next_key"])
	}
}
