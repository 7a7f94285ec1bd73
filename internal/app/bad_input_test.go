package app

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

func TestBadInputHasItsStatusAndCode(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	good := ask("01M7ZTZ495AHSVCTSX8NBYX12B", "chatgpt.com", patient, nil)
	with := func(more map[string]any) string {
		return ask("01M7ZTZ495AHSVCTSX8NBYX12B", "chatgpt.com", patient, more)
	}
	without := func(name string) string {
		var m map[string]any
		_ = json.Unmarshal([]byte(good), &m)
		delete(m, name)
		body, _ := json.Marshal(m)
		return string(body)
	}
	_, jwk := publicKey(t)
	enrolment := func(more string) string { return `{"enrolment_key":"dwe_x","public_key":` + jwk + more + `}` }
	outcome := `{"decision_id":"dec_01M7ZTZ495AHSVCTSX8NBYX12B","outcome":"sent","egress_evidence":"full","at":"2026-11-23T09:00:00Z"}`
	tests := map[string]struct {
		path, body string
		status     int
		code       string
	}{
		"malformed JSON":                 {inspectPath, good[:len(good)-2], 400, "request.malformed"},
		"an empty body":                  {inspectPath, "", 400, "request.malformed"},
		"an array":                       {inspectPath, "[" + good + "]", 400, "request.malformed"},
		"trailing data":                  {inspectPath, good + "{}", 400, "request.malformed"},
		"a duplicate member":             {inspectPath, strings.Replace(good, "{", `{"text":"onschuldig",`, 1), 400, "request.malformed"},
		"bad UTF-8":                      {inspectPath, strings.Replace(good, "Jansen", "Jan\xffsen", 1), 400, "request.malformed"},
		"a lone surrogate":               {inspectPath, strings.Replace(good, "Jansen", `Jan\ud83dsen`, 1), 400, "request.malformed"},
		"text that is a number":          {inspectPath, with(map[string]any{"text": 111222333}), 400, "request.invalid"},
		"text that is null":              {inspectPath, with(map[string]any{"text": nil}), 400, "request.invalid"},
		"text in another letter case":    {inspectPath, strings.Replace(good, `"text"`, `"TEXT"`, 1), 400, "request.invalid"},
		"no text":                        {inspectPath, without("text"), 400, "request.invalid"},
		"no request id":                  {inspectPath, without("request_id"), 400, "request.invalid"},
		"no destination":                 {inspectPath, without("host"), 400, "request.invalid"},
		"a request id that is no ULID":   {inspectPath, with(map[string]any{"request_id": "111222333"}), 400, "request.invalid"},
		"a lower-case ULID":              {inspectPath, with(map[string]any{"request_id": "01m7ztz495ahsvctsx8nbyx12b"}), 400, "request.invalid"},
		"an unknown channel":             {inspectPath, with(map[string]any{"channel": "telepathy"}), 400, "request.invalid"},
		"the channel of files":           {inspectPath, with(map[string]any{"channel": "file"}), 400, "request.invalid"},
		"an unknown unit":                {inspectPath, with(map[string]any{"offsets": "bytes"}), 400, "request.invalid"},
		"redact that is a string":        {inspectPath, with(map[string]any{"redact": "true"}), 400, "request.invalid"},
		"an unknown language":            {inspectPath, with(map[string]any{"lang_hint": "de"}), 400, "request.invalid"},
		"a text that is too long":        {inspectPath, with(map[string]any{"text": strings.Repeat("a", 1<<20+1)}), 413, "request.too_large"},
		"10 MB":                          {inspectPath, with(map[string]any{"text": strings.Repeat("a", 10<<20)}), 413, "request.too_large"},
		"outcomes of 300 KB":             {outcomePath, `{"outcomes":[],"x":"` + strings.Repeat("a", 300<<10) + `"}`, 413, "request.too_large"},
		"no outcomes":                    {outcomePath, `{}`, 400, "request.invalid"},
		"an empty batch":                 {outcomePath, `{"outcomes":[]}`, 400, "request.invalid"},
		"51 outcomes":                    {outcomePath, `{"outcomes":[` + strings.Repeat(outcome+",", 50) + outcome + `]}`, 400, "request.invalid"},
		"outcomes that are an object":    {outcomePath, `{"outcomes":{}}`, 400, "request.invalid"},
		"an unknown enrolment key":       {enrolPath, enrolment(""), 401, "auth.enrolment_key_invalid"},
		"no enrolment key":               {enrolPath, `{"public_key":` + jwk + `}`, 400, "request.invalid"},
		"no public key":                  {enrolPath, `{"enrolment_key":"dwe_x"}`, 400, "request.invalid"},
		"a private key":                  {enrolPath, strings.Replace(enrolment(""), `"kty"`, `"d":"x","kty"`, 1), 400, "request.invalid"},
		"a key that is not on the curve": {enrolPath, `{"enrolment_key":"dwe_x","public_key":{"kty":"EC","crv":"P-256","x":"` + strings.Repeat("A", 43) + `","y":"` + strings.Repeat("A", 43) + `"}}`, 400, "request.invalid"},
		"a group hint with a name":       {enrolPath, enrolment(`,"group_hints":["Mevr. Jansen"]`), 400, "request.invalid"},
		"no assertion":                   {tokenPath, `{}`, 400, "request.invalid"},
		"an assertion of nothing":        {tokenPath, `{"assertion":"a.b.c"}`, 401, "auth.assertion_invalid"},
		"a user hint that is too long":   {tokenPath, `{"assertion":"a.b.c","user_hint":"` + strings.Repeat("a", 321) + `"}`, 400, "request.invalid"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s.t = t
			a := s.post(tt.path, tt.body, token).want(tt.status, tt.code)
			for _, canary := range []string{"Jansen", "111222333", "hartfalen", "telepathy", "dwe_x"} {
				if bytes.Contains(a.body, []byte(canary)) {
					t.Errorf("the answer repeats %q: %s", canary, a.body)
				}
			}
			if got := a.header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("got %s", got)
			}
		})
	}
	s.t = t
	if n := len(s.attempts()); n != 0 {
		t.Errorf("bad input made %d events", n)
	}
}

