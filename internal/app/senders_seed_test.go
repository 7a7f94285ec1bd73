package app

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// seedIncident records a blocked attempt of the device, in an incident of its own.
func (s *service) seedIncident(org, device string) string {
	s.t.Helper()
	s.serial++
	request := newRequestID(s.t)
	e, err := s.app.register.Record(s.t.Context(), register.Event{
		OrgID: org, DecisionID: ident.DecisionID(device, request), RequestID: request, DeviceID: device, At: s.clock(),
		Destination: "chatgpt", Subject: device, IdentitySource: "device", Conversation: fmt.Sprintf("c%d", s.serial),
		Decision: register.Decision{Action: policy.Block}, Features: []byte(`{}`), PolicyVersion: 1,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return e.IncidentID
}

// officer is a person with a role who signed in just now, and whom no screen knows.
func (s *service) officer(org, user string, role ident.Role) ident.Principal {
	return ident.Principal{OrgID: org, UserID: user, Bindings: []ident.Binding{{Role: role}}, At: s.clock(), SteppedUpAt: s.clock()}
}

// revealKey is a pair as the browser makes it for one request.
func revealKey(t testing.TB) (private *ecdh.PrivateKey, public string) {
	t.Helper()
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return private, base64.RawURLEncoding.EncodeToString(private.PublicKey().Bytes())
}

// seedReveal carries a reveal out that two officers agreed on.
func (s *service) seedReveal(org, device string) string {
	s.t.Helper()
	_, public := revealKey(s.t)
	asked, err := s.app.reveals.Request(s.t.Context(), s.officer(org, "usr_01M7ZTZ495AHSVCTSX8NBYX12A", ident.CISO), reveal.Ask{
		Incident: s.seedIncident(org, device), Purpose: reveal.Security, Text: strings.Repeat("Omdat het moet. ", 5), Fields: []string{"device"}, PublicKey: public,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.app.approvals.Approve(s.t.Context(), s.officer(org, "usr_01M7ZTZ495AHSVCTSX8NBYX12D", ident.FG), asked.ID); err != nil {
		s.t.Fatal(err)
	}
	done, err := s.keeper(auth.RevealKey{}, nil).Reveal(s.t.Context(), org, asked.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	return done.ID
}

// keeper is the keeper of a reveal key, beside the service.
func (s *service) keeper(key auth.RevealKey, private *[32]byte) *reveal.Keeper {
	return &reveal.Keeper{
		Store: s.app.store, Gate: s.app.gate, Now: s.clock, Random: rand.Reader, Key: reveal.Key{ID: key.ID, Public: &key.Public, Private: private},
	}
}

// seedRightsRequest objects in the name of the device's user.
func (s *service) seedRightsRequest(org, device string) string {
	s.t.Helper()
	r, err := s.app.rights.Ask(s.t.Context(), rights.Sender{OrgID: org, DeviceID: device, Subjects: []string{device}}, rights.Ask{Kind: rights.Objection, Ground: "anders"})
	if err != nil {
		s.t.Fatal(err)
	}
	return r.ID
}

// seedLate adds what takes long to make and what few operations need.
func (s *service) seedLate(root string, ids objects) string {
	s.t.Helper()
	org, device := ids["an organisation"], ids["/api/v1/devices"]
	switch root {
	case "/api/v1/reveals":
		return s.seedReveal(org, device)
	case "/api/v1/me/passkeys":
		return s.seedPasskey(org)
	case "/api/v1/views":
		return s.seedView(org)
	case "/api/v1/coverage/switches":
		return s.seedSwitch(org)
	case "/api/v1/legal-holds":
		return s.seedHold(org)
	case "/api/v1/report-schedules":
		return s.seedSchedule(org, ids["/api/v1/users"])
	case "/api/v1/webhooks":
		return s.seedWebhook(org)
	case "/api/v1/deliveries":
		return s.seedDelivery(org)
	case "/api/v1/transparency/remarks":
		return s.seedRemark(org)
	case "/api/v1/rights-requests":
		return s.seedRightsRequest(org, device)
	}
	s.t.Fatalf("seed adds nothing for %s", root)
	return ""
}

// seedRemark lets a member of the works council of the organisation say something.
func (s *service) seedRemark(org string) string {
	s.t.Helper()
	now := s.clock()
	member := ident.Principal{OrgID: org, UserID: "usr_01M7ZTZ495AHSVCTSX8NBYX12A", Bindings: []ident.Binding{{Role: ident.WorksCouncil}}, At: now, SteppedUpAt: now}
	n, err := s.app.council.Remark(s.t.Context(), member, "Wij willen de termijn bespreken.")
	if err != nil {
		s.t.Fatal(err)
	}
	return n.ID
}
