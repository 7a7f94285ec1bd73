package app

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"dijkwacht/internal/api/wire"
)

// plant sends the canary through every endpoint and every field that takes text,
// in requests that succeed and in requests that fail.
func (s *service) plant(keep func(answer) answer, d *device, token string) {
	s.t.Helper()
	fields := []string{"request_id", "destination_id", "host", "page_kind", "channel", "lang_hint", "conversation_key", "offsets", "client_policy_version", "unknown"}
	for i := range 2 * (len(fields) + 1) {
		field, value := append(fields, "")[i/2], []string{canaryText, marker}[i%2]
		m := map[string]any{"request_id": newRequestID(s.t), "host": "chatgpt.com", "channel": "paste", "text": canaryText, "conversation_key": "k1"}
		if field != "" {
			m[field] = value
		}
		body, _ := json.Marshal(m)
		a := keep(s.post(inspectPath, string(body), token))
		if a.status == 200 {
			var v verdict
			a.into(&v)
			s.report(keep, v.DecisionID, token)
		}
	}
	for i := range canaryText { // broken at every byte offset
		full := ask(newRequestID(s.t), "chatgpt.com", canaryText, nil)
		keep(s.post(inspectPath, full[:len(full)-len(canaryText)+i], token))
	}
	for _, path := range append(s.paths(), "/panic", "/"+marker) {
		for _, body := range []string{canaryText, `{"` + canaryText + `":1}`, `"` + canaryText + `"`, `{"x":"` + canaryText + `"} ` + canaryText} {
			r := request(http.MethodPost, path+"?q="+marker, body, token)
			r.Header.Set("Cookie", "session="+marker)
			r.Header.Set("X-Request-Id", canaryText)
			r.Header.Set("User-Agent", canaryText)
			r.Header.Set("X-Forwarded-For", marker)
			keep(s.do(r))
			r = request(http.MethodGet, path+"?q="+marker, "", token)
			r.Header.Set("If-None-Match", canaryText)
			r.Header.Set("Accept", canaryText)
			keep(s.do(r))
		}
		keep(s.post(path, "{}", marker))
		keep(s.do(request(http.MethodPut, path, canaryText, token)))
	}
	s.plantIdentity(keep, d)
}

// paths are those of the OpenAPI document: a new endpoint is in the canary's way
// from its first day.
func (s *service) paths() []string {
	s.t.Helper()
	doc, err := openapi3.NewLoader().LoadFromData(wire.OpenAPI)
	if err != nil {
		s.t.Fatal(err)
	}
	paths := doc.Paths.InMatchingOrder()
	for _, known := range []string{inspectPath, outcomePath, enrolPath, tokenPath, "/healthz", "/readyz", "/version"} {
		if !slices.Contains(paths, known) {
			s.t.Errorf("%s is not in the document", known)
		}
	}
	return paths
}

func (s *service) report(keep func(answer) answer, decision, token string) {
	const at = `"at":"2026-11-23T09:00:00Z"`
	for _, item := range []string{
		`"outcome":"` + canaryText + `","egress_evidence":"none",` + at,
		`"outcome":"sent","egress_evidence":"full","at":"` + canaryText + `"`,
		`"outcome":"sent","egress_evidence":"full","evidence":{"hook":"` + canaryText + `"},` + at,
		`"outcome":"sent","egress_evidence":"full","override":{"reason":"` + canaryText + `"},` + at,
		`"outcome":"sent","egress_evidence":"full","override":{"reason":"anders","text":"` + canaryText + `"},` + at,
		`"outcome":"unknown","egress_evidence":"unknown","x":"` + canaryText + `",` + at,
	} {
		keep(s.post(outcomePath, `{"outcomes":[{"decision_id":"`+decision+`",`+item+`}]}`, token))
	}
	keep(s.post(outcomePath, `{"outcomes":[{"decision_id":"`+canaryText+`","outcome":"sent","egress_evidence":"full",`+at+`}]}`, token))
}

func (s *service) plantIdentity(keep func(answer) answer, d *device) {
	_, jwk := publicKey(s.t)
	quoted := `"` + canaryText + `"`
	head := `{"enrolment_key":"` + s.app.FirstKey.Reveal() + `","public_key":` + jwk
	for _, rest := range []string{
		`,"browser":{"name":` + `"Mevr. Jansen-` + marker[:20] + `","version":"111222333"},"os":"` + marker + `","extension_version":"111222333"}`,
		`,"group_hints":[` + quoted + `]}`, `,"browser":` + quoted + `}`, `,"os":` + quoted + `}`, `,"x":` + quoted + `}`,
	} {
		keep(s.post(enrolPath, head+rest, ""))
	}
	keep(s.post(enrolPath, `{"enrolment_key":`+quoted+`,"public_key":`+jwk+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":`+quoted+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`","identity_source":`+quoted+`}`, ""))
	keep(s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`","user_hint":`+quoted+`}`, ""))
}