func TestTheLongestTextIsInspected(t *testing.T) {
	s := newService(t)
	text := strings.Repeat("a ", 1<<19-len("BSN 111222333")/2-1) + "BSN 111222333"
	var v verdict
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", text, nil), s.enrol().token("x")).want(200, "").into(&v)
	if v.Action != "block" {
		t.Errorf("got %s", v.Action)
	}
}

func TestBodiesOfAnotherKindAreRefused(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("x")
	for name, header := range map[string][2]string{
		"a form":                {"Content-Type", "application/x-www-form-urlencoded"},
		"plain text":            {"Content-Type", "text/plain"},
		"no type":               {"Content-Type", ""},
		"another character set": {"Content-Type", "application/json; charset=iso-8859-1"},
		"compressed":            {"Content-Encoding", "gzip"},
	} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			r := request(http.MethodPost, inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token)
			r.Header.Set(header[0], header[1])
			s.do(r).want(415, "request.media_type")
		})
	}
}

func TestTokensAreNeeded(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	token := d.token("x")
	body := ask(newRequestID(t), "chatgpt.com", patient, nil)
	for name, tt := range map[string]struct{ header, code string }{
		"none":              {"", "auth.token_required"},
		"another scheme":    {"Basic " + token, "auth.token_required"},
		"an empty token":    {"Bearer ", "auth.token_required"},
		"a forged token":    {"Bearer " + token[:len(token)-4] + "AAAA", "auth.token_invalid"},
		"the assertion":     {"Bearer " + d.assertion(nil), "auth.token_invalid"},
		"the enrolment key": {"Bearer " + s.app.FirstKey.Reveal(), "auth.token_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			s.t = t
			for _, path := range []string{inspectPath, outcomePath, bundlePath} {
				method := http.MethodPost
				if path == bundlePath {
					method = http.MethodGet
				}
				r := request(method, path, body, "")
				r.Header.Set("Authorization", tt.header)
				s.do(r).want(401, tt.code)
			}
		})
	}
	s.t = t
	s.pass(15 * 60 * 1e9)
	s.post(inspectPath, body, token).want(401, "auth.token_expired")
	s.post(inspectPath, body, d.token("x")).want(200, "")
}

func TestAnAssertionWorksOnceAlsoAfterARestart(t *testing.T) {
	s := newService(t)
	d := s.enrol()
	body := `{"assertion":"` + d.assertion(nil) + `"}`
	s.post(tokenPath, body, "").want(200, "")
	s.post(tokenPath, body, "").want(401, "auth.assertion_reused")
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	s.start()
	s.post(tokenPath, body, "").want(401, "auth.assertion_reused")
	late := d.assertion(func(c *jwt.RegisteredClaims) {
		c.IssuedAt.Time, c.ExpiresAt.Time = c.IssuedAt.Add(-600e9), c.ExpiresAt.Add(-600e9)
	})
	s.post(tokenPath, `{"assertion":"`+late+`"}`, "").want(401, "auth.clock_skew")
}
