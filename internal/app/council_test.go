package app

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3filter"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail/mailtest"
)

const (
	windowPath  = "/api/v1/transparency"
	noticesPath = windowPath + "/notices"
	gatePath    = "/api/v1/setup/steps/legal_gate/complete"
)

// watch looks what the works council should hear of, as the fleet does each minute.
func (s *service) watch() {
	s.t.Helper()
	s.pass(time.Minute)
	if err := s.app.council.Watch(s.t.Context(), s.app.org.ID); err != nil {
		s.t.Fatal(err)
	}
}

type noticeSeen struct {
	ID, Kind string
	Waits    bool
	Title    struct{ NL, EN string }
	Sentence struct{ NL, EN string }
	ReadAt   *string `json:"read_at"`
}

// notices lists what the works council was told, newest first.
func (c *browser) notices() (list struct{ Items []noticeSeen }) {
	c.s.t.Helper()
	c.get(noticesPath).want(http.StatusOK, "").into(&list)
	return list
}

// standing is where the consent stands.
func (c *browser) standing() (v struct {
	State, Fingerprint string
	Changes            []struct {
		What     string
		Waits    bool
		Sentence struct{ NL, EN string }
		Since    *time.Time
	}
}) {
	c.s.t.Helper()
	var got struct{ Consent any }
	got.Consent = &v
	c.get("/api/v1/setup").want(http.StatusOK, "").into(&got)
	return v
}

func TestALongerTermWaitsForTheWorksCouncil(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	fg, council := s.as(org, ident.Binding{Role: ident.FG}), s.as(org, ident.Binding{Role: ident.WorksCouncil})
	owner := s.as(org, ident.Binding{Role: ident.Owner})
	s.watch()
	if got := owner.standing(); got.State != "none" {
		t.Errorf("before any consent: %+v", got)
	}
	type shown struct {
		Terms []struct {
			Kind  string
			Value int
		}
		Waiting []struct {
			Kind     string
			From, To int
		}
	}
	var terms shown
	fg.patch(termsPath, `{"events":15}`).want(http.StatusOK, "").into(&terms)
	if terms.Terms[2].Value != 15 || len(terms.Waiting) != 0 {
		t.Errorf("before there was a consent something waits for it: %+v", terms)
	}
	s.passTheGate()
	if got := council.standing(); got.State != "in_force" || len(got.Changes) != 0 {
		t.Errorf("after the consent: %+v", got)
	}
	s.watch()
	for range 2 { // the second asks for the same and changes nothing
		fg.patch(termsPath, `{"events":20,"counters":3}`).want(http.StatusOK, "").into(&terms)
		if terms.Terms[2].Value != 15 || len(terms.Waiting) != 1 || terms.Waiting[0].To != 20 || terms.Terms[1].Value != 3 {
			t.Errorf("what is longer than agreed holds already, or what is shorter does not: %+v", terms)
		}
	}
	got := council.standing()
	if got.State != "needed_again" || len(got.Changes) != 1 || !got.Changes[0].Waits || !strings.Contains(got.Changes[0].Sentence.NL, "20 weken in plaats van 15") {
		t.Errorf("got %+v", got)
	}
	if !s.app.trial.Of(t.Context(), org, "dev_1").Guarded {
		t.Error("a change that waits left people unguarded")
	}
	s.watch()
	if got := council.standing().Changes[0]; got.Since == nil || got.Since.After(s.clock()) || got.Since.Before(s.clock().Add(-time.Minute)) {
		t.Errorf("it is not said since when: %v", got.Since)
	}
	if told := council.notices().Items; !told[0].Waits || told[0].Kind != "change" || !strings.Contains(told[0].Sentence.EN, "20 weeks") {
		t.Errorf("the works council was not told: %+v", told)
	}
	fg.patch(termsPath, `{"events":12}`).want(http.StatusOK, "").into(&terms)
	if terms.Terms[2].Value != 12 || len(terms.Waiting) != 0 {
		t.Errorf("it cannot be taken back: %+v", terms)
	}
	fg.patch(termsPath, `{"events":15}`).want(http.StatusOK, "").into(&terms)
	if terms.Terms[2].Value != 15 {
		t.Errorf("what was agreed waits: %+v", terms)
	}
	fg.patch(termsPath, `{"events":20}`).want(http.StatusOK, "")
	fingerprint := owner.standing().Fingerprint
	again := func(more string) answer {
		return owner.post(gatePath, `{"assessed_on":"2026-01-05","consented_on":"2026-01-20","reference":"OR 2026-14"`+more+`}`)
	}
	again(`,"fingerprint":"`+strings.Repeat("0", 64)+`"`).want(http.StatusConflict, "resource.conflict")
	again(`,"evaluate_on":"2026-01-02"`).want(http.StatusBadRequest, "request.invalid")
	owner.post(gatePath, `{"assessed_on":"2026-01-05","consented_on":"2026-01-20","reference":"Mevr. Jansen, BSN 111222333"}`).want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	again(`,"fingerprint":"`+fingerprint+`"`).want(http.StatusOK, "")
	fg.get(termsPath).want(http.StatusOK, "").into(&terms)
	if terms.Terms[2].Value != 20 || len(terms.Waiting) != 0 || council.standing().State != "in_force" {
		t.Errorf("what was agreed to does not hold: %+v", terms)
	}
	s.watch()
	if told := council.notices().Items; told[0].Kind != "consent" || !strings.Contains(told[0].Sentence.NL, "OR 2026-14") {
		t.Errorf("got %+v", told)
	}
	s.verify()
}

