package app

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/reveal"
)

const aimInform = "Wij moeten de betrokkene zelf kunnen inlichten over wat er is gebeurd."

// withRevealKey makes the pair of the keeper.
func (s *service) withRevealKey() (auth.RevealKey, *[32]byte) {
	s.t.Helper()
	key, private, err := auth.NewRevealKey(s.app.org.ID, s.clock(), rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	entry, err := ident.Operator(s.app.org.ID).Draft("reveal_key.created", key.ID, 1, ident.OutcomeDone, nil, s.clock())
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.app.store.AddRevealKey(s.t.Context(), key, "", entry); err != nil {
		s.t.Fatal(err)
	}
	return key, private
}

func revealBody(purpose, text, public string) string {
	body, _ := json.Marshal(map[string]any{"purpose": purpose, "text": text, "fields": []string{"user", "device"}, "public_key": public})
	return string(body)
}

func (s *service) requestPath() string {
	return "/api/v1/incidents/" + s.incidents()[0].ID + "/reveal-requests"
}

func TestAPersonIsRevealedByTwoPeopleAndTheKeeperOfTheKey(t *testing.T) {
	s := newService(t)
	key, private := s.withRevealKey()
	d := s.enrol()
	token := d.token("jan@ziekenhuis.nl")
	s.held(token)
	fg, ciso := s.as(s.app.org.ID, ident.Binding{Role: ident.FG}), s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
	mine, public := revealKey(t)
	var asked struct{ ID string }
	fg.post(s.requestPath(), revealBody("inform_data_subjects", aimInform, public)).want(201, "").into(&asked)
	keeper := s.keeper(key, private)
	if _, err := keeper.Reveal(t.Context(), s.app.org.ID, asked.ID); err == nil {
		t.Fatal("revealed without approval")
	}
	ciso.post("/api/v1/approvals/"+asked.ID+"/approve", "").want(200, "")
	done, err := keeper.Reveal(t.Context(), s.app.org.ID, asked.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := keeper.Reveal(t.Context(), s.app.org.ID, asked.ID); err == nil {
		t.Error("one approval revealed twice")
	}
	path := "/api/v1/reveals/" + done.ID
	ciso.get(path).want(403, "permission.denied")
	var box struct{ Box string }
	fg.get(path).want(200, "").into(&box)
	got, err := reveal.Open(mine, box.Box)
	if err != nil {
		t.Fatal(err)
	}
	want := reveal.Person{IncidentID: s.incidents()[0].ID, Subject: s.incidents()[0].Subject, User: "jan@ziekenhuis.nl", Source: "unstated", Devices: []string{d.ID}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s.nameIsNowhere("jan@ziekenhuis.nl")

	var before, after own
	s.get(summaryPath, token).want(200, "").into(&before)
	s.pass(reveal.BoxLife)
	if err := s.app.reveals.Forget(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	if r, err := s.app.store.Reveal(t.Context(), s.app.org.ID, done.ID); err != nil || r.Box != "" {
		t.Errorf("the box is still there: %v", err)
	}
	s.get(summaryPath, d.token("jan@ziekenhuis.nl")).want(200, "").into(&after)
	if len(before.Reveals) != 0 || len(after.Reveals) != 1 || after.Reveals[0].Purpose != "inform_data_subjects" {
		t.Errorf("told %+v, then %+v", before.Reveals, after.Reveals)
	}
	council := s.as(s.app.org.ID, ident.Binding{Role: ident.WorksCouncil})
	var counts struct {
		Items []struct {
			Purpose        string
			Done, Withheld int
		}
	}
	council.get("/api/v1/transparency/reveals").want(200, "").into(&counts)
	if counts.Items[0].Done != 1 || counts.Items[0].Withheld != 0 {
		t.Errorf("got %+v", counts)
	}
	s.verify()
}

// nameIsNowhere looks for the name in all files and the log of the service.
func (s *service) nameIsNowhere(name string) {
	s.t.Helper()
	for _, r := range [][]byte{s.logs.Bytes(), s.everything()} {
		if bytes.Contains(r, []byte(name)) {
			s.t.Error("the name is kept in the open")
		}
	}
}

// everything is the chain with its payloads.
func (s *service) everything() []byte {
	s.t.Helper()
	var b bytes.Buffer
	for r, err := range s.app.store.Records(s.t.Context(), s.app.org.ID, 0, math.MaxInt64) {
		if err != nil {
			s.t.Fatal(err)
		}
		b.Write(r.Payload)
	}
	return b.Bytes()
}

func TestRevealsThatMustNotBeAreRefusedAndWrittenDown(t *testing.T) {
	s := newService(t)
	key, private := s.withRevealKey()
	s.held(s.enrol().token("jan"))
	org := s.app.org.ID
	fg, second := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.DeputyFG})
	_, public := revealKey(t)
	ask := func(purpose, text string) answer { return fg.post(s.requestPath(), revealBody(purpose, text, public)) }
	refused := func(name string, attempt func()) {
		t.Helper()
		before := s.end(org)
		attempt()
		if s.denials(org, before) != 1 {
			t.Errorf("%s: the attempt is not in the chain", name)
		}
	}
	refused("appraisal", func() { ask("appraisal", aimInform).want(403, "reveal.purpose_refused") })
	refused("discipline", func() { ask("discipline", aimInform).want(403, "reveal.purpose_refused") })
	ask("curiosity", aimInform).want(400, "request.invalid")
	ask("facts_for_ap", "Te kort.").want(400, "request.invalid")
	ask("facts_for_ap", aimInform+" Het gaat om mevr. Jansen, BSN 111222333.").want(422, "request.text_holds_finding")
	var asked struct{ ID string }
	ask("facts_for_ap", aimInform).want(201, "").into(&asked)
	approve := "/api/v1/approvals/" + asked.ID + "/approve"
	refused("the same person", func() { fg.post(approve, "").want(403, "approval.same_person") })
	refused("the same role", func() { second.post(approve, "").want(403, "approval.same_role") })
	refused("no approval yet", func() { s.mustRefuse(key, private, asked.ID) })
	refused("no such approval", func() { s.mustRefuse(key, private, "apr_01M7ZTZ495AHSVCTSX8NBYX12A") })
	s.as(org, ident.Binding{Role: ident.CISO}).post(approve, "").want(200, "")
	s.pass(25 * time.Hour)
	refused("expired", func() { s.mustRefuse(key, private, asked.ID) })
	s.verify()
}

func (s *service) mustRefuse(key auth.RevealKey, private *[32]byte, id string) {
	s.t.Helper()
	if _, err := s.keeper(key, private).Reveal(s.t.Context(), s.app.org.ID, id); err == nil {
		s.t.Errorf("%s was carried out", id)
	}
}

func TestTheOfficerMayWriteDownWhyAPersonIsNotTold(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	id := s.seedReveal(s.app.org.ID, d.ID)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	path := "/api/v1/reveals/" + id + "/withhold"
	fg.post(path, `{"reason":"Daarom niet."}`).want(400, "request.invalid")
	fg.post(path, `{"reason":"Een lopend onderzoek naar het lek zelf zou erdoor worden geschaad."}`).want(200, "")
	fg.post(path, `{"reason":"Een lopend onderzoek naar het lek zelf zou erdoor worden geschaad."}`).want(409, "resource.conflict")
	s.pass(reveal.BoxLife)
	var got own
	s.get(summaryPath, d.token("")).want(200, "").into(&got)
	if len(got.Reveals) != 0 {
		t.Errorf("got %+v", got.Reveals)
	}
	s.verify()
}

func TestTheSenderAnswersWithoutAReveal(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("jan")
	s.held(token)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	path := "/api/v1/incidents/" + s.incidents()[0].ID + "/questions"
	fg.post(path, `{"question":"whose_data"}`).want(201, "")
	fg.post(path, `{"question":"whose_data"}`).want(409, "resource.conflict")
	fg.post(path, `{"question":"wie bent u"}`).want(400, "request.invalid")
	var got own
	s.get(summaryPath, token).want(200, "").into(&got)
	if len(got.Questions) != 1 || got.Questions[0].Question != "whose_data" || len(got.Questions[0].Answers) < 3 {
		t.Fatalf("got %+v", got.Questions)
	}
	answer := func(token, answer string) answer {
		return s.post(answersPath, fmt.Sprintf(`{"question_id":%q,"answer":%q}`, got.Questions[0].QuestionID, answer), token)
	}
	answer(d.token("piet"), "fictief").want(404, "resource.not_found") // a colleague on the same device
	answer(s.enrol().token("jan"), "fictief").want(404, "resource.not_found")
	answer(token, "dat zeg ik niet").want(400, "request.invalid")
	answer(token, "fictief").want(202, "")
	answer(token, "fictief").want(202, "")
	answer(token, "patient").want(409, "resource.conflict")
	a := fg.get(path).want(200, "")
	if !strings.Contains(string(a.body), `"answer":"fictief"`) || strings.Contains(string(a.body), d.ID) {
		t.Errorf("got %s", a.body)
	}
	got = own{}
	s.get(summaryPath, token).want(200, "").into(&got)
	if len(got.Questions) != 0 {
		t.Errorf("an answered question is asked again: %+v", got.Questions)
	}
	s.verify()
}

func TestAnObjectionIsAnswered(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	id := s.seedRightsRequest(s.app.org.ID, d.ID)
	fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	if a := fg.get("/api/v1/rights-requests").want(200, ""); !strings.Contains(string(a.body), id) || strings.Contains(string(a.body), d.ID) {
		t.Errorf("got %s", a.body)
	}
	path := "/api/v1/rights-requests/" + id + "/answer"
	fg.post(path, `{"decision":"granted","reason":"Mevr. Jansen, BSN 111222333."}`).want(422, "request.text_holds_finding")
	fg.post(path, `{"decision":"granted","reason":"De melding is aangepast."}`).want(200, "")
	fg.post(path, `{"decision":"refused","reason":"De melding is aangepast."}`).want(409, "resource.conflict")
	var got own
	s.get(summaryPath, d.token("")).want(200, "").into(&got)
	if len(got.Requests) != 1 || got.Requests[0].State != "granted" || got.Requests[0].Answer == "" {
		t.Errorf("got %+v", got.Requests)
	}
}