func TestOtherRulesOfRevealingWaitToo(t *testing.T) {
	s := newService(t)
	owner, fg := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner}), s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
	s.passTheGate()
	type organisation struct {
		Approves bool `json:"council_approves"`
		Waits    bool `json:"council_waits"`
	}
	set := func(body string) (o organisation) {
		t.Helper()
		owner.patch("/api/v1/organisation", body).want(http.StatusOK, "").into(&o)
		return o
	}
	if got := set(`{"council_approves":true}`); got.Approves || !got.Waits {
		t.Errorf("got %+v", got)
	}
	if got := set(`{"name":"Ziekenhuis De Linde"}`); got.Approves || !got.Waits {
		t.Errorf("another change took it away: %+v", got)
	}
	if got := fg.standing(); got.State != "needed_again" || got.Changes[0].What != "reveal_rule" || !got.Changes[0].Waits {
		t.Errorf("got %+v", got)
	}
	if got := set(`{"council_approves":false}`); got.Approves || got.Waits || fg.standing().State != "in_force" {
		t.Errorf("it cannot be taken back: %+v", got)
	}
	set(`{"council_approves":true}`)
	s.passTheGate()
	var after organisation
	owner.get("/api/v1/organisation").want(http.StatusOK, "").into(&after)
	if !after.Approves || after.Waits || fg.standing().State != "in_force" {
		t.Errorf("what was agreed to does not hold: %+v", after)
	}
}

func TestANewRoleWithSightIsToldAndTakesConsentAgain(t *testing.T) {
	s := newService(t)
	council := s.as(s.app.org.ID, ident.Binding{Role: ident.WorksCouncil})
	s.passTheGate()
	s.watch()
	before := len(council.notices().Items)
	s.as(s.app.org.ID, ident.Binding{Role: ident.WorksCouncil})
	s.watch()
	if n := len(council.notices().Items); n != before {
		t.Errorf("one more member is told as something new: %d notices", n-before)
	}
	s.as(s.app.org.ID, ident.Binding{Role: ident.Analyst})
	s.watch()
	told := council.notices().Items
	if len(told) != before+1 || !strings.Contains(told[0].Sentence.NL, "Analist") || told[0].Waits {
		t.Errorf("got %+v", told)
	}
	if got := council.standing(); got.State != "needed_again" || got.Changes[0].What != "role" {
		t.Errorf("got %+v", got)
	}
}

func TestTheCouncilHearsOfARevealWithoutAnyIdentity(t *testing.T) {
	post := mailtest.Start(t)
	s := withMail(t, post, Outside{})
	org := s.app.org.ID
	member, _, err := s.app.people.AddUser(t.Context(), ident.Operator(org), ident.User{Email: "or@linde.example", Name: "Lid", Locale: "nl"}, []ident.Binding{{Role: ident.WorksCouncil}})
	if err != nil {
		t.Fatal(err)
	}
	council := s.as(org, ident.Binding{Role: ident.WorksCouncil})
	s.watch()
	d := s.enrol()
	reveal := s.seedReveal(org, d.ID)
	incident := s.incidents()[0]
	for range 3 {
		s.watch()
	}
	told := council.notices().Items
	if len(told) != 1 || told[0].Kind != "reveal" || !strings.Contains(told[0].Sentence.NL, "onderzoek naar het lek") || !strings.Contains(told[0].Sentence.NL, "Functionaris") {
		t.Fatalf("got %+v", told)
	}
	s.work(s.app.deliveryJobs())
	letters := slices.DeleteFunc(post.Mails(), func(m mailtest.Received) bool { return m.To != "or@linde.example" })
	if len(letters) != 1 {
		t.Fatalf("%d letters went to the member", len(letters))
	}
	window := council.get(windowPath).want(http.StatusOK, "").body
	list := council.get(windowPath+"/reveals").want(http.StatusOK, "").body
	notices := council.get(noticesPath).want(http.StatusOK, "").body
	for name, text := range map[string]string{"the mail": letters[0].Data, "the window": string(window), "the list": string(list), "the notices": string(notices)} {
		for what, secret := range map[string]string{"the device": d.ID, "the case": incident.ID, "the number": incident.Number.String(), "the pseudonym": incident.Subject, "the reveal": reveal, "a user": "usr_", "the reason": "Omdat het moet"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", name, what)
			}
		}
	}
	if !strings.Contains(string(list), `"outcome":"done"`) || !strings.Contains(string(list), `"security_investigation"`) {
		t.Errorf("the list does not say what came of it: %s", list)
	}
	if n, err := s.app.store.UnreadNotices(t.Context(), org, member.ID); err != nil || n != 1 {
		t.Errorf("%d are not read, %v", n, err)
	}
}

func TestTheWindowSaysWhatIsKeptAndWhoSeesIt(t *testing.T) {
	s := newService(t)
	council := s.as(s.app.org.ID, ident.Binding{Role: ident.WorksCouncil})
	s.passTheGate()
	var v struct {
		Agreements []struct{ Fingerprint string }
		Stored     []struct {
			Table  struct{ ID, NL string }
			Kept   struct{ NL, EN string }
			Fields []struct{ ID, NL, EN string }
		}
		Roles []struct {
			Role   string
			People int
			Sight  []struct{ ID string }
		}
		Unread int
	}
	council.get(windowPath).want(http.StatusOK, "").into(&v)
	if len(v.Agreements) != 1 || len(v.Agreements[0].Fingerprint) != 64 {
		t.Errorf("the agreement is %+v", v.Agreements)
	}
	if len(v.Stored) < 60 || v.Stored[0].Table.ID != "events" || v.Stored[0].Kept.NL != "13 weken" || len(v.Stored[0].Fields) < 30 {
		t.Errorf("got %d tables, first %+v", len(v.Stored), v.Stored[0])
	}
	people := map[string]int{}
	for _, r := range v.Roles {
		people[r.Role] = r.People
	}
	if len(v.Roles) != len(ident.Roles) || people["works_council"] != 1 || people["fg"] != 0 {
		t.Errorf("got %v", people)
	}
	for _, role := range []ident.Role{ident.Analyst, ident.ITAdmin} {
		s.as(s.app.org.ID, ident.Binding{Role: role}).get(windowPath).want(http.StatusForbidden, "permission.denied")
	}
}

func TestANoticeIsReadByWhoReadsItAndARemarkReachesTheOfficer(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	one, two := s.as(org, ident.Binding{Role: ident.WorksCouncil}), s.as(org, ident.Binding{Role: ident.WorksCouncil})
	remark := func(c *browser, text string) answer { return c.post(windowPath+"/remarks", `{"text":"`+text+`"}`) }
	remark(one, "Wij willen de termijn in maart opnieuw bespreken.").want(http.StatusCreated, "")
	remark(one, "Het ging om mevrouw Jansen, BSN 111222333.").want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	remark(one, " ").want(http.StatusBadRequest, "request.invalid")
	remark(s.as(org, ident.Binding{Role: ident.FG}), "Ik ben de FG.").want(http.StatusForbidden, "permission.denied")
	list := two.notices().Items
	if len(list) != 1 || list[0].Kind != "remark" || list[0].ReadAt != nil {
		t.Fatalf("got %+v", list)
	}
	var left struct{ Unread int }
	two.post(noticesPath+"/read", `{"ids":["`+list[0].ID+`"]}`).want(http.StatusOK, "").into(&left)
	if left.Unread != 0 || two.notices().Items[0].ReadAt == nil || one.notices().Items[0].ReadAt != nil {
		t.Errorf("%d left; %+v", left.Unread, one.notices())
	}
	two.post(noticesPath+"/read", `{"ids":["usr_1"]}`).want(http.StatusBadRequest, "request.invalid")
}

func TestTheOfficerAnswersARemarkOnceWithinFourWeeks(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	member, fg := s.as(org, ident.Binding{Role: ident.WorksCouncil}), s.as(org, ident.Binding{Role: ident.DeputyFG})
	type seen struct {
		ID, Kind   string
		AnswerBy   *time.Time `json:"answer_by"`
		Answer     *string
		AnsweredAt *time.Time `json:"answered_at"`
		Sentence   struct{ NL, EN string }
	}
	var remark seen
	begun := s.clock()
	member.post(windowPath+"/remarks", `{"text":"Wij willen de termijn in maart bespreken."}`).want(http.StatusCreated, "").into(&remark)
	if remark.AnswerBy == nil || !remark.AnswerBy.Equal(begun.AddDate(0, 0, 28)) || remark.Answer != nil || remark.AnsweredAt != nil {
		t.Errorf("got %+v", remark)
	}
	path := windowPath + "/remarks/" + remark.ID + "/answer"
	answer := func(c *browser, text string) answer { return c.post(path, `{"text":"`+text+`"}`) }
	answer(member, "Wij antwoorden zelf.").want(http.StatusForbidden, "permission.denied")
	answer(s.as(org, ident.Binding{Role: ident.CISO}), "Prima.").want(http.StatusForbidden, "permission.denied")
	answer(fg, "Mevrouw Jansen, BSN 111222333, vroeg het ook.").want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	answer(fg, "  ").want(http.StatusBadRequest, "request.invalid")
	s.pass(time.Minute)
	answer(fg, "Dat staat in maart op de agenda.").want(http.StatusOK, "")
	answer(fg, "Toch niet.").want(http.StatusConflict, "resource.conflict")
	var list struct{ Items []seen }
	member.get(noticesPath).want(http.StatusOK, "").into(&list)
	if len(list.Items) != 2 || list.Items[0].Kind != "answer" || list.Items[0].AnswerBy != nil || list.Items[0].Sentence.NL != "Dat staat in maart op de agenda." {
		t.Fatalf("got %+v", list)
	}
	if got := list.Items[1]; got.Answer == nil || *got.Answer != "Dat staat in maart op de agenda." || got.AnsweredAt == nil || !got.AnsweredAt.Equal(begun.Add(time.Minute)) {
		t.Errorf("got %+v", got)
	}
	fg.post(windowPath+"/remarks/"+list.Items[0].ID+"/answer", `{"text":"Een antwoord op een antwoord."}`).want(http.StatusNotFound, "resource.not_found")
}

func TestThePapersComeAsAPageAFileAndTheirStatements(t *testing.T) {
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.FileBodyDecoder)
	openapi3filter.RegisterBodyDecoder("application/pdf", openapi3filter.FileBodyDecoder)
	s := newService(t)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.WorksCouncil})
	for _, paper := range []string{"/dpia", "/consent-request"} {
		var v struct {
			Fingerprint string
			Statements  []struct{ Text, Section string }
			Blanks      []string `json:"to_fill_in"`
		}
		c.get(windowPath+paper+"?lang=en").want(http.StatusOK, "").into(&v)
		if len(v.Statements) < 40 || len(v.Blanks) == 0 || len(v.Fingerprint) != 64 {
			t.Errorf("%s: got %d statements", paper, len(v.Statements))
		}
		if a := c.get(windowPath + paper + "?format=html"); a.status != http.StatusOK || !strings.Contains(string(a.body), `lang="nl"`) {
			t.Errorf("%s as a page: %d", paper, a.status)
		}
		if a := c.get(windowPath + paper + "?format=pdf&lang=en"); a.status != http.StatusOK || !bytes.HasPrefix(a.body, []byte("%PDF-")) {
			t.Errorf("%s as a file: %d", paper, a.status)
		}
		c.get(windowPath+paper+"?format=docx").want(http.StatusBadRequest, "request.invalid")
	}
}

func TestAnEmployeeAddsTheirOwnWordAndHasAnAnswerInFourWeeks(t *testing.T) {
	post := mailtest.Start(t)
	s := withMail(t, post, Outside{})
	org := s.app.org.ID
	if _, _, err := s.app.people.AddUser(t.Context(), ident.Operator(org), ident.User{Email: "fg@linde.example", Name: "FG", Locale: "nl"}, []ident.Binding{{Role: ident.FG}}); err != nil {
		t.Fatal(err)
	}
	d := s.enrol()
	token := d.token("vp-001")
	s.held(token)
	event := s.attempts()[0].Event.ID
	word := func(text string) answer {
		return s.post(requestsPath, `{"kind":"statement","ground":"anders","event_id":"`+event+`","user_hint":"vp-001","text":"`+text+`"}`, token)
	}
	word("").want(http.StatusBadRequest, "request.invalid")
	word(strings.Repeat("a", 1001)).want(http.StatusBadRequest, "request.invalid")
	word("Het ging om mevrouw Jansen, BSN 111222333.").want(http.StatusUnprocessableEntity, "request.text_holds_finding")
	var made struct {
		Text         string
		At, DueAt    time.Time
		DueAtWritten time.Time `json:"due_at"`
	}
	word("Dit was een oefening met een verzonnen casus.").want(http.StatusCreated, "").into(&made)
	if made.DueAtWritten.Sub(made.At) != 28*24*time.Hour || made.Text == "" {
		t.Errorf("got %+v", made)
	}
	fg := s.as(org, ident.Binding{Role: ident.FG})
	var list struct {
		Items []struct{ ID, Kind, Text string }
	}
	fg.get("/api/v1/rights-requests").want(http.StatusOK, "").into(&list)
	if len(list.Items) != 1 || list.Items[0].Kind != "statement" || !strings.Contains(list.Items[0].Text, "oefening") {
		t.Fatalf("got %+v", list)
	}
	mailed := func() int {
		s.work(s.app.councilJobs())
		s.work(s.app.deliveryJobs())
		n := 0
		for _, l := range post.Mails() {
			text := strings.ReplaceAll(l.Data, "=\r\n", "")
			if l.To == "fg@linde.example" && strings.Contains(text, list.Items[0].ID) {
				n++
			}
			if strings.Contains(text, "oefening") || strings.Contains(text, d.ID) {
				t.Errorf("the mail says what was asked, or by whom: %s", text)
			}
		}
		return n
	}
	for _, step := range []struct {
		after time.Duration
		want  int
	}{{0, 1}, {time.Hour, 1}, {14 * 24 * time.Hour, 2}, {14 * 24 * time.Hour, 3}} {
		s.pass(step.after)
		if n := mailed(); n != step.want {
			t.Errorf("after %v more the officer had %d mails, want %d", step.after, n, step.want)
		}
	}
	fg = s.as(org, ident.Binding{Role: ident.FG})
	fg.post("/api/v1/rights-requests/"+list.Items[0].ID+"/answer", `{"decision":"granted","reason":"Uw woord staat bij de melding."}`).want(http.StatusOK, "")
	var own struct {
		Requests []struct {
			State, Text, Answer string
			AnsweredAt          time.Time `json:"answered_at"`
		}
	}
	s.post(exportPath, `{"user_hint":"vp-001"}`, d.token("vp-001")).want(http.StatusOK, "").into(&own)
	if len(own.Requests) != 1 || own.Requests[0].State != "granted" || own.Requests[0].Answer == "" || own.Requests[0].Text == "" || !own.Requests[0].AnsweredAt.Equal(s.clock().Truncate(time.Second)) {
		t.Errorf("the answer does not reach the employee: %+v", own)
	}
	s.verify()
}
